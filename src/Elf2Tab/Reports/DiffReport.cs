namespace Elf2Tab.Reports;

/// <summary>What <c>diff --json</c> prints.</summary>
/// <param name="SchemaVersion">Grows with every change that a reader could stumble over.</param>
/// <param name="Left">The first file.</param>
/// <param name="Right">The second file.</param>
/// <param name="Differences">All differences; none: the files are equal.</param>
internal sealed record DiffReport(int SchemaVersion, string Left, string Right, IEnumerable<Difference> Differences)
{
    /// <summary>The version that this program writes.</summary>
    public const int CurrentSchemaVersion = 2;

    /// <summary>Prints the report as JSON.</summary>
    public void Print(TextWriter writer) => ReportJson.Print(writer, json => json.Write(this));
}
