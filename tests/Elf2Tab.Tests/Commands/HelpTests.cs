using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Tests.Shared;

namespace Elf2Tab.Tests.Commands;

/// <summary>How a newcomer finds the way.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("help", "Converts the ELF files")]
    [InlineData("--help", "Converts the ELF files")]
    [InlineData("help inspect", "Shows every field")]
    [InlineData("help build", "Makes the TABs of all apps")]
    [InlineData("help size", "Shows what takes")]
    [InlineData("help help", "Says what a command does")]
    [InlineData("help --help", "Says what a command does")]
    public void Help_is_printed_and_fits_a_terminal(string arguments, string start)
    {
        var printed = _bench.Run(arguments);

        Assert.Equal((0, ""), (printed.Status, printed.Error));
        Assert.StartsWith(start, printed.Out, StringComparison.Ordinal);
        Assert.All(printed.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    public static TheoryData<string> Commands => ["", .. Elf2Tab.Commands.CommandTree.Names];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_is_as_it_was(string command) =>
        Golden.Matches($"testdata/golden/help/{(command == "" ? "elf2tab" : command)}.txt", _bench.Run($"help {command}").Out);

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void Help_is_as_wide_as_the_terminal(int width)
    {
        using var output = new StringWriter();
        Program.Run(["help"], new Terminal(output, TextWriter.Null, HasColour: false) { Width = width });

        // What introduces a command is broken where it stands, and names of values are not broken.
        var lines = output.ToString().Split('\n').Where(line => line.StartsWith("          ", StringComparison.Ordinal));
        Assert.InRange(lines.Max(line => line.Length), width - 15, width);
    }

    [Fact]
    public void Every_command_and_every_option_is_in_the_help_once()
    {
        string[] lines = _bench.Run("help").Out.Split('\n');

        Assert.All(
            Elf2Tab.Commands.CommandTree.Names,
            name => Assert.Single(lines, line => line.StartsWith($"  {name} ", StringComparison.Ordinal)));
        Assert.All(
            ConversionOptions.Names,
            name => Assert.Single(lines, line => line.StartsWith("  ", StringComparison.Ordinal)
                && line.Trim().Split(' ') is [var first, .. var rest]
                && (first == name || (first is ['-', _, ','] && rest[0] == name))));
    }

    [Theory]
    [InlineData("", "E2T0006", "name at least one ELF file")]
    [InlineData("insepct x.tab", "E2T0020", "did you mean `elf2tab inspect`?")]
    [InlineData("verfy", "E2T0020", "did you mean `elf2tab verify`?")]
    [InlineData("help insepct", "E2T0020", "did you mean `elf2tab help inspect`?")]
    [InlineData("help nothing", "E2T0020", "`elf2tab help` lists the commands")]
    [InlineData("-version", "E2T0001", "did you mean --version?")]
    [InlineData("--output x.tab", "E2T0001", "did you mean --output-file?")]
    [InlineData("--name x", "E2T0001", "did you mean --package-name?")]
    [InlineData("--min-ram 4", "E2T0001", "did you mean --minimum-ram-size?")]
    public void What_is_not_understood_is_answered_with_what_was_probably_meant(string arguments, string code, string hint)
    {
        var printed = _bench.Run(arguments);

        Assert.Equal(2, printed.Status);
        Assert.Equal([code], printed.Codes);
        Assert.Contains($"hint: {hint}", printed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blink")]
    [InlineData("build.elf")]
    [InlineData("./inspct")]
    public void A_file_is_no_command_for_being_near_one(string file)
    {
        var printed = _bench.Run(file);

        Assert.Equal(1, printed.Status);
        Assert.Contains(Catalogue.NotFound.Code, printed.Codes);
    }
}
