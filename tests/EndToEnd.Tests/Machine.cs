using System.Buffers.Binary;
using System.Diagnostics;
using Tests.Shared;

namespace EndToEnd.Tests;

/// <summary>A TBF, and where the app gets its RAM.</summary>
/// <param name="Tbf">The TBF.</param>
/// <param name="Base">Start of the RAM; 0: the image stays where it lies, with RAM behind it.</param>
/// <param name="Restarts">How often the app is started again after a fault and when it asks for it.</param>
internal sealed record PlacedApp(byte[] Tbf, uint Base, int Restarts = 0);

/// <summary>An emulated board with the supervisor. Addresses are those of platform/*.ld and apps/build.sh.</summary>
internal sealed class Machine(Platform platform, string processor)
{
    /// <summary>RAM of apps that are linked for it.</summary>
    public const uint FixedRam = 0x8040_0000;

    private const uint TestBlockMagic = 0x7473_6574;
    private const uint SlotSize = 0x4000;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    private static readonly Board RiscV = new(
        "-machine virt -m 128M -bios",
        Apps: 0x8400_0000, TestBlock: 0x83f0_0000, FirstBase: 0x8080_0000, LastBase: 0x83e0_0000, Granule: 4);

    private static readonly Board Arm = new(
        "-machine mps2-an505 -semihosting-config enable=on,target=native -kernel",
        Apps: 0x80c0_0000, TestBlock: 0x80f0_0000, FirstBase: 0x8000_0000, LastBase: 0x80b0_0000, Granule: 32);

    private readonly Board _board = processor.StartsWith("rv", StringComparison.Ordinal) ? RiscV : Arm;

    /// <summary>Where the TBFs lie, one behind the other.</summary>
    public uint Apps => _board.Apps;

    /// <summary>Addresses at which apps may lie at the same time.</summary>
    public uint[] RandomBases(Random random, int count, uint alignment)
    {
        alignment = Math.Max(alignment, _board.Granule);
        var bases = new List<uint>();
        while (bases.Count < count)
        {
            uint candidate = (uint)random.NextInt64(_board.FirstBase / alignment, _board.LastBase / alignment) * alignment;
            if (bases.TrueForAll(other => Math.Max(other, candidate) - Math.Min(other, candidate) >= SlotSize))
                bases.Add(candidate);
        }
        return [.. bases];
    }

    /// <summary>Lays apps at random addresses.</summary>
    public PlacedApp[] Place(byte[][] tbfs)
    {
        uint alignment = tbfs.Max(tbf => new EditedTbf(tbf).Alignment);
        uint[] bases = RandomBases(Combinations.NewRandom(), tbfs.Length, alignment);
        return [.. tbfs.Zip(bases, (tbf, address) => new PlacedApp(tbf, address))];
    }

    /// <summary>Boots, and waits until no app runs any more.</summary>
    /// <param name="apps">The apps in the order in which they lie in memory.</param>
    /// <param name="size">Bytes of them that the supervisor may see; null: all.</param>
    public Console Boot(IReadOnlyList<PlacedApp> apps, int? size = null) =>
        Boot([.. apps.SelectMany(app => app.Tbf)], [.. apps.Select(app => new Slot(app.Base, app.Restarts))], size);

    /// <summary>Boots with a memory of several apps, and waits until no app runs any more.</summary>
    /// <param name="memory">What lies where the apps do.</param>
    /// <param name="bases">Where they get their RAM, in the order in which they lie there.</param>
    /// <param name="size">Bytes of it that the supervisor may see; null: all.</param>
    public Console Boot(byte[] memory, IReadOnlyList<uint> bases, int? size = null) =>
        Boot(memory, [.. bases.Select(address => new Slot(address, 0))], size);

    private Console Boot(byte[] memory, Slot[] slots, int? size)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["apps"], [.. memory, .. new byte[16]]);
        var slotWords = slots.SelectMany(slot => new[] { slot.Base, SlotSize, (uint)slot.Restarts });
        File.WriteAllBytes(
            directory["block"], Words([TestBlockMagic, Apps, (uint)(size ?? memory.Length), (uint)slots.Length, .. slotWords]));

        string arguments = "-display none -monitor none -serial stdio -no-reboot "
            + $"-device loader,file=apps,addr=0x{Apps:x},force-raw=on "
            + $"-device loader,file=block,addr=0x{_board.TestBlock:x},force-raw=on {_board.Arguments}";
        return new Console(Run(Emulator, directory.Path, [.. arguments.Split(' '), platform.Supervisor(processor)]));
    }

    /// <summary>Boots a file of kernel and apps, and waits until no app runs any more.</summary>
    /// <param name="directory">Where it is.</param>
    /// <param name="file">Its name, whose end is its format.</param>
    public Console BootBoard(string directory, string file)
    {
        string loader = Path.GetExtension(file) switch
        {
            ".elf" => _board == RiscV ? $"-bios {file}" : $"-kernel {file}",
            ".hex" => _board == RiscV ? $"-bios none -device loader,file={file}" : $"-device loader,file={file}",
            _ => _board == RiscV ? $"-bios {file}" : $"-device loader,file={file},addr=0x10000000,force-raw=on",
        };
        string machine = _board.Arguments[.._board.Arguments.LastIndexOf(' ')]; // without the option for the supervisor
        return new Console(Run(Emulator, directory, $"-display none -monitor none -serial stdio -no-reboot {machine} {loader}".Split(' ')));
    }

    private string Emulator => _board == RiscV ? $"qemu-system-riscv{processor[2..4]}" : "qemu-system-arm";

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

    private sealed record Slot(uint Base, int Restarts);

    /// <param name="Arguments">Arguments of QEMU in front of the supervisor.</param>
    /// <param name="Apps">Where the TBFs lie.</param>
    /// <param name="TestBlock">Where the supervisor reads what the test wants.</param>
    /// <param name="FirstBase">Start of the RAM for apps.</param>
    /// <param name="LastBase">End of that RAM.</param>
    /// <param name="Granule">What the memory protection wants regions to be aligned to.</param>
    private sealed record Board(string Arguments, uint Apps, uint TestBlock, uint FirstBase, uint LastBase, uint Granule);
}
