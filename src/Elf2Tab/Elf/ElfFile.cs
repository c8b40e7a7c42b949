using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using TabFormat.Binary;

namespace Elf2Tab.Elf;

// An ELF file is what linkers write. Program headers say what is to be in memory while a program runs (PT_LOAD segments: bytes of the
// file, an address to run at, an address to be stored at); section headers and symbols name the parts, for people and debuggers, and
// may be missing. So segments decide and sections explain. Whoever sends a file chooses every number in it: each is compared with the
// length of the file here, once, so that nobody behind has to.

/// <summary>
/// An ELF file whose headers were read and checked: every offset and size that it states for something that is loaded or
/// named lies inside the file, so no later read can go outside. Sections and symbols are optional.
/// </summary>
internal sealed record ElfFile
{
    private const int IdentSize = 16;
    private const uint ManyProgramHeaders = 0xFFFF;

    /// <summary>Most program headers that are read. Files of more are core dumps.</summary>
    private const uint MostSegments = 0xFFFF;
    private const uint ExtendedIndex = 0xFFFF;

    /// <summary>The bytes of segments that were read: the checks ask for the same ones again and again.</summary>
    private readonly Dictionary<Segment, ReadOnlyMemory<byte>> _contents = [];

    /// <summary>Where all bytes come from.</summary>
    public required ElfSource Source { get; init; }

    /// <summary>ELFCLASS64: addresses and sizes in the file have 64 bits.</summary>
    public required bool Is64Bit { get; init; }

    /// <summary><c>e_type</c>.</summary>
    public required ElfType Type { get; init; }

    /// <summary><c>e_machine</c>.</summary>
    public required ElfMachine Machine { get; init; }

    /// <summary><c>e_entry</c>, a virtual address.</summary>
    public required ulong Entry { get; init; }

    /// <summary>All program headers in the file's order.</summary>
    public required ImmutableArray<Segment> Segments { get; init; }

    /// <summary>All section headers in the file's order; empty: the file has none.</summary>
    public ImmutableArray<Section> Sections { get; init; } = [];

    /// <summary>The symbol table, where there is one.</summary>
    public SymbolTable? Symbols { get; init; }

    /// <summary>The table of PT_DYNAMIC, where there is one.</summary>
    public DynamicTable? Dynamic { get; init; }

    /// <summary>
    /// Whether the file is one range of addresses that may lie anywhere: ET_DYN, or an executable that its linker calls position
    /// independent. GNU ld writes ET_EXEC for <c>-pie</c> when the lowest segment is not at 0.
    /// </summary>
    public bool IsPositionIndependent =>
        Type == ElfType.Dynamic || (Type == ElfType.Executable && Dynamic is { IsPositionIndependentExecutable: true });

    /// <summary>File offset behind the ELF header, and behind the program headers where these follow it.</summary>
    public ulong HeadersEnd { get; init; }

    /// <summary>PT_LOAD segments that take memory or have file bytes, in the file's order.</summary>
    public required ImmutableArray<Segment> LoadSegments { get; init; }

    /// <summary>Reads the headers.</summary>
    /// <exception cref="InputException">They are not those of a little-endian ELF file, or point outside the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ElfFile Read(ElfSource source, DiagnosticSink diagnostics)
    {
        var header = ElfHeader.Read(source, diagnostics);
        var first = header.SectionTableOffset == 0 ? null : ReadFirstSection(source, header, diagnostics);

        // The escapes of the gABI: counts that do not fit in 16 bits stand in the first section header.
        ulong segmentCount = header.SegmentCount == ManyProgramHeaders && first is not null ? first.Info : header.SegmentCount;
        ulong sectionCount = header.SectionCount == 0 && first is not null ? first.Size : header.SectionCount;
        ulong nameIndex = header.SectionNameIndex == ExtendedIndex && first is not null ? first.Link : header.SectionNameIndex;

        if (segmentCount > MostSegments)
            throw diagnostics.Fail(Catalogue.TooManySegments, $"it has {segmentCount} program headers, more than {MostSegments}");
        var segments = ReadSegments(source, header, segmentCount, diagnostics);
        var sections = first is null ? [] : ReadSections(source, header, sectionCount, nameIndex, diagnostics);
        return new ElfFile
        {
            Source = source,
            Is64Bit = header.Is64Bit,
            Type = header.Type,
            Machine = header.Machine,
            Entry = header.Entry,
            Segments = segments,
            LoadSegments = [.. segments.Where(segment => segment.Type == SegmentType.Load && segment.MemorySize > 0)],
            Sections = sections,
            Dynamic = DynamicTable.Find(source, segments, header.Is64Bit),
            HeadersEnd = header.End(segmentCount),
            Symbols = SymbolTable.Find(source, sections, header.Is64Bit, diagnostics),
        };
    }

