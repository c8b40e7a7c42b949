using Elf2Tab.Elf;

namespace Elf2Tab.Tests.Elf;

public sealed class SymbolTableTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_first_defined_symbol_of_the_exact_name_counts(bool is64Bit)
    {
        var symbols = Symbols(
            is64Bit, new("origin", 1) { Section = 0 }, new("the_origin", 2), new("origin", 3) { Section = 7 }, new("origin", 4));

        Assert.Equal(3U, symbols.ValueOf("origin"u8));
        Assert.Equal(2U, symbols.ValueOf("the_origin"u8));
        Assert.Null(symbols.ValueOf("orig"u8));
        Assert.Null(symbols.ValueOf("origins"u8));
        Assert.Null(symbols.ValueOf("rigin"u8));
    }

    [Fact]
    public void Values_have_64_bits() =>
        Assert.Equal(0x1_2345_6789UL, Symbols(is64Bit: true, new SymbolSpec("far", 0x1_2345_6789)).ValueOf("far"u8));

    [Fact]
    public void A_file_may_have_sections_and_no_symbols() =>
        Assert.Null((Apps.Fixed() with { Symbols = [] }).Read().Symbols);

    private static SymbolTable Symbols(bool is64Bit, params SymbolSpec[] symbols) =>
        (Apps.Fixed() with { Is64Bit = is64Bit, Symbols = [.. symbols] }).Read().Symbols!;
}
