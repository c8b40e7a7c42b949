using CsCheck;
using Elf2Tab.Verification;

namespace Elf2Tab.Tests.Verification;

public sealed class SparseBytesTests
{
    private const int Length = 20_000;

    private static readonly Gen<(int Place, byte[] Bytes)> Write =
        from place in Gen.Int[0, Length]
        from bytes in Gen.OneOf(Gen.Byte, Gen.Const((byte)0)).Array[0, 9_000]
        select (place, bytes[..Math.Min(bytes.Length, Length - place)]);

    [Fact]
    public void Bytes_are_what_was_written_last_and_else_zero() => Write.List[0, 5].Sample(writes =>
    {
        byte[] expected = new byte[Length];
        var sparse = new SparseBytes(Length);
        foreach (var (place, bytes) in writes)
        {
            bytes.CopyTo(expected, place);
            sparse.Write(place, bytes);
        }

        byte[] read = new byte[Length];
        sparse.Read(0, read);
        Assert.Equal(expected, read);
        Assert.Equal(expected[4_090..4_100], Enumerable.Range(4_090, 10).Select(place => sparse[place]));
        Assert.True(sparse.SequenceEqual(Of(expected)));
        expected[^1]++;
        Assert.False(sparse.SequenceEqual(Of(expected)));
    });

    [Fact]
    public void Zeros_and_pages_of_zeros_are_equal()
    {
        var written = Of([1]);
        written.Write(0, [0]);

        Assert.True(written.SequenceEqual(new SparseBytes(1)));
        Assert.False(written.SequenceEqual(new SparseBytes(2)));
    }

    [Fact]
    public void Nothing_is_written_or_read_behind_the_end()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparseBytes(4).Write(2, [0, 0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SparseBytes(4).Read(2, new byte[3]));
    }

    private static SparseBytes Of(byte[] bytes)
    {
        var sparse = new SparseBytes(bytes.Length);
        sparse.Write(0, bytes);
        return sparse;
    }
}
