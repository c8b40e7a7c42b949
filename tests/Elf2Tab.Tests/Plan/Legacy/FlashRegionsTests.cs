using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Plan.Legacy;
using Elf2Tab.Tests.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Tests.Plan.Legacy;

public sealed class FlashRegionsTests
{
    [Fact]
    public void Stored_sections_of_the_name_are_regions()
    {
        var app = Apps.Fixed(new SegmentSpec(0x1000, Apps.Code(64)), new SegmentSpec(0x1080, Apps.Code(64)));

        Assert.Equal(
            [new FlashRegion(0, 16), new FlashRegion(0x84, 8), new FlashRegion(0x90, 4)],
            Find(app with
            {
                Sections =
                [
                    Section(".wfr.app_state", 0x1000, 16),
                    Section(".text.wfr", 0x1084, 8, 1),
                    Section(".more.wfr.data", 0x1090, 4, 1),
                    Section(".wfr.empty", 0x1020, 0),
                    Section(".wf", 0x1030, 4),
                    Section(".wfr.not_loaded", 0x1030, 4) with { Flags = SectionFlags.None },
                ],
            }));
    }

    [Fact]
    public void Offsets_count_from_the_flash_address()
    {
        var app = Apps.Fixed(new SegmentSpec(0x1000, Apps.Code(64)));

        Assert.Equal(
            [new FlashRegion(0x110, 4)],
            Find(app with { Sections = [Section(".wfr", 0x1010, 4)], Symbols = [new("_flash_origin", 0x0F00)] }));
        Assert.Equal(
            [new FlashRegion(4, 4)],
            Find(app with { Sections = [Section(".wfr", 0x1010, 4)], Symbols = [new("_flash_origin", 0x100C)] }));
    }

    [Fact]
    public void Memory_without_bytes_is_no_region()
    {
        var app = Apps.Fixed(new SegmentSpec(0x1000, Apps.Code(64)) { MemorySize = 0x100 });

        Assert.Empty(Find(app with { Sections = [Section(".wfr", 0x1040, 16) with { Type = SectionType.NoBits }] }));
    }

    private static SectionSpec Section(string name, ulong address, ulong size, int segment = 0) =>
        new(name, SectionSpec.ProgramBits, SectionFlags.Allocate) { Address = address, InSegment = segment, Size = size };

    private static ImmutableArray<FlashRegion> Find(ElfBuilder app)
    {
        var elf = app.Read();
        return FlashRegions.Find(elf, FlashImage.Make(elf, new ConvertOptions(), new DiagnosticSink(null)).Image);
    }
}
