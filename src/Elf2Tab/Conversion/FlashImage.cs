using Elf2Tab.Conversion.Legacy;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Conversion;

/// <summary>
/// What of an app that executes in place is stored in flash: the file bytes of its PT_LOAD segments in the order of their
/// physical addresses.
/// </summary>
/// <param name="Origin">Where in flash the app belongs, and how that is known.</param>
/// <param name="Image">What lies where.</param>
public sealed record FlashImage(FlashOrigin Origin, AppImage Image)
{
    /// <summary>A gap of a page of common linkers: the linker script is probably wrong.</summary>
    private static readonly SegmentPlacement Placement = new(segment => segment.PhysicalAddress, "stored", LargeGap: 4096, Hint: null);

    /// <summary>Places the segments.</summary>
    /// <exception cref="InputException">They overlap, are too large together, or there is none.</exception>
    public static FlashImage Make(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var stored = SegmentPlacement.WithFileBytes(elf, diagnostics);
        stored = [.. stored.Select(segment => SkipElfHeaders(elf, segment, diagnostics)).Where(segment => segment.FileSize > 0)];
        var origin = FlashOrigin.Find(elf, stored, diagnostics);
        if (origin.FixedAddress is { } address)
            stored = CutBelow(address, stored, diagnostics);
        if (stored.Count == 0)
            throw diagnostics.Fail(Catalogue.NothingToLoad, "no segment has bytes at or above the flash address");
        return new FlashImage(origin, Placement.Place(elf, stored, origin.FixedAddress, options, diagnostics));
    }

    /// <summary>A segment at file offset 0 begins with the ELF's own headers: the app starts at its first section.</summary>
    private static Segment SkipElfHeaders(ElfFile elf, Segment segment, DiagnosticSink diagnostics)
    {
        if (segment.FileOffset > 0)
            return segment;
        if (elf.Sections.IsEmpty)
        {
            diagnostics.Report(
                Catalogue.ElfHeadersLoaded,
                $"{segment} begins with the ELF headers; without section headers they cannot be told from the app");
            return segment;
        }
        ulong first = elf.Sections
            .Where(section => section.Size > 0 && segment.Holds(section))
            .Select(section => section.Address)
            .DefaultIfEmpty(segment.VirtualAddress + segment.FileSize)
            .Min();
        return segment.Skip(Math.Min(first - segment.VirtualAddress, segment.FileSize));
    }

    /// <summary>What lies below the flash address is not the app's: linkers start segments at page boundaries.</summary>
    private static List<Segment> CutBelow(ulong address, List<Segment> segments, DiagnosticSink diagnostics)
    {
        var kept = new List<Segment>();
        foreach (var segment in segments)
        {
            ulong below = Math.Min(address - Math.Min(address, segment.PhysicalAddress), segment.FileSize);
            if (below > 0)
            {
                diagnostics.Report(
                    Catalogue.BytesBelowFlash,
                    $"{segment}: {below} bytes stored at 0x{segment.PhysicalAddress:x}, below the flash address "
                    + $"0x{address:x}, are left out");
            }
            if (below < segment.FileSize)
                kept.Add(segment.Skip(below));
        }
        return kept;
    }
}
