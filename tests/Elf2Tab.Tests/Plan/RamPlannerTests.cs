using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;
using TabFormat.Reading;
using TabFormat.Tbf;
using static Elf2Tab.Tests.Elf.PieBuilder;

namespace Elf2Tab.Tests.Plan;

/// <summary>What the header of a RAM-loaded app says, and what cannot be loaded.</summary>
public sealed class RamPlannerTests
{
    private const ulong Stack = 0x800;

    private static readonly RelocationSpec[] Relocations = [new(Data, Relative)];

    private static readonly byte[] RelocationBytes = Encode(Relocations, hasAddends: false, is64Bit: false);

    private static readonly ConvertOptions Ram = new() { Load = LoadChoice.Ram };

    [Theory]
    [InlineData(ElfType.Dynamic, LoadChoice.Auto, true)]
    [InlineData(ElfType.Dynamic, LoadChoice.Ram, true)]
    [InlineData(ElfType.Executable, LoadChoice.Auto, false)]
    [InlineData(ElfType.Executable, LoadChoice.Flash, false)]
    [InlineData(ElfType.Executable, LoadChoice.Ram, true)]
    public void The_ELF_type_decides_how_an_app_is_loaded_unless_the_command_line_does(
        ElfType type, LoadChoice choice, bool isRam)
    {
        byte[] elf = new PieBuilder { Type = type, Origin = 0x10000 }.Build();
        var plan = RamConversion.Of(elf, new ConvertOptions { Load = choice }).Result!.Plan;
        Assert.IsType(isRam ? typeof(RamPlan) : typeof(FlashPlan), plan);
    }