    /// <summary>The bytes of a section in the file; empty for one that takes memory only.</summary>
    public ReadOnlyMemory<byte> Content(Section section) =>
        section.HasFileBytes ? Source.Read(section.FileOffset, section.Size) : default;

    /// <summary>The file bytes of a segment; where a segment has none, its offset may be anything.</summary>
    public ReadOnlyMemory<byte> Content(Segment segment)
    {
        if (segment.FileSize == 0)
            return default;
        if (!_contents.TryGetValue(segment, out var content))
        {
            content = Source.Read(segment.FileOffset, segment.FileSize);
            _contents.Add(segment, content);
        }
        return content;
    }

    /// <summary>The file bytes that PT_LOAD puts at a virtual address; null when they are not all in one segment.</summary>
    public ReadOnlyMemory<byte>? BytesAt(ulong address, ulong size)
    {
        var segment = LoadSegments.FirstOrDefault(segment => size > 0 && segment.HoldsFileBytes(address, size));
        if (segment is null)
            return null; // in a conditional expression null would become empty memory
        ulong offset = address - segment.VirtualAddress;
        return _contents.TryGetValue(segment, out var content)
            ? content.Slice((int)offset, (int)size)
            : Source.Read(segment.FileOffset + offset, size);
    }

    /// <summary>Where in the file the byte is that PT_LOAD puts at a virtual address; null when there is none.</summary>
    public ulong? FileOffsetOf(ulong address) =>
        LoadSegments.FirstOrDefault(segment => segment.HoldsFileByteAt(address)) is { } segment
            ? segment.FileOffset + (address - segment.VirtualAddress)
            : null;

    /// <summary>Whether PT_LOAD puts a byte of the file at a virtual address, and some segment there may be executed.</summary>
    public bool IsExecutable(ulong address) =>
        LoadSegments.Any(segment => segment.Flags.HasFlag(SegmentFlags.Execute) && segment.HoldsFileByteAt(address));

    /// <summary>A number of the file's word size.</summary>
    public ulong ReadWord(ref ByteReader reader) => Is64Bit ? reader.U64() : reader.U32();

    private static ImmutableArray<Segment> ReadSegments(
        ElfSource source, ElfHeader header, ulong count, DiagnosticSink diagnostics)
    {
        if (count == 0)
            return [];
        int entrySize = header.Is64Bit ? 56 : 32;
        var table = ReadTable(
            source, header.SegmentTableOffset, count, header.SegmentEntrySize, entrySize, "program header", diagnostics);
        var segments = ImmutableArray.CreateBuilder<Segment>((int)count);
        for (int index = 0; index < (int)count; index++)
        {
            var segment = ReadSegment(index, header, table.Slice(index * entrySize, entrySize).Span);
            if (segment.Type is SegmentType.Load or SegmentType.Dynamic)
                CheckSegment(source, header, segment, diagnostics);
            segments.Add(segment);
        }
        return segments.MoveToImmutable();
    }

    /// <summary>The two classes order the fields differently (gABI, program header).</summary>
    private static Segment ReadSegment(int index, ElfHeader header, ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var type = (SegmentType)reader.U32();
        var flags = header.Is64Bit ? (SegmentFlags)reader.U32() : SegmentFlags.None;
        ulong offset = header.Word(ref reader);
        ulong virtualAddress = header.Word(ref reader);
        ulong physicalAddress = header.Word(ref reader);
        ulong fileSize = header.Word(ref reader);
        ulong memorySize = header.Word(ref reader);
        flags = header.Is64Bit ? flags : (SegmentFlags)reader.U32();
        return new Segment(
            index, type, flags, offset, virtualAddress, physicalAddress, fileSize, memorySize, header.Word(ref reader));
    }

