using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;
using TabFormat.Binary;

namespace Elf2Tab.Tests.Plan;

/// <summary>What an app would lack without a word: each with what provokes it, and with the nearest that does not.</summary>
public sealed class SilentLossTests
{
    private const SectionFlags Code = SectionFlags.Allocate | SectionFlags.Execute;

    private static readonly SegmentSpec Text = new(Apps.Flash, Apps.Code(64));

    [Fact]
    public void A_position_independent_executable_is_loaded_to_RAM_whatever_its_type()
    {
        var pie = new PieBuilder { Type = ElfType.Executable, Origin = 0x1000, Tags = [(DynamicTag.Flags1, 0x0800_0000)] };
        Assert.Equal(0U, RamConversion.Clean(pie.Build()).Tbf.FixedAddresses!.Value.Ram);

        var fixedApp = new PieBuilder { Type = ElfType.Executable, Origin = 0x1000, Tags = [(DynamicTag.Flags1, 1)] };
        Assert.False(RamConversion.Of(fixedApp.Build()).Tbf.IsLoadedToRam);
    }

    [Fact]
    public void Relative_relocations_of_an_app_in_flash_are_applied_by_nobody()
    {
        var pie = new PieBuilder { Type = ElfType.Executable, Origin = 0x1000, Rel = [new(0x1000 + PieBuilder.Data, PieBuilder.Relative)] };
        Assert.Contains(Catalogue.NobodyRelocates, RamConversion.Of(pie.Build()).Problems);

        var symbolic = new PieBuilder { Type = ElfType.Executable, Origin = 0x1000, Rel = [new(0x1000 + PieBuilder.Data, 1, PieBuilder.UndefinedSymbol)] };
        RamConversion.Refused(symbolic.Build(), null, Catalogue.RelocationType);
    }

    public static TheoryData<ElfMachine, DynamicTag> ForeignTags => new()
    {
        { ElfMachine.RiscV, DynamicTag.AndroidRel },
        { ElfMachine.RiscV, DynamicTag.AndroidRela },
        { ElfMachine.Arm, DynamicTag.AndroidRelr },
        { ElfMachine.Arm, DynamicTag.Crel },
        { ElfMachine.AArch64, DynamicTag.AArch64AuthRelr },
    };

    [Theory]
    [MemberData(nameof(ForeignTags))]
    public void Relocations_of_other_systems_are_refused(ElfMachine machine, DynamicTag tag) =>
        RamConversion.Refused(
            new PieBuilder { Machine = machine, Is64Bit = machine == ElfMachine.AArch64, Tags = [(tag, 0x100)] }.Build(),
            null,
            Catalogue.RelocationEncoding);

    [Fact]
    public void A_tag_of_one_processor_means_nothing_on_another() =>
        RamConversion.Clean(new PieBuilder { Tags = [(DynamicTag.AArch64AuthRelr, 0x100)] }.Build());

    [Theory]
    [InlineData(SectionType.Rel)]
    [InlineData(SectionType.Rela)]
    [InlineData(SectionType.Relr)]
    [InlineData(SectionType.AndroidRel)]
    [InlineData(SectionType.AndroidRelr)]
    [InlineData(SectionType.Crel)]
    public void A_loaded_relocation_section_that_no_table_covers_is_told_of(SectionType type)
    {
        var section = new SectionSpec(".rel.x", type, Apps.Allocated) { Address = PieBuilder.RelTable, InSegment = 0, Size = 16 };
        var pie = new PieBuilder { Rel = [new(PieBuilder.Data, PieBuilder.Relative)], Sections = [section] };

        RamConversion.Warned(pie.Build(), null, Catalogue.RelocationsNotNamed);
        RamConversion.Refused(pie.Build(), new() { RelocateBy = RelocateBy.Loader }, Catalogue.RelocationsNotForLoader);
    }

    [Fact]
    public void Tables_that_follow_one_another_cover_a_section_together()
    {
        var section = new SectionSpec(".rel.x", SectionType.Rel, Apps.Allocated) { Address = PieBuilder.RelTable, InSegment = 0, Size = 16 };
        RamConversion.Clean(new PieBuilder
        {
            Rel = [new(PieBuilder.Data, PieBuilder.Relative), new(PieBuilder.Data + 4, PieBuilder.Relative)],
            Tags =
            [
                (DynamicTag.RelSize, 8), (DynamicTag.JumpRel, PieBuilder.RelTable + 8), (DynamicTag.PltRelSize, 8),
                (DynamicTag.PltRel, (ulong)DynamicTag.Rel),
            ],
            Sections = [section],
        }.Build());
    }

