using TabFormat.Binary;

namespace TabFormat.Images;

/// <summary>Bytes for one place in flash.</summary>
/// <param name="Address">Flash address of the first one.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record ImageBlock(ulong Address, ReadOnlyMemory<byte> Bytes)
{
    private readonly ByteList _bytes = Bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get => _bytes; init => _bytes = value; }

    /// <summary>Flash address behind the last one.</summary>
    public ulong End => Address + (ulong)Bytes.Length;
}
