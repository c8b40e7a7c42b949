using TabFormat.Tbf;

namespace TabFormat.Tests.Tbf;

public sealed class TbfFormatTests
{
    [Fact]
    public void The_checksum_word_itself_does_not_count() =>
        Assert.Equal(1U ^ 2U ^ 4U, TbfFormat.Checksum([1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 255, 255, 255, 255]));

    [Fact]
    public void Words_behind_the_checksum_count_in_little_endian() =>
        Assert.Equal(0x04030201U, TbfFormat.Checksum([.. new byte[16], 1, 2, 3, 4]));
}
