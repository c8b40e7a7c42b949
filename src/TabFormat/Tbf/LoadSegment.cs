namespace TabFormat.Tbf;

/// <summary>A row of a <see cref="LoadSegmentsElement"/>.</summary>
/// <param name="BinaryOffset">Bytes from the start of the app binary; null: no bytes there.</param>
/// <param name="MemoryOffset">Bytes from the RAM origin.</param>
/// <param name="FileSize">Bytes to copy.</param>
/// <param name="MemorySize">Bytes in memory; what is not copied is zero.</param>
/// <param name="Flags">PF_X 1, PF_W 2, PF_R 4, as in the ELF; <see cref="TbfFormat.TextRelocated"/>.</param>
public sealed record LoadSegment(
    uint? BinaryOffset, uint MemoryOffset, uint FileSize, uint MemorySize, uint Flags);
