using System.Numerics;
using CsCheck;
using TabFormat.Images;
using Tests.Shared;
using static TabFormat.Tests.Images.Placement;
using static Tests.Shared.ImageApps;

namespace TabFormat.Tests.Images;

public sealed class ImageLayoutTests
{
    private const uint Flash = 0x40000;

    [Fact]
    public void Powers_of_two_follow_one_another_the_largest_first()
    {
        var layout = Place([App("a", 512), App("b", 2048), App("c", 1024), App("d", 512)], Flash);
        Assert.Equal("0x40000 b 2048, 0x40800 c 1024, 0x40c00 a 512, 0x40e00 d 512", Describe(layout));
    }

    [Fact]
    public void Powers_of_two_start_at_multiples_of_themselves() =>
        Assert.Equal(
            "0x40200 padding 512, 0x40400 a 1024",
            Describe(Place([App("a", 1024)], Flash + 0x200)));

    /// <summary>At 0x40000 kernels look for subregions of 256 KB.</summary>
    [Fact]
    public void Eighths_start_at_an_odd_multiple_of_the_eighth_and_smaller_apps_fill_the_gap() =>
        Assert.Equal(
            "0x40000 c 16384, 0x44000 a 81920, 0x58000 d 1000, 0x583e8 padding 24, 0x58400 b 6144",
            Describe(Place([App("b", 6 * 1024), App("c", 16 * 1024), App("d", 1000), App("a", 80 * 1024)], Flash)));

    [Fact]
    public void Eighths_start_at_the_start_of_memory() =>
        Assert.Equal("0x0 a 81920", Describe(Place([App("a", 80 * 1024)], 0)));

    [Fact]
    public void Apps_that_are_copied_to_RAM_and_sizes_of_no_region_start_anywhere() =>
        Assert.Equal(
            "0x40004 a 1024, 0x40404 b 900",
            Describe(Place([App("b", 900), App("a", 1024, start: Flash + 0x1000, isForRam: true)], Flash + 4)));

    [Fact]
    public void A_given_alignment_is_for_all_apps() =>
        Assert.Equal(
            "0x40000 padding 856, 0x40358 a 2048, 0x40b58 padding 952, 0x40f10 b 1024, 0x41310 padding 976, 0x416e0 c 512",
            Describe(Place([App("c", 512), App("a", 2048, isForRam: true), App("b", 1024)], Flash, 1000)));

    [Fact]
    public void Others_go_around_apps_with_fixed_addresses() =>
        Assert.Equal(
            "0x40000 b 512, 0x40200 f 1024, 0x40600 padding 512, 0x40800 a 2048, 0x41000 g 300",
            Describe(Place([App("g", 300, Flash + 0x1000), App("a", 2048), App("f", 1024, Flash + 0x200), App("b", 512)], Flash)));

    /// <summary>Space in front of the app with a fixed address, and whether an app of 300 bytes goes there.</summary>
    [Theory]
    [InlineData(299, false)]
    [InlineData(300, true)]
    [InlineData(304, false)]
    [InlineData(312, false)]
    [InlineData(315, false)]
    [InlineData(316, true)]
    public void What_is_left_of_a_gap_must_be_large_enough_for_padding(int gap, bool fits)
    {
        var layout = Place([App("a", 300), App("f", 512, Flash + gap)], Flash);
        Assert.Equal(fits, layout.Parts[0].App?.Name == "a");
        Walks(layout);
    }

    /// <summary>The app behind one of 150 bytes starts 16 bytes or more behind, or at once.</summary>
    [Fact]
    public void Apps_that_are_no_whole_words_leave_room_for_padding() =>
        Assert.Equal(
            "0x40000 a 150, 0x40096 padding 18, 0x400a8 b 148",
            Describe(Place([App("a", 150), App("b", 148)], Flash)));

    [Theory]
    [InlineData(-1)]
    [InlineData(-0x10000)]
    public void An_app_below_the_image_is_refused(int distance) =>
        Assert.Equal(ImageRule.StartsInImage, Refuse([App("a", 512, Flash + distance)], Flash).Rule);

