using System.Buffers.Binary;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace EndToEnd.Tests;

/// <summary>A TBF in which something is changed, with a checksum that is right again.</summary>
internal sealed class EditedTbf(byte[] tbf)
{
    public const int SegmentMemoryOffset = 4;
    public const int SegmentMemorySize = 12;
    public const int SegmentFlags = 16;
    private const int SegmentRowSize = 20;

    private readonly TbfReading _reading = TbfReader.Read(tbf);

    /// <summary>What the app's RAM must be aligned to; 8 when the TBF does not say.</summary>
    public uint Alignment => _reading.LoadTarget?.RamAlignment ?? 8;

    /// <summary>Adds to a word of the content of every element of a type.</summary>
    public EditedTbf Add(TbfElementType type, int offset, uint value)
    {
        foreach (var element in _reading.Elements.Where(element => element.Type == (ushort)type))
            AddAt(element.Offset + TbfFormat.ElementPrefixSize + offset, value);
        return this;
    }

    public EditedTbf AddToSegment(int row, int field, uint value) =>
        Add(TbfElementType.LoadSegments, (row * SegmentRowSize) + field, value);

    /// <summary>Adds to the first word of the relocation table, which is a place.</summary>
    public EditedTbf MoveFirstRelocation(uint bytes)
    {
        uint table = Assert.Single(_reading.RelocationTables).MemoryOffset;
        var row = _reading.LoadSegments.Last(row => row.MemoryOffset <= table);
        AddAt((int)(_reading.BinaryOffset + row.BinaryOffset + table - row.MemoryOffset), bytes);
        return this;
    }

    public byte[] Finish()
    {
        uint checksum = TbfFormat.Checksum(tbf.AsSpan(0, _reading.HeaderSize));
        BinaryPrimitives.WriteUInt32LittleEndian(tbf.AsSpan(TbfFormat.ChecksumOffset), checksum);
        return tbf;
    }

    private void AddAt(int offset, uint value)
    {
        var place = tbf.AsSpan(offset, 4);
        BinaryPrimitives.WriteUInt32LittleEndian(place, BinaryPrimitives.ReadUInt32LittleEndian(place) + value);
    }
}
