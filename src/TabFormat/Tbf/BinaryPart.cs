using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>Bytes and their place in the app binary; what no part covers is zero.</summary>
/// <param name="Offset">Bytes from the start of the app binary.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record BinaryPart(uint Offset, ReadOnlyMemory<byte> Bytes)
{
    private readonly ByteList _bytes = Bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get => _bytes; init => _bytes = value; }
}
