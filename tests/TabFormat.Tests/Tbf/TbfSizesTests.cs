using TabFormat.Tbf;

namespace TabFormat.Tests.Tbf;

public sealed class TbfSizesTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 8)]
    [InlineData(0, 9, 12)]
    [InlineData(40, 40, 0)]
    [InlineData(40, 41, 8)]
    [InlineData(40, 49, 12)]
    public void Reserved_space_has_room_for_a_credential_and_is_whole_words(uint credentials, uint minimum, uint reserved)
    {
        var sizes = new TbfSizes(64, 100, credentials) { MinimumFooters = minimum };

        Assert.Equal(reserved, sizes.Reserved);
        Assert.Equal(164UL, sizes.BinaryEnd);
        Assert.Equal(164UL + credentials + reserved, sizes.Unpadded);
        Assert.Equal(sizes.Unpadded, sizes.Total);
    }

    [Fact]
    public void Padding_counts_in_the_whole() =>
        Assert.Equal(512UL, new TbfSizes(64, 100, 40) { Padding = PaddingRule.PowerOfTwo }.Total);

    [Fact]
    public void Sums_of_more_than_32_bits_do_not_wrap() =>
        Assert.Equal(
            0x2_0000_0000UL, new TbfSizes(uint.MaxValue, uint.MaxValue, 0) { Padding = PaddingRule.MultipleOf(16) }.Total);
}
