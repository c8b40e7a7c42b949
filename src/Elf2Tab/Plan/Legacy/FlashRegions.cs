using System.Collections.Immutable;
using Elf2Tab.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Plan.Legacy;

/// <summary>Writeable flash regions: stored sections with <c>.wfr</c> in their names.</summary>
internal static class FlashRegions
{
    /// <summary>More than a header can list, so that a hostile file cannot ask for more memory.</summary>
    private const int MostRegions = 8192;

    /// <summary>The regions, offsets from the start of the app binary.</summary>
    public static ImmutableArray<FlashRegion> Find(ElfFile elf, AppImage image)
    {
        var regions = ImmutableArray.CreateBuilder<FlashRegion>();
        foreach (var placed in image.Segments)
        {
            foreach (var section in elf.Sections)
            {
                if (section.Size == 0 || !placed.Segment.Holds(section) || !placed.Segment.HoldsFileBytes(section.Address, section.Size)
                    || section.NameBytes.Span.IndexOf(GivenNames.WriteableFlashRegion) < 0)
                    continue;
                uint offset = placed.Offset + (uint)(section.Address - placed.Segment.VirtualAddress);
                regions.Add(new FlashRegion(offset, (uint)section.Size));
                if (regions.Count == MostRegions)
                    return regions.ToImmutable();
            }
        }
        return regions.ToImmutable();
    }
}
