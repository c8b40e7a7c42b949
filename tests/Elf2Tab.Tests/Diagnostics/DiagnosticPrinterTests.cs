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

    private static string[] Print(DiagnosticSink diagnostics, bool colour = false)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        DiagnosticPrinter.Print(writer, diagnostics, colour);
        return writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
