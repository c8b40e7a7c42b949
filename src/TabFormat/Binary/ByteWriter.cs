using System.Buffers.Binary;

namespace TabFormat.Binary;

/// <summary>
/// Writes little-endian numbers one after another into a span whose size was computed before. Writing past the end is an
/// error of the caller (<see cref="ArgumentOutOfRangeException"/>).
/// </summary>
public ref struct ByteWriter(Span<byte> bytes)
{
    private readonly Span<byte> _bytes = bytes;

    /// <summary>Bytes written.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes of the span not yet written.</summary>
    public readonly int Remaining => _bytes.Length - Position;

    /// <summary>Takes the next <paramref name="count"/> bytes of the span, to be filled by the caller.</summary>
    public Span<byte> Take(int count)
    {
        var bytes = _bytes.Slice(Position, count);
        Position += count;
        return bytes;
    }

    /// <summary>Writes <paramref name="count"/> zero bytes.</summary>
    public void Zeros(int count) => Take(count).Clear();

    /// <summary>Writes <paramref name="bytes"/>.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Writes 8 bits.</summary>
    public void U8(byte value) => Take(1)[0] = value;

    /// <summary>Writes two bytes.</summary>
    public void U16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    /// <summary>Writes four bytes.</summary>
    public void U32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    /// <summary>Writes eight bytes.</summary>
    public void U64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);
}