    [Fact]
    public void A_static_PIE_with_a_writable_segment_cannot_execute_in_place() =>
        RamConversion.Refused(
            new PieBuilder().Build(), new ConvertOptions { Load = LoadChoice.Flash }, Catalogue.CannotExecuteInPlace);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(0xFE00)]
    public void Files_that_are_not_linked_executables_are_refused(ushort type) =>
        RamConversion.Refused(new PieBuilder { Type = (ElfType)type }.Build(), Ram, Catalogue.NotExecutable);

    [Theory]
    [InlineData(0)]
    [InlineData(0x1000)]
    [InlineData(0x80000000)]
    public void The_entry_is_a_virtual_address_counted_from_the_first_byte_of_the_image(ulong origin)
    {
        var tbf = RamConversion.Clean(new PieBuilder { Origin = origin }.Build()).Tbf;

        uint trailer = tbf.Program!.ProtectedTrailerSize;
        Assert.Equal(trailer + (uint)Entry, tbf.Program.InitFunctionOffset);
        Assert.Equal(trailer + (uint)Entry, tbf.Main!.InitFunctionOffset);
    }

    /// <summary>The entry point, and what is wrong with it.</summary>
    public static TheoryData<ulong, string?> Entries => new()
    {
        { 0, null },
        { Entry + 1, null },
        { Data - 1, null },
        { Data, Catalogue.EntryNotExecutable.Code },
        { ImageSize, Catalogue.EntryOutside.Code },
        { ImageSize + 0x10, Catalogue.EntryOutside.Code },
        { 0x8000, Catalogue.EntryOutside.Code },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void The_entry_lies_in_the_file_bytes_of_an_executable_segment(ulong entry, string? code)
    {
        byte[] file = new PieBuilder().Build();
        Words(false, entry).CopyTo(file, 24);

        var conversion = RamConversion.Of(file);

        Assert.Equal(code is null ? [] : [code], conversion.Problems.Select(kind => kind.Code));
        if (code is null)
            Assert.Equal((uint)entry, conversion.Tbf.Program!.InitFunctionOffset - conversion.Tbf.Program.ProtectedTrailerSize);
    }

    [Fact]
    public void An_entry_in_memory_in_front_of_the_image_is_outside()
    {
        byte[] file = WithStack().Build();
        Words(false, 0x10).CopyTo(file, 24);

        RamConversion.Refused(file, null, Catalogue.EntryOutside);
    }

    public static TheoryData<SegmentType, ulong, string?> OtherSegments => new()
    {
        { SegmentType.Interpreter, 12, Catalogue.DynamicLinker.Code },
        { SegmentType.Interpreter, 0, Catalogue.DynamicLinker.Code },
        { SegmentType.ThreadLocal, 4, Catalogue.ThreadLocalStorage.Code },
        { SegmentType.ThreadLocal, 0, null },
        { (SegmentType)0x6474E551, 0, null },
    };

    [Theory]
    [MemberData(nameof(OtherSegments))]
    public void What_needs_a_dynamic_linker_or_thread_local_storage_is_refused(SegmentType type, ulong memorySize, string? code)
    {
        var elf = new PieBuilder().ToElf();
        elf.Segments.Add(new SegmentSpec(0, []) { Type = type, MemorySize = memorySize });
        Assert.Equal(code is null ? [] : [code], RamConversion.Of(elf.Build()).Problems.Select(kind => kind.Code));
    }

    [Fact]
    public void The_header_says_what_is_loaded_where()
    {
        var tbf = RamConversion.Clean(WithStack(0x1000).Build()).Tbf;

        Assert.Equal(
            [
                new(uint.MaxValue, 0, 0, (uint)Stack, 6),
                new(0, (uint)Stack, (uint)Data, (uint)Data, 5),
                new((uint)Data, (uint)(Stack + Data), (uint)(ImageSize - Data), (uint)(ImageSize - Data + 0x100), 6),
            ],
            tbf.LoadSegments);
        Assert.Equal(
            [new(RelocationKind.Rel, 8, (uint)(Stack + RelTable), 8, 1)],
            tbf.RelocationTables);
        Assert.Equal(
            [1, 9, 5, 0x8E01, 0x8E02, 0x8E03],
            tbf.Elements.Select(element => (int)element.Type));
    }

    [Theory]
    [InlineData(LoadInfo.Full, true, true)]
    [InlineData(LoadInfo.Flags, true, false)]
    [InlineData(LoadInfo.None, false, false)]
    public void Load_info_chooses_flags_and_elements(LoadInfo choice, bool hasFlags, bool hasElements)
    {
        var tbf = RamConversion.Clean(new PieBuilder { Rel = Relocations }.Build(), new ConvertOptions { LoadInfo = choice }).Tbf;

        Assert.Equal(TbfFlags.Enabled | (hasFlags ? TbfFlags.LoadToRam : 0), tbf.Flags);
        Assert.Equal((hasElements, hasElements), (!tbf.LoadSegments.IsEmpty, !tbf.RelocationTables.IsEmpty));
    }

    [Fact]
    public void Other_flags_stay() =>
        Assert.Equal(
            TbfFlags.LoadToRam | TbfFlags.Sticky,
            RamConversion.Clean(new PieBuilder().Build(), new ConvertOptions { Disable = true, Sticky = true }).Tbf.Flags);

    [Fact]
    public void The_loader_relocates_when_asked_to() =>
        Assert.Equal(
            TbfFlags.LoadToRam | TbfFlags.LoaderRelocates | TbfFlags.Enabled,
            RamConversion.Warned(new PieBuilder { Rel = Relocations }.Build(), ByLoader(), Catalogue.LoaderRelocates).Tbf.Flags);

    private static readonly Dictionary<string, (PieBuilder, ConvertOptions, DiagnosticKind)> LoaderFaults = new()
    {
        ["no PT_DYNAMIC"] = (new() { HasDynamic = false }, ByLoader(), Catalogue.NoDynamicTable),
        ["relocations in a trailer"] = (
            new() { Rel = Relocations }, ByLoader() with { Relocations = RelocationChoice.Trailer }, Catalogue.RelocationsLost),
        ["flags only"] = (new() { Rel = Relocations }, ByLoader() with { LoadInfo = LoadInfo.Flags }, Catalogue.LoaderCannotKnow),
        ["no load info"] = (
            new() { Rel = Relocations }, ByLoader() with { LoadInfo = LoadInfo.None }, Catalogue.LoaderCannotKnow),
    };

    public static TheoryData<string> LoaderFaultNames => [.. LoaderFaults.Keys];

    [Theory]
    [MemberData(nameof(LoaderFaultNames))]
    public void The_loader_cannot_relocate(string name)
    {
        var (app, options, error) = LoaderFaults[name];
        RamConversion.Refused(app.Build(), options, error);
    }

    [Fact]
    public void A_static_PIE_has_the_offset_of_its_image_for_a_RAM_address()
    {
        Assert.Equal(new ParsedFixedAddresses(0, uint.MaxValue), FixedAddressesOf(new PieBuilder { Origin = 0x1000 }, new()));
        Assert.Equal(new ParsedFixedAddresses((uint)Stack, uint.MaxValue), FixedAddressesOf(WithStack(0x1000), new()));
    }

    [Fact]
    public void An_executable_has_its_RAM_origin_and_a_warning()
    {
        Assert.Equal(
            new ParsedFixedAddresses(0x1000, uint.MaxValue),
            FixedAddressesOf(new PieBuilder { Type = ElfType.Executable, Origin = 0x1000 }, Ram, Catalogue.FixedRamAddress));
        Assert.Equal(
            new ParsedFixedAddresses(0x1000 - (uint)Stack, uint.MaxValue),
            FixedAddressesOf(WithStack(0x1000, ElfType.Executable), Ram, Catalogue.FixedRamAddress));
    }

    [Fact]
    public void Without_fixed_addresses_no_kernel_refuses_the_app() =>
        Assert.Null(FixedAddressesOf(
            new PieBuilder { Origin = 0x1000 }, new() { NoFixedAddresses = true }, Catalogue.NotRefusedInPlace));

    /// <summary>A loader that knows no rows takes the address for an offset of the image.</summary>
    [Theory]
    [InlineData(LoadInfo.Flags)]
    [InlineData(LoadInfo.None)]
    public void An_executable_needs_elements_in_its_header(LoadInfo loadInfo) => RamConversion.Refused(
        new PieBuilder { Type = ElfType.Executable, Origin = 0x1000 }.Build(), Ram with { LoadInfo = loadInfo }, Catalogue.ImageOffsetLost);

    [Fact]
    public void Without_fixed_addresses_and_load_segments_the_image_must_start_where_the_RAM_does() =>
        RamConversion.Refused(
            WithStack(0x1000).Build(), new() { NoFixedAddresses = true, LoadInfo = LoadInfo.Flags }, Catalogue.ImageOffsetLost);

    public static TheoryData<ElfType> Types => [ElfType.Dynamic, ElfType.Executable];

    [Theory]
    [MemberData(nameof(Types))]
    public void Fixed_addresses_may_be_left_out_where_load_segments_say_it_all(ElfType type)
    {
        var tbf = RamConversion.Warned(
            WithStack(0x1000, type).Build(), Ram with { NoFixedAddresses = true }, Catalogue.NotRefusedInPlace).Tbf;

        Assert.Null(tbf.FixedAddresses);
        Assert.Equal((uint)Stack, tbf.ImageOffset);
    }

    [Fact]
    public void The_protected_region_is_the_header_rounded_up_to_16()
    {
        for (int length = 1; length <= 20; length++)
        {
            var options = new ConvertOptions { PackageName = new string('a', length) };
            var tbf = RamConversion.Clean(new PieBuilder().Build(), options).Tbf;
            Assert.Equal((tbf.HeaderSize + 15) / 16 * 16, tbf.BinaryOffset);
        }
    }

    /// <summary>Option, symbol, size of the region; 0: the header's, rounded up.</summary>
    public static TheoryData<uint?, uint?, uint, string?> ProtectedRegions => new()
    {
        { 0x200, null, 0x200, null },
        { 0x1FC, null, 0x200, Catalogue.ProtectedRegionReplaced.Code },
        { null, 0x200, 0x200, null },
        { 0x100, 0x200, 0x200, Catalogue.ProtectedRegionOverruled.Code },
        { 0x20, null, 0, Catalogue.ProtectedRegionReplaced.Code },
        { null, 0x20, 0, Catalogue.ProtectedRegionReplaced.Code },
    };

    [Theory]
    [MemberData(nameof(ProtectedRegions))]
    public void A_given_protected_region_is_taken_when_the_header_fits(uint? option, uint? symbol, uint expected, string? code)
    {
        var pie = new PieBuilder { StaticSymbols = symbol is { } value ? [new("tbf_protected_region_size", value)] : [] };

        var conversion = RamConversion.Of(pie.Build(), new ConvertOptions { ProtectedRegionSize = option });

        Assert.Equal(code is null ? [] : [code], conversion.Problems.Select(kind => kind.Code));
        Assert.Equal(expected == 0 ? (conversion.Tbf.HeaderSize + 15) / 16 * 16 : expected, conversion.Tbf.BinaryOffset);
    }

    public static TheoryData<ElfMachine> Machines =>
        [ElfMachine.Arm, ElfMachine.RiscV, ElfMachine.I386, ElfMachine.X8664, ElfMachine.AArch64];

    [Theory]
    [MemberData(nameof(Machines))]
    public void The_TBF_is_padded_to_words_whatever_the_machine(ElfMachine machine)
    {
        for (int extra = 0; extra < 4; extra++)
        {
            var elf = new PieBuilder { Machine = machine }.ToElf();
            elf.Segments[1] = elf.Segments[1] with { Bytes = [.. elf.Segments[1].Bytes, .. new byte[extra]] };

            var tbf = RamConversion.Clean(elf.Build()).Tbf;

            Assert.Equal((long)ImageSize + extra, tbf.BinaryEndOffset - tbf.BinaryOffset);
            Assert.Equal((tbf.BinaryEndOffset + 3) / 4 * 4, tbf.TotalSize);
            Assert.Empty(tbf.Footers);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 8)]
    [InlineData(100, 100)]
    public void A_reserved_footer_costs_RAM(uint minimum, uint expected)
    {
        var tbf = RamConversion.Warned(
            new PieBuilder().Build(),
            new ConvertOptions { MinimumFooterSize = minimum },
            expected > 0 ? [Catalogue.FooterInRam] : []).Tbf;
        Assert.Equal(expected, tbf.TotalSize - tbf.BinaryEndOffset);
    }

    [Fact]
    public void Writeable_flash_regions_are_left_out()
    {
        var section = new SectionSpec(".wfr.app_state", SectionSpec.ProgramBits, SectionFlags.Allocate)
        {
            Address = 0x40,
            InSegment = 0,
            Size = 0x20,
        };

        var tbf = RamConversion.Warned(new PieBuilder { Sections = [section] }.Build(), null, Catalogue.FlashRegionsInRam).Tbf;

        Assert.DoesNotContain(tbf.Elements, element => element.Type == (ushort)TbfElementType.WriteableFlashRegions);
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void The_kernel_takes_at_most_8_permission_entries(uint drivers, bool isTaken)
    {
        var options = new ConvertOptions
        {
            Permissions =
            [
                .. Enumerable.Range(0, 64 * (int)drivers).Select(index => ((uint)index % drivers, (uint)index / drivers)),
            ],
        };
        if (isTaken)
            Assert.Equal((int)drivers, RamConversion.Clean(new PieBuilder().Build(), options).Tbf.Permissions.Length);
        else
            RamConversion.Refused(new PieBuilder().Build(), options, Catalogue.TooManyPermissions);
    }

    [Theory]
    [InlineData(true, 0xFFFF_0000, true)]
    [InlineData(true, 0x1_0000_0000, false)]
    [InlineData(false, 0xFFFF_0000, true)]
    [InlineData(false, 0xFFFF_F000, false)]
    public void The_RAM_has_addresses_of_its_class_and_starts_within_32_bits(bool is64Bit, ulong origin, bool fits)
    {
        byte[] elf = new PieBuilder { Is64Bit = is64Bit, Origin = origin }.Build();
        if (fits)
            Assert.Equal((uint)origin, RamConversion.Clean(elf).Tbf.LoadTarget!.LinkAddress);
        else
            RamConversion.Refused(elf, null, Catalogue.RamBeyondAddresses);
    }

    [Theory]
    [InlineData(16 << 20, true)]
    [InlineData((16 << 20) + 1, false)]
    public void The_RAM_spans_no_more_than_the_largest_size(ulong end, bool fits)
    {
        var elf = new PieBuilder().ToElf();
        elf.Segments.Add(new SegmentSpec(end - 8, []) { MemorySize = 8, Flags = SegmentFlags.Read | SegmentFlags.Write });
        if (fits)
            RamConversion.Warned(elf.Build(), null);
        else
            Assert.Contains("segment 3", RamConversion.Refused(elf.Build(), null, Catalogue.TooLarge).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Segment_relocations_need_PT_DYNAMIC() =>
        RamConversion.Refused(
            new PieBuilder { HasDynamic = false }.Build(),
            new ConvertOptions { Relocations = RelocationChoice.Segment },
            Catalogue.NoDynamicTable);

    [Fact]
    public void Workaround_relocations_need_an_app_made_for_them() =>
        RamConversion.Refused(
            new PieBuilder { Rel = Relocations }.Build(),
            new ConvertOptions { Relocations = RelocationChoice.Workaround },
            Catalogue.NoWorkaround);

    [Fact]
    public void Loaded_relocations_that_nothing_names_are_a_warning()
    {
        var table = new SectionSpec(".rel.dyn", SectionType.Rel, SectionFlags.Allocate)
        {
            Address = RelTable,
            InSegment = 0,
            Size = 8,
        };
        var pie = new PieBuilder { HasDynamic = false, Rel = Relocations, Sections = [table] };

        var tbf = RamConversion.Warned(pie.Build(), null, Catalogue.RelocationsUnused).Tbf;

        Assert.Empty(tbf.RelocationTables);
    }

    /// <summary>What --emit-relocs leaves in a file is for linkers.</summary>
    public static TheoryData<bool> Dynamics => [false, true];

    [Theory]
    [MemberData(nameof(Dynamics))]
    public void Relocations_that_are_not_allocated_are_never_part_of_the_image(bool hasDynamic)
    {
        var pie = new PieBuilder
        {
            HasDynamic = hasDynamic,
            Sections = [new(".rel.data", SectionType.Rel, SectionFlags.None) { Bytes = RelocationBytes }],
        };

        var conversion = RamConversion.Clean(pie.Build());

        Assert.Equal((int)ImageSize, conversion.Binary.Length);
        Assert.Empty(conversion.Tbf.RelocationTables);
    }

    [Fact]
    public void Shared_libraries_are_refused_however_relocations_are_delivered() =>
        RamConversion.Refused(
            new PieBuilder { Tags = [(DynamicTag.Needed, 1)] }.Build(),
            new ConvertOptions { Relocations = RelocationChoice.Trailer },
            Catalogue.DynamicLibrary);

    public static TheoryData<LoadInfo> LoadInfos => [LoadInfo.Full, LoadInfo.Flags, LoadInfo.None];

    [Theory]
    [MemberData(nameof(LoadInfos))]
    public void A_trailer_stands_behind_the_image_when_asked_for(LoadInfo loadInfo)
    {
        var section = new SectionSpec(".rel.data", SectionType.Rel, SectionFlags.None) { Bytes = RelocationBytes };

        var options = new ConvertOptions { Relocations = RelocationChoice.Trailer, LoadInfo = loadInfo };

        var conversion = RamConversion.Of(new PieBuilder { Sections = [section] }.Build(), options);

        Assert.Equal([8, 0, 0, 0, .. RelocationBytes], conversion.Binary[(int)ImageSize..]);
        Assert.Empty(conversion.Tbf.RelocationTables);
    }

    private static ParsedFixedAddresses? FixedAddressesOf(
        PieBuilder pie, ConvertOptions options, params DiagnosticKind[] warnings) =>
        RamConversion.Warned(pie.Build(), options, warnings).Tbf.FixedAddresses;

    private static ConvertOptions ByLoader() => new() { RelocateBy = RelocateBy.Loader };

    /// <summary>An app with a stack in front of its text.</summary>
    private static PieBuilder WithStack(ulong origin = Stack, ElfType type = ElfType.Dynamic) =>
        new() { Type = type, Origin = origin, StackInFront = Stack, Rel = [new(origin + Data, Relative)] };
}
