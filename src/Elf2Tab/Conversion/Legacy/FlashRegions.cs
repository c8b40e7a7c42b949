using System.Collections.Immutable;
using Elf2Tab.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Conversion.Legacy;

/// <summary>Writeable flash regions: stored sections with <c>.wfr</c> in their names.</summary>
public static class FlashRegions
{
    /// <summary>More than a header can list, so that a hostile file cannot ask for more memory.</summary>
    private const int MostRegions = 8192;

    /// <summary>The regions, offsets from the start of the app binary.</summary>
    public static ImmutableArray<FlashRegion> Find(ElfFile elf, AppImage image) =>
    [
        .. (from placed in image.Segments
            from section in elf.Sections
            where section.Size > 0 && placed.Segment.Holds(section) && placed.Segment.HoldsFileBytes(section.Address, section.Size)
                && section.NameBytes.Span.IndexOf(".wfr"u8) >= 0
            let offset = placed.Offset + (uint)(section.Address - placed.Segment.VirtualAddress)
            select new FlashRegion(offset, (uint)section.Size)).Take(MostRegions),
    ];
}
