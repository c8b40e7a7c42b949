using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Sizes;
using Elf2Tab.Tests.Elf;
using Elf2Tab.Tests.Plan;

namespace Elf2Tab.Tests.Sizes;

public sealed class PlanMapTests
{
    private const SectionFlags Executable = SectionFlags.Allocate | SectionFlags.Execute;

    private static readonly ConvertOptions NoHeaps = new() { Stack = 0, AppHeap = 0, KernelHeap = 0 };

    /// <summary>Text, constants and an unnamed byte in front, data that is copied to RAM, zeroed memory, a stack.</summary>
    private static readonly ElfBuilder Xip = Apps.Fixed(
        new SegmentSpec(Apps.Flash, Apps.Code(64)), Apps.Data(Apps.Flash + 64, 16) with { MemorySize = 100 }) with
    {
        Sections =
        [
            Section(".text", Executable, Apps.Flash + 1, 39, 0),
            Section(".rodata", SectionFlags.Allocate, Apps.Flash + 40, 24, 0),
            Section(".data", Apps.Writable, Apps.Ram, 16, 1),
            Memory(".bss", Apps.Ram + 16, 44),
            Memory(".stack", Apps.Ram + 60, 40),
        ],
    };

    [Fact]
    public void Sections_say_what_bytes_are_for_and_data_are_in_flash_and_in_RAM()
    {
        var (flash, ram) = Map(Xip);

        Assert.Equal(
            [("gap", Purpose.Gap, 1L), (".text", Purpose.Text, 39), (".rodata", Purpose.Constants, 24), (".data", Purpose.Data, 16)],
            Binary(flash));
        Assert.Equal([(".data", Purpose.Data, 16L), (".bss", Purpose.Bss, 44), (".stack", Purpose.Stack, 40)], Parts(ram));
    }

    [Fact]
    public void Without_section_headers_segments_say_it()
    {
        var (flash, ram) = Map(Xip with { HasSections = false, Symbols = [] });

        Assert.Equal([("segment 0", Purpose.Text, 64L), ("segment 1", Purpose.Data, 16)], Binary(flash));
        Assert.Equal([("segment 1", Purpose.Data, 16L), ("segment 1, zeroed", Purpose.Bss, 84)], Parts(ram));
    }

    [Fact]
    public void Bytes_of_overlapping_sections_count_once()
    {
        var app = Xip with { Sections = [.. Xip.Sections, Section(".twice", SectionFlags.Allocate, Apps.Flash + 30, 20, 0)] };

        Assert.Equal([1L, 39, 10, 14, 16], Binary(Map(app).Flash).Select(part => part.Size));
    }

    [Fact]
    public void Symbols_come_before_their_sections()
    {
        var app = Xip with
        {
            Machine = ElfMachine.Arm,
            Symbols =
            [
                new("main", Apps.Flash + 5) { Section = 1, Size = 6, Type = 2 },
                new("alias", Apps.Flash + 4) { Section = 1, Size = 4 },
                new("table", Apps.Flash + 41) { Section = 2, Size = 3, Type = 1 },
                new("counter", Apps.Ram + 20) { Section = 4, Size = 4, Type = 1 },
                new("value", Apps.Ram) { Section = 3, Size = 16, Type = 1 },
                new("_sram_origin", Apps.Ram) { Size = 100 },
            ],
        };

        var (flash, ram) = Map(app, bySymbol: true);

        Assert.Equal(
            [
                ("gap", Purpose.Gap, 1L), (".text", Purpose.Text, 3), ("main", Purpose.Text, 6), (".text", Purpose.Text, 30),
                (".rodata", Purpose.Constants, 1), ("table", Purpose.Constants, 3), (".rodata", Purpose.Constants, 20),
                ("value", Purpose.Data, 16),
            ],
            Binary(flash));
        Assert.Equal(
            [
                ("value", Purpose.Data, 16L), (".bss", Purpose.Bss, 4), ("counter", Purpose.Bss, 4), (".bss", Purpose.Bss, 36),
                (".stack", Purpose.Stack, 40),
            ],
            Parts(ram));
    }

    [Fact]
    public void Long_names_are_cut()
    {
        var app = Xip with { Sections = [Section(new string('s', 1000), Executable, Apps.Flash, 64, 0)] };

        Assert.Equal(new string('s', 128), Binary(Map(app).Flash).First().Name);
    }

    [Fact]
    public void Only_relocation_is_what_a_dynamic_table_and_its_symbols_are_for()
    {
        foreach (uint type in (uint[])[3, 4, 5, 6, 9, 11, 19, 0x6FFF_FFF6])
            Assert.Equal(Purpose.Relocations, Of(type, Apps.Writable));
        Assert.Equal(Purpose.Data, Of(14, Apps.Writable));
        Assert.Equal(Purpose.Constants, Of(7, SectionFlags.Allocate));

        static Purpose Of(uint type, SectionFlags flags) =>
            AppContents.PurposeOf(new Section(1, default, (SectionType)type, flags, 0, 0, 8, 0, 0, 0));
    }

    [Fact]
    public void The_RAM_of_a_RAM_loaded_app_is_what_lies_before_the_image_the_image_and_what_it_asks_for()
    {
        var app = new PieBuilder { Origin = 0x1000, StackInFront = 0x800, Sections = [Memory(".stack", 0x800, 0x800)] };
        var conversion = RamConversion.Clean(app.Build(), NoHeaps with { Stack = null });

        Assert.Equal(
            [(".stack", Purpose.Stack, 0x800L), (".text", Purpose.Text, (long)PieBuilder.Data),
                (".data", Purpose.Data, (long)(PieBuilder.ImageSize - PieBuilder.Data)), ("gap", Purpose.Gap, 0x100)],
            Parts(PlanMap.Of(conversion.Plan, conversion.Result!.Tbf).Ram).Select(part =>
                part.Name == ".text" ? part with { Purpose = Purpose.Text } : part));
    }

