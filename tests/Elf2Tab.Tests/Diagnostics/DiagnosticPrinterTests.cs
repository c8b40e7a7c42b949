using Elf2Tab.Diagnostics;

namespace Elf2Tab.Tests.Diagnostics;

public sealed class DiagnosticPrinterTests
{
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
    public void Programs_get_a_line_of_JSON_for_each()
    {
        var diagnostics = new DiagnosticSink("a\e.tab");
        diagnostics.In("b.tbf").Report(Catalogue.LargeGap, "text\n\"1\"", "hint", Place.AtOffset(16));
        var general = new DiagnosticSink(null);
        general.Report(Catalogue.NoInput, "text");
        diagnostics.Add(general);

        string[] lines = Print(diagnostics, MessageFormat.Json);

        Assert.Equal(
            """{"code":"E2T0303","severity":"warning","file":"a\u001B.tab","member":"b.tbf","place":"at 0x10","text":"text\n\u00221\u0022","hint":"hint"}""",
            lines[0]);
        Assert.StartsWith("""{"code":"E2T0006","severity":"error","file":null,"member":null,"place":null,""", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public void Workflows_get_annotations_that_no_name_can_end()
    {
        var diagnostics = new DiagnosticSink("a:1,b%.elf");
        diagnostics.Report(Catalogue.LargeGap, "100 %\n::error::forged", "hint");
        diagnostics.Report(Catalogue.NoSectionHeaders, "text", "hint");

        Assert.Equal(
            [
                $"::warning file=a%3A1%2Cb%25.elf,title=E2T0303 {Catalogue.LargeGap.Title}::100 %25%0A::error::forged%0Ahint: hint",
                $"::notice file=a%3A1%2Cb%25.elf,title=E2T0315 {Catalogue.NoSectionHeaders.Title}::text%0Ahint: hint",
            ],
            Print(diagnostics, MessageFormat.GitHub));
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

    private static string[] Print(DiagnosticSink diagnostics, MessageFormat format = MessageFormat.Human, bool colour = false)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        DiagnosticPrinter.Print(writer, diagnostics, format, colour);
        return writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
