using System.Collections.Immutable;
using TabFormat.Binary;

namespace TabFormat.Reading;

/// <summary>A Storage Permissions element as a kernel takes it: without lists when one is longer than 8.</summary>
public sealed record ParsedStoragePermissions(uint WriteId, ImmutableArray<uint> ReadIds, ImmutableArray<uint> ModifyIds)
{
    private readonly ItemList<uint> _readIds = ReadIds;
    private readonly ItemList<uint> _modifyIds = ModifyIds;

    /// <summary>What the app may read.</summary>
    public ImmutableArray<uint> ReadIds { get => _readIds; init => _readIds = value; }

    /// <summary>What the app may change.</summary>
    public ImmutableArray<uint> ModifyIds { get => _modifyIds; init => _modifyIds = value; }
}
