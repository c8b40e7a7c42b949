using TabFormat.Tbf;

namespace TabFormat.Tests;

public sealed class ChecksumTests
{
    [Fact]
    public void The_checksum_word_itself_does_not_count() =>
        Assert.Equal(1U ^ 2U ^ 4U, TbfFormat.Checksum([1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 255, 255, 255, 255]));
}
