namespace TabFormat.Tbf;

/// <summary>Bytes and their place in the app binary; what no part covers is zero.</summary>
/// <param name="Offset">Bytes from the start of the app binary.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record BinaryPart(uint Offset, ReadOnlyMemory<byte> Bytes);
