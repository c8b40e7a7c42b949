using System.Collections.Immutable;
using Elf2Tab.Conversion.Legacy;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Conversion;

/// <summary>A segment in its place.</summary>
/// <param name="Segment">The segment, without bytes that are left out in front.</param>
/// <param name="Offset">Bytes from the start of the app binary to its first file byte.</param>
public sealed record PlacedSegment(Segment Segment, uint Offset);

/// <summary>
/// What of an app that executes in place is stored in flash: the file bytes of its PT_LOAD segments in the order of their
/// physical addresses, gaps zero.
/// </summary>
/// <param name="Origin">Where in flash the app belongs, and how that is known.</param>
/// <param name="Start">Physical address of the first byte.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Segments">What lies where, ascending.</param>
public sealed record FlashImage(FlashOrigin Origin, ulong Start, uint Size, ImmutableArray<PlacedSegment> Segments)
{
    /// <summary>A gap from which on a linker script is probably wrong: the page size of common linkers.</summary>
    private const ulong LargeGap = 4096;

    /// <summary>More segments than any linker makes; each is compared with each section.</summary>
    private const int MostSegments = 256;

    /// <summary>Places the segments.</summary>
    /// <exception cref="InputException">They overlap, are too large together, or there is none.</exception>
    public static FlashImage Make(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var stored = elf.LoadSegments.Where(segment => segment.FileSize > 0).ToList();
        if (stored.Count is 0 or > MostSegments)
        {
            throw diagnostics.Fail(
                Catalogue.NothingToLoad, $"{stored.Count} PT_LOAD segments with bytes in the file, there must be 1 to {MostSegments}");
        }
        stored = [.. stored.Select(segment => SkipElfHeaders(elf, segment, diagnostics)).Where(segment => segment.FileSize > 0)];
        var origin = FlashOrigin.Find(elf, stored, diagnostics);
        if (origin.FixedAddress is { } address)
            stored = CutBelow(address, stored, diagnostics);
        if (stored.Count == 0)
            throw diagnostics.Fail(Catalogue.NothingToLoad, "no segment has bytes at or above the flash address");
        return Place(origin, [.. stored.OrderBy(segment => segment.PhysicalAddress)], options, diagnostics);
    }

    /// <summary>The placed segments that hold the file byte at a virtual address, in the order of the program headers.</summary>
    public IEnumerable<PlacedSegment> HoldersOf(ulong virtualAddress) =>
        Segments.Where(placed => placed.Segment.HoldsFileByteAt(virtualAddress)).OrderBy(placed => placed.Segment.Index);

    /// <summary>A segment at file offset 0 begins with the ELF's own headers: the app starts at its first section.</summary>
    private static Segment SkipElfHeaders(ElfFile elf, Segment segment, DiagnosticSink diagnostics)
    {
        if (segment.FileOffset > 0)
            return segment;
        if (elf.Sections.IsEmpty)
        {
            diagnostics.Report(
                Catalogue.ElfHeadersLoaded, $"{segment} begins with the ELF headers; without section headers they cannot be told from the app");
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
                    $"{segment}: {below} bytes stored at 0x{segment.PhysicalAddress:x}, below the flash address 0x{address:x}, are left out");
            }
            if (below < segment.FileSize)
                kept.Add(segment.Skip(below));
        }
        return kept;
    }

    private static FlashImage Place(
        FlashOrigin origin, ImmutableArray<Segment> segments, ConvertOptions options, DiagnosticSink diagnostics)
    {
        ulong start = origin.FixedAddress ?? segments[0].PhysicalAddress;
        ulong end = start;
        string before = "the flash address";
        var placed = ImmutableArray.CreateBuilder<PlacedSegment>(segments.Length);
        foreach (var segment in segments)
        {
            if (segment.PhysicalAddress < end)
            {
                throw diagnostics.Fail(
                    Catalogue.SegmentsOverlap, $"{segment} is stored at 0x{segment.PhysicalAddress:x}, inside {before}, which ends at 0x{end:x}");
            }
            ulong gap = segment.PhysicalAddress - end;
            ulong size = segment.PhysicalAddress - start + segment.FileSize;
            if (size > options.MaxSize)
            {
                throw diagnostics.Fail(
                    Catalogue.TooLarge,
                    $"{segment} would end {size} bytes behind the app's start (gap of {gap} bytes between {before} and 0x{segment.PhysicalAddress:x}); "
                    + $"at most {options.MaxSize} are allowed");
            }
            if (gap >= LargeGap)
            {
                diagnostics.Report(
                    Catalogue.LargeGap, $"{gap} zero bytes fill the gap between {before} and {segment}, stored at 0x{segment.PhysicalAddress:x}");
            }
            placed.Add(new PlacedSegment(segment, (uint)(segment.PhysicalAddress - start)));
            end = segment.PhysicalAddress + segment.FileSize;
            before = segment.ToString();
        }
        return new FlashImage(origin, start, (uint)(end - start), placed.MoveToImmutable());
    }
}
