using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Binary;

namespace Elf2Tab.Plan.Legacy;

/// <summary>A relocation section that goes into the trailer.</summary>
/// <param name="Section">The section.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record TrailerTable(Section Section, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Relocations of an app that executes in place, as its start-up code expects them behind the last segment: a 32-bit length,
/// then the content of section <c>.rel.NAME</c> for each writable section NAME that is stored.
/// </summary>
/// <param name="Tables">The relocation sections in order.</param>
internal sealed record RelocationTrailer(ImmutableArray<TrailerTable> Tables)
{
    /// <summary>Bytes of the length word.</summary>
    public const int LengthSize = 4;

    /// <summary>Bytes: length word and tables.</summary>
    public ulong Size => LengthSize + Tables.Aggregate(0UL, (sum, table) => sum + (ulong)table.Bytes.Length);

    /// <summary>Finds the tables, and warns of what the start-up code would not cope with.</summary>
    /// <exception cref="InputException">They are larger than a TBF may be.</exception>
    public static RelocationTrailer Make(
        ElfFile elf, AppImage image, bool isPositionIndependent, ConvertOptions options, DiagnosticSink diagnostics)
    {
        // Names are looked up once for each section: there may be many, in many segments, with long names.
        var (plain, withAddends) = (ByTarget(elf, GivenNames.Relocations), ByTarget(elf, GivenNames.RelocationsWithAddends));
        var targets = elf.Sections.Where(section => section is { Size: > 0, IsWritable: true, IsAllocated: true })
            .Select(section => (
                Section: section,
                Table: plain.GetValueOrDefault(section.NameBytes),
                Addends: withAddends.GetValueOrDefault(section.NameBytes)))
            .Where(target => target.Table is not null || (isPositionIndependent && target.Addends is not null))
            .ToList();
        var tables = ImmutableArray.CreateBuilder<TrailerTable>();
        ulong size = 0;
        foreach (var placed in image.Segments)
        {
            foreach (var (target, table, addends) in targets)
            {
                if (!placed.Segment.Holds(target))
                    continue;
                if (table is not null)
                    AddTable(table);
                if (isPositionIndependent && addends is not null)
                {
                    diagnostics.Report(
                        Catalogue.AddendsIgnored,
                        $"{addends}: {addends.Size} bytes of relocations with addends for {target.Name} are left out");
                }
            }
        }
        var trailer = new RelocationTrailer(tables.ToImmutable());
        trailer.CheckTypes(elf, diagnostics);
        if (isPositionIndependent)
            trailer.CheckPlace(elf, image, diagnostics);
        if (!trailer.Tables.IsEmpty && image.Size % 4 != 0)
            diagnostics.Report(
                Catalogue.TrailerUnaligned,
                $"the relocations start {image.Size} bytes into the app, which is not a multiple of 4");
        return trailer;

        void AddTable(Section table)
        {
            if (image.HolderOf(table) is { } loaded)
                diagnostics.Report(
                    Catalogue.RelocationsLoaded, $"{table} is loaded with {loaded.Segment} and not appended a second time");
            else if ((size += table.Size) > options.MaxSize)
                throw diagnostics.Fail(
                    Catalogue.TooLarge, $"{table}: {size} bytes of relocations; at most {options.MaxSize} are allowed");
            else
                tables.Add(new TrailerTable(table, elf.Content(table)));
        }
    }

    /// <summary>The bytes: length word and tables.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Size];
        var writer = new ByteWriter(bytes);
        writer.U32((uint)(bytes.Length - LengthSize));
        foreach (var table in Tables)
            writer.Bytes(table.Bytes.Span);
        return bytes;
    }

    /// <summary>The first section called prefix + NAME for each NAME, if it has bytes.</summary>
    private static Dictionary<ReadOnlyMemory<byte>, Section?> ByTarget(ElfFile elf, ReadOnlySpan<byte> prefix)
    {
        var tables = new Dictionary<ReadOnlyMemory<byte>, Section?>(SectionNames.Comparer);
        foreach (var section in elf.Sections)
        {
            if (section.NameBytes.Span.StartsWith(prefix))
                tables.TryAdd(section.NameBytes[prefix.Length..], section.HasFileBytes ? section : null);
        }
        return tables;
    }

    /// <summary>The start-up code adds a base to every word that a table names: right for few types.</summary>
    private void CheckTypes(ElfFile elf, DiagnosticSink diagnostics)
    {
        var machine = Machine.Of(elf.Machine);
        if (machine.TrailerTypes.Count == 0)
            return;
        foreach (var table in Tables)
        {
            var entries = new ByteReader(table.Bytes.Span);
            int size = elf.Is64Bit ? 16 : 8;
            int others = 0;
            (ulong Address, uint Type) first = default;
            while (entries.Remaining >= size)
            {
                // REL: the place, then symbol and type in one word (gABI, relocation).
                ulong address = elf.Is64Bit ? entries.U64() : entries.U32();
                uint type = elf.Is64Bit ? (uint)entries.U64() : entries.U32() & 0xFF;
                if (!machine.TrailerTypes.Contains(type) && others++ == 0)
                    first = (address, type);
            }
            if (others > 0)
            {
                diagnostics.Report(
                    Catalogue.TrailerTypes,
                    $"{table.Section}: {others} entries are not plain addresses, first {RelocationName.Of(elf.Machine, first.Type)} at "
                    + $"0x{first.Address:x}");
            }
        }
    }

    /// <summary>Start-up code looks for the trailer where the app's header says, or right behind the initialised data.</summary>
    private void CheckPlace(ElfFile elf, AppImage image, DiagnosticSink diagnostics)
    {
        if (TenWordHeader.Find(elf) is { RelocationsStart: var stated })
        {
            if (stated != image.Size)
            {
                diagnostics.Report(
                    Catalogue.TrailerMoved,
                    $".crt0_header says the relocations start 0x{stated:x} bytes into the app, they start at 0x{image.Size:x}");
            }
        }
        else if (!Tables.IsEmpty && image.Segments[^1].Segment is var last && last.VirtualAddress == last.PhysicalAddress
            && image.Segments.Any(placed => placed.Segment.VirtualAddress != placed.Segment.PhysicalAddress))
        {
            diagnostics.Report(
                Catalogue.TrailerMoved,
                $"{last} lies between the app's initialised data and its relocations, which start at 0x{image.Size:x}");
        }
    }
}
