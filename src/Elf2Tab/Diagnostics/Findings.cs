using TabFormat.Reading;

namespace Elf2Tab.Diagnostics;

/// <summary>Makes diagnostics of what the readers of TBFs and TABs find.</summary>
internal static class Findings
{
    /// <summary>Reports the rules that a TBF breaks.</summary>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="findings">What its reader found.</param>
    /// <param name="withPlace">Whether to say where in the TBF.</param>
    public static void Report(this DiagnosticSink diagnostics, IEnumerable<TbfFinding> findings, bool withPlace = true)
    {
        foreach (var (rule, offset, text) in findings)
            diagnostics.Report(RuleCatalogue.Of(rule), text, place: withPlace ? Place.AtOffset(offset) : null);
    }

    /// <summary>Reports the rules that a TAB breaks.</summary>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="findings">What its reader found.</param>
    public static void Report(this DiagnosticSink diagnostics, IEnumerable<TabFinding> findings)
    {
        foreach (var (rule, member, text) in findings)
            diagnostics.In(member).Report(RuleCatalogue.Of(rule), text);
    }
}
