using System.Collections.Immutable;

namespace TabFormat.Reading;

/// <summary>A Storage Permissions element as a kernel takes it: without lists when one is longer than 8.</summary>
public sealed record ParsedStoragePermissions(uint WriteId, ImmutableArray<uint> ReadIds, ImmutableArray<uint> ModifyIds);
