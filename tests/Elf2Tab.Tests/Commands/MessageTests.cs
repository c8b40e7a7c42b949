using Elf2Tab.Diagnostics;

namespace Elf2Tab.Tests.Commands;

/// <summary>What is said of warnings and errors, and how: <c>--allow</c>, <c>--deny</c>, <c>--message-format</c>, <c>--explain</c>.</summary>
public sealed class MessageTests : IDisposable
{
    /// <summary>The warning of a conversion that names no kernel.</summary>
    private const string Code = "E2T0323";

    private readonly Bench _bench = new Bench().With("app.elf", Apps.Fixed().Build());

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("", 0, Code)]
    [InlineData($"--allow {Code}", 0)]
    [InlineData($"--allow={Code}", 0)]
    [InlineData($"--allow {Code} E2T0325", 0)]
    [InlineData($"--warnings-as-errors --allow {Code}", 0)]
    [InlineData($"--deny {Code}", 1, Code)]
    [InlineData($"--allow {Code} --deny {Code}", 1, Code)]
    [InlineData($"--deny {Code} --allow {Code}", 0)]
    [InlineData("--deny E2T0325", 0, Code)]
    public void A_warning_weighs_what_the_command_line_says(string options, int status, params string[] codes)
    {
        var printed = _bench.Run($"{options} -o ~/app.tab ~/app.elf".Trim());

        Assert.Equal(status, printed.Status);
        Assert.Equal(codes, printed.Codes);
        Assert.Equal(status == 0, _bench.Names.Contains("app.tab"));
        Assert.Equal(status != 0, printed.Error.Contains($"error {Code}", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_denied_fails_a_run_that_makes_no_TAB_too()
    {
        var printed = _bench.Run($"--deny {Code} --no-tab --tbf ~/app.tbf ~/app.elf");

        Assert.Equal((1, Code), (printed.Status, Assert.Single(printed.Codes)));
        Assert.DoesNotContain("app.tbf", _bench.Names);
    }

    [Theory]
    [InlineData("--allow E2T9999")]
    [InlineData("--deny E2T304")]
    [InlineData("--allow E2T0304")]
    [InlineData("--deny=")]
    public void Only_codes_of_warnings_and_notes_can_be_given(string options)
    {
        var printed = _bench.Run($"{options} ~/app.elf");

        Assert.Equal(2, printed.Status);
        Assert.Equal([Catalogue.InvalidValue.Code], printed.Codes);
    }

    [Fact]
    public void Apps_of_a_manifest_have_rules_of_their_own()
    {
        _bench.With("b.elf", _bench.Read("app.elf")).With("apps.toml", [.. System.Text.Encoding.UTF8.GetBytes(
            $"[apps.quiet]\ninputs = ['app.elf']\nallow = ['{Code}']\n[apps.strict]\ninputs = ['b.elf']\ndeny = '{Code}'\n")]);

        var printed = _bench.Run("build ~/apps.toml");

        Assert.Equal(1, printed.Status);
        Assert.Equal([Code], printed.Codes);
        Assert.Contains($"[apps.strict]: error {Code}", printed.Error, StringComparison.Ordinal);
        Assert.Contains("quiet.tab", _bench.Names);
        Assert.DoesNotContain("strict.tab", _bench.Names);
    }

    [Theory]
    [InlineData("--message-format json -o ~/app.tab ~/app.elf", 0, "{\"code\":\"E2T0323\",\"severity\":\"warning\",\"file\":null,")]
    [InlineData("--message-format=github -o ~/app.tab ~/app.elf", 0, "::warning title=E2T0323 ")]
    [InlineData("--message-format human -o ~/app.tab ~/app.elf", 0, "elf2tab: warning E2T0323: ")]
    [InlineData("inspect --message-format json ~/none", 1, "{\"code\":\"E2T0100\",\"severity\":\"error\",\"file\":")]
    [InlineData("--stak 1 --message-format json", 2, "{\"code\":\"E2T0001\"")]
    [InlineData("--message-format xml ~/app.elf", 2, "elf2tab: error E2T0003: ")]
    [InlineData("~/app.elf --message-format", 2, "elf2tab: error E2T0002: ")]
    public void Diagnostics_are_printed_in_the_format_that_is_asked_for(string arguments, int status, string start)
    {
        var printed = _bench.Run(arguments);

        Assert.Equal(status, printed.Status);
        Assert.StartsWith(start, printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_is_explained_as_on_the_page_of_diagnostics()
    {
        var printed = _bench.Run("--explain E2T0304 E2T0501");

        Assert.Equal((0, ""), (printed.Status, printed.Error));
        Assert.StartsWith($"E2T0304 {Catalogue.TooLarge.Title} (error)\n  The TBF would be larger", printed.Out, StringComparison.Ordinal);
        Assert.Contains("\nE2T0501 ", printed.Out, StringComparison.Ordinal);
        Assert.All(printed.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("--explain")]
    [InlineData("--explain E2T9999")]
    [InlineData("--explain 304")]
    public void What_is_no_code_is_not_explained(string arguments) => Assert.Equal(2, _bench.Run(arguments).Status);
}
