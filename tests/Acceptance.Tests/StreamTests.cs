using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Elf2Tab.Diagnostics;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>What is printed where.</summary>
public sealed partial class StreamTests : IDisposable
{
    private const string Good = "pointers.cortex-m4.elf";
    private const string Odd = "fixed-rv32imac-stripped-syms.elf";

    private readonly Workspace _workspace = new Workspace().With($"elf/{Good}").With($"edge/{Odd}");

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_conversion_without_faults_prints_nothing() =>
        Assert.Equal(new ToolResult(0, "", ""), _workspace.Run("--kernel-major", "2", Good));

    [Fact]
    public void A_pipeline_reads_an_ELF_and_hands_the_TAB_on()
    {
        var result = ElfToTab.RunCommands(
            _workspace.Path,
            $"""
            cat {Good} | elf2tab -,cortex-m4 --no-tbf --kernel-major 2 --deterministic -o - > piped.tab
            elf2tab {Good},cortex-m4 --tbf named.tbf --kernel-major 2 --deterministic -o named.tab
            cmp piped.tab named.tab
            cat {Good} | elf2tab - --no-tab --tbf - --kernel-major 2 | cmp - named.tbf
            cat named.tab | elf2tab inspect - | grep -q '^  name *cortex-m4.tbf\|cortex-m4.tbf'
            cat named.tab | elf2tab verify --kernel 2.1 -q -
            cat named.tab | elf2tab diff - named.tab
            cat {Good} | elf2tab size - > sizes
            elf2tab {Good} --tbf room.tbf --no-tab --kernel-major 2 --minimum-footer-size 64
            cat room.tbf | elf2tab sign --sha256 -o - - | elf2tab verify -
            """);

        Assert.True(result.ExitCode == 0, result.Out + result.Error);
        Assert.Equal("", result.Error);
        Assert.Equal(["sizes", "piped.tab", "named.tab"], ((string[])["sizes", "piped.tab", "named.tab"]).Where(name => new FileInfo(_workspace[name]).Length > 0));
    }

