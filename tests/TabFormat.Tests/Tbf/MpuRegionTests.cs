using CsCheck;
using TabFormat.Tbf;
using Tests.Shared;

namespace TabFormat.Tests.Tbf;

public sealed class MpuRegionTests
{
    /// <summary>Sizes around every size that a region covers, up to 2 MiB.</summary>
    public static TheoryData<int> Powers => [.. Enumerable.Range(5, 17)];

    [Theory]
    [MemberData(nameof(Powers))]
    public void The_smallest_size_is_what_a_search_of_all_settings_finds(int power)
    {
        for (ulong eighths = 4; eighths <= 8; eighths++)
        {
            ulong boundary = eighths * (1UL << power) / 8;
            for (ulong size = boundary - 4; size <= boundary + 4; size++)
                Assert.Equal((size, RegionSearch.Smallest(size)), (size, MpuRegion.SmallestSize(size)));
        }
    }

    [Fact]
    public void The_smallest_size_at_a_start_is_what_a_search_of_all_settings_finds()
    {
        for (ulong start = 0; start <= 2048; start += 16)
        {
            for (ulong boundary = 32; boundary <= 1120; boundary += 32)
            {
                Agree(boundary, start);
                Agree(boundary + 1, start);
            }
        }
        Gen.Select(Gen.UInt[1, 1 << 21], Gen.Int[4, 20], Gen.UInt[0, 1 << 11])
            .Sample((size, shift, multiple) => Agree(size, (ulong)multiple << shift), iter: 3000);

        static void Agree(ulong size, ulong start)
        {
            var found = RegionSearch.Smallest(size, start);
            Assert.Equal((size, start, found), (size, start, MpuRegion.SmallestSize(size, start)));
            Assert.Equal((size, start, found == size), (size, start, MpuRegion.Covers(start, size)));
        }
    }

    /// <summary>Kernels look for subregions of the largest power of two that divides the start, and no smaller ones.</summary>
    [Theory]
    [InlineData(0x40000, 80, false)]
    [InlineData(0x44000, 80, true)]
    [InlineData(0x48000, 80, false)]
    [InlineData(0x4C000, 80, true)]
    [InlineData(0x50000, 80, false)]
    [InlineData(0x54000, 80, false)]
    [InlineData(0, 80, true)]
    [InlineData(0x44000, 96, true)]
    [InlineData(0x48000, 96, true)]
    [InlineData(0x4C000, 96, false)]
    [InlineData(0x50000, 96, false)]
    [InlineData(0x44000, 112, true)]
    [InlineData(0x48000, 112, false)]
    [InlineData(0x40000, 128, true)]
    [InlineData(0x48000, 128, true)]
    [InlineData(0x50000, 128, true)]
    [InlineData(0x70000, 128, false)]
    [InlineData(0x44000, 81, false)]
    public void Kernels_find_regions_at_some_starts(ulong start, ulong kibibytes, bool isFound) =>
        Assert.Equal(isFound, MpuRegion.IsFoundByKernels(start, kibibytes * 1024));

    [Fact]
    public void What_kernels_find_the_hardware_covers() =>
        Gen.Select(Gen.UInt[1, 64], Gen.UInt[0, 512], Gen.Int[3, 14]).Sample((size, start, shift) =>
        {
            if (MpuRegion.IsFoundByKernels((ulong)start << shift, (ulong)size << shift))
                Assert.Equal((ulong)size << shift, RegionSearch.Smallest((ulong)size << shift, (ulong)start << shift));
        });
}
