using System.Buffers.Binary;
using System.Globalization;
using Acceptance.Tests;
using Tests.Shared;

namespace EndToEnd.Tests;

/// <summary>The supervisor as the kernel of a board: what `elf2tab image --kernel` makes of it boots, and other programs read it.</summary>
public sealed class BoardTests(Platform platform)
{
    private static readonly string[] Apps = ["pointers.relr", "pointers-board.none", "memory.relr"];

    [Theory]
    [InlineData("rv32imac", "elf")]
    [InlineData("rv32imac", "hex")]
    [InlineData("rv32imac", "bin")]
    [InlineData("rv64imac", "elf")]
    [InlineData("cortex-m4", "elf")]
    [InlineData("cortex-m4", "hex")]
    [InlineData("cortex-m4", "bin")]
    public void A_board_boots_with_its_apps(string processor, string format)
    {
        using var directory = new TemporaryDirectory();
        Make(directory, processor, format);
        var console = new Machine(platform, processor).BootBoard(directory.Path, $"board.{format}");
        Assert.Empty(console.Refusals);
        for (int app = 0; app < Apps.Length; app++)
            console.IsGood(app);

        // The app for flash lies there, and comes first, for its RAM is fixed.
        uint flash = processor == "cortex-m4" ? 0x1010_0000U : 0x8010_0000;
        Assert.InRange(console.StartOf(0).Entry, flash, flash + 0x1000);
        Assert.Equal(Machine.FixedRam, console.StartOf(0).Ram);
        Assert.InRange(console.StartOf(1).Entry, console.StartOf(1).Ram, console.StartOf(1).Ram + 0x4000);
    }

    /// <summary>Its start-up code finds the relocations behind the app binary, where a conversion has put them.</summary>
    [Fact]
    public void An_app_for_any_place_in_flash_relocates_itself_on_a_Cortex_M()
    {
        foreach (string tool in (string[])["sh", "clang", "ld.lld"])
            Tool.Require(tool);
        using var samples = new TemporaryDirectory();
        foreach (string sample in (string[])["flash", "make"])
            TestData.CopySample(sample, samples[sample]);
        string commands = Page.Blocks("linking.md", "sh").First(block =>
            ((string[])["clang ", "pic.ld", "cortex-m4.elf"]).All(part => block.Contains(part, StringComparison.Ordinal)));
        var built = ElfToTab.RunCommands(samples["flash"], commands);
        Assert.True(built.ExitCode == 0, built.Error);
        byte[] tbf = File.ReadAllBytes(samples["flash/cortex-m4.tbf"]);

        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["anywhere.tbf"], tbf);
        File.WriteAllBytes(directory["again.tbf"], tbf);
        Make(directory, "cortex-m4", "elf", "anywhere.tbf", "again.tbf");
        var console = new Machine(platform, "cortex-m4").BootBoard(directory.Path, "board.elf");

        foreach (int app in (int[])[0, 3, 4])
            console.IsGood(app);
        foreach (int app in (int[])[1, 2])
            Assert.Contains($"app {app}: says hello from flash\n", console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_programs_read_what_is_written()
    {
        foreach (string tool in (string[])["objcopy", "llvm-objcopy", "llvm-readelf"])
            Tool.Require(tool);
        using var directory = new TemporaryDirectory();
        foreach (string format in (string[])["bin", "hex", "elf"])
            Make(directory, "rv32imac", format);
        Make(directory, "rv32imac", "uf2", "--uf2-family", "rp2350-riscv");
        byte[] binary = File.ReadAllBytes(directory["board.bin"]);

        Run(directory, "objcopy", "-I", "ihex", "-O", "binary", "--gap-fill", "0xff", "board.hex", "hex.bin");
        Bytes.Equal(binary, File.ReadAllBytes(directory["hex.bin"]));
        Bytes.Equal(binary, FlashOf(File.ReadAllBytes(directory["board.uf2"]), 0x8000_0000).AsSpan(0, binary.Length));

        string headers = Run(directory, "llvm-readelf", "-lS", "board.elf");
        Assert.Matches(@"\.apps +PROGBITS +80100000 ", headers);
        Assert.Matches("LOAD +0x[0-9a-f]+ 0x80100000 0x80100000 ", headers);
        Assert.DoesNotContain("warning", headers, StringComparison.Ordinal);
        Run(directory, "llvm-objcopy", "--dump-section", ".apps=apps", "board.elf", "copy.elf");
        Bytes.Equal(binary.AsSpan(0x0010_0000), File.ReadAllBytes(directory["apps"]));
    }

    /// <summary>Every block for 256 bytes at the address that it states.</summary>
    private static byte[] FlashOf(byte[] uf2, uint start)
    {
        byte[] flash = [.. Enumerable.Repeat((byte)0xFF, 0x0020_0000)];
        for (int block = 0; block < uf2.Length; block += 512)
        {
            Assert.Equal("UF2\nWQ]\u009e", string.Concat(uf2[block..(block + 8)].Select(value => (char)value)));
            Assert.Equal((256U, (uint)(block / 512), (uint)(uf2.Length / 512), 0xE48BFF5AU), (Word(16), Word(20), Word(24), Word(28)));
            Assert.Equal((0x2000U, 0x0AB16F30U), (Word(8), Word(508)));
            uf2.AsSpan(block + 32, 256).CopyTo(flash.AsSpan((int)(Word(12) - start)));

            uint Word(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(uf2.AsSpan(block + offset));
        }
        return flash;
    }

    private void Make(TemporaryDirectory directory, string processor, string format, params string[] more)
    {
        foreach (string app in Apps)
            File.WriteAllBytes(directory[$"{app}.tbf"], platform.Convert($"{app}.{processor}"));
        var result = ElfToTab.Run(
            directory.Path,
            ["image", "--kernel", platform.Supervisor(processor), "-o", $"board.{format}", .. more, .. Apps.Select(app => $"{app}.tbf")]);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private static string Run(TemporaryDirectory directory, string program, params string[] arguments)
    {
        var result = Tool.Run(program, directory.Path, arguments);
        Assert.True(result.ExitCode == 0, string.Create(CultureInfo.InvariantCulture, $"{program}: {result.ExitCode}: {result.Error}"));
        return result.Out;
    }
}
