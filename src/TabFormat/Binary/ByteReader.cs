using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace TabFormat.Binary;

/// <summary>
/// Reads little-endian numbers one after another. Reading past the end is an error of the caller
/// (<see cref="ArgumentOutOfRangeException"/>): ask <see cref="Remaining"/> or <see cref="Holds"/> first.
/// </summary>
public ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes from the start of the span to the next one read.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => _bytes.Length - Position;

    /// <summary>Whether <paramref name="size"/> bytes at <paramref name="offset"/> lie within <paramref name="length"/> bytes.</summary>
    public static bool Holds(ulong length, ulong offset, ulong size) => offset <= length && size <= length - offset;

    /// <summary>The next <paramref name="count"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(int count)
    {
        var bytes = _bytes.Slice(Position, count);
        Position += count;
        return bytes;
    }

    /// <summary>The next byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte U8() => Bytes(1)[0];

    /// <summary>The next two bytes as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    /// <summary>The next four bytes as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    /// <summary>The next eight bytes as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));
}
