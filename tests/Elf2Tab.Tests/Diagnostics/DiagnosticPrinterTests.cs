using Elf2Tab.Diagnostics;

namespace Elf2Tab.Tests.Diagnostics;

public sealed class DiagnosticPrinterTests
{
    [Theory]
    [InlineData("plain ünïcode \U0001F600", "plain ünïcode \U0001F600")]
    [InlineData("a\nb\tc", "a\\u{a}b\\u{9}c")]
    [InlineData("\e[2J\u009b1m\u007f\0", "\\u{1b}[2J\\u{9b}1m\\u{7f}\\u{0}")]
    [InlineData("\u200E\u200F\u061C", "\\u{200e}\\u{200f}\\u{61c}")]
    [InlineData("a\u2028b\u2029c", "a\\u{2028}b\\u{2029}c")]
    [InlineData("\u202A\u202B\u202C\u202D\u202Efle.", "\\u{202a}\\u{202b}\\u{202c}\\u{202d}\\u{202e}fle.")]
    [InlineData("\u2066\u2067\u2068\u2069", "\\u{2066}\\u{2067}\\u{2068}\\u{2069}")]
    [InlineData("\u200D\u2010\u2027\u202F\u2065\u206A\uFFFD", "\u200D\u2010\u2027\u202F\u2065\u206A\uFFFD")]
    [InlineData("\uFFFE\uFFFF", "\\u{fffe}\\u{ffff}")]
    public void Control_characters_are_spelled_out(string text, string expected) =>
        Assert.Equal(expected, DiagnosticPrinter.Printable(text));

    [Fact]
    public void Half_a_pair_of_surrogates_is_replaced() =>
        Assert.Equal("\uFFFDa\uFFFD\U0001F600\uFFFD", DiagnosticPrinter.Printable("\uDC00a\uD800\U0001F600\uD83D"));

    [Fact]
    public void A_diagnostic_is_a_line_that_editors_know_and_a_hint()
    {
        var diagnostics = new DiagnosticSink("a\e.elf");
        diagnostics.Report(Catalogue.LargeGap, "text\n1");
        diagnostics.Report(Catalogue.Empty, "text 2", "a hint\a");
        var general = new DiagnosticSink(null);
        general.Report(Catalogue.NoSectionHeaders, "text 3");
        general.Add(diagnostics);

        Assert.Equal(
            [
                "elf2tab: note E2T0315: text 3", "  hint: " + Catalogue.NoSectionHeaders.Hint,
                "a\\u{1b}.elf: warning E2T0303: text\\u{a}1", "  hint: " + Catalogue.LargeGap.Hint,
                "a\\u{1b}.elf: error E2T0200: text 2", "  hint: a hint\\u{7}",
            ],
            Print(general));
    }

    [Fact]
    public void What_many_files_have_in_common_is_told_once_with_their_names()
    {
        var all = new DiagnosticSink(null);
        foreach (string file in (string[])["m0.elf", "m3.elf", "m4.elf"])
        {
            var one = new DiagnosticSink(file);
            one.Report(Catalogue.NoRamAddress, "text");
            one.Report(Catalogue.LargeGap, $"of {file}");
            all.Add(one);
        }

        string[] lines = Print(all);
        Assert.Equal(
            ["m0.elf: warning E2T0317: text", "  also: m3.elf, m4.elf", "  hint: " + Catalogue.NoRamAddress.Hint], lines[..3]);
        Assert.Equal(3, lines.Count(line => line.Contains("E2T0303", StringComparison.Ordinal)));
    }

    [Fact]
    public void Colour_is_around_the_code_alone()
    {
        var diagnostics = new DiagnosticSink("a.elf");
        diagnostics.Report(Catalogue.LargeGap, "text");
        diagnostics.Report(Catalogue.Empty, "text");

        string[] lines = Print(diagnostics, colour: true);

        Assert.Equal("a.elf: \e[1;33mwarning E2T0303:\e[0m text", lines[0]);
        Assert.Equal("a.elf: \e[1;31merror E2T0200:\e[0m text", lines[2]);
        Assert.All(Print(diagnostics), line => Assert.DoesNotContain("\e", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ab", "ab  ")]
    [InlineData("abcd", "abcd")]
    [InlineData("abcde", "abcd")]
    [InlineData("a\nb", "a\\u{")]
    [InlineData("ab😀", "ab😀")]
    [InlineData("abc😀", "abc ")]
    [InlineData("ab😀d", "ab😀")]
    [InlineData("abcd😀", "abcd")]
    public void A_column_has_its_width_and_whole_characters(string text, string expected) =>
        Assert.Equal(expected, DiagnosticPrinter.Column(text, 4));

    [Fact]
    public void More_than_20_of_a_kind_are_counted()
    {
        var diagnostics = new DiagnosticSink("a.elf");
        for (int index = 0; index < 23; index++)
            diagnostics.Report(Catalogue.LargeGap, $"text {index}");
        for (int index = 0; index < 20; index++)
            diagnostics.Report(Catalogue.BytesBelowFlash, $"text {index}");
        var general = new DiagnosticSink(null);
        general.Add(diagnostics);

        string[] lines = Print(general);

        Assert.Equal(20, lines.Count(line => line.StartsWith("a.elf: warning E2T0303:", StringComparison.Ordinal)));
        Assert.Equal(20, lines.Count(line => line.StartsWith("a.elf: warning E2T0305:", StringComparison.Ordinal)));
        string last = Assert.Single(lines[80..]);
        Assert.Contains("3 more E2T0303", last, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_stop_and_warnings_do_not()
    {
        var diagnostics = new DiagnosticSink("a.elf");
        diagnostics.Report(Catalogue.LargeGap, "text");
        Assert.False(diagnostics.HasErrors);
        diagnostics.StopOnErrors();

        diagnostics.Report(Catalogue.Empty, "text");

        Assert.True(diagnostics.HasErrors);
        Assert.Throws<InputException>(diagnostics.StopOnErrors);
    }

    private static string[] Print(DiagnosticSink diagnostics, bool colour = false)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        DiagnosticPrinter.Print(writer, diagnostics, colour);
        return writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
