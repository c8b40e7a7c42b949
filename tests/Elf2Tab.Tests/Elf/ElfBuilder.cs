using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Binary;

namespace Elf2Tab.Tests.Elf;

/// <summary>A segment to put into an ELF file. Without an offset its bytes go where there is room.</summary>
internal sealed record SegmentSpec(ulong VirtualAddress, byte[] Bytes)
{
    public SegmentType Type { get; init; } = SegmentType.Load;

    public SegmentFlags Flags { get; init; } = SegmentFlags.Read | SegmentFlags.Execute;

    public ulong? PhysicalAddress { get; init; }

    public ulong? MemorySize { get; init; }

    public ulong? FileSize { get; init; }

    public ulong? FileOffset { get; init; }

    /// <summary>Its bytes are those that a PT_LOAD segment has at its address.</summary>
    public bool IsLoaded { get; init; }

    public ulong Alignment { get; init; } = 4;
}

/// <summary>A section to put into an ELF file: at an offset, or with bytes of its own.</summary>
internal sealed record SectionSpec(string Name, SectionType Type, SectionFlags Flags)
{
    public const SectionType ProgramBits = (SectionType)1;

    public ulong Address { get; init; }

    /// <summary>Index of the segment in whose bytes the section lies, at its address.</summary>
    public int? InSegment { get; init; }

    public ulong? FileOffset { get; init; }

    public byte[] Bytes { get; init; } = [];

    public ulong? Size { get; init; }

    public uint Link { get; init; }

    public uint Info { get; init; }

    public ulong Alignment { get; init; } = 4;
}

/// <summary>A symbol to put into an ELF file.</summary>
internal sealed record SymbolSpec(string Name, ulong Value)
{
    /// <summary>0: undefined.</summary>
    public ushort Section { get; init; } = 0xFFF1;

    public uint Size { get; init; }

    public byte Type { get; init; }
}

/// <summary>Makes small ELF files in memory: the layout is ELF header, program headers, bytes, section headers.</summary>
internal sealed record ElfBuilder
{
    public bool Is64Bit { get; init; }

    public ElfType Type { get; init; } = ElfType.Executable;

    public ElfMachine Machine { get; init; } = ElfMachine.RiscV;

    public ulong Entry { get; init; }

    public List<SegmentSpec> Segments { get; init; } = [];

    public List<SectionSpec> Sections { get; init; } = [];

    public List<SymbolSpec> Symbols { get; init; } = [];

    /// <summary>Writes section headers; without them there are no symbols either.</summary>
    public bool HasSections { get; init; } = true;

    /// <summary>Counts of segments and sections go to the first section header, as for counts over 65,279.</summary>
    public bool UseExtendedCounts { get; init; }

    private int HeaderSize => Is64Bit ? 64 : 52;

    private int SegmentEntrySize => Is64Bit ? 56 : 32;

    private int SectionEntrySize => Is64Bit ? 64 : 40;

    public byte[] Build()
    {
        var content = new MemoryStream();
        content.SetLength(HeaderSize + (SegmentEntrySize * Segments.Count));
        content.Position = content.Length;
        ulong[] offsets = [.. Segments.Select(segment => segment.IsLoaded ? 0 : segment.FileOffset ?? Append(content, segment.Bytes))];
        foreach (var (index, segment) in Segments.Index().Where(segment => segment.Item.IsLoaded))
        {
            int outer = Segments.FindIndex(other => other.Type == SegmentType.Load && other.VirtualAddress <= segment.VirtualAddress
                && segment.VirtualAddress < other.VirtualAddress + (ulong)other.Bytes.Length);
            offsets[index] = offsets[outer] + segment.VirtualAddress - Segments[outer].VirtualAddress;
        }

        var sections = Sections.ToList();
        ulong[] sectionOffsets = [.. sections.Select(section => Offset(section, offsets, content))];
        if (HasSections)
            AppendTables(content, sections, ref sectionOffsets);

        byte[] file = new byte[content.Length + (HasSections ? SectionEntrySize * (sections.Count + 1) : 0)];
        content.ToArray().CopyTo(file, 0);
        WriteHeader(file, (ulong)content.Length, sections.Count + 1);
        WriteSegments(file.AsSpan(HeaderSize), offsets);
        if (HasSections)
            WriteSections(file.AsSpan((int)content.Length), sections, sectionOffsets);
        return file;
    }

    /// <summary>Builds the file and reads it back.</summary>
    public ElfFile Read() => ElfFile.Read(new ElfSource(Build()), new DiagnosticSink("app.elf"));

    private static ulong Append(MemoryStream content, byte[] bytes)
    {
        while (content.Position % 16 != 0)
            content.WriteByte(0);
        ulong offset = (ulong)content.Position;
        content.Write(bytes);
        return offset;
    }

    private ulong Offset(SectionSpec section, ulong[] segmentOffsets, MemoryStream content)
    {
        if (section.InSegment is { } index)
            return segmentOffsets[index] + section.Address - Segments[index].VirtualAddress;
        return section.FileOffset ?? Append(content, section.Bytes);
    }

