using Acceptance.Tests;
using Tests.Shared;

namespace EndToEnd.Tests;

/// <summary>What is made of samples/make runs.</summary>
public sealed class SampleTests(Platform platform)
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

        var machine = new Machine(platform, processor);
        var console = machine.Boot(machine.Place([File.ReadAllBytes(directory[$"build/{processor}.tbf"])]));

        Assert.Equal(["says hello from RAM", "waits"], console.LinesOf(0));
    }
}