    [Fact]
    public void A_dynamic_table_that_is_not_loaded_is_an_error_only_when_the_app_relocates()
    {
        Assert.Equal([Catalogue.DynamicNotLoaded], RamConversion.Of(Moved(0x8000), null).Problems);
        Assert.Equal([Catalogue.TableMisplaced], RamConversion.Of(Moved(PieBuilder.DynamicTable), null).Problems);
        RamConversion.Warned(Moved(0x8000), new() { RelocateBy = RelocateBy.Loader }, Catalogue.LoaderRelocates);

        static byte[] Moved(ulong address)
        {
            var pie = new PieBuilder { Rel = [new(PieBuilder.Data, PieBuilder.Relative)] }.ToElf();
            int index = pie.Segments.FindIndex(segment => segment.Type == SegmentType.Dynamic);
            pie.Segments[index] = pie.Segments[index] with { VirtualAddress = address, IsLoaded = false };
            return pie.Build();
        }
    }

    [Theory]
    [InlineData(".data", SectionFlags.Allocate | SectionFlags.Write, false)]
    [InlineData(".text2", Code, false)]
    [InlineData(".info", SectionFlags.Allocate, true)]
    public void A_section_with_bytes_in_no_segment_is_told_of(string name, SectionFlags flags, bool isMade)
    {
        var app = Apps.Fixed();
        app.Sections.Add(new(name, SectionSpec.ProgramBits, flags) { Address = 0x100, Bytes = [1, 2] });
        if (isMade)
            Convert(app).With(Catalogue.ConstantsNotLoaded);
        else
            Convert(app).IsRefusedFor(Catalogue.SectionNotLoaded);
    }

    [Fact]
    public void A_section_whose_bytes_are_elsewhere_than_its_segment_says_is_told_of()
    {
        var app = Apps.Fixed();
        app.Sections.Add(new(".odd", SectionSpec.ProgramBits, Apps.Allocated) { Address = Apps.Flash + 8, Bytes = [1, 2] });
        Convert(app).With(Catalogue.SectionMisplaced);
    }

    [Theory]
    [InlineData(0x10, 0, true)]
    [InlineData(0x20, 0, false)] // weak
    [InlineData(0x00, 0, false)] // local
    [InlineData(0x10, 0xFFF1, false)]
    public void An_undefined_symbol_is_told_of_unless_it_is_weak(byte info, ushort section, bool isTold)
    {
        var app = Apps.Fixed();
        app.Symbols.Add(new("elsewhere", 0) { Type = info, Section = section });
        Convert(app).With(isTold ? [Catalogue.UndefinedSymbols] : []);
    }

    [Theory]
    [InlineData(10, 'M', 0, true)]
    [InlineData(10, 'M', 1, false)]
    [InlineData(13, 0, 0, true)]
    [InlineData(10, 'A', 0, false)]
    public void An_even_entry_point_of_a_Cortex_M_is_told_of(byte architecture, int profile, ulong bit, bool isTold)
    {
        var app = Apps.Fixed() with { Machine = ElfMachine.Arm, Entry = Apps.Flash + bit };
        app.Sections.Add(Apps.ArmAttributes(architecture, (char)profile));
        Convert(app).With(isTold ? [Catalogue.EntryNotThumb] : []);
    }

    [Theory]
    [InlineData(ElfMachine.Arm, "main", true)]
    [InlineData(ElfMachine.RiscV, "main", false)]
    [InlineData(ElfMachine.RiscV, "$x", true)]
    public void An_entry_point_of_0_is_none_unless_a_symbol_is_there(ElfMachine machine, string symbol, bool isTold)
    {
        var pie = new PieBuilder { Machine = machine, StaticSymbols = [new(symbol, 0) { Section = 1 }] }.ToElf() with { Entry = 0 };
        pie.Sections[0] = pie.Sections[0] with { Flags = Code };
        RamConversion.Warned(pie.Build(), null, isTold ? [Catalogue.NoEntry] : []);
    }

