using System.Buffers.Binary;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Plan.Legacy;

/// <summary>
/// RAM-loaded apps that hide their relocations from older converters: a loaded relocation section, often under <c>.bss</c>,
/// to which six words at the start of the image point: stack location and size, bss start and size, relocations start and
/// size, offsets from the RAM origin. The table goes where the words say.
/// </summary>
/// <param name="Section">The relocation section.</param>
/// <param name="Table">Its table at its new address.</param>
/// <param name="Ram">The image with the table in its place.</param>
/// <param name="SectionOffset">Bytes from the start of the image to where the linker put the table.</param>
/// <param name="TableOffset">Bytes from the start of the image to where the table goes.</param>
/// <param name="HasLengthWord">The four bytes in front of the table say its length.</param>
internal sealed record WorkaroundLayout(
    Section Section, RelocationTable Table, RamImage Ram, uint SectionOffset, uint TableOffset, bool HasLengthWord)
{
    private const uint LengthSize = 4;

    /// <summary>The table's relocations, checked; null: they were not.</summary>
    public DynamicRelocations? Relocations { get; init; }

    private uint Size => (uint)Table.Bytes.Length;

    private uint TableEnd => TableOffset + Size;

    /// <summary>The layout, when an allocated relocation section is where the app's header says.</summary>
    public static WorkaroundLayout? Find(ElfFile elf, RamImage ram, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (SixWordHeader.Read(elf, ram) is not { Relocations: var start, RelocationsSize: var size })
            return null;
        ulong address = ram.Origin + start;
        var section = elf.Sections.FirstOrDefault(section => section.IsRelocations && section.IsAllocated && section.HasFileBytes
            && section.Size == size
            && (section.Address == address || section.Address + LengthSize == address)
            && ram.Image.HolderOf(section) is not null);
        if (section is null || address < ram.Image.Start || address - ram.Image.Start + size > options.MaxSize)
            return null;

        var kind = section.Type switch
        {
            SectionType.Rel => RelocationKind.Rel,
            SectionType.Rela => RelocationKind.Rela,
            _ => RelocationKind.Relr,
        };
        if (size % (uint)RelocationTable.EntrySizeOf(kind, elf.Is64Bit) != 0)
            throw diagnostics.Fail(Catalogue.RelocationEntrySize, $"{section}: {size} bytes are not a whole number of entries");
        var table = new RelocationTable(kind, address, elf.Content(section), elf.Is64Bit);
        return Place(elf, ram, section, table, diagnostics);
    }

    /// <summary>The content of the image: the table in its place, the rest around it.</summary>
    public IEnumerable<BinaryPart> Apply(IEnumerable<BinaryPart> parts)
    {
        foreach (var part in parts)
        {
            foreach (var rest in Cut(part, SectionOffset, SectionOffset + Size).SelectMany(rest => Cut(rest, TableOffset, TableEnd)))
                yield return rest;
        }
        if (HasLengthWord)
        {
            byte[] length = new byte[LengthSize];
            BinaryPrimitives.WriteUInt32LittleEndian(length, Size);
            yield return new BinaryPart(TableOffset - LengthSize, length);
        }
        yield return new BinaryPart(TableOffset, Table.Bytes);
    }

    private static WorkaroundLayout Place(
        ElfFile elf, RamImage ram, Section section, RelocationTable table, DiagnosticSink diagnostics)
    {
        uint oldOffset = (uint)(section.Address - ram.Image.Start);
        uint newOffset = (uint)(table.Address - ram.Image.Start);
        uint size = (uint)section.Size;
        ReportOverwritten(elf, section, table, diagnostics);

        var others = ram.Image.Segments
            .SelectMany(placed => Cut(placed.Offset, placed.Offset + (uint)placed.Segment.FileSize, oldOffset, oldOffset + size))
            .ToList();
        bool hasLengthWord = newOffset >= LengthSize && !others.Exists(part => part.Start < newOffset && part.End > newOffset - LengthSize);
        uint end = others.Select(part => part.End).Append(newOffset + size).Max();

        // The table's segment starts where it did and ends where the table does.
        ulong tableEnd = table.Address + size;
        var holder = ram.Image.HolderOf(section)!.Segment;
        var ranges = ram.Ranges.Select(range => range.Segment.Index == holder.Index && range.FileSize > 0 ? Extend(range) : range);
        var placedRam = ram with { Image = ram.Image with { Size = end }, Ranges = [.. ranges] };
        return new WorkaroundLayout(section, table, placedRam, oldOffset, newOffset, hasLengthWord);

        MemoryRange Extend(MemoryRange range)
        {
            ulong fileSize = Math.Max(range.FileSize, tableEnd - range.Address);
            return range with { FileSize = fileSize, MemorySize = Math.Max(fileSize, range.MemorySize) };
        }
    }

    /// <summary>What other sections have where the table goes is lost.</summary>
    private static void ReportOverwritten(ElfFile elf, Section section, RelocationTable table, DiagnosticSink diagnostics)
    {
        ulong end = table.Address + (ulong)table.Bytes.Length;
        foreach (var other in elf.Sections)
        {
            if (other != section && other is { IsAllocated: true, HasFileBytes: true }
                && other.Address < end && other.Address + other.Size > table.Address)
                diagnostics.Report(
                    Catalogue.OverwrittenByTable,
                    $"{other} at 0x{other.Address:x} is overwritten by {section}, which goes to 0x{table.Address:x}");
        }
    }

    private static IEnumerable<BinaryPart> Cut(BinaryPart part, uint start, uint end) =>
        Cut(part.Offset, part.Offset + (uint)part.Bytes.Length, start, end)
            .Select(kept => new BinaryPart(kept.Start, part.Bytes[(int)(kept.Start - part.Offset)..(int)(kept.End - part.Offset)]));

    /// <summary>What is left of a range without the bytes from <paramref name="start"/> to <paramref name="end"/>.</summary>
    private static IEnumerable<(uint Start, uint End)> Cut(uint from, uint to, uint start, uint end)
    {
        if (from < Math.Min(to, start))
            yield return (from, Math.Min(to, start));
        if (Math.Max(from, end) < to)
            yield return (Math.Max(from, end), to);
    }
}
