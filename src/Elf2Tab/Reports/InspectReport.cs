using System.Text.Json.Serialization;
using Elf2Tab.Diagnostics;
using TabFormat.Reading;

namespace Elf2Tab.Reports;

/// <summary>
/// What <c>inspect --json</c> prints; docs/inspect.md describes it. Numbers are bytes, offsets count from the start of the file or, in
/// a TAB, of the member. What a file may have thousands of is an <see cref="IEnumerable{T}"/> that is made while it is printed: a report
/// of a hostile file is never in memory as a whole.
/// </summary>
/// <param name="SchemaVersion">Grows with every change that a reader could stumble over.</param>
/// <param name="Files">One entry per file, in the order given.</param>
internal sealed record InspectReport(int SchemaVersion, IEnumerable<FileReport> Files)
{
    /// <summary>The version that this program writes.</summary>
    public const int CurrentSchemaVersion = 2;

    /// <summary>Prints the report as JSON.</summary>
    public void Print(TextWriter writer) => ReportJson.Print(writer, json => json.Write(this));
}

/// <summary>A file.</summary>
/// <param name="File">Its path as given.</param>
/// <param name="Kind"><c>tbf</c>, <c>tab</c>, <c>elf</c>, <c>image</c>, <c>hex</c>, <c>uf2</c> or <c>unknown</c>.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Tbf">What is in a TBF.</param>
/// <param name="Tab">What is in a TAB.</param>
/// <param name="Elf">What is in an ELF.</param>
/// <param name="Problems">What is wrong with the file as a whole.</param>
internal sealed record FileReport(
    string File, string Kind, long Size, TbfReport? Tbf, TabReport? Tab, ElfReport? Elf, IReadOnlyList<ProblemReport> Problems)
{
    /// <summary>The apps in a file of flash.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImageReport? Image { get; init; }
}

/// <summary>The memory of apps in a file of flash.</summary>
/// <param name="Address">Its flash address; null: the file does not say it.</param>
/// <param name="Parts">Apps and padding, each starting where the one before ends.</param>
/// <param name="End">Bytes from its start to the header that is none.</param>
/// <param name="Behind">What still looks like an app behind the end.</param>
internal sealed record ImageReport(long? Address, IEnumerable<ImagePartReport> Parts, long End, IReadOnlyList<ProblemReport> Behind);

/// <summary>An app in a file of flash, or padding.</summary>
/// <param name="Name">What the app is called; null: it is padding.</param>
/// <param name="Address">Its flash address; null: the file does not say it.</param>
/// <param name="Offset">Bytes from the start of the memory.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Tbf">What is in it; null: it is padding.</param>
internal sealed record ImagePartReport(string? Name, long? Address, long Offset, long Size, TbfReport? Tbf);

/// <summary>Something that is wrong.</summary>
/// <param name="Code">The code, see docs/diagnostics.md.</param>
/// <param name="Offset">Where; null: no particular place.</param>
/// <param name="Text">What.</param>
internal sealed record ProblemReport(string Code, long? Offset, string Text)
{
    /// <summary>What a conversion or a reader of ELFs reports.</summary>
    public static ProblemReport Of(Diagnostic diagnostic) => new(diagnostic.Kind.Code, null, diagnostic.Message);

    /// <summary>A rule that a TBF breaks.</summary>
    /// <param name="finding">What its reader found.</param>
    /// <param name="member">Its name in a TAB, where that must be said.</param>
    public static ProblemReport Of(TbfFinding finding, string? member = null) =>
        new(RuleCatalogue.Of(finding.Rule).Code, finding.Offset, member is null ? finding.Text : $"{member}: {finding.Text}");

    /// <summary>A rule that a TAB breaks.</summary>
    public static ProblemReport Of(TabFinding finding) => new(RuleCatalogue.Of(finding.Rule).Code, null, finding.ToString());

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {(Offset is { } offset ? $"{Place.AtOffset(offset)}: " : "")}{Text}";
}

/// <summary>A named value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">A number; null: it is no number.</param>
/// <param name="Text">A text, or the name of the number; null: the number has none.</param>
[method: JsonConstructor]
internal sealed record FieldReport(string Name, long? Number, string? Text)
{
    /// <summary>A number.</summary>
    public FieldReport(string name, long number)
        : this(name, number, null)
    {
    }

    /// <summary>A text.</summary>
    public FieldReport(string name, string text)
        : this(name, null, text)
    {
    }
}

/// <summary>A part of a TBF: the base header, an element, a footer.</summary>
/// <param name="Offset">Where it starts.</param>
/// <param name="Size">Its bytes, with type and length, without padding.</param>
/// <param name="Name">Its name; that of an unknown element is its type.</param>
/// <param name="Fields">Its values.</param>
/// <param name="Bytes">Its content in hexadecimal, where there are no values for it.</param>
internal sealed record PartReport(long Offset, long Size, string Name, IEnumerable<FieldReport> Fields, string? Bytes);

/// <summary>A TBF.</summary>
/// <param name="Header">The base header.</param>
/// <param name="Elements">The elements of the header in order.</param>
/// <param name="BinaryOffset">Where the app binary starts.</param>
/// <param name="BinarySize">Bytes of the app binary.</param>
/// <param name="EntryOffset">Where the entry point is.</param>
/// <param name="Footers">The footers in order.</param>
/// <param name="PaddingSize">Bytes behind the last footer.</param>
/// <param name="Problems">Rules that it breaks.</param>
internal sealed record TbfReport(
    PartReport? Header,
    IEnumerable<PartReport> Elements,
    long BinaryOffset,
    long BinarySize,
    long EntryOffset,
    IEnumerable<PartReport> Footers,
    long PaddingSize,
    IReadOnlyList<ProblemReport> Problems);

/// <summary>A TAB.</summary>
/// <param name="Metadata">The entries of metadata.toml.</param>
/// <param name="Members">All members.</param>
internal sealed record TabReport(IReadOnlyList<FieldReport> Metadata, IEnumerable<TabMemberReport> Members);

/// <summary>A member of a TAB.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">Where in the TAB it starts.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Tbf">What is in it, for a TBF.</param>
internal sealed record TabMemberReport(string Name, long Offset, long Size, TbfReport? Tbf);

/// <summary>An ELF file.</summary>
/// <param name="Header">What its header says.</param>
/// <param name="Segments">Its program headers.</param>
/// <param name="Sections">Its section headers.</param>
/// <param name="RelocationTables">The tables of PT_DYNAMIC.</param>
internal sealed record ElfReport(
    IReadOnlyList<FieldReport> Header,
    IEnumerable<PartReport> Segments,
    IEnumerable<PartReport> Sections,
    IReadOnlyList<PartReport> RelocationTables);
