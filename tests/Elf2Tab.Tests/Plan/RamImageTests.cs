using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;

namespace Elf2Tab.Tests.Plan;

/// <summary>What of an app is copied to RAM, and where it is there.</summary>
public sealed class RamImageTests
{
    private const SegmentFlags Text = SegmentFlags.Read | SegmentFlags.Execute;
    private const SegmentFlags Data = SegmentFlags.Read | SegmentFlags.Write;

    private static readonly byte[] Code = [.. Enumerable.Range(1, 16).Select(value => (byte)value)];

    /// <summary>Lowest address and its alignment, another segment's, the origin.</summary>
    public static TheoryData<ulong, ulong, ulong, ulong> Origins => new()
    {
        { 0, 4, 4, 0 },
        { 0x1234, 0, 4, 0x1230 },
        { 0x1234, 1, 0x1000, 0x1000 },
        { 0x1234, 0x1000, 4, 0x1000 },
        { 0x1234, 0x10000, 4, 0 },
        { 0x80000010, 4, 0x1000, 0x80000000 },
    };

    [Theory]
    [MemberData(nameof(Origins))]
    public void Without_section_headers_the_origin_is_the_lowest_address_rounded_down_to_the_largest_alignment(
        ulong address, ulong alignment, ulong otherAlignment, ulong expected)
    {
        var ram = RamOf(
            new SegmentSpec(address + 16, Code) { Alignment = otherAlignment },
            new SegmentSpec(address, Code) { Flags = Data, Alignment = alignment });

        Assert.Equal(expected, ram.Origin);
        Assert.Equal(address, ram.Image.Start);
        Assert.Equal(address - expected, ram.ImageOffset);
    }

    [Fact]
    public void Memory_without_file_bytes_in_front_of_the_text_belongs_to_the_RAM_and_not_to_the_image()
    {
        var ram = RamOf(
            new SegmentSpec(0x1000, Code),
            new SegmentSpec(0x804, []) { Flags = Data, MemorySize = 0x7F0, Alignment = 8 });

        Assert.Equal(0x800U, ram.Origin);
        Assert.Equal(0x1000U, ram.Image.Start);
        Assert.Equal(0x800U, ram.ImageOffset);
        Assert.Equal([(0x804, 0, 0x7F0), (0x1000, 16, 16)], Rows(ram));
    }

    [Fact]
    public void Segments_without_memory_are_ignored()
    {
        var ram = RamOf(
            new SegmentSpec(0x10, []) { Alignment = 3, FileOffset = 0xFFFF_0000 },
            new SegmentSpec(0x1000, Code),
            new SegmentSpec(0x1004, []) { Alignment = 0x10000 });

        Assert.Equal(0x1000U, ram.Origin);
        Assert.Equal([(0x1000, 16, 16)], Rows(ram));
    }

    [Fact]
    public void File_bytes_are_laid_out_by_virtual_address_and_gaps_are_zero()
    {
        var conversion = RamConversion.Clean(App(
            new SegmentSpec(0x1020, [0xAA, 0xBB]) { Flags = Data, PhysicalAddress = 0x10, MemorySize = 0x40 },
            new SegmentSpec(0x1000, Code) { PhysicalAddress = 0x80000000 }).Build());

        Assert.Equal([.. Code, .. new byte[16], 0xAA, 0xBB], conversion.Binary);
        Assert.Equal([(0x1000, 16, 16), (0x1020, 2, 0x40)], Rows(conversion.Plan.Ram));
    }

    [Fact]
    public void Memory_of_two_segments_may_overlap() =>
        RamConversion.Clean(App(
            new SegmentSpec(0x1100, Code),
            new SegmentSpec(0x1000, []) { Flags = Data, MemorySize = 0x10 },
            new SegmentSpec(0x1000, []) { Flags = Data, MemorySize = 0x40 },
            new SegmentSpec(0x1020, []) { Flags = Data, MemorySize = 0x30 }).Build());

