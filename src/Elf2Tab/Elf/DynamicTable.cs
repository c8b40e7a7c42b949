using System.Text;
using TabFormat.Binary;

namespace Elf2Tab.Elf;

/// <summary>The dynamic table of a file (gABI, dynamic section). The first entry of each tag counts.</summary>
public sealed class DynamicTable
{
    private readonly ElfFile _elf;
    private readonly Dictionary<DynamicTag, ulong> _values = [];

    private DynamicTable(ElfFile elf, ReadOnlyMemory<byte> bytes)
    {
        _elf = elf;
        int entrySize = elf.Is64Bit ? 16 : 8;
        var reader = new ByteReader(bytes.Span);
        while (reader.Remaining >= entrySize)
        {
            var tag = (DynamicTag)elf.ReadWord(ref reader);
            ulong value = elf.ReadWord(ref reader);
            if (tag == DynamicTag.Null)
                break;
            if (Enum.IsDefined(tag))
                _values.TryAdd(tag, value);
        }
    }

    /// <summary>The table of the first PT_DYNAMIC segment; null when there is none.</summary>
    public static DynamicTable? Find(ElfFile elf) =>
        elf.Segments.FirstOrDefault(segment => segment.Type == SegmentType.Dynamic) is { } segment
            ? new DynamicTable(elf, elf.Content(segment))
            : null;

    /// <summary>The value of a tag; null when the table does not have it.</summary>
    public ulong? this[DynamicTag tag] => _values.TryGetValue(tag, out ulong value) ? value : null;

    /// <summary>Name of a dynamic symbol, and whether the file itself defines it; null when it cannot be found.</summary>
    /// <param name="index">Index in the dynamic symbol table, not 0.</param>
    public (string Name, bool IsDefined)? Symbol(uint index)
    {
        ulong entrySize = _elf.Is64Bit ? 24U : 16U;
        if (this[DynamicTag.SymbolTable] is not { } symbols
            || _elf.BytesAt(symbols + (index * entrySize), entrySize) is not { } entry)
        {
            return null;
        }
        var reader = new ByteReader(entry.Span);
        uint name = reader.U32();
        reader.Bytes(_elf.Is64Bit ? 2 : 10);
        bool isDefined = reader.U16() != 0;
        return (StringAt(name), isDefined);
    }

    private string StringAt(uint offset)
    {
        ulong size = this[DynamicTag.StringTableSize] ?? 0;
        ulong length = Math.Min(size - Math.Min(size, offset), Section.LongestName);
        if (this[DynamicTag.StringTable] is not { } strings || _elf.BytesAt(strings + offset, length) is not { } bytes)
            return "";
        int end = bytes.Span.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes.Span : bytes.Span[..end]);
    }
}
