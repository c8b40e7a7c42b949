using TabFormat.Binary;

namespace TabFormat.Tests.Binary;

public sealed class ByteWriterTests
{
    [Fact]
    public void Numbers_are_little_endian_and_follow_one_another()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0xFF, 22)];
        var writer = new ByteWriter(bytes);

        writer.U16(0x0201);
        writer.U32(0x06050403);
        writer.U64(0x0E0D0C0B0A090807);
        writer.Bytes([15, 16]);
        writer.Zeros(3);
        writer.Take(2).Fill(9);

        Assert.Equal((21, 1), (writer.Position, writer.Remaining));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0, 0, 0, 9, 9, 0xFF], bytes);
    }

    [Fact]
    public void Writing_past_the_end_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ByteWriter(new byte[3]).U32(0));
}
