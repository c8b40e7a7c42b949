using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;

namespace Elf2Tab.Tests.Plan.Legacy;

/// <summary>
/// Apps that hide their relocations: the header of six words at 0x100, behind a stack, text up to 0x140, data up to 0x160,
/// the table wherever a test puts it, .bss.
/// </summary>
public sealed class WorkaroundLayoutTests
{
    private const ulong Origin = 0x100;
    private const ulong DataStart = 0x140;
    private const ulong DataEnd = 0x160;
    private const int TableSize = 16;

    private static readonly byte[] Table = Rel(new(DataStart, PieBuilder.Relative));

    private static readonly ConvertOptions Workaround = new() { Relocations = RelocationChoice.Workaround };

    private static readonly byte[] Length = [TableSize, 0, 0, 0];

    [Theory]
    [InlineData(DataEnd, DataEnd + 4)]
    [InlineData(DataEnd + 4, DataEnd + 4)]
    [InlineData(DataEnd + 8, DataEnd + 12)]
    [InlineData(DataEnd + 0x20, DataEnd + 0x20)]
    public void The_table_goes_where_the_apps_header_says_with_its_length_in_front(ulong address, ulong start)
    {
        var conversion = RamConversion.Clean(App(address, start).Build());

        byte[] binary = conversion.Binary;
        Assert.Equal([.. Image(start), .. new byte[start - 4 - DataEnd], .. Length, .. Table], binary);
        Assert.Equal(binary.AsSpan().IndexOf(Table), binary.AsSpan().LastIndexOf(Table));
        Assert.Empty(conversion.Tbf.RelocationTables);
    }

    [Fact]
    public void There_is_no_length_word_where_other_bytes_are()
    {
        var conversion = RamConversion.Clean(App(DataEnd, DataEnd).Build());
        Assert.Equal([.. Image(DataEnd), .. Table], conversion.Binary);
    }

    [Fact]
    public void There_is_no_length_word_where_it_would_touch_other_bytes()
    {
        var app = App(DataEnd + 2, DataEnd + 2);
        Assert.Equal([.. Image(DataEnd + 2), 0, 0, .. Table], RamConversion.Clean(app.Build()).Binary);
    }

    /// <summary>Rows: text, the table's segment from its address to the end of the moved table.</summary>
    [Theory]
    [InlineData(DataEnd, DataEnd + 4, 0x60, 0x14)]
    [InlineData(DataEnd + 4, DataEnd + 4, 0x64, 0x10)]
    public void The_row_of_a_moved_table_ends_where_the_table_does(ulong address, ulong start, uint offset, uint size)
    {
        var tbf = RamConversion.Clean(App(address, start).Build()).Tbf;
        Assert.Equal(
            [new(0, 0, 0x60, 0x60, 7), new(offset, offset, size, size, 4)],
            tbf.LoadSegments);
    }

    [Fact]
    public void A_table_in_the_segment_of_the_data_moves_too()
    {
        var app = App(DataEnd, DataEnd + 4);
        app.Segments.RemoveAt(1);
        app.Segments[0] = app.Segments[0] with { Bytes = [.. app.Segments[0].Bytes, .. Table], MemorySize = 0x100 };
        app.Sections[2] = app.Sections[2] with { InSegment = 0 };

        var conversion = RamConversion.Clean(app.Build(), new ConvertOptions { Stack = 0, AppHeap = 0, KernelHeap = 0 });

        Assert.Equal([.. Image(DataEnd + 4), .. Length, .. Table], conversion.Binary);
        Assert.Equal(0x74U, Assert.Single(conversion.Tbf.LoadSegments).FileSize);
        Assert.Equal(0x100U - 0x74, conversion.Tbf.Program!.MinimumRamSize);
    }

    [Fact]
    public void Memory_under_the_table_costs_nothing_twice()
    {
        var app = App(DataEnd, DataEnd + 4);
        ulong bss = DataEnd + 4;
        app.Segments.Add(Memory(bss, 0x40));

        var conversion = RamConversion.Clean(app.Build(), new ConvertOptions { Stack = 0, AppHeap = 0, KernelHeap = 0 });

        Assert.Equal([.. Image(bss), .. Length, .. Table], conversion.Binary);
        Assert.Equal(0x40U - TableSize, conversion.Tbf.Program!.MinimumRamSize);
    }