    private static void CheckSegment(ElfSource source, ElfHeader header, Segment segment, DiagnosticSink diagnostics)
    {
        if (segment.FileSize > 0 && !source.Holds(segment.FileOffset, segment.FileSize))
        {
            throw diagnostics.Fail(
                Catalogue.SegmentOutsideFile,
                $"{segment}: {segment.FileSize} bytes at file offset 0x{segment.FileOffset:x}, the file has {source.Length}");
        }
        if (segment.Type != SegmentType.Load)
            return;
        if (segment.FileSize > segment.MemorySize)
        {
            throw diagnostics.Fail(
                Catalogue.SegmentSizes,
                $"{segment}: p_filesz {segment.FileSize} is more than p_memsz {segment.MemorySize}");
        }
        ulong highest = header.Is64Bit ? ulong.MaxValue : uint.MaxValue;
        if (segment.MemorySize > 0
            && Math.Max(segment.VirtualAddress, segment.FileSize > 0 ? segment.PhysicalAddress : 0) > highest - (segment.MemorySize - 1))
        {
            throw diagnostics.Fail(
                Catalogue.SegmentAddressWraps,
                $"{segment}: {segment.MemorySize} bytes at address 0x{segment.VirtualAddress:x} (stored at "
                + $"0x{segment.PhysicalAddress:x}) "
                + "run past the end of the address space");
        }
    }

    private static Section ReadFirstSection(ElfSource source, ElfHeader header, DiagnosticSink diagnostics)
    {
        int entrySize = header.Is64Bit ? 64 : 40;
        var table = ReadTable(source, header.SectionTableOffset, 1, header.SectionEntrySize, entrySize, "section header", diagnostics);
        return ReadSection(0, header, table.Span, default);
    }

    private static ImmutableArray<Section> ReadSections(
        ElfSource source, ElfHeader header, ulong count, ulong nameIndex, DiagnosticSink diagnostics)
    {
        int entrySize = header.Is64Bit ? 64 : 40;
        var table = ReadTable(
            source, header.SectionTableOffset, count, header.SectionEntrySize, entrySize, "section header", diagnostics);
        var names = ReadSectionNames(source, header, table, count, nameIndex, diagnostics);
        var sections = ImmutableArray.CreateBuilder<Section>((int)count);
        for (int index = 0; index < (int)count; index++)
        {
            var section = ReadSection(index, header, table.Slice(index * entrySize, entrySize).Span, names);
            if (section.HasFileBytes && !source.Holds(section.FileOffset, section.Size))
            {
                throw diagnostics.Fail(
                    Catalogue.SectionOutsideFile,
                    $"{section} ({index}): {section.Size} bytes at file offset 0x{section.FileOffset:x}, the file has "
                    + $"{source.Length}");
            }
            sections.Add(section);
        }
        return sections.MoveToImmutable();
    }

    private static Section ReadSection(int index, ElfHeader header, ReadOnlySpan<byte> bytes, ReadOnlyMemory<byte> names)
    {
        var reader = new ByteReader(bytes);
        uint name = reader.U32();
        var type = (SectionType)reader.U32();
        var flags = (SectionFlags)header.Word(ref reader);
        ulong address = header.Word(ref reader);
        ulong offset = header.Word(ref reader);
        ulong size = header.Word(ref reader);
        uint link = reader.U32();
        uint info = reader.U32();
        ulong alignment = header.Word(ref reader);
        return new Section(
            index, ElfName.At(names, name), type, flags, address, offset, size, link, info, header.Word(ref reader))
        {
            Alignment = alignment,
        };
    }

    private static ReadOnlyMemory<byte> ReadSectionNames(
        ElfSource source, ElfHeader header, ReadOnlyMemory<byte> table, ulong count, ulong index, DiagnosticSink diagnostics)
    {
        if (index == 0)
            return default;
        int entrySize = header.Is64Bit ? 64 : 40;
        var section = index < count ? ReadSection((int)index, header, table.Slice((int)index * entrySize, entrySize).Span, default) : null;
        if (section is null || !section.HasFileBytes || !source.Holds(section.FileOffset, section.Size))
        {
            throw diagnostics.Fail(
                Catalogue.SectionNames, $"e_shstrndx says section {index} holds the section names; it does not lie in the file");
        }
        return source.Read(section.FileOffset, section.Size);
    }

