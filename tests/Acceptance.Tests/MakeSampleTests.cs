using System.Security.Cryptography;
using Elf2Tab.Diagnostics;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>samples/make, of which make rebuilds what has changed and nothing else.</summary>
public sealed class MakeSampleTests : IDisposable
{
    private const string Tab = "build/hello.tab";
    private const string Elfs = "build/cortex-m4.elf build/rv32imac.elf";
    private const string HelloObjects = "build/cortex-m4/hello.o build/rv32imac/hello.o";
    private const string StartObjects = "build/cortex-m4/start.o build/rv32imac/start.o";
    private const string Everything = $"{HelloObjects} {StartObjects} {Elfs} {Tab}";

    private static readonly string[] Outputs = [Tab, "build/cortex-m4.tbf", "build/rv32imac.tbf"];

    private readonly Workspace _workspace = new();

    public MakeSampleTests()
    {
        foreach (string tool in (string[])["make", "clang", "ld.lld"])
            Tool.Require(tool);
        string key = PemEncoding.WriteString("PRIVATE KEY", TestData.Read("keys/rsa4096.der"));
        File.WriteAllText(_workspace.WithSample("make")["rsa.pem"], key);
        // Notes what is run.
        File.WriteAllText(_workspace["log.sh"], "echo \"$@\" >>log; exec \"$@\"");
    }

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("-j1")]
    [InlineData("-j4")]
    public void One_run_of_the_program_makes_a_TAB_for_both_processors(string jobs)
    {
        Assert.Equal(Sorted(Everything), Make(jobs));

        _workspace.Convert("verify", "--kernel", "2.1", Tab);
        var tab = Acceptance.Tests.Tab.Open(_workspace[Tab]);
        Assert.Equal(["metadata.toml", "cortex-m4.tbf", "rv32imac.tbf"], tab.Names);
        Assert.Empty(Make(jobs));
    }

    [Theory]
    [InlineData("Makefile", Everything)]
    [InlineData("start.c", $"{StartObjects} {Elfs} {Tab}")]
    [InlineData("hello.c", $"{HelloObjects} {Elfs} {Tab}")]
    [InlineData("tock.h", $"{HelloObjects} {Elfs} {Tab}")]
    [InlineData("app.ld", $"{Elfs} {Tab}")]
    [InlineData("build/rv32imac/hello.o", $"build/rv32imac.elf {Tab}")]
    [InlineData("build/rv32imac.elf", Tab)]
    [InlineData("rsa.pem", Tab)]
    public void What_depends_on_a_changed_file_is_made_again(string changed, string made)
    {
        Make("KEY=rsa.pem");
        foreach (string file in Directory.EnumerateFiles(_workspace.Path, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddHours(-1));
        Assert.Empty(Make("KEY=rsa.pem"));

        File.SetLastWriteTimeUtc(_workspace[changed], DateTime.UtcNow.AddMinutes(-1));
        Assert.Equal(Sorted(made), Make("KEY=rsa.pem"));
        Assert.Empty(Make("KEY=rsa.pem"));
    }

    [Theory]
    [InlineData(Tab)]
    [InlineData("build/rv32imac.tbf")]
    [InlineData(Tab, "build/cortex-m4.tbf", "build/rv32imac.tbf")]
    public void Outputs_that_are_gone_are_made_again(params string[] gone)
    {
        Make();
        byte[][] before = [.. Outputs.Select(_workspace.Read)];
        foreach (string output in gone)
            File.Delete(_workspace[output]);

        Assert.Equal([Tab], Make("-j4"));
        Assert.Equal(before, Outputs.Select(_workspace.Read));
        Assert.Empty(Make());
    }

    [Fact]
    public void Other_options_make_another_TAB()
    {
        Make();
        byte[] unsigned = _workspace.Read(Tab);

        Assert.Equal([Tab], Make("KEY=rsa.pem"));
        Assert.NotEqual(unsigned, _workspace.Read(Tab));

        File.Delete(_workspace["rsa.pem"]);
        Assert.Equal([Tab], Make());
        Assert.Equal(unsigned, _workspace.Read(Tab));
    }

    [Theory]
    [InlineData("hello.c")]
    [InlineData("app.ld")]
    [InlineData("rsa.pem")]
    [InlineData("build/rv32imac.elf")]
    public void What_fails_leaves_the_earlier_outputs(string broken)
    {
        Make("KEY=rsa.pem");
        byte[][] before = [.. Outputs.Select(_workspace.Read)];
        string[] names = Names();
        byte[] whole = _workspace.Read(broken);

        _workspace.With("?"u8.ToArray(), broken);
        Assert.NotEqual(0, RunMake("-j4", "KEY=rsa.pem").ExitCode);
        Assert.NotEqual(0, RunMake("KEY=rsa.pem").ExitCode);
        Assert.Equal(before, Outputs.Select(_workspace.Read));
        Assert.Empty(Names().Except(names));

        _workspace.With(whole, broken);
        Assert.Contains(Tab, Make("KEY=rsa.pem"));
        Assert.Equal(before, Outputs.Select(_workspace.Read));
    }

    [Fact]
    public void A_first_conversion_that_fails_leaves_nothing()
    {
        File.Delete(_workspace["rsa.pem"]);

        var result = RunMake("KEY=rsa.pem");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal([Catalogue.NotFound.Code], Workspace.Codes(result));
        Assert.Equal(["cortex-m4", "cortex-m4.elf", "options", "rv32imac", "rv32imac.elf"], _workspace.NamesIn("build"));
    }

    [Fact]
    public void Half_a_file_that_a_failing_tool_leaves_is_made_again()
    {
        Make();
        File.WriteAllText(_workspace["half.sh"], "for last; do :; done; echo half >\"$last\"; exit 1");
        File.AppendAllText(_workspace["hello.c"], "\n");

        Assert.NotEqual(0, RunMake("LD=sh half.sh").ExitCode);
        Assert.Contains("build/cortex-m4.elf", Make());
    }

    /// <summary>Runs make, which must succeed.</summary>
    /// <returns>The files that the compiler, the linker and the program were run for.</returns>
    private IEnumerable<string> Make(params string[] arguments)
    {
        File.WriteAllText(_workspace["log"], "");
        var result = RunMake(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return File.ReadLines(_workspace["log"])
            .Select(line => line.Split(' '))
            .Select(words => words[Array.IndexOf(words, "-o") + 1])
            .Order(StringComparer.Ordinal);
    }

    private ToolResult RunMake(params string[] arguments) => Tool.Run(
        "make",
        _workspace.Path,
        [("MAKEFLAGS", null)],
        ["CC=sh log.sh clang", "LD=sh log.sh ld.lld", $"ELF2TAB=sh log.sh '{ElfToTab.Program}'", .. arguments]);

    private string[] Names() => Directory.GetFileSystemEntries(_workspace.Path, "*", SearchOption.AllDirectories);

    private static IEnumerable<string> Sorted(string names) => names.Split(' ').Order(StringComparer.Ordinal);
}
