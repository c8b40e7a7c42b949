using TabFormat.Binary;

namespace TabFormat.Tests.Binary;

public sealed class ByteReaderTests
{
    [Fact]
    public void Numbers_are_little_endian_and_follow_one_another()
    {
        var reader = new ByteReader([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);

        Assert.Equal(0x01, reader.U8());
        Assert.Equal(0x0302, reader.U16());
        Assert.Equal(0x07060504U, reader.U32());
        Assert.Equal(0x0F0E0D0C0B0A0908UL, reader.U64());
        Assert.Equal((15, 2), (reader.Position, reader.Remaining));
        Assert.Equal([16, 17], reader.Bytes(2).ToArray());
        Assert.Equal((17, 0), (reader.Position, reader.Remaining));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Reading_past_the_end_throws(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var reader = new ByteReader(new byte[size - 1]);
            _ = size switch { 1 => reader.U8(), 2 => reader.U16(), 4 => reader.U32(), _ => reader.U64() };
        });

    [Theory]
    [InlineData(0UL, 0UL, 0UL, true)]
    [InlineData(0UL, 0UL, 1UL, false)]
    [InlineData(0UL, 1UL, 0UL, false)]
    [InlineData(8UL, 8UL, 0UL, true)]
    [InlineData(8UL, 4UL, 4UL, true)]
    [InlineData(8UL, 4UL, 5UL, false)]
    [InlineData(8UL, 9UL, 0UL, false)]
    [InlineData(8UL, ulong.MaxValue, 0UL, false)]
    [InlineData(8UL, 0UL, ulong.MaxValue, false)]
    [InlineData(8UL, 4UL, ulong.MaxValue - 1, false)]
    [InlineData(8UL, ulong.MaxValue, ulong.MaxValue, false)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, 0UL, true)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, 1UL, false)]
    [InlineData(ulong.MaxValue, 0UL, ulong.MaxValue, true)]
    [InlineData(ulong.MaxValue, 1UL, ulong.MaxValue, false)]
    [InlineData(ulong.MaxValue, 1UL, ulong.MaxValue - 1, true)]
    public void A_range_inside_a_length_is_told_without_wrapping(ulong length, ulong offset, ulong size, bool isInside) =>
        Assert.Equal(isInside, ByteReader.Holds(length, offset, size));
}
