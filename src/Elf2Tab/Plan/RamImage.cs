using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan;

/// <summary>A range of memory of a RAM-loaded app, addresses virtual.</summary>
/// <param name="Segment">The segment that it belongs to.</param>
/// <param name="Address">Its first address.</param>
/// <param name="FileSize">Bytes from the app binary; 0: none.</param>
/// <param name="MemorySize">Bytes of memory.</param>
internal sealed record MemoryRange(Segment Segment, ulong Address, ulong FileSize, ulong MemorySize);

/// <summary>
/// What of an app is copied to RAM: the file bytes of its PT_LOAD segments at their virtual addresses, as one range that
/// moves as a whole (gABI, program loading).
/// </summary>
/// <param name="Origin">
/// Where the app's RAM starts: the lowest virtual address, rounded down to <paramref name="Alignment"/> where the app may move.
/// </param>
/// <param name="Alignment">What the start of its RAM is a multiple of, wherever it is loaded: a power of two.</param>
/// <param name="Image">What lies where.</param>
/// <param name="Ranges">All memory, ascending.</param>
internal sealed record RamImage(ulong Origin, uint Alignment, AppImage Image, ImmutableArray<MemoryRange> Ranges)
{
    private static readonly SegmentPlacement Placement = new(
        segment => segment.VirtualAddress,
        "loaded",
        LargeGap: 4097,
        Hint: (_, _) => "a RAM-loaded app is one range of addresses: link with `-z max-page-size=8`, or without -pie for execution in place");

    /// <summary>Bytes of RAM from the origin to the first byte of the image.</summary>
    public ulong ImageOffset => Image.Start - Origin;

    /// <summary>The address behind the last byte of memory that a segment covers.</summary>
    public ulong MemoryEnd => Ranges.Max(range => range.Address + range.MemorySize);

    /// <summary>Places the segments.</summary>
    /// <exception cref="InputException">They overlap, are too large together, or a loader could not load them.</exception>
    public static RamImage Make(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var stored = SegmentPlacement.WithFileBytes(elf, diagnostics);
        var lowest = elf.LoadSegments.MinBy(segment => segment.VirtualAddress)!;
        uint alignment = RamAlignment.Of(elf, diagnostics);
        CheckWritable(elf, diagnostics);

        var kept = SkipLeadingMemory(elf, stored, options);
        if (kept.Count == 0)
            throw diagnostics.Fail(Catalogue.NothingToLoad, "the segments hold nothing but memory without contents");
        if (kept[0].FileOffset == 0)
            diagnostics.Report(
                Catalogue.ElfHeadersLoaded,
                $"the image begins with the ELF headers, {elf.HeadersEnd} bytes of RAM",
                "link with `-n`, or without FILEHDR and PHDRS in the linker script's PHDRS, if the app does not read them");
        CheckSpan(elf, options, diagnostics);
        return new RamImage(
            elf.IsPositionIndependent ? lowest.VirtualAddress - (lowest.VirtualAddress % alignment) : lowest.VirtualAddress,
            alignment,
            Placement.Place(elf, kept, fixedStart: null, options, diagnostics),
            [.. elf.LoadSegments.OrderBy(segment => segment.VirtualAddress).SelectMany(segment => RangesOf(segment, kept))]);
    }

    /// <summary>
    /// Some linkers write a leading section without contents, a stack in front of the text, as zeros into the file. Where
    /// section headers show that, and zeros they are, these bytes need not be in the image.
    /// </summary>
    private static List<Segment> SkipLeadingMemory(ElfFile elf, List<Segment> stored, ConvertOptions options)
    {
        var kept = stored.OrderBy(segment => segment.VirtualAddress).ToList();
        while (kept.Count > 0)
        {
            var first = kept[0];
            var sections = elf.Sections
                .Where(section => section.Size > 0 && section.IsAllocated && first.HoldsMemory(section.Address, section.Size))
                .ToList();
            ulong contents = sections.Where(section => section.HasFileBytes).Select(section => section.Address)
                .Append(first.VirtualAddress + first.FileSize).Min();
            ulong leading = Math.Min(contents - first.VirtualAddress, first.FileSize);
            bool isMemory = sections.Exists(section => !section.HasFileBytes && section.Address < contents);
            if (leading == 0 || !isMemory || leading > options.MaxSize
                || elf.Source.Read(first.FileOffset, leading).Span.ContainsAnyExcept((byte)0))
            {
                break;
            }
            if (leading < first.FileSize)
            {
                kept[0] = first.Skip(leading);
                break;
            }
            kept.RemoveAt(0);
        }
        return kept;
    }

    /// <summary>The memory of a segment; two ranges when its leading bytes are not in the image.</summary>
    private static IEnumerable<MemoryRange> RangesOf(Segment segment, List<Segment> kept)
    {
        var rest = kept.Find(other => other.Index == segment.Index);
        ulong skipped = rest is null ? 0 : rest.VirtualAddress - segment.VirtualAddress;
        if (skipped > 0)
            yield return new MemoryRange(segment, segment.VirtualAddress, 0, skipped);
        yield return new MemoryRange(segment, segment.VirtualAddress + skipped, rest?.FileSize ?? 0, segment.MemorySize - skipped);
    }

    /// <summary>Memory in far places: the app was linked for flash and RAM.</summary>
    private static void CheckSpan(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var ordered = elf.LoadSegments.OrderBy(segment => segment.VirtualAddress).ToList();
        ulong start = ordered[0].VirtualAddress;
        var before = ordered[0];
        foreach (var segment in ordered)
        {
            ulong end = before.VirtualAddress + before.MemorySize;
            if (segment.VirtualAddress - start > options.MaxSize || segment.VirtualAddress - start + segment.MemorySize > options.MaxSize)
            {
                ulong gap = segment.VirtualAddress - Math.Min(segment.VirtualAddress, end);
                throw diagnostics.Fail(
                    Catalogue.TooLarge,
                    $"the RAM of the app would span {segment.VirtualAddress - start + segment.MemorySize} bytes: {SegmentPlacement.Describe(elf, segment)} "
                    + $"with {segment.MemorySize} bytes is at 0x{segment.VirtualAddress:x}, {gap} bytes behind {SegmentPlacement.Describe(elf, before)}; "
                    + $"at most {options.MaxSize} are allowed",
                    "an app that is linked for flash and RAM executes in place: leave out `--load ram`; else link text and data one behind "
                    + "the other, or allow more with `--max-size`");
            }
            if (segment.VirtualAddress + segment.MemorySize > end)
                before = segment;
        }
    }

    private static void CheckWritable(ElfFile elf, DiagnosticSink diagnostics)
    {
        foreach (var segment in elf.LoadSegments.Where(segment => !segment.IsWritable && segment.MemorySize > segment.FileSize))
        {
            diagnostics.Report(
                Catalogue.MemoryNotWritable,
                $"{segment}: {segment.MemorySize - segment.FileSize} bytes of memory without contents that the app may not "
                + "write to");
        }
    }
}
