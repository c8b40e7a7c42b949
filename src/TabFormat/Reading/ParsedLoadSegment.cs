namespace TabFormat.Reading;

/// <summary>A row of a Load Segments element; BinaryOffset 0xFFFFFFFF: nothing to copy.</summary>
public sealed record ParsedLoadSegment(
    uint BinaryOffset, uint MemoryOffset, uint FileSize, uint MemorySize, uint Flags);
