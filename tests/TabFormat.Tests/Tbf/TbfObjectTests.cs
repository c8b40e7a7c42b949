using TabFormat.Reading;
using TabFormat.Tbf;

namespace TabFormat.Tests.Tbf;

public sealed class TbfObjectTests
{
    private static readonly TbfApp App = new() { PackageName = "blink" };
    private static readonly BinaryPart[] Parts = [new(8, new byte[] { 1, 2 }), new(0, new byte[] { 3, 4, 5 })];

    [Fact]
    public void Parts_lie_one_behind_another()
    {
        var tbf = TbfObject.Make(App, [.. Parts], [new HashCredential(CredentialFormat.Sha256)]);

        uint header = (uint)App.HeaderSize;
        Assert.Equal((header, 10U, header + 10), (tbf.ProtectedRegionSize, tbf.BinarySize, tbf.BinaryEndOffset));
        Assert.Equal(header + 10 + 40 + 2, tbf.TotalSize); // whole words
        Assert.Equal([3, 4, 5, 0, 0, 0, 0, 0, 1, 2], TbfReader.Read(TbfWriter.Write(tbf)).Binary.ToArray());
    }

    [Fact]
    public void Protected_region_footers_and_padding_are_as_large_as_was_asked_for()
    {
        var tbf = TbfObject.Make(App, [.. Parts], [], 128, 100, PaddingRule.CortexMSubregions, 0x40000);

        Assert.Equal((128U, 138U), (tbf.ProtectedRegionSize, tbf.BinaryEndOffset));
        Assert.Equal(PaddingRule.CortexMSubregions.Apply(238, 0x40000), tbf.TotalSize);
        Assert.Empty(TbfReader.Read(TbfWriter.Write(tbf)).Findings);
    }

    [Fact]
    public void An_app_of_nothing_is_laid_out() =>
        Assert.Equal((uint)App.HeaderSize, TbfObject.Make(App, default, default).TotalSize);

    [Fact]
    public void A_protected_region_without_room_for_the_header_is_refused() =>
        Assert.Throws<ArgumentException>(() => TbfObject.Make(App, [.. Parts], [], (uint)App.HeaderSize - 1));

    [Fact]
    public void A_TBF_of_4_GiB_is_refused()
    {
        Assert.Throws<OverflowException>(() => TbfObject.Make(App, [.. Parts], [], minimumFooterSize: uint.MaxValue));
        Assert.Throws<OverflowException>(() => TbfObject.Make(App, [new(uint.MaxValue, new byte[1])], []));
    }
}
