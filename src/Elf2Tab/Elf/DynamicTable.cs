using System.Collections.Immutable;
using TabFormat.Binary;

namespace Elf2Tab.Elf;

/// <summary>A symbol of the dynamic symbol table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsDefined">The file itself defines it.</param>
/// <param name="IsWeak">It may stay undefined, and is 0 then (STB_WEAK).</param>
internal sealed record DynamicSymbol(string Name, bool IsDefined, bool IsWeak);

/// <summary>The dynamic table of a file (gABI, dynamic section). The first entry of each tag counts.</summary>
internal sealed class DynamicTable
{
    /// <summary>DF_1_PIE: an executable that may be loaded anywhere. Linkers tell it from a shared object so.</summary>
    private const ulong PositionIndependentExecutable = 0x0800_0000;

    private readonly Dictionary<DynamicTag, ulong> _values = [];

    private DynamicTable(Segment segment, ReadOnlyMemory<byte> bytes, bool is64Bit)
    {
        Segment = segment;
        int entrySize = is64Bit ? 16 : 8;
        var reader = new ByteReader(bytes.Span);
        while (reader.Remaining >= entrySize)
        {
            var tag = (DynamicTag)(is64Bit ? reader.U64() : reader.U32());
            ulong value = is64Bit ? reader.U64() : reader.U32();
            if (tag == DynamicTag.Null)
                break;
            if (Enum.IsDefined(tag))
                _values.TryAdd(tag, value);
        }
    }

    /// <summary>The PT_DYNAMIC segment that it is in.</summary>
    public Segment Segment { get; }

    /// <summary>Whether the linker made the file as a position-independent executable (DF_1_PIE), whatever its type says.</summary>
    public bool IsPositionIndependentExecutable => (this[DynamicTag.Flags1] & PositionIndependentExecutable) > 0;

    /// <summary>The table of the first PT_DYNAMIC segment; null when there is none.</summary>
    public static DynamicTable? Find(ElfSource source, ImmutableArray<Segment> segments, bool is64Bit)
    {
        var segment = segments.FirstOrDefault(segment => segment.Type == SegmentType.Dynamic);
        if (segment is null)
            return null;
        var bytes = segment.FileSize == 0 ? default : source.Read(segment.FileOffset, segment.FileSize);
        return new DynamicTable(segment, bytes, is64Bit);
    }

    /// <summary>The value of a tag; null when the table does not have it.</summary>
    public ulong? this[DynamicTag tag] => _values.TryGetValue(tag, out ulong value) ? value : null;

    /// <summary>A dynamic symbol; null when it cannot be found.</summary>
    /// <param name="elf">The file.</param>
    /// <param name="index">Index in the dynamic symbol table, not 0.</param>
    public DynamicSymbol? Symbol(ElfFile elf, uint index)
    {
        ulong entrySize = elf.Is64Bit ? 24U : 16U;
        if (this[DynamicTag.SymbolTable] is not { } symbols
            || elf.BytesAt(symbols + (index * entrySize), entrySize) is not { } entry)
        {
            return null;
        }
        var reader = new ByteReader(entry.Span);
        uint name = reader.U32();
        reader.Bytes(elf.Is64Bit ? 0 : 8);
        byte binding = (byte)(reader.U16() >> 4 & 0xF); // st_info, then st_other
        bool isDefined = reader.U16() != 0;
        return new DynamicSymbol(StringAt(elf, name), isDefined, IsWeak: binding == Elf.Symbol.Weak);
    }

    /// <summary>The name of a library that must be loaded too (DT_NEEDED); empty when it cannot be found.</summary>
    public string NeededLibrary(ElfFile elf) => this[DynamicTag.Needed] is <= uint.MaxValue and var offset ? StringAt(elf, (uint)offset) : "";

    private string StringAt(ElfFile elf, uint offset)
    {
        ulong size = this[DynamicTag.StringTableSize] ?? 0;
        ulong length = Math.Min(size - Math.Min(size, offset), Section.LongestName + 1); // one more tells that it goes on
        if (this[DynamicTag.StringTable] is not { } strings || elf.BytesAt(strings + offset, length) is not { } bytes)
            return "";
        return ElfName.ToText(ElfName.UpToZero(bytes.Span), Section.LongestName);
    }
}
