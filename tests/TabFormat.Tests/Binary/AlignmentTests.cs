using TabFormat.Binary;

namespace TabFormat.Tests.Binary;

public sealed class AlignmentTests
{
    [Theory]
    [InlineData(0UL, 4UL, 0UL)]
    [InlineData(1UL, 4UL, 4UL)]
    [InlineData(4UL, 4UL, 4UL)]
    [InlineData(5UL, 1UL, 5UL)]
    [InlineData(7UL, 12UL, 12UL)]
    [InlineData(ulong.MaxValue, 1UL, ulong.MaxValue)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue)]
    [InlineData(1UL, ulong.MaxValue, ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 14, 16UL, null)]
    [InlineData(ulong.MaxValue - 15, 16UL, ulong.MaxValue - 15)]
    [InlineData(ulong.MaxValue, 2UL, null)]
    public void The_next_multiple_is_found_or_there_is_none(ulong value, ulong multiple, ulong? expected)
    {
        if (expected is { } rounded)
            Assert.Equal(rounded, Alignment.RoundUp(value, multiple));
        else
            Assert.Throws<OverflowException>(() => Alignment.RoundUp(value, multiple));
    }
}
