using System.Buffers.Binary;
using System.Diagnostics;
using Tests.Shared;

namespace EndToEnd.Tests;

/// <summary>A TBF, and where the app gets its RAM.</summary>
internal sealed record PlacedApp(byte[] Tbf, uint Base);

/// <summary>QEMU's <c>virt</c> machine with the supervisor. Addresses are those of platform/riscv.ld and apps/build.sh.</summary>
internal sealed class Machine(Platform platform, string processor)
{
    /// <summary>Where the TBFs lie, one behind the other.</summary>
    public const uint Apps = 0x8400_0000;

    /// <summary>RAM that the app gets that executes in place, linked for it.</summary>
    public const uint InPlaceRam = 0x8040_0000;

    private const uint TestBlock = 0x83f0_0000;
    private const uint TestBlockMagic = 0x7473_6574;
    private const uint FirstBase = 0x8080_0000;
    private const uint LastBase = 0x83e0_0000;
    private const uint SlotSize = 0x4000;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    /// <summary>Addresses at which apps may lie at the same time.</summary>
    public static uint[] RandomBases(Random random, int count, uint alignment)
    {
        var bases = new List<uint>();
        while (bases.Count < count)
        {
            uint candidate = (uint)random.NextInt64(FirstBase / alignment, LastBase / alignment) * alignment;
            if (bases.TrueForAll(other => Math.Max(other, candidate) - Math.Min(other, candidate) >= SlotSize))
                bases.Add(candidate);
        }
        return [.. bases];
    }

    /// <summary>Boots, and waits until no app runs any more.</summary>
    /// <param name="apps">The apps in the order in which they lie in memory.</param>
    /// <param name="size">Bytes of them that the supervisor may see; null: all.</param>
    public Console Boot(IReadOnlyList<PlacedApp> apps, int? size = null)
    {
        using var directory = new TemporaryDirectory();
        byte[] memory = [.. apps.SelectMany(app => app.Tbf)];
        File.WriteAllBytes(directory["apps"], [.. memory, .. new byte[16]]);
        var slots = apps.SelectMany(app => new[] { app.Base, SlotSize });
        File.WriteAllBytes(
            directory["block"], Words([TestBlockMagic, Apps, (uint)(size ?? memory.Length), (uint)apps.Count, .. slots]));

        string emulator = $"qemu-system-riscv{processor[2..4]}";
        string arguments = "-machine virt -m 128M -display none -monitor none -serial stdio -no-reboot "
            + $"-device loader,file=apps,addr=0x{Apps:x},force-raw=on "
            + $"-device loader,file=block,addr=0x{TestBlock:x},force-raw=on -bios";
        return new Console(Run(emulator, directory.Path, [.. arguments.Split(' '), platform.Supervisor(processor)]));
    }

    private static byte[] Words(IEnumerable<uint> words) => [.. words.SelectMany(word =>
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, word);
        return bytes;
    })];

    /// <summary>Unlike <see cref="Tool"/> kills what does not end.</summary>
    private static string Run(string program, string directory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        bool hasEnded = process.WaitForExit(TimeLimit);
        if (!hasEnded)
            process.Kill(entireProcessTree: true);
        string told = $"{output.GetAwaiter().GetResult()}{error.GetAwaiter().GetResult()}";
        Assert.True(hasEnded, $"{program} did not end within {TimeLimit.TotalSeconds} seconds; it printed\n{told}");
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}; it printed\n{told}");
        return told;
    }
}
