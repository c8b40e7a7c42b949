using Elf2Tab.Diagnostics;

namespace Elf2Tab.Reports;

/// <summary>What <c>verify --json</c> prints; docs/inspect.md describes it.</summary>
/// <param name="SchemaVersion">Grows with every change that a reader could stumble over.</param>
/// <param name="Files">One entry per file that could be read, in the order given.</param>
internal sealed record VerifyReport(int SchemaVersion, IEnumerable<VerifiedFile> Files)
{
    /// <summary>The version that this program writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Prints the report as JSON.</summary>
    public void Print(TextWriter writer) => ReportJson.Print(writer, json => json.Write(this));
}

/// <summary>A file that was verified.</summary>
/// <param name="File">Its path as given.</param>
/// <param name="WouldLoad">Whether a kernel would load it.</param>
/// <param name="Elf">The ELF that it was compared with; null: none.</param>
/// <param name="IsOfElf">Whether it is what the ELF gives; null: it was not compared.</param>
/// <param name="Checks">What was checked, in words.</param>
/// <param name="Problems">Why it would not load, or in what it differs from what the ELF gives.</param>
internal sealed record VerifiedFile(
    string File, bool WouldLoad, string? Elf, bool? IsOfElf, IReadOnlyList<string> Checks, IReadOnlyList<ProblemReport> Problems)
{
    /// <summary>Whether all is as it should be.</summary>
    public bool IsGood => WouldLoad && IsOfElf != false;

    /// <summary>Prints the answer and what was checked.</summary>
    public void Print(TextWriter writer)
    {
        string answer = WouldLoad ? "would load" : "would not load";
        if (IsOfElf is { } isOfElf)
            answer += $", {(WouldLoad == isOfElf ? "and" : "but")} {(isOfElf ? "is" : "is not")} what {Elf} gives";
        writer.WriteLine(PrintedText.Printable($"{File}: {answer}"));
        foreach (string check in Checks)
            writer.WriteLine(PrintedText.Printable($"  checked: {check}"));
    }
}
