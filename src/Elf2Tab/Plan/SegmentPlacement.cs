using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan;

/// <summary>Lays segments out by address, the same way for flash and for RAM.</summary>
/// <param name="AddressOf">Which address counts: the physical one in flash, the virtual one in RAM.</param>
/// <param name="Verb">What segments are at that address: "stored", "loaded".</param>
/// <param name="LargeGap">Bytes of a gap from which on there is a warning.</param>
/// <param name="Hint">What to do about a gap between two segments; null: what the catalogue says.</param>
internal sealed record SegmentPlacement(Func<Segment, ulong> AddressOf, string Verb, ulong LargeGap, Func<Segment?, Segment, string?> Hint)
{
    /// <summary>More segments than any linker makes; each is compared with each section.</summary>
    public const int MostSegments = 256;

    /// <summary>Places segments one after another.</summary>
    /// <param name="elf">The app.</param>
    /// <param name="segments">Segments with file bytes, at least one.</param>
    /// <param name="fixedStart">Where the image starts; null: at the first segment.</param>
    /// <param name="options">How large it may be.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">Segments overlap, or the image would be too large.</exception>
    public AppImage Place(
        ElfFile elf, IEnumerable<Segment> segments, ulong? fixedStart, ConvertOptions options, DiagnosticSink diagnostics)
    {
        Segment[] ordered = [.. segments.OrderBy(AddressOf)];
        ulong start = fixedStart ?? AddressOf(ordered[0]);
        ulong end = start;
        Segment? before = null;
        var placed = ImmutableArray.CreateBuilder<PlacedSegment>();
        foreach (var given in ordered)
        {
            var segment = given;
            ulong address = AddressOf(segment);
            if (address < end && before is not null && IsSameBytes(segment, before))
            {
                // Linker scripts name two segments for a section: its bytes are there once.
                segment = segment.Skip(Math.Min(end - address, segment.FileSize));
                if (segment.FileSize == 0)
                    continue;
                address = end;
            }
            if (address < end)
            {
                throw diagnostics.Fail(
                    Catalogue.SegmentsOverlap,
                    $"{Describe(elf, segment)} is {Verb} at 0x{address:x}, inside {Describe(elf, before)}, which ends at 0x{end:x}");
            }
            ulong gap = address - end;
            if (address - start > options.MaxSize || address - start + segment.FileSize > options.MaxSize)
            {
                throw diagnostics.Fail(
                    Catalogue.TooLarge,
                    $"{Describe(elf, segment)} with {segment.FileSize} bytes is {Verb} at 0x{address:x}, "
                    + $"{gap} bytes behind {Describe(elf, before)}, and the app starts at 0x{start:x}; "
                    + $"it may have at most {options.MaxSize} bytes",
                    Hint(before, segment));
            }
            if (gap >= LargeGap)
            {
                diagnostics.Report(
                    Catalogue.LargeGap,
                    $"{gap} zero bytes fill the gap between {Describe(elf, before)} and {Describe(elf, segment)}, {Verb} at 0x{address:x}",
                    Hint(before, segment));
            }
            placed.Add(new PlacedSegment(segment, (uint)(address - start), elf.Content(segment)));
            end = address + segment.FileSize;
            before = segment;
        }
        return new AppImage(start, (uint)(end - start), placed.ToImmutable());
    }

    /// <summary>Whether two segments have the same bytes of the file at the same addresses.</summary>
    private bool IsSameBytes(Segment segment, Segment other) =>
        AddressOf(segment) - AddressOf(other) == segment.FileOffset - other.FileOffset
        && segment.VirtualAddress - other.VirtualAddress == segment.FileOffset - other.FileOffset;

    /// <summary>A segment with the first of its sections: people know their linker script, not its program headers.</summary>
    public static string Describe(ElfFile elf, Segment? segment)
    {
        if (segment is null)
            return "the start of the app";
        var sections = elf.Sections.Where(section => section.Size > 0 && segment.Holds(section));
        string[] names = [.. sections.Take(3).Select(section => section.Name)];
        return names.Length == 0 ? segment.ToString() : $"{segment} ({string.Join(", ", names)})";
    }

    /// <summary>The PT_LOAD segments with file bytes.</summary>
    /// <exception cref="InputException">There is none, or far too many.</exception>
    public static List<Segment> WithFileBytes(ElfFile elf, DiagnosticSink diagnostics)
    {
        var loaded = elf.LoadSegments.ToList();
        var stored = loaded.FindAll(segment => segment.FileSize > 0);
        return stored.Count is > 0 and <= MostSegments && loaded.Count <= 2 * MostSegments
            ? stored
            : throw diagnostics.Fail(
                Catalogue.NothingToLoad,
                $"{loaded.Count} PT_LOAD segments, {stored.Count} of them with bytes in the file; there must be 1 to "
                + $"{MostSegments} of these");
    }
}
