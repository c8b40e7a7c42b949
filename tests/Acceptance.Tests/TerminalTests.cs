using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>Runs with a terminal: a pseudo-terminal of the program <c>script</c>.</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly Workspace _workspace = new Workspace().With("elf/blink.cortex-m4.elf");

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("-v --kernel-major 2 blink.cortex-m4.elf")]
    [InlineData("inspect blink.cortex-m4.elf")]
    [InlineData("inspect --json blink.cortex-m4.elf")]
    [InlineData("size blink.cortex-m4.elf")]
    public void What_a_terminal_shows_is_what_a_file_gets(string arguments)
    {
        string expected = _workspace.Convert(arguments.Split(' ')).Out;

        Assert.Equal(expected.ReplaceLineEndings("\r\n"), OnTerminal($"\"$PROGRAM\" {arguments}"));
    }

    [Fact]
    public void Errors_have_a_colour_and_nothing_else_that_steers_the_terminal() =>
        Assert.StartsWith(
            "missing.elf: \e[1;31merror E2T0100:\e[0m ", OnTerminal("\"$PROGRAM\" -q missing.elf"), StringComparison.Ordinal);

    [Theory]
    [InlineData("--version")]
    [InlineData("-q --kernel-major 2 blink.cortex-m4.elf")]
    [InlineData("-q missing.elf")]
    public void The_settings_of_a_terminal_stay_as_they_were(string arguments)
    {
        string shown = OnTerminal($"before=$(stty -g); \"$PROGRAM\" {arguments}; test $before = $(stty -g) && echo same");

        Assert.EndsWith("same\r\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_is_told_what_was_made_in_one_line() =>
        Assert.Matches(
            "^TockApp.tab: blink.cortex-m4 flash [0-9,]+ RAM [0-9,]+\r\n$", OnTerminal("\"$PROGRAM\" --kernel-major 2 blink.cortex-m4.elf"));

    [Fact]
    public void Help_is_as_wide_as_the_terminal_up_to_a_limit()
    {
        Assert.InRange(WidestLine(100), 90, 100);
        Assert.InRange(WidestLine(300), 100, 120);

        int WidestLine(int columns) => OnTerminal($"stty cols {columns}; \"$PROGRAM\" help").Split("\r\n").Max(line => line.Length);
    }

    [Fact]
    public void A_link_to_a_terminal_is_written_through()
    {
        string shown = OnTerminal(
            "stty raw; ln -s $(tty) link; \"$PROGRAM\" -q --deterministic --kernel-major 2 -o link blink.cortex-m4.elf");

        Assert.StartsWith("metadata.toml\0", shown, StringComparison.Ordinal);
        Assert.NotNull(new FileInfo(_workspace["link"]).LinkTarget);
    }

    /// <summary>What a terminal gets to show.</summary>
    private string OnTerminal(string command)
    {
        Tool.Require("script");
        Tool.Require("bash");
        (string, string?)[] environment =
        [
            ("PROGRAM", ElfToTab.Program), ("COMMAND", command), ("TERM", "xterm"), ("SHELL", "/bin/bash"), ("NO_COLOR", null),
            ("LC_ALL", "C"),
        ];

        // A keyboard on which nobody types. At the end of its input, the terminal would show ^D.
        const string Script = "mkfifo keyboard; exec script -qec \"$COMMAND\" /dev/null <> keyboard";
        return Tool.Run("timeout", _workspace.Path, environment, ["20", "bash", "-c", Script]).Out;
    }
}