    [Fact]
    public void Memory_of_one_segment_may_lie_under_the_bytes_of_another() =>
        Assert.Equal(
            [(0x1000, 16, 0x100), (0x1010, 16, 16)],
            Rows(RamOf(
                new SegmentSpec(0x1000, Code) { Flags = Text | Data, MemorySize = 0x100 },
                new SegmentSpec(0x1010, Code) { Flags = Data })));

    [Theory]
    [InlineData(0x100F)]
    [InlineData(0x1000)]
    [InlineData(0xFF1)]
    public void File_bytes_of_two_segments_must_not_overlap(ulong address) =>
        RamConversion.Refused(
            App(new SegmentSpec(0x1000, Code), new SegmentSpec(address, Code) { Flags = Data }).Build(),
            null,
            Catalogue.SegmentsOverlap);

    [Theory]
    [InlineData(4096, false)]
    [InlineData(4097, true)]
    public void A_gap_over_4096_bytes_is_a_warning(ulong gap, bool isLarge)
    {
        var conversion = RamConversion.Warned(
            App(new SegmentSpec(0, Code), new SegmentSpec(16 + gap, Code) { Flags = Data, Alignment = 1 }).Build(),
            null,
            isLarge ? [Catalogue.LargeGap] : []);
        Assert.Equal(32 + (int)gap, conversion.Binary.Length);
    }

    [Fact]
    public void Memory_in_front_of_the_image_is_no_gap() =>
        RamConversion.Clean(App(
            new SegmentSpec(0, []) { Flags = Data, MemorySize = 0x2000 }, new SegmentSpec(0x2000, Code)).Build());

    [Theory]
    [InlineData(0x1000, 0x1000)]
    [InlineData(uint.MaxValue - 16, 16 * 1024 * 1024)]
    public void A_gap_over_the_largest_size_is_an_error(ulong address, uint maxSize) =>
        RamConversion.Refused(
            App(new SegmentSpec(0, Code), new SegmentSpec(address, Code) { Flags = Data, Alignment = 1 }).Build(),
            new ConvertOptions { MaxSize = maxSize },
            Catalogue.TooLarge);

    public static TheoryData<bool> Classes => [false, true];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Zero_bytes_of_a_leading_section_without_contents_are_not_in_the_image(bool is64Bit)
    {
        var conversion = RamConversion.Clean(WithStackInFile(new byte[32], is64Bit).Build());

        var ram = conversion.Plan.Ram;
        Assert.Equal(Code, conversion.Binary);
        Assert.Equal(0x1000U, ram.Origin);
        Assert.Equal(32U, ram.ImageOffset);
        Assert.Equal([(0x1000, 0, 32), (0x1020, 16, 0x50)], Rows(ram));
        Assert.Equal(
            [new(uint.MaxValue, 0, 0, 32, 7), new(0, 32, 16, 0x50, 7)],
            conversion.Tbf.LoadSegments);
        Assert.Equal(32U, conversion.Tbf.FixedAddresses!.Value.Ram);
    }

    [Fact]
    public void A_leading_segment_of_zeros_for_such_a_section_is_not_in_the_image_at_all()
    {
        var elf = App(
            new SegmentSpec(0x1000, new byte[32]) { Flags = Data },
            new SegmentSpec(0x1020, [.. new byte[8], .. Code]));
        elf.Sections.Add(Stack(0x1000, 32));
        elf.Sections.Add(Stack(0x1020, 8));
        elf.Sections.Add(Contents(0x1028, inSegment: 1));

        var conversion = RamConversion.Clean(elf.Build());

        Assert.Equal(Code, conversion.Binary);
        Assert.Equal([(0x1000, 0, 32), (0x1020, 0, 8), (0x1028, 16, 16)], Rows(conversion.Plan.Ram));
    }

    [Fact]
    public void Leading_bytes_that_are_not_zero_stay() =>
        AssertKept(WithStackInFile([.. new byte[31], 1], is64Bit: false));

    [Fact]
    public void Leading_zeros_stay_when_no_section_header_shows_that_they_are_memory() =>
        AssertKept(WithStackInFile(new byte[32], is64Bit: false, hasSections: false));

