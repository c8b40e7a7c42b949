using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Tests.Elf;

public sealed class DynamicTableTests
{
    public static TheoryData<bool> Classes => [false, true];

    [Theory]
    [MemberData(nameof(Classes))]
    public void The_first_entry_of_a_tag_counts_and_the_first_DT_NULL_ends_the_table(bool is64Bit)
    {
        var table = Find(is64Bit, PieBuilder.Words(is64Bit, 17, 0x100, 18, 8, 17, 0x200, 0, 5, 35, 4))!;

        Assert.Equal(0x100U, table[DynamicTag.Rel]);
        Assert.Equal(8U, table[DynamicTag.RelSize]);
        Assert.Null(table[DynamicTag.RelrSize]);
        Assert.Null(table[DynamicTag.Null]);
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_table_without_DT_NULL_ends_with_its_segment_and_half_an_entry_is_none(bool is64Bit)
    {
        var table = Find(is64Bit, PieBuilder.Words(is64Bit, 17, 0x100, 18))!;

        Assert.Equal(0x100U, table[DynamicTag.Rel]);
        Assert.Null(table[DynamicTag.RelSize]);
    }

    [Fact]
    public void Values_have_the_word_size_of_the_class() =>
        Assert.Equal(0x1_0000_0001U, Find(true, PieBuilder.Words(true, 7, 0x1_0000_0001))![DynamicTag.Rela]);

    [Fact]
    public void An_empty_table_has_nothing() => Assert.Null(Find(false, [])![DynamicTag.Rel]);

    [Fact]
    public void An_empty_table_may_be_said_to_be_outside_the_file()
    {
        var elf = new PieBuilder { HasDynamic = false }.ToElf();
        elf.Segments.Add(new SegmentSpec(0, []) { Type = SegmentType.Dynamic, FileOffset = 0x8000_0000 });

        Assert.Null(elf.Read().Dynamic![DynamicTag.Rel]);
    }

    [Fact]
    public void Without_PT_DYNAMIC_there_is_no_table() =>
        Assert.Null(Read(new PieBuilder { HasDynamic = false }).Dynamic);

    [Theory]
    [MemberData(nameof(Classes))]
    public void Dynamic_symbols_have_a_name_and_are_defined_or_not(bool is64Bit)
    {
        var elf = Read(new PieBuilder { Is64Bit = is64Bit, Origin = 0x1000 });

        Assert.Equal(new("mine", IsDefined: true, IsWeak: false), elf.Dynamic!.Symbol(elf, PieBuilder.DefinedSymbol));
        Assert.Equal(new("other", IsDefined: false, IsWeak: false), elf.Dynamic.Symbol(elf, PieBuilder.UndefinedSymbol));
        Assert.Null(elf.Dynamic.Symbol(elf, uint.MaxValue));
    }

    public static TheoryData<DynamicTag, ulong> NamesOutside => new()
    {
        { DynamicTag.StringTable, 0xFFFF_FFFF },
        { DynamicTag.StringTableSize, 0xFFFF },
        { DynamicTag.StringTableSize, 1 },
    };

    [Theory]
    [MemberData(nameof(NamesOutside))]
    public void A_name_outside_the_file_is_empty(DynamicTag tag, ulong value)
    {
        var elf = Read(new PieBuilder { Tags = [(tag, value)] });
        Assert.Equal("", elf.Dynamic!.Symbol(elf, PieBuilder.DefinedSymbol)!.Name);
    }

    /// <summary>Letters of one byte in front of one of two, and how many characters of the name count.</summary>
    [Theory]
    [InlineData(Section.LongestName - 2, Section.LongestName - 1)]
    [InlineData(Section.LongestName - 1, Section.LongestName - 1)]
    [InlineData(Section.LongestName, Section.LongestName)]
    public void A_long_name_is_cut_between_characters(int letters, int length)
    {
        string name = new string('x', letters) + "é";
        byte[] names = [0, .. Encoding.UTF8.GetBytes(name), 0];
        const ulong Place = 0x10000;
        var elf = new PieBuilder
        {
            Tags = [(DynamicTag.StringTable, Place), (DynamicTag.StringTableSize, (ulong)names.Length)],
        }.ToElf();
        elf.Segments.Add(new SegmentSpec(Place, names));

        var read = elf.Read();
        Assert.Equal(name[..length], read.Dynamic!.Symbol(read, PieBuilder.DefinedSymbol)!.Name);
    }

    [Fact]
    public void A_name_ends_with_its_table()
    {
        var elf = Read(new PieBuilder { Tags = [(DynamicTag.StringTableSize, 4)] });
        Assert.Equal("min", elf.Dynamic!.Symbol(elf, PieBuilder.DefinedSymbol)!.Name);
    }

    [Fact]
    public void Without_a_symbol_table_there_is_no_symbol()
    {
        var elf = WithTable(false, PieBuilder.Words(false, 17, 0x100));
        Assert.Null(elf.Dynamic!.Symbol(elf, 1));
    }

    private static DynamicTable? Find(bool is64Bit, byte[] bytes) => WithTable(is64Bit, bytes).Dynamic;

    private static ElfFile WithTable(bool is64Bit, byte[] bytes) =>
        Read(new ElfBuilder { Is64Bit = is64Bit, Segments = [new SegmentSpec(0, bytes) { Type = SegmentType.Dynamic }] }.Build());

    private static ElfFile Read(PieBuilder pie) => Read(pie.Build());

    private static ElfFile Read(byte[] elf) => ElfFile.Read(new ElfSource(elf), new DiagnosticSink("app.elf"));
}
