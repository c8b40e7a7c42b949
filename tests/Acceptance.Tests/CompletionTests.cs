using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>Shells complete command lines by asking the program; here the shells themselves do.</summary>
public sealed class CompletionTests : IDisposable
{
    private static readonly (string Name, string? Value)[] Environment =
        [("PATH", $"{Path.GetDirectoryName(ElfToTab.Program)}{Path.PathSeparator}{System.Environment.GetEnvironmentVariable("PATH")}")];

    private readonly Workspace _workspace = new Workspace()
        .With("elf/blink.cortex-m4.elf", "app.elf").With("elf/blink.cortex-m4.elf", "with space.elf")
        .With([1], "note.txt").With([.. "[apps.blink]\n"u8], "apps.toml").With([1], "dir/x.tab");

    public void Dispose() => _workspace.Dispose();

    /// <summary>Lines, and what stands there once Tab was pressed at their ends.</summary>
    public static TheoryData<string, string> Lines => new()
    {
        { "elf2tab insp", "elf2tab inspect " },
        { "elf2tab help ver", "elf2tab help verify " },
        { "elf2tab --outp", "elf2tab --output-file " },
        { "elf2tab --load r", "elf2tab --load ram " },
        { "elf2tab --load=r", "elf2tab --load=ram " },
        { "elf2tab --padding m", "elf2tab --padding multiple:" },
        { "elf2tab inspect ap", "elf2tab inspect app.elf " },
        { "elf2tab inspect no", "elf2tab inspect no" },
        { "elf2tab inspect di", "elf2tab inspect dir/" },
        { "elf2tab inspect dir/", "elf2tab inspect dir/x.tab " },
        { "elf2tab inspect wi", "elf2tab inspect with\\ space.elf " },
        { "elf2tab verify --elf=ap", "elf2tab verify --elf=app.elf " },
        { "elf2tab app.elf,cortex-m7", "elf2tab app.elf,cortex-m7 " },
        { "elf2tab explain E2T034", "elf2tab explain E2T034" },
        { "elf2tab -n x -- ins", "elf2tab -n x -- ins" },
        { "elf2tab inspect \"wi", "elf2tab inspect \"with space.elf\" " },
        { "elf2tab inspect 'with sp", "elf2tab inspect 'with space.elf' " },
        { "elf2tab inspect with\\ s", "elf2tab inspect with\\ space.elf " },
        { "elf2tab inspect \"di", "elf2tab inspect \"dir/" },
        { "elf2tab build apps.toml bl", "elf2tab build apps.toml blink " },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    [InlineData("elf2tab verify --elf=\"wi", "elf2tab verify --elf=\"with space.elf\" ")]
    public void Bash_completes(string line, string completed) => Assert.Equal(completed, Typed("bash", line));

    [Theory]
    [MemberData(nameof(Lines))]
    [InlineData("elf2tab verify --elf=\"wi", "elf2tab verify --elf=with\\ space.elf ")]
    public void Zsh_completes(string line, string completed) => Assert.Equal(completed, Typed("zsh", line));

    [Theory]
    [InlineData("elf2tab insp", "inspect")]
    [InlineData("elf2tab --load r", "ram")]
    [InlineData("elf2tab --load ", "auto flash ram")]
    [InlineData("elf2tab size --by ", "none section symbol")]
    [InlineData("elf2tab --load=", "--load=auto --load=flash --load=ram")]
    [InlineData("elf2tab inspect d", "dir/")]
    [InlineData("elf2tab inspect no", "")]
    [InlineData("elf2tab inspect wi", "with space.elf")]
    [InlineData("elf2tab verify --elf=ap", "--elf=app.elf")]
    [InlineData("elf2tab app.elf,cortex-m7", "app.elf,cortex-m7")]
    [InlineData("elf2tab -n x -- ins", "")]
    [InlineData("elf2tab inspect \"wi", "with space.elf")]
    [InlineData("elf2tab build apps.toml ", "blink")]
    public void Fish_proposes(string line, string words)
    {
        Tool.Require("fish");
        Write("fish");
        var result = Tool.Run(
            "fish", _workspace.Path, Environment, ["--no-config", "-c", "source script.fish; complete -C $argv[1]", line]);

        // A description follows a tab.
        Assert.Equal((words, ""), (string.Join(' ', result.Out.TrimEnd('\n').Split('\n').Select(proposal => proposal.Split('\t')[0])), result.Error));
    }

    [Fact]
    public void PowerShell_proposes()
    {
        var found = Tool.Run("dotnet", TestData.Root, "tool", "run", "pwsh", "--", "-Version");
        if (System.Environment.GetEnvironmentVariable("ELF2TAB_REQUIRE_TOOLS") == "1")
            Assert.True(found.ExitCode == 0, found.Error + found.Out);
        Assert.SkipUnless(found.ExitCode == 0, "PowerShell is not there: dotnet tool restore");
        Write("pwsh");

        foreach (var (line, word) in ((string, string)[])
        [
            ("elf2tab insp", "inspect"), ("elf2tab --load=r", "--load=ram"), ("elf2tab --load r", "ram"), ("elf2tab inspect ap", "app.elf"),
            ("elf2tab inspect wi", "'with space.elf'"), ("elf2tab app.elf,cortex-m7", "'app.elf,cortex-m7'"),
            ("elf2tab --load ", "auto flash ram"), ("elf2tab verify --elf=ap", "--elf=app.elf"),
        ])
        {
            // The tool's manifest is found from where it is run.
            var result = Tool.Run("dotnet", TestData.Root, Environment,
            [
                "tool", "run", "pwsh", "--", "-NoProfile", "-WorkingDirectory", _workspace.Path, "-File", Shell("propose.ps1"),
                _workspace["script.ps1"], line,
            ]);
            Assert.Equal((word, ""), (result.Out.TrimEnd('\n').Replace('\n', ' '), result.Error));
        }
    }

    [Fact]
    public void Other_shells_are_refused() => _workspace.Refuses("E2T0003", "completions", "csh");

    /// <summary>The line that stands at the prompt of a shell once a line and Tab were typed.</summary>
    private string Typed(string shell, string line)
    {
        Tool.Require("zsh"); // it has a terminal for others too
        Tool.Require(shell);
        Write(shell);
        var result = Tool.Run("zsh", _workspace.Path, Environment, ["-f", Shell("drive.zsh"), shell, $"./script.{shell}", line]);
        Assert.True(result.ExitCode == 0, result.Out + result.Error);
        return result.Out[..^1];
    }

    private void Write(string shell) =>
        File.WriteAllText(_workspace[$"script.{(shell == "pwsh" ? "ps1" : shell)}"], _workspace.Convert("completions", shell).Out);

    private static string Shell(string name) => Path.Combine(TestData.Root, "tests/Acceptance.Tests/Shells", name);
}