    [Fact]
    public void Absolute_addresses_in_code_are_counted_and_the_first_function_named()
    {
        var app = Apps.PositionIndependent();
        app.Sections[0] = app.Sections[0] with { Flags = Code };
        app.Symbols.Add(new("handler", Apps.Anywhere + 9) { Section = 1, Type = 2, Size = 8 });
        app.Symbols.Add(new("absolute", 7));
        app.Sections.Add(Apps.Table(".rel.text", (Apps.Anywhere + 12, 2 | 2 << 8), (Apps.Anywhere + 16, 2 | 3 << 8), (Apps.Anywhere + 20, 3 | 2 << 8)) with { Info = 1 });

        var outcome = Convert(app);
        outcome.With(Catalogue.AbsoluteCode);
        Assert.StartsWith("1 absolute addresses", outcome.Diagnostics.Diagnostics[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("in handler", outcome.Diagnostics.Diagnostics[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x8000_0000, false)] // a number
    [InlineData(0x8000_0004, true)]
    [InlineData(0x8000_0050, false)] // behind the app
    public void Pointers_without_relocations_are_told_of(uint word, bool isTold)
    {
        var app = Apps.PositionIndependent();
        app.Sections.RemoveAt(2);
        byte[] data = new byte[16];
        new ByteWriter(data.AsSpan(4)).U32(word);
        app.Segments[1] = app.Segments[1] with { Bytes = data };
        Convert(app).With(isTold ? [Catalogue.PointersNotRelocated] : []);
    }

    [Theory]
    [InlineData(512, false)]
    [InlineData(520, true)]
    public void A_gap_in_RAM_over_512_bytes_is_told_of(ulong gap, bool isTold)
    {
        var stack = new SectionSpec(".stack", SectionType.NoBits, Apps.Writable) { Address = Apps.Ram, Size = 2048 };
        var data = new SegmentSpec(Apps.Ram + 2048 + gap, Apps.Code(16))
        {
            PhysicalAddress = Apps.Flash + 64,
            Flags = SegmentFlags.Read | SegmentFlags.Write,
        };
        var app = Apps.Fixed(Text, data);
        app.Sections.Add(stack);

        Convert(app).With(isTold ? [Catalogue.MemoryGap] : []);
        Convert(app, new() { MinimumRamSize = 65536 }).With();
    }

    [Fact]
    public void Memory_that_is_not_counted_is_silent_when_it_is_asked_for_and_thread_local_memory_always()
    {
        var bss = new SectionSpec(".bss", SectionType.NoBits, Apps.Writable) { Address = Apps.Ram, Size = 400 };
        var app = Apps.Fixed();
        app.Sections.Add(bss);
        Convert(app).With(Catalogue.MemoryUncounted);
        Convert(app, new() { MinimumRamSize = 4096 + 399 }).With(Catalogue.MemoryUncounted);
        Convert(app, new() { MinimumRamSize = 4096 + 400 }).With();

        app.Sections[^1] = bss with { Name = ".tbss", Flags = Apps.Writable | SectionFlags.ThreadLocal };
        Convert(app).With();
    }

    [Fact]
    public void The_section_that_lacks_a_load_address_is_named()
    {
        var data = Apps.Data(0x9000_0000, 8) with { VirtualAddress = 0x9000_0000 };
        var app = Apps.Fixed(Text, data);
        app.Sections[1] = app.Sections[1] with { Name = ".data" };

        var refused = Convert(app);

        refused.IsRefusedFor(Catalogue.TooLarge);
        Assert.Contains(".data", refused.Diagnostics.Diagnostics[^1].Hint, StringComparison.Ordinal);
        Assert.Contains("AT > FLASH", refused.Diagnostics.Diagnostics[^1].Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(4, true)]
    [InlineData(-512, false)]
    [InlineData(-516, true)]
    public void RAM_starts_at_sram_origin(int distance, bool isTold)
    {
        var app = Apps.Fixed(Text, Apps.Data(Apps.Flash + 64, 16)) with { Symbols = [new("_sram_origin", Apps.Ram + (ulong)distance)] };
        Convert(app).With(isTold ? [Catalogue.RamOriginDiffers] : []);
    }

    [Theory]
    [InlineData(1024U, true)]
    [InlineData(2048U, false)]
    public void A_stack_smaller_than_its_section_is_told_of_when_more_lies_behind(uint stack, bool isTold)
    {
        var data = new SegmentSpec(Apps.Ram + 2048, Apps.Code(16)) { PhysicalAddress = Apps.Flash + 64, Flags = SegmentFlags.Read | SegmentFlags.Write };
        var app = Apps.Fixed(Text, data);
        app.Sections.Add(new(".stack", SectionType.NoBits, Apps.Writable) { Address = Apps.Ram, Size = 2048 });
        Convert(app, new() { Stack = stack }).With(isTold ? [Catalogue.StackBelowSection] : []);
    }

    [Theory]
    [InlineData(255, false)]
    [InlineData(256, true)]
    public void A_section_without_contents_that_takes_flash_is_told_of(int size, bool isTold)
    {
        var stack = new SegmentSpec(Apps.Ram, []) { PhysicalAddress = Apps.Flash + 64, MemorySize = (ulong)size, Flags = SegmentFlags.Read | SegmentFlags.Write };
        var data = new SegmentSpec(Apps.Ram + (ulong)size, Apps.Code(16)) { PhysicalAddress = Apps.Flash + 64 + (ulong)size, Flags = stack.Flags };
        var app = Apps.Fixed(Text, data);
        app.Segments.Add(stack);
        app.Sections.Add(new(".stack", SectionType.NoBits, Apps.Writable) { Address = Apps.Ram, Size = (ulong)size });
        Convert(app).With(isTold ? [Catalogue.SectionTakesFlash] : []);
    }

    [Fact]
    public void Lost_load_addresses_are_replaced_by_those_where_segments_run()
    {
        var app = Apps.Fixed(Text with { PhysicalAddress = 0 }, new SegmentSpec(Apps.Flash + 64, Apps.Code(8)) { PhysicalAddress = 0 });
        Assert.Equal(72U, Convert(app).With(Catalogue.LoadAddressesLost).Plan.Image.Size);

        var apart = Apps.Fixed(Text with { PhysicalAddress = 0 }, Apps.Data(0, 8) with { VirtualAddress = 0x9000_0000 });
        var refused = Convert(apart);
        refused.IsRefusedFor(Catalogue.TooLarge);
        Assert.Contains("p_paddr", refused.Diagnostics.Diagnostics[^1].Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RelocationChoice.Segment)]
    public void A_choice_that_loses_the_relocations_of_a_flash_app_is_refused(RelocationChoice choice)
    {
        Convert(Apps.PositionIndependent(), new() { Relocations = choice }).IsRefusedFor(Catalogue.RelocationsLost);
        Convert(Apps.Fixed(), new() { Relocations = choice }).With();
    }

    [Fact]
    public void The_stack_size_of_the_linker_counts_where_nothing_else_says_one()
    {
        var pie = new PieBuilder().ToElf();
        uint before = RamConversion.Clean(pie.Build()).Tbf.Entry!.MinimumRamSize;
        pie.Segments.Add(new SegmentSpec(0, []) { Type = SegmentType.GnuStack, MemorySize = 8192 });

        var conversion = RamConversion.Clean(pie.Build());
        Assert.Equal(before - 2048 + 8192, conversion.Tbf.Entry!.MinimumRamSize);
        Assert.Contains(Catalogue.StackFromHeader, conversion.Notes);
        Assert.Equal(before, RamConversion.Clean(pie.Build(), new() { Stack = 2048 }).Tbf.Entry!.MinimumRamSize);
    }

    [Fact]
    public void Two_segments_over_the_same_bytes_give_them_once()
    {
        var pie = new PieBuilder().ToElf();
        byte[] once = RamConversion.Clean(pie.Build()).Binary;
        pie.Segments.Add(pie.Segments[0] with { IsLoaded = true, Flags = SegmentFlags.Read });

        var conversion = RamConversion.Clean(pie.Build());
        Assert.Equal(once, conversion.Binary);
        Assert.Equal(3, conversion.Tbf.LoadSegments.Length);
    }

    [Fact]
    public void Thread_local_storage_is_the_apps_own_matter()
    {
        var pie = new PieBuilder().ToElf();
        pie.Segments.Add(new SegmentSpec(PieBuilder.Data, []) { Type = SegmentType.ThreadLocal, MemorySize = 8 });
        RamConversion.Warned(pie.Build(), null, Catalogue.ThreadLocalStorage);
    }

    private static Outcome<Converted> Convert(ElfBuilder app, ConvertOptions? options = null)
    {
        byte[] file = app.Build();
        return Outcome.Of(sink => Converter.Convert(new ElfSource(file), [], options ?? new(), sink));
    }
}
