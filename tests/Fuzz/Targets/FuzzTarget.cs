using System.Text;

namespace Fuzz.Targets;

/// <summary>A part of the program that takes files from anywhere.</summary>
/// <param name="Name">Its name on the command line and in the names of saved inputs.</param>
/// <param name="Seeds">Inputs to start from.</param>
/// <param name="Run">
/// Gives it an input, with a directory for files; whether the input was accepted. What is not allowed ends in an exception.
/// </param>
internal sealed record FuzzTarget(string Name, Func<IEnumerable<byte[]>> Seeds, Func<byte[], string, bool> Run)
{
    public static FuzzTarget[] All { get; } =
    [
        new("elf", TestFiles.Elfs, ElfTarget.Convert),
        new("convert", TestFiles.Elfs, CommandTargets.Convert),
        new("tbf", TestFiles.Tbfs, ReaderTarget.Read),
        new("tab", TestFiles.Tabs, ReaderTarget.Read),
        new("read", () => [.. TestFiles.Tbfs(), .. TestFiles.Tabs()], CommandTargets.Read),
        new("manifest", TestFiles.Manifests, ManifestTarget.Read),
        new("private-key", TestFiles.PrivateKeys, KeyTargets.Private),
        new("public-key", TestFiles.PublicKeys, KeyTargets.Public),
    ];

    public static FuzzTarget Named(string name) => All.Single(target => target.Name == name);
}

/// <summary>How much memory one run of the program may allocate.</summary>
internal static class Memory
{
    private const long AllowedBytes = 64 * 1024 * 1024;
    private const long AllowedForEachByte = 4;
    private const long AllowedForEachCharacter = 64;

    /// <summary>Runs, and counts what is allocated meanwhile, by all threads.</summary>
    public static T Count<T>(int inputSize, Func<T> run, string what = "it")
    {
        long before = GC.GetTotalAllocatedBytes();
        T result = run();
        long allocated = GC.GetTotalAllocatedBytes() - before;
        WrongOutcomeException.Unless(
            allocated <= AllowedBytes + (AllowedForEachByte * inputSize),
            $"{what}: {allocated} bytes were allocated for an input of {inputSize}");
        return result;
    }

    /// <summary>
    /// Prints, and counts as well what is in memory meanwhile: what is made for a line and forgotten again may be many times the line.
    /// </summary>
    public static T CountPrinting<T>(int inputSize, Func<PrintingWriter, T> print, string what = "it")
    {
        long held = GC.GetTotalMemory(forceFullCollection: false);
        long before = GC.GetTotalAllocatedBytes();
        using var writer = new PrintingWriter();
        T result = print(writer);
        long allocated = GC.GetTotalAllocatedBytes() - before;
        long allowed = AllowedBytes + (AllowedForEachByte * inputSize);
        WrongOutcomeException.Unless(
            writer.MostHeld - held <= allowed, $"{what}: {writer.MostHeld - held} bytes were held for an input of {inputSize}");
        WrongOutcomeException.Unless(
            allocated <= allowed + (AllowedForEachCharacter * writer.Printed),
            $"{what}: {allocated} bytes were allocated for an input of {inputSize} and {writer.Printed} characters");
        return result;
    }
}

/// <summary>Keeps nothing of what is printed, and looks from time to time what is in memory.</summary>
internal sealed class PrintingWriter : TextWriter
{
    private const long BetweenLooks = 4 * 1024 * 1024;

    private long _nextLook = BetweenLooks;

    /// <summary>Characters so far.</summary>
    public long Printed { get; private set; }

    /// <summary>Most bytes that were in memory.</summary>
    public long MostHeld { get; private set; }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Count(1);

    public override void Write(string? value) => Count(value?.Length ?? 0);

    public override void Write(ReadOnlySpan<char> buffer) => Count(buffer.Length);

    public override void WriteLine(string? value) => Count((value?.Length ?? 0) + 1);

    private void Count(int characters)
    {
        Printed += characters;
        if (Printed < _nextLook)
            return;
        _nextLook = Printed + BetweenLooks;
        MostHeld = Math.Max(MostHeld, GC.GetTotalMemory(forceFullCollection: true));
    }
}

/// <summary>The program did with an input what it must never do.</summary>
internal sealed class WrongOutcomeException(string message) : Exception(message)
{
    public static void Unless(bool isRight, string message)
    {
        if (!isRight)
            throw new WrongOutcomeException(message);
    }
}
