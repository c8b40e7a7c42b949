namespace TabFormat.Binary;

/// <summary>Bytes as the field of a record: equal to others when they are the same bytes, wherever they lie.</summary>
internal readonly struct ByteList(ReadOnlyMemory<byte> bytes) : IEquatable<ByteList>
{
    private const int HashedBytes = 64;

    private ReadOnlySpan<byte> Span => bytes.Span;

    public static implicit operator ByteList(ReadOnlyMemory<byte> bytes) => new(bytes);

    public static implicit operator ReadOnlyMemory<byte>(ByteList list) => list.Memory;

    public ReadOnlyMemory<byte> Memory => bytes;

    public bool Equals(ByteList other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is ByteList other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Span.Length);
        hash.AddBytes(Span[..Math.Min(Span.Length, HashedBytes)]);
        return hash.ToHashCode();
    }
}
