using Elf2Tab.Diagnostics;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>What <c>--depfile</c> writes, as make reads it.</summary>
public sealed class DependencyFileTests : IDisposable
{
    private const string Blink = "elf/blink.cortex-m4.elf";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("app")]
    [InlineData("my app")]
    [InlineData("a$b")]
    [InlineData("#a#")]
    [InlineData("a:b")]
    [InlineData(@"a\ b")]
    [InlineData("100%")]
    [InlineData(@"a\%b%")]
    [InlineData("a&")]
    [InlineData("a~")]
    [InlineData(".a")]
    public void Make_rebuilds_all_outputs_when_an_input_is_newer(string name)
    {
        Tool.Require("make");
        _workspace.With(Blink, $"{name}.elf").With("keys/rsa4096.der", $"{name}.key").Convert(
            "--depfile", "app.d", "--rsa4096-private", $"{name}.key", "-o", $"{name}.tab", $"{name}.elf,m4");
        _workspace.With("%.tab %.tbf:\n\t@echo made\ninclude app.d\n"u8.ToArray(), "Makefile");

        Assert.False(IsRebuilt($"{name}.tab"));
        Assert.False(IsRebuilt($"{name}.tbf"));
        foreach (string input in (string[])[$"{name}.elf", $"{name}.key"])
        {
            var before = File.GetLastWriteTimeUtc(_workspace[input]);
            File.SetLastWriteTimeUtc(_workspace[input], DateTime.UtcNow.AddMinutes(1));
            Assert.True(IsRebuilt($"{name}.tab"), input);
            Assert.True(IsRebuilt($"{name}.tbf"), input);
            File.SetLastWriteTimeUtc(_workspace[input], before.AddMinutes(-1));
        }

        bool IsRebuilt(string target)
        {
            var result = Tool.Run("make", _workspace.Path, "-r", target);
            Assert.True(result.ExitCode == 0, result.Error);
            return result.Out.Contains("made", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("app&")]
    [InlineData(@"100\%")]
    [InlineData(".app")]
    public void Make_reads_the_name_of_the_bundle_as_it_is(string output)
    {
        Tool.Require("make");
        _workspace.With(Blink, "a.elf").Convert("--depfile", "app.d", "-o", output, "a.elf");
        _workspace.With("all:\ninclude app.d\n"u8.ToArray(), "Makefile");

        var result = Tool.Run("make", _workspace.Path, "-rRn", "--debug=v", "--", output);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains($"Considering target file '{output}'.\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("Considering target file 'a.elf'.\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_written_with_the_other_outputs_or_not_at_all()
    {
        _workspace.With(Blink, "a.elf").With([1], "b.elf").With("earlier"u8.ToArray(), "app.d");

        _workspace.Refuses(Catalogue.NotElf.Code, "--depfile", "app.d", "a.elf,a", "b.elf,b");
        _workspace.Refuses(Catalogue.OutputIsInput.Code, "--depfile", "a.elf", "a.elf");
        _workspace.Refuses(Catalogue.DuplicateOutput.Code, "--depfile", "a.tbf", "a.elf");
        _workspace.Refuses(Catalogue.DuplicateOutput.Code, "--depfile", "app.tab", "-o", "app.tab", "a.elf");
        _workspace.Convert("--depfile", "app.d", "a.elf");

        Assert.Equal("a.tbf TockApp.tab: \\\n  a.elf\n"u8, _workspace.Read("app.d"));
    }
}
