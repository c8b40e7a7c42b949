using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;

namespace Elf2Tab.Tests.Plan;

/// <summary>What a RAM-loaded app needs besides its image and what lies in front of it.</summary>
public sealed class RamMemoryBudgetTests
{
    private const uint Bss = 0x100;
    private const uint Heaps = 1024 + 1024;
    private const uint DefaultStack = 2048;
    private const ulong End = PieBuilder.ImageSize + Bss;

    private static readonly ConvertOptions Plain = new();

    [Fact]
    public void Memory_behind_the_image_counts_and_the_stack_and_the_heaps() =>
        AssertTotal(Bss + DefaultStack + Heaps, new PieBuilder(), Plain);

    [Theory]
    [InlineData(0x1000, 4)]
    [InlineData(0x1004, 0x1000)]
    public void Where_the_app_is_linked_changes_nothing(ulong origin, ulong alignment)
    {
        var elf = new PieBuilder { Origin = origin }.ToElf();
        elf.Segments[0] = elf.Segments[0] with { Alignment = alignment };

        Assert.Equal(Bss + DefaultStack + Heaps, RamConversion.Of(elf.Build()).Tbf.Program!.MinimumRamSize);
    }

    [Fact]
    public void Memory_in_front_of_the_image_does_not_count()
    {
        var conversion = RamConversion.Clean(new PieBuilder { Origin = 0x1000, StackInFront = 0x800 }.Build());

        Assert.Equal(0x800U, conversion.Plan.Ram.ImageOffset);
        Assert.Equal(Bss + DefaultStack + Heaps, conversion.Tbf.Program!.MinimumRamSize);
    }

    [Fact]
    public void Memory_under_the_bytes_of_a_later_segment_does_not_count()
    {
        var elf = new PieBuilder().ToElf();
        elf.Segments.Add(new SegmentSpec(PieBuilder.ImageSize + 8, new byte[16]));

        Assert.Equal(Bss - 24 + DefaultStack + Heaps, RamConversion.Clean(elf.Build()).Tbf.Program!.MinimumRamSize);
    }

    /// <summary>Stack, app heap, kernel heap, and their sum.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 0, 8)]
    [InlineData(8, 0, 0, 8)]
    [InlineData(0, 1, 0, 4)]
    [InlineData(0, 0, 1, 4)]
    [InlineData(3001, 1023, 777, 3008 + 1024 + 780)]
    public void Stack_and_heaps_are_rounded_up(uint stack, uint appHeap, uint kernelHeap, uint sum) =>
        AssertTotal(
            Bss + sum, new PieBuilder(), new ConvertOptions { Stack = stack, AppHeap = appHeap, KernelHeap = kernelHeap });

    /// <summary>Bytes of .stack, of --stack, what is reported.</summary>
    public static TheoryData<uint, uint?, string?> ReservedStacks => new()
    {
        { 0x80, null, null },
        { 0x80, 0x80, Catalogue.StackTwice.Code },
        { 0x80, 0x7F, Catalogue.StackTwice.Code },
        { 0x80, 0x81, Catalogue.StackReserved.Code },
        { 1, 4096, Catalogue.StackReserved.Code },
    };

    [Theory]
    [MemberData(nameof(ReservedStacks))]
    public void A_stack_that_the_ELF_reserves_counts_once(uint reserved, uint? asked, string? code)
    {
        var conversion = RamConversion.Of(
            WithStack(PieBuilder.ImageSize, reserved).Build(), new ConvertOptions { Stack = asked });

        Assert.Equal(Bss + Heaps, conversion.Tbf.Program!.MinimumRamSize);
        Assert.Equal(code is null ? [] : [code], conversion.Diagnostics.Diagnostics.Select(diagnostic => diagnostic.Kind.Code));
    }

    /// <summary>Sections that reserve no stack, though they are called so.</summary>
    public static TheoryData<ulong, SectionFlags, uint> UnreservedStacks => new()
    {
        { 0, SectionFlags.Allocate, 0 },
        { 500, SectionFlags.Write, 504 },
    };

    [Theory]
    [MemberData(nameof(UnreservedStacks))]
    public void An_empty_or_unallocated_stack_section_reserves_nothing(ulong size, SectionFlags flags, uint stack)
    {
        var pie = new PieBuilder { Sections = [Memory(".stack", PieBuilder.ImageSize, size) with { Flags = flags }] };

        AssertTotal(Bss + stack + Heaps, pie, Plain);
        AssertTotal(Bss + 4096 + Heaps, pie, new ConvertOptions { Stack = 4096 });
    }

    /// <summary>Memory behind the image, --stack, whether the stack is taken to be in it.</summary>
    [Theory]
    [InlineData(2047, null, false)]
    [InlineData(2048, null, true)]
    [InlineData(2048, 2049U, false)]
    [InlineData(256, 256U, true)]
    [InlineData(0, null, false)]
    public void Without_section_headers_enough_memory_of_one_segment_is_taken_for_a_stack(uint bss, uint? asked, bool isAssumed)
    {
        var conversion = RamConversion.Clean(
            new PieBuilder { HasSections = false, Bss = bss }.Build(), new ConvertOptions { Stack = asked });

        uint stack = isAssumed ? 0 : ((asked ?? DefaultStack) + 7) / 8 * 8;
        Assert.Equal(bss + stack + Heaps, conversion.Tbf.Program!.MinimumRamSize);
        Assert.Equal(isAssumed, conversion.Notes.Contains(Catalogue.StackAssumed));
        Assert.Contains(Catalogue.NoSectionHeaders, conversion.Notes);
    }