    private void AppendTables(MemoryStream content, List<SectionSpec> sections, ref ulong[] offsets)
    {
        var names = new StringBuilder("\0");
        byte[] symbols = WriteSymbols(names);
        if (Symbols.Count > 0)
        {
            uint strings = (uint)sections.Count + 2;
            sections.Add(new(".symtab", SectionType.SymbolTable, SectionFlags.None) { Bytes = symbols, Link = strings });
            offsets = [.. offsets, Append(content, symbols)];
            byte[] text = Encoding.UTF8.GetBytes(names.ToString());
            sections.Add(new SectionSpec(".strtab", SectionType.StringTable, SectionFlags.None) { Bytes = text });
            offsets = [.. offsets, Append(content, text)];
        }
        sections.Add(new SectionSpec(".shstrtab", SectionType.StringTable, SectionFlags.None));
        byte[] sectionNames = Encoding.UTF8.GetBytes("\0" + string.Concat(sections.Select(section => section.Name + "\0")));
        sections[^1] = sections[^1] with { Bytes = sectionNames };
        offsets = [.. offsets, Append(content, sectionNames)];
    }

    private byte[] WriteSymbols(StringBuilder names)
    {
        int size = Is64Bit ? 24 : 16;
        byte[] symbols = new byte[size * (Symbols.Count + 1)];
        var writer = new ByteWriter(symbols);
        writer.Zeros(size);
        foreach (var symbol in Symbols)
        {
            writer.U32((uint)Encoding.UTF8.GetByteCount(names.ToString()));
            names.Append(symbol.Name).Append('\0');
            if (!Is64Bit)
            {
                writer.U32((uint)symbol.Value);
                writer.U32(symbol.Size);
            }
            writer.U16(symbol.Type);
            writer.U16(symbol.Section);
            if (Is64Bit)
            {
                writer.U64(symbol.Value);
                writer.U64(symbol.Size);
            }
        }
        return symbols;
    }

    private void WriteHeader(Span<byte> file, ulong sectionTable, int sectionCount)
    {
        var writer = new ByteWriter(file[..HeaderSize]);
        writer.Bytes("\u007fELF"u8);
        writer.Bytes([(byte)(Is64Bit ? 2 : 1), 1, 1]);
        writer.Zeros(9);
        writer.U16((ushort)Type);
        writer.U16((ushort)Machine);
        writer.U32(1);
        Word(ref writer, Entry);
        Word(ref writer, (ulong)HeaderSize);
        Word(ref writer, HasSections ? sectionTable : 0);
        writer.U32(0);
        writer.U16((ushort)HeaderSize);
        writer.U16((ushort)SegmentEntrySize);
        writer.U16(UseExtendedCounts ? ushort.MaxValue : (ushort)Segments.Count);
        writer.U16((ushort)SectionEntrySize);
        writer.U16(UseExtendedCounts || !HasSections ? (ushort)0 : (ushort)sectionCount);
        writer.U16(!HasSections ? (ushort)0 : UseExtendedCounts ? ushort.MaxValue : (ushort)(sectionCount - 1));
    }

    private void WriteSegments(Span<byte> table, ulong[] offsets)
    {
        var writer = new ByteWriter(table[..(SegmentEntrySize * Segments.Count)]);
        foreach (var (segment, offset) in Segments.Zip(offsets))
        {
            ulong fileSize = segment.FileSize ?? (ulong)segment.Bytes.Length;
            writer.U32((uint)segment.Type);
            if (Is64Bit)
                writer.U32((uint)segment.Flags);
            Word(ref writer, offset);
            Word(ref writer, segment.VirtualAddress);
            Word(ref writer, segment.PhysicalAddress ?? segment.VirtualAddress);
            Word(ref writer, fileSize);
            Word(ref writer, segment.MemorySize ?? fileSize);
            if (!Is64Bit)
                writer.U32((uint)segment.Flags);
            Word(ref writer, segment.Alignment);
        }
    }

    private void WriteSections(Span<byte> table, List<SectionSpec> sections, ulong[] offsets)
    {
        var writer = new ByteWriter(table);
        WriteSection(ref writer, 0, new SectionSpec("", SectionType.Null, SectionFlags.None)
        {
            Size = UseExtendedCounts ? (ulong)sections.Count + 1 : 0,
            Link = UseExtendedCounts ? (uint)sections.Count : 0,
            Info = UseExtendedCounts ? (uint)Segments.Count : 0,
        }, 0);
        uint name = 1;
        foreach (var (section, offset) in sections.Zip(offsets))
        {
            WriteSection(ref writer, name, section, offset);
            name += (uint)Encoding.UTF8.GetByteCount(section.Name) + 1;
        }
    }

    private void WriteSection(ref ByteWriter writer, uint name, SectionSpec section, ulong offset)
    {
        writer.U32(name);
        writer.U32((uint)section.Type);
        Word(ref writer, (ulong)section.Flags);
        Word(ref writer, section.Address);
        Word(ref writer, offset);
        Word(ref writer, section.Size ?? (ulong)section.Bytes.Length);
        writer.U32(section.Link);
        writer.U32(section.Info);
        Word(ref writer, section.Alignment);
        Word(ref writer, 0);
    }

    private void Word(ref ByteWriter writer, ulong value)
    {
        if (Is64Bit)
            writer.U64(value);
        else
            writer.U32((uint)value);
    }
}
