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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Symbols_have_all_their_fields(bool is64Bit)
    {
        var symbols = Symbols(is64Bit, new("variable", 0x20) { Section = 3, Size = 5, Type = 1 }, new("origin", 0x40) { Type = 2, Size = 6 });

        var (variable, absolute) = (symbols.Symbols.ElementAt(1), symbols.Symbols.ElementAt(2));
        Assert.Equal(3, symbols.Symbols.Count());
        Assert.Equal((0x20UL, 5UL, (ushort)3, "variable"), (variable.Value, variable.Size, variable.Section, Name(variable)));
        Assert.Equal((true, false), (variable.HasBytes, variable.IsFunction));
        Assert.Equal((0x40UL, "origin"), (absolute.Value, Name(absolute)));
        Assert.Equal((false, true), (absolute.HasBytes, absolute.IsFunction));
        Assert.Equal("", Name(variable with { Name = 1_000_000 }));

        string Name(Symbol symbol) => System.Text.Encoding.UTF8.GetString(symbols.NameOf(symbol).Span);
    }

    /// <summary>Type, section, size.</summary>
    [Theory]
    [InlineData(0, 1, 1, true)]
    [InlineData(1, 1, 1, true)]
    [InlineData(2, 0xFEFF, 1, true)]
    [InlineData(2, 1, 0, false)]
    [InlineData(2, 0, 1, false)]
    [InlineData(2, 0xFFF1, 1, false)]
    [InlineData(3, 1, 1, false)]
    [InlineData(4, 1, 1, false)]
    [InlineData(6, 1, 1, false)]
    public void Functions_and_variables_with_a_size_have_bytes(byte type, ushort section, uint size, bool hasBytes) =>
        Assert.Equal(hasBytes, new Symbol(0, 0, size, type, section, Binding: 1).HasBytes);

    private static SymbolTable Symbols(bool is64Bit, params SymbolSpec[] symbols) =>
        (Apps.Fixed() with { Is64Bit = is64Bit, Symbols = [.. symbols] }).Read().Symbols!;
}