    [Fact]
    public void The_plan_goes_to_standard_output()
    {
        var result = _workspace.Convert("--kernel-major", "2", "-v", Good);

        Assert.Contains(Good, result.Out, StringComparison.Ordinal);
        Assert.Contains("TockApp.tab", result.Out, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public void Warnings_go_to_standard_error_with_file_code_and_hint()
    {
        var result = _workspace.Convert("--kernel-major", "2", Odd);
        string[] lines = result.Error.TrimEnd('\n').Split('\n');

        Assert.Equal("", result.Out);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"{Odd}: warning {Catalogue.NoSymbols.Code}: ", lines[0], StringComparison.Ordinal);
        Assert.Matches("^  hint: .", lines[1]);
    }

    [Fact]
    public void What_is_about_no_file_is_reported_under_the_name_of_the_program() =>
        Assert.StartsWith(
            $"elf2tab: warning {Catalogue.NoKernelVersion.Code}: ", _workspace.Convert(Good).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("E2T0001", "--unknown", Good)]
    [InlineData("E2T0001", "-x", Good)]
    [InlineData("E2T0002", Good, "--stack")]
    [InlineData("E2T0003", "--stack", "16x", Good)]
    [InlineData("E2T0003", "--kernel-major", "65536", Good)]
    [InlineData("E2T0004", "--sha256=1", Good)]
    [InlineData("E2T0005", "--stack", "1", "--stack", "1", Good)]
    [InlineData("E2T0006")]
    [InlineData("E2T0007", "--minimum-ram-size", "1", "--stack", "1", Good)]
    [InlineData("E2T0008", "--kernel-minor", "1", Good)]
    [InlineData("E2T0009", Good + ",")]
    public void A_command_line_that_is_not_understood_exits_with_2(string code, params string[] arguments)
    {
        Assert.Equal(2, _workspace.Run(arguments).ExitCode);
        _workspace.Refuses(code, arguments);
    }

    [Fact]
    public void A_failure_exits_with_1() => Assert.Equal(1, _workspace.Run("missing.elf").ExitCode);

    [Fact]
    public void Help_and_version_go_to_standard_output()
    {
        foreach (string argument in (string[])["--help", "-h", "--version", "-V"])
        {
            var result = _workspace.Convert(argument);
            Assert.NotEqual("", result.Out);
            Assert.Equal("", result.Error);
        }
    }

    [Theory]
    [InlineData("--version", 1)]
    [InlineData("--help", 1)]
    [InlineData("-v --kernel-major 2 " + Good, 1)]
    [InlineData("-q -o /dev/stdout " + Good, 1)]
    [InlineData("inspect app.tab", 1)]
    [InlineData("inspect --json app.tab", 1)]
    [InlineData("size app.tab", 1)]
    [InlineData("verify app.tab", 2)]
    [InlineData("diff app.tab other.tab", 2)]
    public void A_standard_output_that_takes_nothing_is_told(string arguments, int status)
    {
        _workspace.Convert("--kernel-major", "2", "-o", "app.tab", Good);
        _workspace.Convert("--kernel-major", "3", "-o", "other.tab", Good);
        string[] names = _workspace.NamesIn(".");
        foreach (string redirection in arguments.Contains("-o /dev", StringComparison.Ordinal) ? (string[])[">&-", ">/dev/full", "> >(:)"] : [">&-", ">/dev/full"])
        {
            // The reader of the pipe is gone before anything is written to it.
            var told = Shell($"exec {redirection}; wait $!; \"$PROGRAM\" {arguments}");
            string line = Assert.Single(told.Error.TrimEnd('\n').Split('\n'), line => !line.StartsWith("  hint: ", StringComparison.Ordinal));
            Assert.Matches($"^elf2tab: error {Catalogue.CannotWrite.Code}: (standard output|/dev/stdout): ", line);
            Assert.Equal((status, ""), (told.ExitCode, told.Out));

            var untold = Shell($"exec {redirection} 2>&-; wait $!; \"$PROGRAM\" {arguments}");
            Assert.Equal(new ToolResult(status, "", ""), untold);
        }
        Assert.Equal(names, _workspace.NamesIn("."));
    }

    [Fact]
    public void A_reader_who_has_seen_enough_stops_no_work()
    {
        Assert.Equal(new ToolResult(0, "", ""), Shell($"exec > >(:); wait $!; \"$PROGRAM\" -v --kernel-major 2 -o app.tab {Good}"));
        Assert.Equal(0, _workspace.Run("verify", "app.tab").ExitCode);
        Assert.Matches("^app.tab: TAB, [0-9]+ bytes\n$", Shell("\"$PROGRAM\" inspect app.tab | head -1").Out);
    }

    [Fact]
    public void Streams_that_are_closed_do_not_matter_when_nothing_is_printed()
    {
        Assert.Equal(new ToolResult(0, "", ""), Shell($"\"$PROGRAM\" --kernel-major 2 -o app.tab {Good} >&- 2>&-"));
        Assert.Equal(new ToolResult(0, "", ""), Shell($"\"$PROGRAM\" verify app.tab > report 2>&-"));
        Assert.Equal(new ToolResult(1, "", ""), Shell("\"$PROGRAM\" missing.elf >&- 2>&-"));
    }

    [Fact]
    public void Names_of_files_cannot_steer_the_terminal_or_forge_lines()
    {
        const string Hostile = "a\e[2J\u009b1m\u007f\ra.elf: error E2T0900: forged\nb.elf";
        _workspace.With($"edge/{Odd}", Hostile);

        AssertPlain(_workspace.Convert("-v", $"{Hostile},m4"));
        AssertPlain(_workspace.Run("-v", Hostile));
        AssertPlain(_workspace.Run("-v", $"{Hostile}.missing"));
        AssertPlain(_workspace.Run($"--{Hostile}"));
        AssertPlain(_workspace.Run("--stack", Hostile, Good));
        AssertPlain(_workspace.Run("-o", $"{Hostile}/x", Good));
    }

    [Fact]
    public void Names_in_files_cannot_steer_the_terminal_or_forge_lines()
    {
        _workspace.With(WithHostileSectionName(TestData.Read($"elf/{Good}")), "bad.elf");

        var result = _workspace.Run("bad.elf");

        Assert.Equal([Catalogue.NoKernelVersion.Code, Catalogue.SectionOutsideFile.Code], Workspace.Codes(result));
        AssertPlain(result);
    }

    private ToolResult Shell(string script)
    {
        Tool.Require("bash");
        return Tool.Run("timeout", _workspace.Path, [("PROGRAM", ElfToTab.Program)], ["20", "bash", "-c", script]);
    }

    /// <summary>Gives the first section a name of control characters, and a place that makes the program name it.</summary>
    private static byte[] WithHostileSectionName(byte[] elf)
    {
        int headers = Word(32);
        int names = Word(headers + (40 * BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(50))) + 16);
        "\e[2J\n\r"u8.CopyTo(elf.AsSpan(names + Word(headers + 40)));
        BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(headers + 40 + 16), int.MaxValue);
        return elf;

        int Word(int offset) => BinaryPrimitives.ReadInt32LittleEndian(elf.AsSpan(offset));
    }

    private static void AssertPlain(ToolResult result)
    {
        Assert.NotEqual("", result.Error);
        Assert.All(result.Error.TrimEnd('\n').Split('\n'), line => Assert.Matches(DiagnosticOrHint(), line));
        Assert.DoesNotContain(result.Out + result.Error, character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain(result.Out.Split('\n'), line => line.StartsWith("b.elf", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^((elf2tab|a\\u\{1b\}.*|bad\.elf): (note|warning|error) E2T\d{4}: .+|  hint: .+)$")]
    private static partial Regex DiagnosticOrHint();
}
