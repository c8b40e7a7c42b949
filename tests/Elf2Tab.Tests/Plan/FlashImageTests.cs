using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;

namespace Elf2Tab.Tests.Plan;

public sealed class FlashImageTests
{
    [Fact]
    public void Segments_lie_by_their_physical_addresses()
    {
        var image = Make(Apps.Fixed(Apps.Data(0x1020, 8), Text(0x1010, 16), Text(0x1000, 16))).With();

        Assert.Equal(0x1000U, image.Start);
        Assert.Equal(40U, image.Size);
        Assert.Equal([(2, 0U), (1, 16U), (0, 32U)], image.Segments.Select(placed => (placed.Segment.Index, placed.Offset)));
    }

    [Fact]
    public void The_flash_address_is_the_start_even_before_the_first_segment()
    {
        var image = Make(AtOrigin(Text(0x1010, 16))).With();

        Assert.Equal((0x1000UL, 32U, 16U), (image.Start, image.Size, image.Segments[0].Offset));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(4095, false)]
    [InlineData(4096, true)]
    public void Large_gaps_are_told(int gap, bool isTold)
    {
        DiagnosticKind[] kinds = isTold ? [Catalogue.LargeGap] : [];

        var between = Make(Apps.Fixed(Text(0x1000, 16), Text(0x1010 + (ulong)gap, 16))).With(kinds);
        Assert.Equal((uint)gap + 16, between.Segments[1].Offset);
        var before = Make(AtOrigin(Text(0x1000 + (ulong)gap, 16))).With(kinds);
        Assert.Equal((uint)gap, before.Segments[0].Offset);
    }

    [Fact]
    public void Segments_that_overlap_are_refused()
    {
        Make(Apps.Fixed(Text(0x1000, 16), Text(0x100F, 16))).IsRefusedFor(Catalogue.SegmentsOverlap);
        Make(Apps.Fixed(Text(0x1000, 16), Apps.Data(0x1000, 4))).IsRefusedFor(Catalogue.SegmentsOverlap);
    }

    [Fact]
    public void Memory_without_bytes_overlaps_nothing() =>
        Make(Apps.Fixed(Text(0x1000, 16) with { MemorySize = 64 }, Text(0x1010, 16))).With();

    [Theory]
    [InlineData(100, true)]
    [InlineData(99, false)]
    public void More_than_the_largest_size_is_refused(uint largest, bool fits)
    {
        var made = Make(Apps.Fixed(Text(0x1000, 16), Text(0x1054, 16)), new ConvertOptions { MaxSize = largest });

        if (fits)
            Assert.Equal(100U, made.With().Size);
        else
            made.IsRefusedFor(Catalogue.TooLarge);
    }

    [Fact]
    public void A_gap_of_gigabytes_is_refused()
    {
        var any = new ConvertOptions { MaxSize = uint.MaxValue };
        var app = Apps.Fixed(Text(0x1000, 16), Text(0xFFFF_FFF0, 16));
        var larger = Apps.Fixed(Text(0x1000, 16), Text(ulong.MaxValue - 15, 16)) with { Is64Bit = true };

        Make(app, any).With(Catalogue.LargeGap);
        Make(app).IsRefusedFor(Catalogue.TooLarge);
        Make(larger, any).IsRefusedFor(Catalogue.TooLarge);
    }

    [Fact]
    public void What_lies_below_the_flash_address_is_cut()
    {
        var image = Make(AtOrigin(Text(0x0FF0, 48), Text(0x1020, 16))).With(Catalogue.BytesBelowFlash);

        Assert.Equal((0x1000UL, 48U), (image.Start, image.Size));
        var first = image.Segments[0].Segment;
        Assert.Equal((0x1000UL, 0x1000UL), (first.PhysicalAddress, first.VirtualAddress));
        Assert.Equal((32UL, 32UL), (first.FileSize, first.MemorySize));
    }

