using Elf2Tab.Diagnostics;
using Elf2Tab.Images;
using static Elf2Tab.Tests.Images.ImageApps;

namespace Elf2Tab.Tests.Images;

public sealed class ImageCheckTests
{
    private static readonly ImageLayout Layout = Outcome.Of(diagnostics => ImageLayout.Make(
        [App("a", 1024), App("b", 512), App("f", 300, 0x40800)], 0x40000, null, diagnostics)).With();

    [Fact]
    public void What_was_planned_is_found() => Check(Layout, Layout.Write()).With();

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
        Check(Layout, image).IsRefusedFor(Catalogue.CheckFailed);
    }

    [Fact]
    public void An_app_at_another_place_is_noticed()
    {
        byte[] image = Layout.Write();
        Check(Layout with { Base = 0x40004 }, image).IsRefusedFor(Catalogue.CheckFailed);
        Check(Layout, image[..^1]).IsRefusedFor(Catalogue.CheckFailed);
        Check(Layout with { Parts = Layout.Parts[..^1] }, image).IsRefusedFor(Catalogue.CheckFailed);
    }

    private static Outcome<bool> Check(ImageLayout layout, byte[] image) => Outcome.Of(diagnostics =>
    {
        ImageCheck.Check(layout, image, diagnostics);
        return true;
    });
}
