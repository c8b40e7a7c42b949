using System.Buffers.Binary;
using System.Numerics;
using Elf2Tab.Elf;
using Theirs = ELFSharp.ELF;

namespace Elf2Tab.Tests.Elf;

/// <summary>
/// An ELF as the ELFSharp library reads it, which shares no code with this program: its values in the program's own types, so
/// that they can be compared.
/// </summary>
internal sealed record ThirdReading(bool Is64Bit, ElfType Type, ElfMachine Machine, ulong Entry)
{
    public required Segment[] Segments { get; init; }

    /// <summary>The file bytes of each PT_LOAD and PT_DYNAMIC segment; empty for others.</summary>
    public required byte[][] SegmentContents { get; init; }

    public required ThirdSection[] Sections { get; init; }

    /// <summary>The bytes of each section; empty for those without.</summary>
    public required byte[][] SectionContents { get; init; }

    /// <summary>The symbols of the first SHT_SYMTAB section; null when there is none.</summary>
    public required ThirdSymbol[]? Symbols { get; init; }

    /// <summary>The entries of the dynamic table up to DT_NULL; null when there is no PT_DYNAMIC.</summary>
    public required (ulong Tag, ulong Value)[]? Dynamic { get; init; }

    public IEnumerable<Segment> LoadSegments =>
        Segments.Where(segment => segment.Type == SegmentType.Load && segment.MemorySize > 0);

    public int WordSize => Is64Bit ? 8 : 4;

    /// <summary>The word at an offset.</summary>
    public ulong WordAt(ReadOnlySpan<byte> bytes, int offset) => Is64Bit
        ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..])
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    /// <summary>Writes a word, cut to the word size.</summary>
    public void SetWord(Span<byte> bytes, int offset, ulong value)
    {
        if (Is64Bit)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[offset..], value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[offset..], (uint)value);
    }

    /// <summary>An address, cut to the word size.</summary>
    public ulong Cut(ulong address) => Is64Bit ? address : (uint)address;

    /// <summary>The value of the first dynamic entry with a tag; null when there is none.</summary>
    public ulong? ValueOf(DynamicTag tag)
    {
        foreach (var entry in Dynamic ?? [])
        {
            if (entry.Tag == (ulong)tag)
                return entry.Value;
        }
        return null;
    }

    /// <summary>Reads a file. What ELFSharp throws is up to it.</summary>
    /// <exception cref="InvalidDataException">ELFSharp sees sections in a file without a table of them.</exception>
    public static ThirdReading Of(byte[] file)
    {
        using var stream = new MemoryStream(file);
        using var elf = Theirs.ELFReader.Load(stream, shouldOwnStream: false);
        if (!elf.HasSectionHeader && elf.Sections.Count > 0)
            throw new InvalidDataException($"{elf.Sections.Count} sections where there are none");
        return elf is Theirs.ELF<ulong> wide ? Of(wide) : Of((Theirs.ELF<uint>)elf);
    }

    /// <summary>
    /// Reads a file without section headers, which ELFSharp cannot: e_shnum 0 means to it that the first header says their
    /// number (gABI), also when e_shoff says that there is none. It is given a copy with one empty header.
    /// </summary>
    public static ThirdReading OfSegments(byte[] file)
    {
        bool is64Bit = file[4] == 2;
        byte[] copy = [.. file, .. new byte[is64Bit ? 64 : 40]];
        var (offset, sizeAndCount) = is64Bit ? (40, 58) : (32, 46);
        BinaryPrimitives.WriteInt32LittleEndian(copy.AsSpan(offset), file.Length);
        BinaryPrimitives.WriteInt16LittleEndian(copy.AsSpan(sizeAndCount), (short)(copy.Length - file.Length));
        BinaryPrimitives.WriteInt16LittleEndian(copy.AsSpan(sizeAndCount + 2), 1);
        return Of(copy) with { Sections = [], SectionContents = [] };
    }

    private static ThirdReading Of<T>(Theirs.ELF<T> elf)
        where T : struct, IBinaryInteger<T>
    {
        var reading = new ThirdReading(
            elf.Class == Theirs.Class.Bit64, (ElfType)elf.Type, (ElfMachine)elf.Machine, Wide(elf.EntryPoint))
        {
            Segments = [.. elf.Segments.Select((segment, index) => new Segment(
                index,
                (SegmentType)segment.Type,
                (SegmentFlags)segment.Flags,
                (ulong)segment.Offset,
                Wide(segment.Address),
                Wide(segment.PhysicalAddress),
                (ulong)segment.FileSize,
                Wide(segment.Size),
                Wide(segment.Alignment)))],
            SegmentContents = [.. elf.Segments.Select(segment =>
                segment.Type is Theirs.Segments.SegmentType.Load or Theirs.Segments.SegmentType.Dynamic
                    ? segment.GetFileContents()
                    : [])],
            Sections = [.. elf.Sections.Select(section => new ThirdSection(
                section.Name ?? "",
                (SectionType)section.Type,
                (SectionFlags)Wide(section.RawFlags),
                Wide(section.LoadAddress),
                Wide(section.Offset),
                Wide(section.Size),
                Wide(section.EntrySize)))],
            SectionContents = [.. elf.Sections.Select(section =>
                section.Type is Theirs.Sections.SectionType.NoBits or Theirs.Sections.SectionType.Null ? [] : section.GetContents())],
            Symbols = elf.GetSections<Theirs.Sections.SymbolTable<T>>()
                .FirstOrDefault(table => table.Type == Theirs.Sections.SectionType.SymbolTable)?.Entries
                .Select(symbol => new ThirdSymbol(
                    symbol.Name, Wide(symbol.Value), Wide(symbol.Size), (byte)symbol.Type, symbol.PointedSectionIndex))
                .ToArray(),
            Dynamic = null,
        };
        if (Array.Find(reading.Segments, segment => segment.Type == SegmentType.Dynamic) is not { } dynamic)
            return reading;

        // ELFSharp finds the table by its section header; a file without these has it decoded here.
        var entries = elf.GetSections<Theirs.Sections.DynamicSection<T>>().FirstOrDefault() is { } section
            ? section.Entries.Select(entry => ((ulong)entry.Tag, Wide(entry.Value)))
            : reading.EntriesOf(reading.SegmentContents[dynamic.Index]);
        return reading with { Dynamic = [.. entries.TakeWhile(entry => entry.Item1 != 0)] };
    }

    private IEnumerable<(ulong Tag, ulong Value)> EntriesOf(byte[] table)
    {
        for (int offset = 0; offset + (2 * WordSize) <= table.Length; offset += 2 * WordSize)
            yield return (WordAt(table, offset), WordAt(table, offset + WordSize));
    }

    private static ulong Wide<T>(T value)
        where T : struct, IBinaryInteger<T> => ulong.CreateTruncating(value);
}

/// <summary>A section header without sh_link and sh_info, which ELFSharp keeps to itself.</summary>
internal sealed record ThirdSection(
    string Name, SectionType Type, SectionFlags Flags, ulong Address, ulong FileOffset, ulong Size, ulong EntrySize);

/// <summary>A symbol.</summary>
internal sealed record ThirdSymbol(string Name, ulong Value, ulong Size, byte Type, ushort Section);
