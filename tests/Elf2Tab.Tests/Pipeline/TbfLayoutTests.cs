using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Tests.Pipeline;

public sealed class TbfLayoutTests
{
    private static readonly Credential Sha256 = new HashCredential(CredentialFormat.Sha256);

    public static TheoryData<uint, uint> FooterSizes()
    {
        var sizes = new TheoryData<uint, uint> { { 0, 0 } };
        for (uint minimum = 1; minimum <= 20; minimum++)
            sizes.Add(minimum, minimum <= 8 ? 8 : (minimum + 3) / 4 * 4);
        return sizes;
    }

    [Theory]
    [MemberData(nameof(FooterSizes))]
    public void Reserved_space_is_at_least_a_credential_and_a_multiple_of_4(uint minimum, uint expected)
    {
        var tbf = Make(Apps.Fixed(), [], new() { MinimumFooterSize = minimum }).With();

        Assert.Equal(expected, tbf.TotalSize - tbf.BinaryEndOffset);
        Assert.Equal(expected > 0 ? [CredentialFormat.Reserved] : [], tbf.Footers.Select(footer => footer.Format));
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(40, 40)]
    [InlineData(41, 48)]
    [InlineData(48, 48)]
    [InlineData(49, 52)]
    public void Credentials_count_as_reserved_space(uint minimum, uint expected)
    {
        var tbf = Make(Apps.Fixed(), [Sha256], new() { MinimumFooterSize = minimum }).With();

        Assert.Equal(expected, tbf.TotalSize - tbf.BinaryEndOffset);
        Assert.Equal(
            expected > 40 ? [CredentialFormat.Sha256, CredentialFormat.Reserved] : [CredentialFormat.Sha256],
            tbf.Footers.Select(footer => footer.Format));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(9, true)]
    [InlineData(100, true)]
    public void Padding_is_a_reserved_credential_when_it_has_room_for_one(int padding, bool isReserved)
    {
        // Header 68 (with Fixed Addresses), protected region 128, length word 4.
        var app = Apps.Fixed(new SegmentSpec(Apps.Flash, Apps.Code(512 - 128 - 4 - padding))) with { Machine = ElfMachine.Arm };

        var tbf = Make(app).With();
        var reading = TbfReader.Read(TbfWriter.Write(tbf));

        Assert.Equal((512U, padding), (tbf.TotalSize, (int)(tbf.TotalSize - tbf.BinaryEndOffset)));
        Assert.Empty(reading.Findings);
        Assert.Equal(isReserved ? [padding - 8] : [], reading.Footers.Select(footer => footer.Data.Length));
        Assert.All(reading.Footers, footer => Assert.Equal(CredentialFormat.Reserved, footer.Format));
        if (!isReserved)
            Assert.All(reading.Bytes[(int)tbf.BinaryEndOffset..].ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(140_000)]
    [InlineData(262_144)]
    public void Padding_of_more_than_64_KiB_is_several_reserved_credentials(int size)
    {
        var app = Apps.Fixed(new SegmentSpec(Apps.Flash, Apps.Code(size))) with { Machine = ElfMachine.Arm };

        var tbf = Make(app, [Sha256]).With();

        var reading = TbfReader.Read(TbfWriter.Write(tbf));

        Assert.Empty(reading.Findings);
        Assert.True(tbf.TotalSize - tbf.BinaryEndOffset > 65_536);
        Assert.Equal(CredentialFormat.Sha256, reading.Footers[0].Format);
        Assert.All(reading.Footers.Skip(1), footer => Assert.Equal(CredentialFormat.Reserved, footer.Format));
        Assert.Equal(tbf.TotalSize - tbf.BinaryEndOffset, reading.Footers.Sum(footer => 8L + footer.Data.Length));
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(511, false)]
    public void The_largest_size_counts_padding(uint largest, bool fits)
    {
        var made = Make(Apps.Fixed() with { Machine = ElfMachine.Arm }, [], new() { MaxSize = largest });

        if (fits)
            Assert.Equal(512U, made.With().TotalSize);
        else
            made.IsRefusedFor(Catalogue.TooLarge);
    }

    [Fact]
    public void Sizes_near_4_GiB_do_not_wrap()
    {
        const uint Most = uint.MaxValue;
        var options = new ConvertOptions { MaxSize = Most, MinimumFooterSize = Most, ProtectedRegionSize = Most };

        Make(Apps.Fixed(), [Sha256], options).IsRefusedFor(Catalogue.TooLarge);
    }

    private static Outcome<TbfObject> Make(ElfBuilder app, Credential[]? credentials = null, ConvertOptions? options = null) =>
        Outcome.Of(app, (elf, diagnostics) =>
        {
            var plan = Planner.Make(elf, options ?? new(), diagnostics);
            return TbfLayout.Make(plan, [.. credentials ?? []], options ?? new(), diagnostics);
        });
}
