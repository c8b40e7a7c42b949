namespace Elf2Tab.Reports;

/// <summary>What <c>size</c> prints; docs/size.md describes its JSON. Numbers are bytes.</summary>
/// <param name="SchemaVersion">Grows with every change that a reader could stumble over.</param>
/// <param name="Files">One entry per file, in the order given.</param>
internal sealed record SizeReport(int SchemaVersion, IEnumerable<FileSizes> Files)
{
    /// <summary>The version that this program writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Prints the report.</summary>
    /// <param name="writer">Where to print it.</param>
    /// <param name="format">How.</param>
    /// <param name="detail">What was measured besides purposes.</param>
    public void Print(TextWriter writer, SizeFormat format, Detail detail) => format.Choose<Action>(
        table: () => SizePrinter.Print(writer, Files),
        json: () => ReportJson.Print(writer, json => json.Write(this)),
        csv: () => SizeCsv.Print(writer, Files, detail),
        markdown: () => SizeMarkdown.Print(writer, Files, detail))();
}

/// <summary>The apps in a file.</summary>
/// <param name="File">Its path as given.</param>
/// <param name="Kind"><c>tbf</c>, <c>tab</c> or <c>elf</c>.</param>
/// <param name="Apps">One for each architecture, measured when it is asked for.</param>
/// <param name="Problems">What is wrong with the file as a whole.</param>
internal sealed record FileSizes(string File, string Kind, IEnumerable<AppSizes> Apps, IReadOnlyList<ProblemReport> Problems);

/// <summary>What an app takes.</summary>
/// <param name="Name">The TBF's name in a TAB, else the file's.</param>
/// <param name="LoadedToRam">It is copied to RAM as a whole.</param>
/// <param name="Flash">Bytes of the TBF, <c>total_size</c>.</param>
/// <param name="Ram">Bytes of RAM: <c>minimum_ram_size</c>, and of a RAM-loaded app the image offset and the image too.</param>
/// <param name="MinimumRamSize">What the header asks for.</param>
/// <param name="ImageOffset">Bytes of RAM in front of the image of a RAM-loaded app.</param>
/// <param name="ImageSize">Bytes of the image of a RAM-loaded app.</param>
/// <param name="OnlyAtStartUp">What of the RAM nobody reads once the app has started: its relocations.</param>
/// <param name="SharedWithBss">What of that lies under .bss, and so costs no RAM; of a TBF it is not known.</param>
/// <param name="CopiedBehindImage">Bytes that a loader copies with the image of a RAM-loaded app though they are not part of it: footers,
/// padding, a trailer of relocations.</param>
/// <param name="Unused">Bytes of the TBF that hold nothing: padding and reserved footers.</param>
/// <param name="Purposes">Flash and RAM by purpose; they add up.</param>
/// <param name="Largest">Flash and RAM by section or symbol, largest first, the last one being all others; they add up too.</param>
/// <param name="Advice">How it could take less.</param>
/// <param name="Problems">What is wrong with a TBF.</param>
internal sealed record AppSizes(
    string Name,
    bool LoadedToRam,
    long Flash,
    long Ram,
    long MinimumRamSize,
    long ImageOffset,
    long ImageSize,
    long OnlyAtStartUp,
    long SharedWithBss,
    long CopiedBehindImage,
    long Unused,
    IReadOnlyList<SizeRow> Purposes,
    IReadOnlyList<SizeRow> Largest,
    IReadOnlyList<Advice> Advice,
    IReadOnlyList<ProblemReport> Problems);

/// <summary>A row of a table.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Flash">Bytes of flash.</param>
/// <param name="Ram">Bytes of RAM.</param>
internal sealed record SizeRow(string Name, long Flash, long Ram);

/// <summary>A way to take less.</summary>
/// <param name="Text">What to do and why.</param>
/// <param name="Flash">Bytes of flash that it saves.</param>
/// <param name="Ram">Bytes of RAM that it saves.</param>
internal sealed record Advice(string Text, long Flash, long Ram);