    /// <summary>Address and size of memory that no segment covers, and by how much it raises the sum.</summary>
    [Theory]
    [InlineData(End, 0x40, 0x40)]
    [InlineData(End + 0x20, 0x40, 0x60)]
    [InlineData(End - 0x20, 0x40, 0x20)]
    [InlineData(PieBuilder.Data - 8, 0x10, 0)]
    public void Memory_that_no_segment_covers_counts_with_a_warning(ulong address, ulong size, uint more)
    {
        var conversion = RamConversion.Warned(
            new PieBuilder { Sections = [Memory(".noinit", address, size)] }.Build(), null, Catalogue.MemoryUncovered);
        Assert.Equal(Bss + more + DefaultStack + Heaps, conversion.Tbf.Program!.MinimumRamSize);
    }

    [Fact]
    public void Memory_below_the_app_that_no_segment_covers_counts_too()
    {
        var pie = new PieBuilder { Origin = 0x1000, Sections = [Memory(".low", 0x100, 0x40), Memory(".lower", 0, 0x20)] };

        var conversion = RamConversion.Warned(pie.Build(), null, Catalogue.MemoryUncovered, Catalogue.MemoryUncovered);

        Assert.Equal(Bss + 0x60 + DefaultStack + Heaps, conversion.Tbf.Program!.MinimumRamSize);
    }

    [Fact]
    public void A_stack_that_no_segment_covers_is_reserved_all_the_same() =>
        Assert.Equal(
            Bss + 0x400 + Heaps,
            RamConversion.Warned(WithStack(End, 0x400).Build(), null, Catalogue.MemoryUncovered).Tbf.Program!.MinimumRamSize);

    [Fact]
    public void Memory_inside_segments_or_not_allocated_or_empty_does_not_count() =>
        AssertTotal(
            Bss + DefaultStack + Heaps,
            new PieBuilder
            {
                Sections =
                [
                    Memory(".bss", PieBuilder.ImageSize, Bss),
                    Memory(".empty", End, 0),
                    Memory(".debug", End, 0x40) with { Flags = SectionFlags.None },
                ],
            },
            Plain);

    [Fact]
    public void Minimum_RAM_size_replaces_the_sum() =>
        AssertTotal(12345, new PieBuilder(), new ConvertOptions { MinimumRamSize = 12345 });

    [Fact]
    public void A_sum_over_32_bits_is_an_error()
    {
        RamConversion.Refused(new PieBuilder().Build(), new ConvertOptions { Stack = uint.MaxValue }, Catalogue.ValueTooLarge);
        var given = new ConvertOptions { Stack = uint.MaxValue, MinimumRamSize = 7 };
        Assert.Equal(
            Bss, RamConversion.Warned(new PieBuilder().Build(), given, Catalogue.RamBelowEstimate, Catalogue.RamTooSmall).Tbf.Program!.MinimumRamSize);
    }

    /// <summary>Stack and app heap, their sum in the RAM that is asked for.</summary>
    [Theory]
    [InlineData(0, 0, 64)]
    [InlineData(8, 4, 64)]
    [InlineData(32, 32, 64)]
    [InlineData(48, 32, 80)]
    public void On_ARM_stack_and_app_heap_have_room_for_the_frame_of_the_first_system_call(uint stack, uint heap, uint expected) =>
        AssertTotal(
            Bss + expected + 1024, new PieBuilder { Machine = ElfMachine.Arm }, new ConvertOptions { Stack = stack, AppHeap = heap });

    [Theory]
    [InlineData(Bss + 64 + 1024, 0)]
    [InlineData(Bss + 64 + 1024 - 1, 1)]
    [InlineData(0, 1)]
    public void On_ARM_the_frame_has_room_in_a_given_size_as_well(uint given, int warnings)
    {
        var conversion = RamConversion.Of(new PieBuilder { Machine = ElfMachine.Arm }.Build(), new ConvertOptions { MinimumRamSize = given });

        Assert.Equal(Bss + 64U + 1024, conversion.Tbf.Program!.MinimumRamSize);
        Assert.Equal(warnings, conversion.Problems.Count(kind => kind == Catalogue.RamTooSmall));
    }

    private static PieBuilder WithStack(ulong address, ulong size) => new() { Sections = [Memory(".stack", address, size)] };

    private static SectionSpec Memory(string name, ulong address, ulong size) =>
        new(name, SectionType.NoBits, SectionFlags.Allocate | SectionFlags.Write) { Address = address, Size = size };

    private static void AssertTotal(uint expected, PieBuilder pie, ConvertOptions options)
    {
        var tbf = RamConversion.Clean(pie.Build(), options).Tbf;
        Assert.Equal(expected, tbf.Program!.MinimumRamSize);
        Assert.Equal(expected, tbf.Main!.MinimumRamSize);
    }
}
