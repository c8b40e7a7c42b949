using Elf2Tab.CommandLine;
using Elf2Tab.Commands;
using Elf2Tab.Diagnostics;
using Elf2Tab.Tests.Commands;
using Tests.Shared;

namespace Elf2Tab.Tests.CommandLine;

public sealed class ManPageTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string> Commands => ["", .. CommandTree.Names];

    [Theory]
    [InlineData("help --man explain", "elf2tab-explain.1")]
    [InlineData("help --man build", "elf2tab-build.1")]
    public void A_page_is_as_it_was(string arguments, string page) =>
        Golden.Matches(
            $"testdata/golden/man/{page}", _bench.Run(arguments).Out.Replace(ToolVersion.Text, "VERSION", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_page_names_every_command_and_option_of_the_help(string command)
    {
        string[] help = _bench.Run($"help {command}").Out.Split('\n');
        string[] page = _bench.Run($"help --man {command}").Out.Split('\n');

        var terms = help
            .Where(line => line.StartsWith("  -", StringComparison.Ordinal) || line.StartsWith("      --", StringComparison.Ordinal))
            .Select(line => line.Trim())
            .Concat(command == "" ? CommandTree.Names : []);
        Assert.All(terms, term => Assert.Single(page, $"\\fB{term.Replace("-", "\\-", StringComparison.Ordinal)}\\fR"));
        Assert.Contains(page, line => line.StartsWith($"elf2tab{(command == "" ? "" : $"\\-{command.Replace("-", "\\-", StringComparison.Ordinal)}")} \\- ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_of_diagnostics_has_every_code()
    {
        var printed = _bench.Run("explain --man");

        Assert.Equal((0, ""), (printed.Status, printed.Error));
        string[] page = printed.Out.Split('\n');
        Assert.StartsWith(".TH ELF2TAB\\-DIAGNOSTICS 7 ", page[0], StringComparison.Ordinal);
        var codes = page.Where(line => line.StartsWith("\\fBE2T", StringComparison.Ordinal)).Select(line => line[3..10]);
        Assert.Equal(Catalogue.FindAll().Select(kind => kind.Code).Order(StringComparer.Ordinal), codes);
    }

    [Fact]
    public void Texts_are_no_requests_of_roff()
    {
        string[] requests = [".TH", ".SH", ".TP", ".IP", ".PP", ".BR", ".nf", ".fi"];
        var lines = CommandTree.Names.Select(name => $"help --man {name}").Concat(["help --man", "explain --man"])
            .SelectMany(arguments => _bench.Run(arguments).Out.Split('\n'));

        Assert.All(lines, line => Assert.True(!line.StartsWith('.') || requests.Contains(line.Split(' ')[0]), line));
        Assert.DoesNotContain(lines, line => line.Contains('`', StringComparison.Ordinal) || line.StartsWith('\''));
    }
}
