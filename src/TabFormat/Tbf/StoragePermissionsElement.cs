using System.Collections.Immutable;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>Identifiers of stored data. At most <see cref="TbfFormat.MaximumStorageIds"/> in either list.</summary>
/// <param name="WriteId">Identifier of what the app stores; 0: it stores nothing.</param>
/// <param name="ReadIds">What the app may read.</param>
/// <param name="ModifyIds">What the app may change.</param>
public sealed record StoragePermissionsElement(uint WriteId, ImmutableArray<uint> ReadIds, ImmutableArray<uint> ModifyIds)
    : TbfElement(TbfElementType.StoragePermissions)
{
    private readonly ItemList<uint> _readIds = ReadIds;
    private readonly ItemList<uint> _modifyIds = ModifyIds;

    /// <summary>What the app may read.</summary>
    public ImmutableArray<uint> ReadIds { get => _readIds; init => _readIds = value; }

    /// <summary>What the app may change.</summary>
    public ImmutableArray<uint> ModifyIds { get => _modifyIds; init => _modifyIds = value; }

    /// <inheritdoc/>
    public override int Length => 8 + (4 * (ReadIds.Length + ModifyIds.Length));

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U32(WriteId);
        foreach (var ids in (ReadOnlySpan<ImmutableArray<uint>>)[ReadIds, ModifyIds])
        {
            writer.U16(checked((ushort)ids.Length));
            foreach (uint id in ids)
                writer.U32(id);
        }
    }
}
