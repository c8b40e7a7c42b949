using TabFormat.Images;
using static TabFormat.Tests.Images.Placement;

namespace TabFormat.Tests.Images;

public sealed class ImageCheckTests
{
    private static readonly ImageLayout Layout = Place([App("a", 1024), App("b", 512), App("f", 300, 0x40800)], 0x40000);

    [Fact]
    public void What_was_planned_is_found() => Assert.Empty(ImageCheck.Differences(Layout, Layout.Write()));

    /// <summary>Offsets in a, in b, in the padding's header, in f.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    [InlineData(1024 + 4)]
    [InlineData(1024 + 8)]
    [InlineData(1536)]
    [InlineData(1536 + 12)]
    [InlineData(2048 + 299)]
    public void A_change_of_the_image_is_noticed(int offset)
    {
        byte[] image = Layout.Write();
        image[offset] ^= 1;
        Assert.NotEmpty(ImageCheck.Differences(Layout, image));
    }

    [Fact]
    public void An_app_at_another_place_is_noticed()
    {
        byte[] image = Layout.Write();
        Assert.NotEmpty(ImageCheck.Differences(Layout with { Base = 0x40004 }, image));
        Assert.NotEmpty(ImageCheck.Differences(Layout, image.AsMemory(..^17)));
        Assert.NotEmpty(ImageCheck.Differences(Layout with { Parts = Layout.Parts[..^1] }, image));
    }
}