    [Fact]
    public void Bytes_that_the_moved_table_overwrites_lose_with_a_warning_that_names_their_section()
    {
        var app = App(DataEnd, DataEnd + 4);
        WithOrphan(app, DataEnd + TableSize, [1, 2, 3, 4, 5, 6, 7, 8]);

        var conversion = RamConversion.Warned(app.Build(), null, Catalogue.OverwrittenByTable);

        Assert.Equal([.. Image(DataEnd + 4), .. Length, .. Table, 5, 6, 7, 8], conversion.Binary);
        var warning = conversion.Diagnostics.Diagnostics.Single(diagnostic => diagnostic.Kind == Catalogue.OverwrittenByTable);
        Assert.Contains(".ARM.exidx", warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_behind_the_moved_table_stay()
    {
        var app = App(DataEnd, DataEnd + 4);
        WithOrphan(app, DataEnd + 4 + TableSize, [1, 2, 3, 4]);

        Assert.Equal([.. Image(DataEnd + 4), .. Length, .. Table, 1, 2, 3, 4], RamConversion.Clean(app.Build()).Binary);
    }

    [Fact]
    public void The_offsets_count_from_the_RAM_origin_which_may_be_a_stack()
    {
        var app = App(DataEnd, DataEnd + 4, stack: 0x80);
        app.Segments.Add(Memory(Origin - 0x80, 0x80));

        var conversion = RamConversion.Clean(app.Build());

        Assert.Equal(0x80U, conversion.Plan.Ram.ImageOffset);
        Assert.Equal([.. Image(DataEnd + 4, stack: 0x80), .. Length, .. Table], conversion.Binary);
    }

    [Fact]
    public void RELA_and_RELR_tables_and_64_bits_are_moved_as_well()
    {
        foreach (bool is64Bit in (bool[])[false, true])
        {
            byte[] rela = PieBuilder.Encode([new(DataStart, PieBuilder.Relative, Addend: 7)], hasAddends: true, is64Bit);
            byte[] relr = PieBuilder.Words(is64Bit, DataStart, 3);
            foreach (var (type, table) in new[] { (SectionType.Rela, rela), (SectionType.Relr, relr) })
            {
                var app = App(DataEnd, DataEnd + 4, is64Bit: is64Bit, table: table, type: type);
                Assert.Equal(
                    [.. Image(DataEnd + 4, size: table.Length), (byte)table.Length, 0, 0, 0, .. table],
                    RamConversion.Clean(app.Build()).Binary);
            }
        }
    }

    /// <summary>Where the section is, where the header says, the size that it says.</summary>
    [Theory]
    [InlineData(DataEnd, DataEnd + 8, TableSize)]
    [InlineData(DataEnd + 4, DataEnd, TableSize)]
    [InlineData(DataEnd, DataEnd + 4, TableSize - 8)]
    [InlineData(DataEnd, DataEnd + 4, 0)]
    public void A_section_elsewhere_or_of_another_size_is_not_the_table(ulong address, ulong start, uint size)
    {
        var app = App(address, start, statedSize: size);

        RamConversion.Warned(app.Build(), null, Catalogue.RelocationsUnused);
        RamConversion.Refused(app.Build(), Workaround, Catalogue.NoWorkaround);
    }

    [Fact]
    public void With_PT_DYNAMIC_the_header_means_nothing_unless_it_is_asked_for()
    {
        var app = App(DataEnd, DataEnd + 4);
        app.Segments.Add(new SegmentSpec(DataEnd, []) { Type = SegmentType.Dynamic });

        Assert.Equal([.. Image(DataEnd + 4), .. Table], RamConversion.Warned(app.Build(), null, Catalogue.RelocationsNotNamed).Binary);
        Assert.Equal(
            [.. Image(DataEnd + 4), .. Length, .. Table],
            RamConversion.Clean(app.Build(), Workaround).Binary);
    }

    public static TheoryData<LoadInfo> LoadInfos => [LoadInfo.Full, LoadInfo.Flags, LoadInfo.None];

    [Theory]
    [MemberData(nameof(LoadInfos))]
    public void The_layout_needs_no_load_info(LoadInfo loadInfo) =>
        Assert.Equal(
            [.. Image(DataEnd + 4), .. Length, .. Table],
            RamConversion.Clean(App(DataEnd, DataEnd + 4).Build(), new ConvertOptions { LoadInfo = loadInfo }).Binary);

    public static TheoryData<ulong, uint, string> Faults => new()
    {
        { DataStart, 1, Catalogue.RelocationType.Code },
        { DataStart + 1, PieBuilder.Relative, Catalogue.RelocationUnaligned.Code },
        { 0x8000, PieBuilder.Relative, Catalogue.RelocationOutside.Code },
        { DataStart + 8, PieBuilder.Relative, Catalogue.RelocationRepeated.Code },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Its_entries_are_checked_like_those_of_PT_DYNAMIC(ulong address, uint type, string code)
    {
        var app = App(DataEnd, DataEnd + 4, table: Rel(new(address, type)));
        Assert.Equal([code], RamConversion.Of(app.Build()).Problems.Select(kind => kind.Code));
    }

    [Fact]
    public void A_table_is_a_whole_number_of_entries() =>
        RamConversion.Refused(App(DataEnd, DataEnd + 4, table: Table[..12]).Build(), null, Catalogue.RelocationEntrySize);

    [Fact]
    public void Allocated_bytes_outside_all_segments_are_not_in_the_image()
    {
        var app = App(DataEnd, DataEnd + 4);
        app.Sections.Add(new(".info", SectionSpec.ProgramBits, SectionFlags.Allocate) { Address = 0, Bytes = [1, 2, 3, 4] });

        Assert.Equal(
            [.. Image(DataEnd + 4), .. Length, .. Table], RamConversion.Warned(app.Build(), null, Catalogue.ConstantsNotLoaded).Binary);
    }

    private static ElfBuilder App(
        ulong address,
        ulong start,
        ulong stack = 0,
        uint? statedSize = null,
        bool is64Bit = false,
        byte[]? table = null,
        SectionType type = SectionType.Rel)
    {
        table ??= Table;
        byte[] image = Image(start, stack, (int?)statedSize ?? table.Length);
        return new ElfBuilder
        {
            Is64Bit = is64Bit,
            Type = ElfType.Dynamic,
            Entry = Origin + 0x18,
            Segments =
            [
                new(Origin, image) { Flags = SegmentFlags.Read | SegmentFlags.Write | SegmentFlags.Execute },
                new(address, table) { Flags = SegmentFlags.Read },
            ],
            Sections =
            [
                Section(".crt0_header", SectionSpec.ProgramBits, Origin, 0, 0x18),
                Section(".data", SectionSpec.ProgramBits, DataStart, 0, DataEnd - DataStart),
                Section(".rel.data", type, address, 1, (ulong)table.Length),
            ],
        };
    }

    private static void WithOrphan(ElfBuilder app, ulong address, byte[] bytes)
    {
        app.Segments.Add(new SegmentSpec(address, bytes) { Flags = SegmentFlags.Read });
        app.Sections.Add(Section(".ARM.exidx", SectionSpec.ProgramBits, address, app.Segments.Count - 1, (ulong)bytes.Length));
    }

    private static SectionSpec Section(string name, SectionType type, ulong address, int segment, ulong size) =>
        new(name, type, SectionFlags.Allocate) { Address = address, InSegment = segment, Size = size };

    private static SegmentSpec Memory(ulong address, ulong size) =>
        new(address, []) { Flags = SegmentFlags.Read | SegmentFlags.Write, MemorySize = size };

    /// <summary>A table of two entries.</summary>
    private static byte[] Rel(RelocationSpec first) =>
        PieBuilder.Encode([first, new(DataStart + 8, PieBuilder.Relative)], hasAddends: false, is64Bit: false);

    /// <summary>The bytes up to the end of the data.</summary>
    private static byte[] Image(ulong start, ulong stack = 0, int size = TableSize)
    {
        byte[] image = [.. Enumerable.Range(1, (int)(DataEnd - Origin)).Select(value => (byte)value)];
        PieBuilder.Words(false, 0, stack, start, 0x40, start - Origin + stack, (ulong)size).CopyTo(image, 0);
        return image;
    }
}
