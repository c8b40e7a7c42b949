using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using TabFormat.Tbf;

namespace Elf2Tab.Reports;

/// <summary>Names what matters in an ELF file: header, segments, sections, dynamic relocations.</summary>
internal static class ElfDescription
{
    /// <summary>Describes an ELF file; what cannot be read is a problem.</summary>
    public static FileReport Describe(string path, ElfSource source)
    {
        var diagnostics = new DiagnosticSink(path);
        ElfReport? report = null;
        try
        {
            var elf = ElfFile.Read(source, diagnostics);
            report = new ElfReport(
                Header(elf), elf.Segments.Select(Segment), elf.Sections.Skip(1).Select(Section), [.. Tables(elf)]);
        }
        catch (InputException)
        {
            // The diagnostics say what is wrong.
        }
        return new FileReport(path, "elf", (long)source.Length, null, null, report, [.. diagnostics.Diagnostics.Select(ProblemReport.Of)]);
    }

    private static FieldReport[] Header(ElfFile elf) =>
    [
        new("class", elf.Is64Bit ? 64 : 32),
        new("type", elf.Type.ToString()),
        new("machine", Machine.Of(elf.Machine).Name),
        new("entry", (long)elf.Entry),
    ];

    private static PartReport Segment(
        Segment segment) =>
        new((long)segment.FileOffset, (long)segment.FileSize, segment.ToString(),
    [
        new("type", Enum.IsDefined(segment.Type) ? segment.Type.ToString() : $"0x{(uint)segment.Type:x}"),
        new("flags", segment.Flags.ToString()),
        new("virtual address", (long)segment.VirtualAddress),
        new("physical address", (long)segment.PhysicalAddress),
        new("memory size", (long)segment.MemorySize),
        new("alignment", (long)segment.Alignment),
    ], null);

    private static PartReport Section(Section section) => new((long)section.FileOffset, (long)section.Size, section.Name,
    [
        new("type", Enum.IsDefined(section.Type) ? section.Type.ToString() : $"0x{(uint)section.Type:x}"),
        new("flags", $"0x{(ulong)section.Flags:x}"),
        new("address", (long)section.Address),
    ], null);

    private static IEnumerable<PartReport> Tables(
        ElfFile elf) =>
        DynamicRelocationTables.Of(elf).Select(table => new PartReport(
        (long)elf.FileOffsetOf(table.Address)!,
        table.Bytes.Length,
        table.Kind.ToString().ToUpperInvariant(),
        [
            new("address", (long)table.Address),
            new("entries", table.Bytes.Length / table.EntrySize),
            new("words relocated", table.Kind == RelocationKind.Relr ? table.RelrAddresses().Count() : table.Entries().Count()),
        ],
        null));
}
