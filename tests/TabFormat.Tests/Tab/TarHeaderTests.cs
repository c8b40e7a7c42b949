using CsCheck;
using TabFormat.Tab;

namespace TabFormat.Tests.Tab;

public sealed class TarHeaderTests
{
    [Fact]
    public void The_sum_is_that_of_all_bytes_with_spaces_for_its_own() =>
        Gen.Byte.Array[TarHeader.BlockSize].Sample(header =>
            Assert.Equal(header.Sum(value => value) - header[TarHeader.Checksum].Sum(value => value - ' '), (int)TarHeader.Sum(header)));

    [Fact]
    public void The_largest_sum_fits()
    {
        byte[] header = new byte[TarHeader.BlockSize];
        Array.Fill(header, byte.MaxValue);

        Assert.Equal((504 * 255) + (8 * ' '), (int)TarHeader.Sum(header));
    }
}
