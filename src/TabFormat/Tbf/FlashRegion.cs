namespace TabFormat.Tbf;

/// <summary>A part of the app binary that the app may rewrite.</summary>
/// <param name="Offset">Bytes from the start of the TBF (in an element) or of the app binary (in a <see cref="TbfApp"/>).</param>
/// <param name="Size">Bytes.</param>
public sealed record FlashRegion(uint Offset, uint Size);
