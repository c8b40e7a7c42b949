using CsCheck;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace TabFormat.Tests.Tbf;

public sealed class ReservedCredentialTests
{
    private const int Smallest = 8;

    /// <summary>Four bytes in front of what the 16-bit length counts.</summary>
    private const int Largest = 4 + ushort.MaxValue;

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_539)]
    [InlineData(65_540)]
    [InlineData(65_543)]
    [InlineData(65_544)]
    [InlineData(65_547)]
    [InlineData(65_548)]
    [InlineData(131_071)]
    [InlineData(131_072)]
    [InlineData(131_075)]
    [InlineData(131_076)]
    [InlineData(131_083)]
    [InlineData(131_084)]
    [InlineData(1 << 20)]
    public void A_space_is_filled_to_the_byte_by_credentials_whose_lengths_fit(int space)
    {
        var sizes = ReservedCredential.Fill(space).Select(credential => credential.Size).ToArray();

        Assert.Equal(space < Smallest ? 0 : space, sizes.Sum());
        Assert.All(sizes, size => Assert.InRange(size, Smallest, Largest));
        Assert.Equal(space is >= Smallest and <= Largest, sizes.Length == 1);
    }

    [Fact]
    public void The_reader_walks_through_any_reserved_space() =>
        Gen.OneOf(Gen.Int[0, 300_000], Gen.Int[65_530, 65_560], Gen.Int[131_060, 131_100]).Sample(space =>
        {
            var app = new TbfApp();
            uint start = (uint)app.HeaderSize;
            var tbf = new TbfObject(app, start, 4, [], [], start + 4 + (uint)space);

            var reading = TbfReader.Read(TbfWriter.Write(tbf));

            Assert.Empty(reading.Findings);
            Assert.All(reading.Footers, footer => Assert.Equal(CredentialFormat.Reserved, footer.Format));
            Assert.Equal(space < Smallest ? 0 : space, reading.Footers.Sum(footer => Smallest + footer.Data.Length));
        });
}
