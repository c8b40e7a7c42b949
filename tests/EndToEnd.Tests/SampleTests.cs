using System.Text.RegularExpressions;
using Acceptance.Tests;
using Tests.Shared;

namespace EndToEnd.Tests;

/// <summary>What is made of samples/make and samples/flash runs.</summary>
public sealed partial class SampleTests(Platform platform)
{
    [Theory]
    [InlineData("rv32imac")]
    [InlineData("cortex-m4")]
    public void The_make_sample_says_hello(string processor)
    {
        Tool.Require("make");
        using var directory = new TemporaryDirectory();
        TestData.CopySample("make", directory.Path);
        var result = Tool.Run("make", directory.Path, $"ELF2TAB={ElfToTab.Program}");
        Assert.True(result.ExitCode == 0, result.Error);

        byte[] relocatesItself = File.ReadAllBytes(directory[$"build/{processor}.tbf"]);
        result = Tool.Run(
            "make", directory.Path, $"ELF2TAB={ElfToTab.Program}", "OPTIONS=-n hello --kernel-major 2 --kernel-minor 1 --relocate-by loader");
        Assert.True(result.ExitCode == 0, result.Error);
        byte[] isRelocated = File.ReadAllBytes(directory[$"build/{processor}.tbf"]);
        Assert.NotEqual(relocatesItself, isRelocated);

        var machine = new Machine(platform, processor);
        var console = machine.Boot(machine.Place([relocatesItself, isRelocated]));

        foreach (int app in (int[])[0, 1])
            Assert.Equal(["says hello from RAM", "waits"], console.LinesOf(app));
    }

    [Fact]
    public void The_make_sample_makes_a_board_and_boots_it()
    {
        Tool.Require("make");
        using var directory = new TemporaryDirectory();
        TestData.CopySample("make", directory.Path);
        var result = Tool.Run("make", directory.Path, $"ELF2TAB={ElfToTab.Program}", $"KERNEL={platform.Supervisor("rv32imac")}", "board");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("app 0: says hello from RAM\n", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pic.ld", "cortex-m4")]
    [InlineData("fixed.ld", "cortex-m4")]
    [InlineData("fixed.ld", "rv32imac")]
    public void The_flash_sample_says_hello(string script, string processor)
    {
        foreach (string tool in (string[])["sh", "clang", "ld.lld"])
            Tool.Require(tool);
        using var samples = new TemporaryDirectory();
        foreach (string sample in (string[])["flash", "make"])
            TestData.CopySample(sample, samples[sample]);
        var machine = new Machine(platform, processor);
        string commands = Page.Blocks("linking.md", "sh").First(block =>
            ((string[])["clang ", script, $"{processor}.elf"]).All(part => block.Contains(part, StringComparison.Ordinal)));
        commands = FlashStart().Replace(commands, $"0x{machine.Apps + 0x80:x}");
        commands = RamStart().Replace(commands, $"0x{Machine.FixedRam:x}");
        var result = ElfToTab.RunCommands(samples["flash"], commands);
        Assert.True(result.ExitCode == 0, result.Error);

        byte[] tbf = File.ReadAllBytes(samples[$"flash/{processor}.tbf"]);
        uint[] bases = script == "pic.ld" ? [Machine.FixedRam, Machine.FixedRam + 0x8000] : [Machine.FixedRam];
        var console = machine.Boot([.. bases.Select(address => new PlacedApp(tbf, address))]);

        for (int app = 0; app < bases.Length; app++)
            Assert.Equal(["says hello from flash", "waits"], console.LinesOf(app));
    }

    [GeneratedRegex("(?<=FLASH_START=)0x[0-9a-f]+")]
    private static partial Regex FlashStart();

    [GeneratedRegex("(?<=RAM_START=)0x[0-9a-f]+")]
    private static partial Regex RamStart();
}
