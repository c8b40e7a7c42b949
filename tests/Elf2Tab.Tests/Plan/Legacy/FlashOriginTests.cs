using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;
using Elf2Tab.Tests.Elf;

namespace Elf2Tab.Tests.Plan.Legacy;

public sealed class FlashOriginTests
{
    private static readonly SegmentSpec Text = new(0x1000, Apps.Code(16));
    private static readonly SegmentSpec Header = new(0x0F00, Apps.Code(16)) { Flags = SegmentFlags.Read };
    private static readonly SegmentSpec Sentinel = new(Apps.Anywhere, Apps.Code(16));

    [Theory]
    [InlineData(0x2004_0000UL, 0x2004_0000U)]
    [InlineData(0UL, 0U)]
    [InlineData(0xFFFF_FFFFUL, 0xFFFF_FFFFU)]
    [InlineData(Apps.Anywhere, null)]
    public void The_symbol_says_it(ulong symbol, uint? expected)
    {
        Assert.Equal(expected, Find(Apps.Fixed(Text) with { Symbols = [new("_flash_origin", symbol)] }).With().FixedAddress);
        Assert.Equal(expected, Find(Apps.Fixed(Sentinel) with { Symbols = [new("_flash_origin", symbol)] }).With().FixedAddress);
    }

    [Fact]
    public void An_undefined_symbol_says_nothing()
    {
        var undefined = new SymbolSpec("_flash_origin", 5) { Section = 0 };

        Assert.Equal(0x1000U, Find(Apps.Fixed(Text) with { Symbols = [undefined] }).With().FixedAddress);
    }

    [Fact]
    public void The_lowest_segment_that_runs_where_it_is_stored_says_it()
    {
        Assert.Equal(0x1000U, Find(Apps.Fixed(Text)).With().FixedAddress);
        Assert.Equal(0x0F00U, Find(Apps.Fixed(Text, Header)).With().FixedAddress);
        Assert.Equal(0x1000U, Find(Apps.Fixed(Apps.Data(0x0800, 16), Text)).With().FixedAddress);
    }

    [Fact]
    public void A_segment_at_the_sentinel_stands_for_any_address()
    {
        Assert.Null(Find(Apps.Fixed(Sentinel)).With().FixedAddress);
        Assert.Null(Find(Apps.Fixed(Text, Sentinel)).With().FixedAddress);
        Assert.Null(Find(Apps.Fixed(Sentinel, Text)).With().FixedAddress);
    }

    [Fact]
    public void The_sentinel_inside_of_a_segment_means_nothing() =>
        Assert.Equal(0x7FFF_FFFCU, Find(Apps.Fixed(new SegmentSpec(Apps.Anywhere - 4, Apps.Code(16)))).With().FixedAddress);

    [Fact]
    public void A_segment_without_sections_does_not_count_where_there_are_sections()
    {
        var app = Apps.Fixed(Header, Text);
        var (header, text) = (app.Sections[0], app.Sections[1]);

        Assert.Equal(0x1000U, Find(app with { Sections = [text] }).With().FixedAddress);
        Assert.Equal(0x1000U, Find(app with { Sections = [header with { Size = 0 }, text] }).With().FixedAddress);
        Assert.Equal(0x0F00U, Find(app with { HasSections = false }).With().FixedAddress);
    }

    [Fact]
    public void Neither_symbol_nor_segment_is_an_error()
    {
        Find(Apps.Fixed(Apps.Data(0x1000, 16))).IsRefusedFor(Catalogue.NoFlashAddress);
        Find(Apps.Fixed(Text) with { Sections = [] }).IsRefusedFor(Catalogue.NoFlashAddress);
    }

    [Fact]
    public void Addresses_have_32_bits()
    {
        var far = Apps.Fixed(new SegmentSpec(1UL << 32, Apps.Code(16))) with { Is64Bit = true };

        Find(far).IsRefusedFor(Catalogue.ValueTooLarge);
        Find(far with { Symbols = [new("_flash_origin", 1UL << 32)] }).IsRefusedFor(Catalogue.ValueTooLarge);
        FindRam(0x1000, far with { Symbols = [new("_sram_origin", 1UL << 32)] }).IsRefusedFor(Catalogue.ValueTooLarge);
    }

    [Theory]
    [InlineData(0x2000_0000UL, 0x2000_0000U)]
    [InlineData(0UL, null)]
    public void The_symbol_says_where_RAM_is(ulong symbol, uint? expected)
    {
        var app = Apps.Fixed() with { Symbols = [new("_sram_origin", symbol)] };

        Assert.Equal(expected, FindRam(0x1000, app).With());
        Assert.Equal(expected, FindRam(null, app).With());
    }

    [Fact]
    public void A_fixed_flash_address_without_a_RAM_address_is_suspect()
    {
        var app = Apps.Fixed() with { Symbols = [new("main", 1)] };

        Assert.Null(FindRam(0x1000, app).With(Catalogue.NoRamAddress));
        Assert.Null(FindRam(null, app).With());
        Assert.Null(FindRam(0x1000, app with { HasSections = false }).With(Catalogue.NoRamAddress));
    }

    [Fact]
    public void Without_symbols_the_RAM_address_is_lost()
    {
        Assert.Null(FindRam(0x1000, Apps.Fixed() with { Symbols = [] }).With(Catalogue.NoSymbols));
        Assert.Null(FindRam(null, Apps.Fixed() with { Symbols = [] }).With(Catalogue.NoSymbols));
    }

    private static Outcome<FlashOrigin> Find(ElfBuilder app) =>
        Outcome.Of(app, (elf, diagnostics) => FlashOrigin.Find(elf, [.. elf.LoadSegments], diagnostics));

    private static Outcome<uint?> FindRam(uint? flash, ElfBuilder app) =>
        Outcome.Of(app, new FlashOrigin(flash, "").FindRamAddress);
}