    [Fact]
    public void Relocation_tables_are_found_without_section_headers()
    {
        var app = new PieBuilder { HasSections = false, Rel = [new(PieBuilder.Data, PieBuilder.Relative)] };
        var conversion = RamConversion.Clean(app.Build(), NoHeaps with { Stack = 1000 });
        var (flash, ram) = PlanMap.Of(conversion.Plan, conversion.Result!.Tbf);

        Assert.Equal(
            [("segment 0", (long)PieBuilder.RelTable), ("REL", 8), ("segment 0", (long)(PieBuilder.Data - PieBuilder.RelTable - 8)),
                ("segment 1", (long)(PieBuilder.ImageSize - PieBuilder.Data))],
            Binary(flash).Select(part => (part.Name, part.Size)));
        Assert.Equal(8, ram.SizeOf(Purpose.Relocations));
    }

    [Fact]
    public void A_given_RAM_size_is_one_part() =>
        Assert.Equal(
            [("as --minimum-ram-size says", Purpose.Memory, 5000L)],
            Parts(Map(Xip, options: new ConvertOptions { MinimumRamSize = 5000 }).Ram));

    /// <summary>Where the linker scripts of libtock put them: the stack lowest, data above it.</summary>
    [Fact]
    public void RAM_sections_of_an_app_that_executes_in_place_are_where_they_run()
    {
        var ram = Map(WithStack(Apps.Ram - 0x800), options: new ConvertOptions()).Ram;

        Assert.Equal(
            [
                (".stack", 0L, 0x800L), (".data", 0x800, 16), (".bss", 0x810, 44), ("gap", 0x83C, 40),
                ("the app heap", 0x864, 1024), ("the kernel heap", 0xC64, 1024),
            ],
            ram.Parts.Select(part => (part.Name, part.Offset, part.Size)));
    }

    [Fact]
    public void Space_between_RAM_sections_is_at_the_expense_of_the_app_heap()
    {
        var ram = Map(WithStack(Apps.Ram - 0x810), options: new ConvertOptions()).Ram;

        Assert.Equal(0x800 + 100 + 2048, ram.Size);
        Assert.Equal(
            [("gap", 0x800L, 16L), ("the app heap", 0x874, 1008), ("the kernel heap", 0xC64, 1024)],
            ram.Parts.Where(part => part.Offset == 0x800 || part.Offset >= 0x874).Select(part => (part.Name, part.Offset, part.Size)));
    }

    [Theory]
    [InlineData(0xA00u, 0x200, 1024)]
    [InlineData(0x600u, 0, 512)]
    public void A_stack_of_another_size_than_its_section_makes_the_rest_larger_or_smaller(uint stack, long besides, long heap)
    {
        var ram = Map(WithStack(Apps.Ram - 0x800), options: new ConvertOptions { Stack = stack }).Ram;

        Assert.Equal((".stack", 0x800), (ram.Parts[0].Name, ram.Parts[0].Size));
        Assert.Equal(besides, ram.Parts.Where(part => part.Name == "the stack (--stack)").Sum(part => part.Size));
        Assert.Equal(heap, ram.SizeOf(Purpose.AppHeap));
    }

    [Fact]
    public void A_layout_that_reaches_behind_the_RAM_is_a_list()
    {
        var ram = Map(WithStack(Apps.Ram - 0x2000), options: new ConvertOptions()).Ram;

        Assert.Equal([".data", ".bss", "gap", "the stack (section .stack)", "the app heap", "the kernel heap"], ram.Parts.Select(part => part.Name));
    }

    /// <summary>The app with its stack in a place of its own.</summary>
    private static ElfBuilder WithStack(ulong address) =>
        Xip with { Sections = [.. Xip.Sections.Where(section => section.Name != ".stack"), Memory(".stack", address, 0x800)] };

    private static SectionSpec Section(string name, SectionFlags flags, ulong address, ulong size, int segment) =>
        new(name, SectionSpec.ProgramBits, flags) { Address = address, Size = size, InSegment = segment };

    private static SectionSpec Memory(string name, ulong address, ulong size) =>
        new(name, SectionType.NoBits, Apps.Writable) { Address = address, Size = size };

    private static (MapBar Flash, MapBar Ram) Map(ElfBuilder app, bool bySymbol = false, ConvertOptions? options = null)
    {
        var converted = Outcome.Of(diagnostics => Converter.Convert(new ElfSource(app.Build()), [], options ?? NoHeaps, diagnostics));
        Assert.False(converted.IsRefused);
        return PlanMap.Of(converted.Value!.Plan, converted.Value.Tbf, bySymbol ? converted.Value.Elf.Symbols : null);
    }

    /// <summary>What lies between the header and the relocations of a flash bar.</summary>
    private static IEnumerable<(string Name, Purpose Purpose, long Size)> Binary(MapBar flash) =>
        Parts(flash).Where(part => part.Name is not ("header" or "protected trailer" or "relocations" or "padding")
            && !part.Name.StartsWith("footer", StringComparison.Ordinal));

    private static IEnumerable<(string Name, Purpose Purpose, long Size)> Parts(MapBar bar) =>
        bar.Parts.Select(part => (part.Name, part.Purpose, part.Size));
}