    [Fact]
    public void Leading_zeros_of_a_section_with_contents_stay()
    {
        var elf = WithStackInFile(new byte[32], is64Bit: false);
        elf.Sections[0] = elf.Sections[0] with { Type = SectionSpec.ProgramBits, InSegment = 0 };
        AssertKept(elf);
    }

    [Fact]
    public void Leading_zeros_of_a_section_that_is_not_allocated_stay()
    {
        var elf = WithStackInFile(new byte[32], is64Bit: false);
        elf.Sections[0] = elf.Sections[0] with { Flags = SectionFlags.Write };
        AssertKept(elf);
    }

    [Fact]
    public void Zeros_of_memory_between_contents_stay()
    {
        var elf = App(new SegmentSpec(0x1000, [.. Code, .. new byte[32], .. Code]) { Flags = Text | Data });
        elf.Sections.Add(Contents(0x1000, inSegment: 0));
        elf.Sections.Add(Stack(0x1010, 32));
        elf.Sections.Add(Contents(0x1030, inSegment: 0));

        Assert.Equal(64, RamConversion.Clean(elf.Build()).Binary.Length);
    }

    [Fact]
    public void There_must_be_file_bytes()
    {
        RamConversion.Refused(App(new SegmentSpec(0, []) { MemorySize = 64 }).Build(), null, Catalogue.NothingToLoad);
        RamConversion.Refused(App().Build(), null, Catalogue.NothingToLoad);

        var elf = App(new SegmentSpec(0, new byte[64]) { Flags = Text | Data });
        elf.Sections.Add(Stack(0, 64));
        RamConversion.Refused(elf.Build(), null, Catalogue.NothingToLoad);
    }

    /// <summary>Alignment, and what is reported.</summary>
    public static TheoryData<ulong, string?> Alignments => new()
    {
        { 0, null },
        { 1, null },
        { 8, null },
        { 0x10000, null },
        { 3, Catalogue.AlignmentInvalid.Code },
        { 12, Catalogue.AlignmentInvalid.Code },
    };

    [Theory]
    [MemberData(nameof(Alignments))]
    public void Alignments_are_powers_of_two(ulong alignment, string? code)
    {
        var conversion = RamConversion.Of(App(
            new SegmentSpec(0, Code), new SegmentSpec(16, Code) { Flags = Data, Alignment = alignment }).Build());

        Assert.Equal(code is null ? [] : [code], conversion.Problems.Select(kind => kind.Code));
        Assert.Equal(code == Catalogue.AlignmentInvalid.Code, conversion.Result is null);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(8, 8)]
    [InlineData(0x40, 0x40)]
    [InlineData(0x1_0000, 0x1_0000)]
    public void Sections_say_what_the_start_of_the_RAM_is_a_multiple_of(ulong alignment, uint expected)
    {
        var pie = new PieBuilder { Sections = [Aligned(alignment)] }.ToElf();
        pie.Segments[0] = pie.Segments[0] with { Alignment = 0x2_0000 };
        var target = RamConversion.Clean(pie.Build()).Tbf.LoadTarget!;

        Assert.Equal(expected, target.RamAlignment);
    }

    [Theory]
    [InlineData(0x2_0000, 375)]
    [InlineData(24, 332)]
    public void An_alignment_that_no_loader_provides_is_refused(ulong alignment, int number) =>
        RamConversion.Refused(
            new PieBuilder { Sections = [Aligned(alignment)] }.Build(),
            null,
            number == 375 ? Catalogue.AlignmentTooLarge : Catalogue.AlignmentInvalid);

    [Fact]
    public void Without_section_headers_no_page_of_a_linker_is_larger_than_64_KiB()
    {
        var pie = new PieBuilder { HasSections = false }.ToElf();
        pie.Segments[0] = pie.Segments[0] with { Alignment = 0x2_0000 };
        var conversion = RamConversion.Clean(pie.Build());

        Assert.Equal(0x1_0000U, conversion.Tbf.LoadTarget!.RamAlignment);
        Assert.Contains(Catalogue.AlignmentCapped, conversion.Notes);
    }

