using System.Collections.Immutable;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>The dynamic relocation tables of a RAM-loaded app.</summary>
public sealed record DynamicRelocationsElement(ImmutableArray<RelocationTableInfo> Tables)
    : TbfElement(TbfElementType.DynamicRelocations)
{
    private readonly ItemList<RelocationTableInfo> _tables = Tables;

    /// <summary>The tables.</summary>
    public ImmutableArray<RelocationTableInfo> Tables { get => _tables; init => _tables = value; }

    /// <inheritdoc/>
    public override int Length => 16 * Tables.Length;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        foreach (var table in Tables)
        {
            writer.U16((ushort)table.Kind);
            writer.U16(table.EntrySize);
            writer.U32(table.MemoryOffset);
            writer.U32(table.Size);
            writer.U32(table.RelativeCount);
        }
    }
}
