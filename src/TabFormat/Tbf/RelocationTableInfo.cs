namespace TabFormat.Tbf;

/// <summary>A table of a <see cref="DynamicRelocationsElement"/>.</summary>
/// <param name="Kind">Its encoding.</param>
/// <param name="EntrySize">Bytes of an entry.</param>
/// <param name="MemoryOffset">Bytes from the RAM origin.</param>
/// <param name="Size">Bytes of the table.</param>
/// <param name="RelativeCount">Words that it relocates.</param>
public sealed record RelocationTableInfo(
    RelocationKind Kind, ushort EntrySize, uint MemoryOffset, uint Size, uint RelativeCount);
