namespace TabFormat.Reading;

/// <summary>A writeable flash region, bytes from the start of the file.</summary>
public sealed record ParsedFlashRegion(uint Offset, uint Size);