    [Fact]
    public void AArch64_takes_addresses_apart_at_pages() =>
        Assert.Equal(4096U, RamConversion.Clean(new PieBuilder { Machine = ElfMachine.AArch64, Is64Bit = true }.Build()).Tbf.LoadTarget!.RamAlignment);

    [Theory]
    [InlineData(LoadInfo.Full, false)]
    [InlineData(LoadInfo.Flags, true)]
    [InlineData(LoadInfo.None, true)]
    public void An_alignment_over_8_is_noted_where_the_header_does_not_tell_it(LoadInfo loadInfo, bool isNoted)
    {
        var conversion = RamConversion.Clean(new PieBuilder { Sections = [Aligned(16)] }.Build(), new() { LoadInfo = loadInfo });
        Assert.Equal(isNoted, conversion.Notes.Contains(Catalogue.AlignmentLarge));
    }

    private static SectionSpec Aligned(ulong alignment) =>
        new(".aligned", SectionSpec.ProgramBits, SectionFlags.Allocate) { InSegment = 0, Size = 4, Alignment = alignment };

    [Theory]
    [InlineData(Text, true)]
    [InlineData(SegmentFlags.Read, true)]
    [InlineData(Data, false)]
    [InlineData(Data | Text, false)]
    public void Memory_beyond_file_bytes_should_be_writable(SegmentFlags flags, bool isReported) =>
        RamConversion.Warned(
            App(new SegmentSpec(0, Code), new SegmentSpec(16, Code) { Flags = flags, MemorySize = 17 }).Build(),
            null,
            isReported ? [Catalogue.MemoryNotWritable] : []);

    [Fact]
    public void Segments_beyond_all_reason_are_an_error() =>
        RamConversion.Refused(
            App([.. Enumerable.Range(0, SegmentPlacement.MostSegments + 1)
                .Select(index => new SegmentSpec((ulong)index * 16, Code))]).Build(),
            null,
            Catalogue.NothingToLoad);

    private static void AssertKept(ElfBuilder elf)
    {
        var conversion = RamConversion.Clean(elf.Build());
        Assert.Equal(elf.Segments[0].Bytes, conversion.Binary);
        Assert.Equal([(0x1000, 48, 0x70)], Rows(conversion.Plan.Ram));
    }

    /// <summary>A stack in front of the text whose bytes are in the file, and .bss behind.</summary>
    private static ElfBuilder WithStackInFile(byte[] stack, bool is64Bit, bool hasSections = true) => new()
    {
        Is64Bit = is64Bit,
        Type = ElfType.Dynamic,
        Entry = 0x1020,
        HasSections = hasSections,
        Segments = [new SegmentSpec(0x1000, [.. stack, .. Code]) { Flags = Text | Data, MemorySize = 0x70 }],
        Sections = [Stack(0x1000, 32), Contents(0x1020, inSegment: 0)],
    };

    private static SectionSpec Stack(ulong address, ulong size) =>
        new(".stack", SectionType.NoBits, SectionFlags.Allocate | SectionFlags.Write) { Address = address, Size = size };

    /// <summary>A section of 16 bytes.</summary>
    private static SectionSpec Contents(ulong address, int inSegment) =>
        new(".text", SectionSpec.ProgramBits, SectionFlags.Allocate) { Address = address, InSegment = inSegment, Size = 16 };

    /// <summary>A PIE that starts with the last four bytes of its first text segment.</summary>
    private static ElfBuilder App(params SegmentSpec[] segments) => new()
    {
        Type = ElfType.Dynamic,
        Entry = segments.Where(segment => segment.Flags.HasFlag(SegmentFlags.Execute) && segment.Bytes.Length > 0)
            .Select(segment => segment.VirtualAddress + (ulong)segment.Bytes.Length - 4)
            .FirstOrDefault(),
        Segments = [.. segments],
    };

    private static RamImage RamOf(params SegmentSpec[] segments) => RamConversion.Of(App(segments).Build()).Plan.Ram;

    private static (ulong Address, ulong FileSize, ulong MemorySize)[] Rows(RamImage ram) =>
        [.. ram.Ranges.Select(range => (range.Address, range.FileSize, range.MemorySize))];
}
