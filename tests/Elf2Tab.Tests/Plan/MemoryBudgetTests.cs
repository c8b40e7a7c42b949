using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;

namespace Elf2Tab.Tests.Plan;

public sealed class MemoryBudgetTests
{
    private const SegmentFlags ReadWrite = SegmentFlags.Read | SegmentFlags.Write;

    [Theory]
    [InlineData(null, 1024, 1024, 2048 + 1024 + 1024)]
    [InlineData(0U, 0, 0, 0)]
    [InlineData(1U, 0, 0, 8)]
    [InlineData(8U, 0, 0, 8)]
    [InlineData(9U, 1, 0, 16 + 4)]
    [InlineData(0U, 4, 5, 4 + 8)]
    public void Stack_and_heaps_are_rounded_up(uint? stack, uint appHeap, uint kernelHeap, uint expected)
    {
        var options = new ConvertOptions { Stack = stack, AppHeap = appHeap, KernelHeap = kernelHeap };

        Assert.Equal(expected, Budget(Apps.Fixed(), options).With().Total);
    }

    [Theory]
    [InlineData(4000UL, null, 4000)]
    [InlineData(4001UL, null, 4008)]
    [InlineData(0UL, null, 0)]
    [InlineData(4000UL, 80U, 80)]
    public void A_stack_section_says_its_size(ulong size, uint? stack, uint expected)
    {
        var app = Apps.Fixed();
        app.Sections.Add(new SectionSpec(".stack", SectionType.NoBits, Apps.Writable) { Address = Apps.Ram, Size = size });

        Assert.Equal(expected, Budget(app, NoHeaps with { Stack = stack }).With().Total);
    }

    [Fact]
    public void Writable_memory_that_is_not_where_it_is_stored_counts()
    {
        var app = Apps.Fixed(
            new SegmentSpec(0x1000, Apps.Code(16)) { Flags = ReadWrite },
            new SegmentSpec(0x3000, Apps.Code(16)) { PhysicalAddress = 0x1010 },
            new SegmentSpec(0x2000, Apps.Code(16)) { PhysicalAddress = 0x1020, Flags = ReadWrite, MemorySize = 101 },
            new SegmentSpec(0x2100, []) { PhysicalAddress = 0x1030, Flags = ReadWrite, MemorySize = 1000 },
            new SegmentSpec(0x2200, []) { Flags = ReadWrite, MemorySize = 9 });

        Assert.Equal(1101U, Budget(app with { Sections = [] }, NoHeaps with { Stack = 0 }).With().Total);
    }

    [Theory]
    [InlineData(".data", 0UL, true)]
    [InlineData(".sdata", 0UL, true)]
    [InlineData(".data", 0x1000UL, false)]
    [InlineData(".app_header", 0UL, false)]
    public void Initialised_variables_that_stay_in_flash_are_warned_of(string name, ulong storedElsewhere, bool isWarned)
    {
        var data = new SegmentSpec(0x3000, Apps.Code(16)) { PhysicalAddress = 0x3000 + storedElsewhere, Flags = ReadWrite };
        var app = Apps.Fixed(new SegmentSpec(0x1000, Apps.Code(16)), data);
        var section = app.Sections.Single(section => section.Address == 0x3000);
        app.Sections[app.Sections.IndexOf(section)] = section with { Name = name, Flags = Apps.Writable };

        Budget(app, NoHeaps).With(isWarned ? [Catalogue.DataInFlash] : []);
    }

    [Fact]
    public void A_given_size_takes_the_place_of_the_sum()
    {
        Assert.Equal(5000U, Budget(Apps.Fixed(), new() { MinimumRamSize = 5000 }).With().Total);
        Assert.Equal(4096U, Budget(Apps.Fixed(), new() { MinimumRamSize = 4096 }).With().Total);
    }

    [Fact]
    public void A_given_size_below_the_sum_is_taken_with_a_warning()
    {
        var budget = Budget(Apps.Fixed(), new() { MinimumRamSize = 4095 });

        Assert.Equal(4095U, budget.With(Catalogue.RamBelowEstimate).Total);
        string text = budget.Diagnostics.Diagnostics[0].Text;
        Assert.Contains("4095", text, StringComparison.Ordinal);
        Assert.Contains("4096", text, StringComparison.Ordinal);
        Assert.Equal(5U, Budget(Apps.Fixed(), new() { MinimumRamSize = 5, Stack = uint.MaxValue }).With(Catalogue.RamBelowEstimate).Total);
    }

    [Fact]
    public void More_than_32_bits_are_refused()
    {
        Budget(Apps.Fixed(), new() { Stack = uint.MaxValue }).IsRefusedFor(Catalogue.ValueTooLarge);
        Budget(Apps.Fixed(), new() { Stack = 0, AppHeap = uint.MaxValue, KernelHeap = 0 }).IsRefusedFor(Catalogue.ValueTooLarge);
        Assert.Equal(0xFFFF_FFFCU, Budget(Apps.Fixed(), new() { Stack = 0, AppHeap = 0xFFFF_FFFC, KernelHeap = 0 }).With().Total);
    }

    [Fact]
    public void Memory_of_2_to_the_64_bytes_does_not_wrap()
    {
        var huge = Apps.Data(0x1000, 8) with { VirtualAddress = 0, MemorySize = ulong.MaxValue - 0x1000 };
        var app = Apps.Fixed(huge, huge) with { Is64Bit = true };
        app.Sections.Add(new SectionSpec(".stack", SectionType.NoBits, SectionFlags.None) { Size = ulong.MaxValue });

        Budget(app, new()).IsRefusedFor(Catalogue.ValueTooLarge);
    }

    private static ConvertOptions NoHeaps => new() { AppHeap = 0, KernelHeap = 0 };

    private static Outcome<MemoryBudget> Budget(ElfBuilder app, ConvertOptions options) =>
        Outcome.Of(app, (elf, diagnostics) => MemoryBudget.ForFlash(elf, options, diagnostics));
}