    [Fact]
    public void What_ends_below_the_flash_address_is_dropped()
    {
        var image = Make(AtOrigin(Text(0x0F00, 16), Text(0x0FF0, 16), Text(0x1000, 16)))
            .With(Catalogue.BytesBelowFlash, Catalogue.BytesBelowFlash);

        Assert.Equal(2, Assert.Single(image.Segments).Segment.Index);
    }

    [Fact]
    public void Nothing_above_the_flash_address_is_refused() =>
        Make(AtOrigin(Text(0x0F00, 16))).IsRefusedFor(Catalogue.NothingToLoad);

    [Fact]
    public void Of_an_app_for_any_address_nothing_is_cut()
    {
        var image = Make(Apps.Fixed(Text(Apps.Anywhere, 16), Text(0x7FFF_FFF0, 16))).With();

        Assert.Equal((0x7FFF_FFF0UL, 32U), (image.Start, image.Size));
    }

    [Fact]
    public void Elf_headers_in_a_segment_are_not_the_apps()
    {
        // The builder puts the first bytes behind the headers, at offset 96.
        var app = Apps.Fixed() with
        {
            Segments = [new SegmentSpec(0x1000, []) { FileOffset = 0, FileSize = 112 }],
            Sections = [new(".text", SectionSpec.ProgramBits, Apps.Allocated) { Address = 0x1060, Bytes = Apps.Code(16) }],
        };

        var image = Make(app).With();

        Assert.Equal((0x1060UL, 16U), (image.Start, image.Size));
        Assert.Equal(Apps.Code(16), app.Read().Content(image.Segments[0].Segment).ToArray());
    }

    [Fact]
    public void A_segment_of_elf_headers_alone_is_not_stored()
    {
        var image = Make(Apps.Fixed() with
        {
            Segments = [new SegmentSpec(0x0F00, []) { FileOffset = 0, FileSize = 116 }, Text(0x1000, 16)],
            Sections = [new(".text", SectionSpec.ProgramBits, Apps.Allocated) { Address = 0x1000, InSegment = 1, Size = 16 }],
        }).With();

        Assert.Equal((0x1000UL, 16U), (image.Start, image.Size));
    }

    [Fact]
    public void Without_sections_elf_headers_stay_in_front_of_an_app()
    {
        // 116 bytes of headers, then, at a multiple of 16, the bytes of the other segment.
        var headers = new SegmentSpec(0x1000, []) { FileOffset = 0, FileSize = 128 + 4 };
        var app = new ElfBuilder { HasSections = false, Segments = [headers, new SegmentSpec(0x1100, Apps.Code(4))] };

        var image = Make(app).With(Catalogue.ElfHeadersLoaded);

        Assert.Equal((0x1000UL, 0x104U), (image.Start, image.Size));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Segments_that_hold_nothing_but_elf_headers_are_dropped(bool hasSections)
    {
        var app = Apps.Fixed() with { HasSections = hasSections };
        app.Segments.Add(new SegmentSpec(0x1000_0000, []) { FileOffset = 0, FileSize = 116, Flags = SegmentFlags.Read });

        var image = Make(app).With();

        Assert.Equal((Apps.Flash, 64U), (image.Start, image.Size));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void There_are_1_to_256_segments(int count, bool isTaken)
    {
        var made = Make(new ElfBuilder
        {
            HasSections = false,
            Segments =
            [
                .. Enumerable.Range(0, count).Select(index => Text(0x1000 + (16 * (ulong)index), 16)),
                new SegmentSpec(Apps.Ram, []) { MemorySize = 4 },
            ],
        });

        if (isTaken)
            Assert.Equal(count, made.With().Segments.Length);
        else
            made.IsRefusedFor(Catalogue.NothingToLoad);
    }

    private static ElfBuilder AtOrigin(params SegmentSpec[] segments) =>
        Apps.Fixed(segments) with { Symbols = [new("_flash_origin", 0x1000)] };

    private static SegmentSpec Text(ulong address, int size) => new(address, Apps.Code(size));

    private static Outcome<AppImage> Make(ElfBuilder app, ConvertOptions? options = null) =>
        Outcome.Of(app, (elf, diagnostics) => FlashImage.Make(elf, options ?? new(), diagnostics).Image);
}
