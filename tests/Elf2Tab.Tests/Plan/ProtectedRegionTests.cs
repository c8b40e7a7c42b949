using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using Elf2Tab.Plan.Legacy;
using Elf2Tab.Tests.Elf;

namespace Elf2Tab.Tests.Plan;

public sealed class ProtectedRegionTests
{
    [Theory]
    [InlineData(null, 64, 64)]
    [InlineData(0x1000U, 64, 256)]
    [InlineData(0x103FU, 64, 319)]
    [InlineData(0x1040U, 64, 64)]
    [InlineData(0x1041U, 64, 65)]
    [InlineData(0x10FFU, 64, 255)]
    [InlineData(0x1100U, 256, 256)]
    [InlineData(0x1000U, 257, 512)]
    [InlineData(0x1001U, 257, 257)]
    [InlineData(0x1001U, 258, 513)]
    [InlineData(0x100U, 64, 256)]
    [InlineData(0x40U, 64, 64)]
    public void The_file_starts_at_a_multiple_of_256(uint? flash, uint header, uint expected) =>
        Assert.Equal(expected, Choose(flash, header).With().Size);

    [Theory]
    [InlineData(0x40U, 68)]
    [InlineData(0U, 64)]
    [InlineData(0x100U, 260)]
    public void There_must_be_room_below_the_app(uint flash, uint header) =>
        Choose(flash, header).IsRefusedFor(Catalogue.NoRoomForHeader);

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(0x8000_0000)]
    public void A_given_size_is_taken_as_it_is(uint size)
    {
        Assert.Equal(size, Choose(0x1000, 64, option: size).With().Size);
        Assert.Equal(size, Choose(null, 64, option: size).With().Size);
        Assert.Equal(size, Choose(0x1000, 64, symbol: size).With().Size);
        Assert.Equal(size, Choose(null, 64, symbol: size).With().Size);
    }

    [Fact]
    public void The_symbol_beats_the_option() =>
        Assert.Equal(128U, Choose(0x1000, 64, option: 256, symbol: 128).With(Catalogue.ProtectedRegionOverruled).Size);

    [Fact]
    public void A_given_size_must_hold_the_header()
    {
        Choose(0x1000, 64, option: 63).IsRefusedFor(Catalogue.ProtectedRegionTooSmall);
        Choose(null, 64, option: 0).IsRefusedFor(Catalogue.ProtectedRegionTooSmall);
        Choose(0x1000, 64, option: 128, symbol: 63).IsRefusedFor(Catalogue.ProtectedRegionTooSmall);
    }

    [Fact]
    public void A_given_size_has_32_bits() =>
        Choose(0x1000, 64, symbol: 1UL << 32).IsRefusedFor(Catalogue.ValueTooLarge);

    private static Outcome<ProtectedRegion> Choose(uint? flash, uint header, uint? option = null, ulong? symbol = null)
    {
        var app = Apps.Fixed() with
        {
            Is64Bit = true,
            Symbols = symbol is { } value ? [new SymbolSpec("tbf_protected_region_size", value)] : [new SymbolSpec("main", 1)],
        };
        var origin = new FlashOrigin(flash, "");
        var options = new ConvertOptions { ProtectedRegionSize = option };
        return Outcome.Of(app, (elf, diagnostics) => ProtectedRegion.ForFlash(elf, origin, header, options, diagnostics));
    }
}
