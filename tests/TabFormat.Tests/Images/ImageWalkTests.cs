using TabFormat.Images;
using TabFormat.Reading;
using Tests.Shared;
using static TabFormat.Tests.Images.Placement;

namespace TabFormat.Tests.Images;

public sealed class ImageWalkTests
{
    private static readonly byte[] App1 = ImageApps.Tbf("one", 512);
    private static readonly byte[] App2 = ImageApps.Tbf("two", 256);

    [Fact]
    public void Apps_and_padding_are_found_up_to_the_end()
    {
        var walk = ImageWalk.Of(Place([App("a", 1024), App("f", 300, 0x40800)], 0x40000).Write());
        Assert.Equal([(0, "a"), (1024, null), (2048, "f")], walk.Found.Select(found => (found.Offset, found.Tbf.PackageName)));
        Assert.Equal(["a", "f"], walk.Apps.Select(app => app.Tbf.PackageName));
        Assert.Equal(2348, walk.End);
        Assert.Empty(walk.Behind);
    }

    [Fact]
    public void An_app_that_a_kernel_skips_is_found_and_the_next_one_too()
    {
        var walk = ImageWalk.Of((byte[])[.. RawTbf.Damaged(App1, 20, 0xEE), .. App2]);
        Assert.Equal(2, walk.Found.Length);
        Assert.Equal(TbfRule.Checksum, Assert.Single(walk.Found[0].Tbf.Findings).Rule);
    }

    [Fact]
    public void What_is_left_behind_the_end_is_told()
    {
        var walk = ImageWalk.Of((byte[])[.. App1, .. Enumerable.Repeat((byte)0xFF, 16), .. App2, 0, 0, 0, 0, .. App1, .. App2[..^1]]);
        Assert.Equal((1, 512), (walk.Found.Length, walk.End));
        Assert.Equal([528, 788], walk.Behind);
    }

    [Fact]
    public void The_first_app_of_a_flash_dump_is_found() =>
        Assert.Equal((8, (int?)null), (ImageWalk.FindFirst((byte[])[2, 0, 16, 0, 1, 0, 0, 0, .. App2]), ImageWalk.FindFirst(new byte[100])));
}
