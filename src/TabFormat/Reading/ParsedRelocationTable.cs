using TabFormat.Tbf;

namespace TabFormat.Reading;

/// <summary>A row of a Dynamic Relocations element.</summary>
public sealed record ParsedRelocationTable(
    RelocationKind Kind, ushort EntrySize, uint MemoryOffset, uint Size, uint RelativeCount);