    /// <summary>A table of headers, which must have the entry size of the file's class and lie inside the file.</summary>
    private static ReadOnlyMemory<byte> ReadTable(
        ElfSource source, ulong offset, ulong count, ushort statedSize, int entrySize, string what, DiagnosticSink diagnostics)
    {
        if (statedSize != entrySize)
        {
            throw diagnostics.Fail(
                Catalogue.TableEntrySize,
                $"a {what} has {entrySize} bytes in a file of this class, the ELF header says {statedSize}");
        }
        if (count > source.Length / (ulong)entrySize || !source.Holds(offset, count * (ulong)entrySize))
        {
            throw diagnostics.Fail(
                Catalogue.TableOutsideFile,
                $"{count} {what}s at file offset 0x{offset:x} run past the file's end at 0x{source.Length:x}");
        }
        return source.Read(offset, count * (ulong)entrySize);
    }

    /// <summary>The ELF header (gABI, ELF header), as far as it is used.</summary>
    private sealed record ElfHeader(
        bool Is64Bit,
        ElfType Type,
        ElfMachine Machine,
        ulong Entry,
        ulong SegmentTableOffset,
        ulong SectionTableOffset,
        ushort SegmentEntrySize,
        ushort SegmentCount,
        ushort SectionEntrySize,
        ushort SectionCount,
        ushort SectionNameIndex)
    {
        private ulong Size => Is64Bit ? 64U : 52U;

        public ulong Word(ref ByteReader reader) => Is64Bit ? reader.U64() : reader.U32();

        /// <summary>File offset behind this header and the table of program headers, when that follows at the next multiple of 16.</summary>
        public ulong End(ulong segmentCount) => SegmentTableOffset >= Size && SegmentTableOffset - Size < 16
            ? SegmentTableOffset + (segmentCount * SegmentEntrySize)
            : Size;

        public static ElfHeader Read(ElfSource source, DiagnosticSink diagnostics)
        {
            bool is64Bit = CheckIdent(source, diagnostics);
            ulong size = is64Bit ? 64U : 52U;
            if (!source.Holds(0, size))
                throw diagnostics.Fail(Catalogue.Truncated, $"the file has {source.Length} bytes, an ELF header has {size}");

            var reader = new ByteReader(source.Read(0, size).Span);
            reader.Bytes(IdentSize);
            var type = (ElfType)reader.U16();
            var machine = (ElfMachine)reader.U16();
            reader.U32(); // e_version
            ulong entry = is64Bit ? reader.U64() : reader.U32();
            ulong segments = is64Bit ? reader.U64() : reader.U32();
            ulong sections = is64Bit ? reader.U64() : reader.U32();
            reader.U32(); // e_flags
            reader.U16(); // e_ehsize
            return new ElfHeader(
                is64Bit, type, machine, entry, segments, sections, reader.U16(), reader.U16(), reader.U16(), reader.U16(), reader.U16());
        }

        /// <summary>Checks <c>e_ident</c>; whether the file is of the 64-bit class.</summary>
        private static bool CheckIdent(ElfSource source, DiagnosticSink diagnostics)
        {
            var ident = source.Start(IdentSize).Span;
            if (ident.IsEmpty)
                throw diagnostics.Fail(Catalogue.Empty, "the file is empty, or not a regular file");
            if (!ident.StartsWith("\u007fELF"u8))
            {
                var kind = FileKind.Of(source.Start(FileKind.BytesThatTell).Span, () => (long)source.Length);
                string start = Convert.ToHexStringLower(ident[..Math.Min(4, ident.Length)]);
                throw diagnostics.Fail(
                    Catalogue.NotElf,
                    $"not an ELF file: {(kind is null ? $"it starts with {start}, an ELF file with 7f454c46" : $"it is {kind.Name}")}",
                    kind?.Hint);
            }
            if (ident.Length < IdentSize)
                throw diagnostics.Fail(Catalogue.Truncated, $"the file ends after {ident.Length} bytes, inside the ELF header");
            if (ident[5] == 2)
                throw diagnostics.Fail(Catalogue.BigEndian, "the file is big-endian (ELFDATA2MSB)");
            if (ident[5] != 1)
                throw diagnostics.Fail(Catalogue.UnknownClass, $"EI_DATA is {ident[5]}, neither 1 nor 2");
            if (ident[4] is not (1 or 2))
                throw diagnostics.Fail(Catalogue.UnknownClass, $"EI_CLASS is {ident[4]}, neither 1 (32 bits) nor 2 (64 bits)");
            return ident[4] == 2;
        }

    }
}
