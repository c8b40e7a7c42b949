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

    /// <summary>Prints, and counts what is in memory meanwhile: what is made and forgotten again may be any number of bytes.</summary>
    public static void CountHeld(int inputSize, Action<TextWriter> print)
    {
        long before = GC.GetTotalMemory(forceFullCollection: false);
        using var writer = new HeldWriter();
        print(writer);
        WrongOutcomeException.Unless(
            writer.Most - before <= AllowedBytes + (AllowedForEachByte * inputSize),
            $"{writer.Most - before} bytes were held while an input of {inputSize} was printed");
    }

    /// <summary>Looks from time to time what is in memory while it is written to.</summary>
    private sealed class HeldWriter : TextWriter
    {
        private const long Often = 4 * 1024 * 1024;

        private long _sinceLook;

        public long Most { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            if (++_sinceLook < Often)
                return;
            _sinceLook = 0;
            Most = Math.Max(Most, GC.GetTotalMemory(forceFullCollection: true));
        }
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
