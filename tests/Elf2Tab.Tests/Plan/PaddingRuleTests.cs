using CsCheck;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using TabFormat.Binary;
using TabFormat.Tbf;
using Tests.Shared;

namespace Elf2Tab.Tests.Plan;

public sealed class PaddingRuleTests
{
    [Theory]
    [InlineData(ElfMachine.Arm, 1, 1)]
    [InlineData(ElfMachine.Arm, 100, 512)]
    [InlineData(ElfMachine.Arm, 256, 256)]
    [InlineData(ElfMachine.Arm, 257, 512)]
    [InlineData(ElfMachine.Arm, 512, 512)]
    [InlineData(ElfMachine.Arm, 513, 1024)]
    [InlineData(ElfMachine.Arm, 0x8000_0001, 0x1_0000_0000)]
    [InlineData(ElfMachine.RiscV, 512, 512)]
    [InlineData(ElfMachine.RiscV, 513, 516)]
    [InlineData(ElfMachine.I386, 1, 4096)]
    [InlineData(ElfMachine.I386, 4096, 4096)]
    [InlineData(ElfMachine.I386, 4097, 8192)]
    [InlineData(ElfMachine.X8664, 513, 513)]
    [InlineData(ElfMachine.AArch64, 513, 513)]
    [InlineData((ElfMachine)94, 513, 513)]
    public void Sizes_are_rounded_up_as_the_machine_needs(ElfMachine machine, ulong size, ulong expected) =>
        Assert.Equal(expected, Machine.Of(machine).Padding.Apply(size, null));

    [Theory]
    [InlineData(100, 128)]
    [InlineData(128, 128)]
    [InlineData(129, 160)]
    [InlineData(160, 160)]
    [InlineData(161, 192)]
    [InlineData(225, 256)]
    [InlineData(256, 256)]
    [InlineData(257, 320)]
    [InlineData(321, 384)]
    [InlineData(385, 448)]
    [InlineData(449, 512)]
    [InlineData(513, 640)]
    [InlineData(64 * 1024, 64 * 1024)]
    [InlineData((64 * 1024) + 1, 80 * 1024)]
    [InlineData(80 * 1024, 80 * 1024)]
    [InlineData((80 * 1024) + 1, 96 * 1024)]
    [InlineData((96 * 1024) + 1, 112 * 1024)]
    [InlineData((112 * 1024) + 1, 128 * 1024)]
    [InlineData(0x8000_0001, 0xA000_0000)]
    public void Subregions_are_eighths_of_the_next_power_of_two_and_32_bytes_at_least(ulong size, ulong expected)
    {
        Assert.Equal(expected, PaddingRule.CortexMSubregions.Apply(size, null));
        Assert.Equal(expected, RegionSearch.Smallest(size));
    }

    [Theory]
    [InlineData(0x40000, 80 * 1024, 128 * 1024)]
    [InlineData(0x44000, 80 * 1024, 80 * 1024)]
    [InlineData(0x48000, 80 * 1024, 96 * 1024)]
    [InlineData(0x4C000, 80 * 1024, 80 * 1024)]
    [InlineData(0x50000, 80 * 1024, 128 * 1024)]
    [InlineData(0x58000, 80 * 1024, 96 * 1024)]
    [InlineData(0x60000, 80 * 1024, 128 * 1024)]
    [InlineData(0x41000, 10 * 1024, 12 * 1024)]
    [InlineData(0x30000, 80 * 1024, 128 * 1024)]
    public void Subregions_go_by_the_start(ulong start, ulong size, ulong expected)
    {
        Assert.Equal(expected, PaddingRule.CortexMSubregions.Apply(size, start));
        Assert.True(MpuRegion.IsFoundByKernels(start, expected));
        Assert.True(RegionSearch.Smallest(size, start) <= expected);
    }

    [Fact]
    public void The_smallest_size_for_kernels_is_what_a_search_finds() =>
        Gen.Select(Gen.UInt[1, 0x4000], Gen.UInt[0, 0x200]).Sample((size, start) =>
        {
            ulong address = start * 0x100UL;
            ulong? found = Enumerable.Range(0, 0x8000 / 32).Select(index => Alignment.RoundUp(size, 32) + ((ulong)index * 32))
                .Where(candidate => MpuRegion.IsFoundByKernels(address, candidate)).Select(candidate => (ulong?)candidate).FirstOrDefault();
            ulong? smallest = MpuRegion.SmallestSizeForKernels(size, address);
            Assert.Equal(found, smallest > 0x8000 + size ? null : smallest);
        });

    [Theory]
    [InlineData(0x40010)]
    [InlineData(0x70000)]
    [InlineData(0x40100)]
    public void Where_no_region_suits_the_size_is_one_for_other_places(ulong start)
    {
        Assert.Null(RegionSearch.Smallest(65 * 1024, start));
        Assert.Equal(80UL * 1024, PaddingRule.CortexMSubregions.Apply(65 * 1024, start));
    }

    [Theory]
    [InlineData(4, 1, 4)]
    [InlineData(12, 25, 36)]
    [InlineData(128, 128, 128)]
    [InlineData(4096, 4097, 8192)]
    public void A_multiple_need_not_be_a_power_of_two(uint multiple, ulong size, ulong expected) =>
        Assert.Equal(expected, PaddingRule.MultipleOf(multiple).Apply(size, null));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 4)]
    [InlineData(513, 516)]
    public void Without_padding_there_are_whole_words(ulong size, ulong expected) =>
        Assert.Equal(expected, PaddingRule.None.Apply(size, null));
}