    [Fact]
    public void An_app_whose_header_would_be_below_address_0_is_refused() =>
        Assert.Equal(ImageRule.StartsInImage, Refuse([App("a", 512, -8)], 0).Rule);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(-511)]
    public void Apps_that_overlap_are_refused(int distance)
    {
        var finding = Refuse([App("a", 512, Flash + 1024), App("b", 512, Flash + 1024 + distance)], Flash);
        Assert.Equal(ImageRule.NoOverlap, finding.Rule);
        var (file, other) = distance < 0 ? ("a.tbf", "b.tbf") : ("b.tbf", "a.tbf");
        Assert.Equal(file, finding.App.File);
        Assert.Contains($" {other} ends at 0x", finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(15, false)]
    [InlineData(16, true)]
    public void A_gap_between_fixed_addresses_that_padding_cannot_fill_is_refused(int gap, bool fits)
    {
        Check([App("a", 512, Flash), App("b", 512, Flash + 512 + gap)]);
        Check([App("a", 512, Flash + gap)]);

        void Check(ImageApp[] apps)
        {
            if (fits)
                Walks(Place(apps, Flash));
            else
                Assert.Equal(ImageRule.GapForPadding, Refuse(apps, Flash).Rule);
        }
    }

    [Fact]
    public void Images_have_a_largest_size_and_end_below_4_GiB()
    {
        const uint Largest = ImageLayout.LargestSize;
        Place([App("a", 512, Flash + Largest - 512)], Flash);
        Assert.Equal(ImageRule.Size, Refuse([App("a", 512, Flash + Largest - 511)], Flash).Rule);
        Assert.Equal(ImageRule.Size, Refuse([App("a", 512, 0x2000_0000)], 0).Rule);
        Place([App("a", 512), App("b", 512)], 0xFFFF_FC00);
        Assert.Equal(ImageRule.Size, Refuse([App("a", 512), App("b", 516)], 0xFFFF_FC00).Rule);
        Assert.Equal(ImageRule.Size, Refuse([App("a", 512)], 0xFFFF_FF00).Rule);
    }

    [Fact]
    public void Kernels_find_every_app_at_a_place_that_suits_it()
    {
        var size = Gen.OneOf(
            Gen.Int[8, 14].Select(power => 1 << power),
            Gen.Select(Gen.Int[5, 7], Gen.Int[5, 11]).Select((eighths, power) => eighths << power),
            Gen.Int[140, 3000]);
        var start = Gen.OneOf(Gen.Const(-1L), Gen.Const(-1L), Gen.Int[0, 300].Select(slot => Flash + (long)slot * 256));
        var app = Gen.Select(size, start, Gen.Bool);
        Gen.Select(app.Array[1, 8], Gen.Int[0, 200], Gen.OneOf(Gen.Const(0), Gen.Int[1, 700])).Sample((rows, offset, words) =>
        {
            uint? alignment = words == 0 ? null : 4U * (uint)words;
            long from = Flash - (4L * offset);
            ImageApp[] apps =
                [.. rows.Select((row, index) => App($"app{index}", row.Item1, row.Item2 < 0 ? null : row.Item2, row.Item3 && row.Item2 < 0))];
            if (!ImageLayout.TryMake(apps, new ImageRoom((ulong)from) { Alignment = alignment }, out var layout, out var finding))
            {
                Assert.Contains(finding.Rule, (ImageRule[])[ImageRule.NoOverlap, ImageRule.GapForPadding]);
                return;
            }
            var places = Walks(layout);
            Assert.Equal(apps.Select(app => app.Name).Order(), places.Keys.Order());
            foreach (var placed in apps)
            {
                var (address, bytes) = places[placed.Name];
                Bytes.Equal(placed.Tbf.Bytes.Span, bytes, placed.Name);
                if (placed.FixedStart is { } wanted)
                    Assert.Equal(wanted, address);
                else
                    Suits(placed, (ulong)address, alignment);
            }
        }, iter: 400);
    }

    private static void Suits(ImageApp app, ulong address, uint? alignment)
    {
        ulong size = app.Tbf.TotalSize;
        if (alignment is { } given)
            Assert.Equal(0UL, address % given);
        else if (app.Tbf.IsLoadedToRam || RegionSearch.Smallest(size) != size)
            Assert.Equal(0UL, address % 4);
        else if (BitOperations.IsPow2(size))
            Assert.Equal(0UL, address % size);
        else
            Assert.Equal(size, RegionSearch.Smallest(size, address));
    }

    /// <summary>Apps by name, as a kernel finds them; everything else is padding.</summary>
    private static Dictionary<string, (long Address, byte[] Bytes)> Walks(ImageLayout layout)
    {
        byte[] image = layout.Write();
        var found = Walk(image, (long)layout.Base).ToList();
        Assert.Equal((long)layout.Size, found.Sum(part => part.Size));
        Assert.Equal((long)(layout.Size + layout.Tail), image.Length);
        Assert.Equal(layout.Parts.Select(part => (part.Address, part.Size)), found.Select(part => ((ulong)part.Address, (ulong)part.Size)));
        var apps = new Dictionary<string, (long, byte[])>();
        foreach (var (part, (address, _, bytes)) in layout.Parts.Zip(found))
        {
            Assert.Equal(part.App is null, bytes[2] == 16);
            if (part.App is not null)
                apps.Add(part.App.Name, (address, bytes));
            else
                Assert.Equal(-1, bytes.AsSpan(16).IndexOfAnyExcept((byte)0xFF));
        }
        return apps;
    }

    private static string Describe(ImageLayout layout)
    {
        Walks(layout);
        return string.Join(", ", layout.Parts.Select(part => $"0x{part.Address:x} {part.App?.Name ?? "padding"} {part.Size}"));
    }
}
