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
                Header(elf), elf.Segments.Select(segment => Segment(elf, segment)), elf.Sections.Skip(1).Select(section => Section(elf, section)), [.. Tables(elf)]);
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

    private static PartReport Segment(ElfFile elf, Segment segment) =>
        new((long)segment.FileOffset, (long)segment.FileSize, segment.ToString(),
    [
        new("type", (uint)segment.Type, NumberName.Of(segment.Type, elf.Machine)),
        new("flags", (uint)segment.Flags, NumberName.OfFlags(segment.Flags, (uint)segment.Flags)),
        new("virtual address", (long)segment.VirtualAddress),
        new("physical address", (long)segment.PhysicalAddress),
        new("memory size", (long)segment.MemorySize),
        new("alignment", (long)segment.Alignment),
    ], null);

    private static PartReport Section(ElfFile elf, Section section) => new((long)section.FileOffset, (long)section.Size, section.Name,
    [
        new("type", (uint)section.Type, NumberName.Of(section.Type, elf.Machine)),
        new("flags", (long)section.Flags, NumberName.OfFlags(section.Flags, (ulong)section.Flags)),
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
