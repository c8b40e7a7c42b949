using TabFormat.Tbf;
using Tests.Shared;

namespace TabFormat.Tests.Tbf;

public sealed class TbfWriterTests
{
    private static readonly TbfObject Small = new(
        new TbfApp { EntryOffset = 5, MinimumRamSize = 0x1000, Version = 3, PackageName = "ab", FlashRegions = [new(4, 8)] },
        ProtectedRegionSize: 80,
        BinarySize: 12,
        [new(0, new byte[] { 0xaa, 0xbb }), new(8, new byte[] { 0xcc, 0xdd, 0xee, 0xff })],
        [],
        TotalSize: 104);

    [Fact]
    public void A_small_app_has_these_bytes()
    {
        string[] words =
        [
            "02004c00", "68000000", "01000000", "00625e00", // base
            "01000c00", "09000000", "04000000", "00100000", // Main
            "09001400", "09000000", "04000000", "00100000", "5c000000", "03000000", // Program
            "03000200", "61620000", // Package Name
            "02000800", "54000000", "08000000", // Writeable Flash Regions
            "00000000", // protected trailer
            "aabb0000", "00000000", "ccddeeff", // binary
            "80000800", "00000000", "00000000", // Reserved
        ];
        Bytes.Equal(Convert.FromHexString(string.Concat(words)), TbfWriter.Write(Small));
    }

    [Fact]
    public void Padding_is_a_base_header_before_erased_flash()
    {
        byte[] bytes = new byte[20];
        TbfWriter.WritePadding(bytes);

        Bytes.Equal(Convert.FromHexString("02001000" + "14000000" + "00000000" + "16001000" + "ffffffff"), bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Space_too_small_for_a_footer_is_zero(uint space)
    {
        byte[] bytes = TbfWriter.Write(Small with { TotalSize = Small.BinaryEndOffset + space });

        Assert.Equal(Small.BinaryEndOffset + space, (uint)bytes.Length);
        Assert.All(bytes[(int)Small.BinaryEndOffset..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Credentials_stand_in_front_of_reserved_space()
    {
        var tbf = Small with
        {
            Credentials = [new HashCredential(CredentialFormat.Sha512), new HashCredential(CredentialFormat.Sha256)],
            TotalSize = Small.BinaryEndOffset + 72 + 40 + 9,
        };

        Assert.Equal(
            [(CredentialFormat.Sha512, 72), (CredentialFormat.Sha256, 40), (CredentialFormat.Reserved, 9)],
            tbf.Footers.Select(footer => (footer.Format, footer.Size)));
    }

    [Fact]
    public void A_header_over_16_bits_is_refused()
    {
        var app = new TbfApp { PackageName = new string('a', 65_476) };
        uint size = (uint)app.HeaderSize;
        Assert.Equal(65_536U, size);

        Assert.Throws<OverflowException>(() => TbfWriter.Write(new(app, size, 4, [], [], size + 4)));
    }
}
