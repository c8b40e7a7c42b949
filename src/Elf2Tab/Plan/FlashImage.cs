using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;

namespace Elf2Tab.Plan;

/// <summary>
/// What of an app that executes in place is stored in flash: the file bytes of its PT_LOAD segments in the order of their
/// physical addresses.
/// </summary>
/// <param name="Origin">Where in flash the app belongs, and how that is known.</param>
/// <param name="Image">What lies where.</param>
internal sealed record FlashImage(FlashOrigin Origin, AppImage Image)
{
    /// <summary>A gap of a page of common linkers: the linker script is probably wrong.</summary>
    private static readonly SegmentPlacement Placement = new(segment => segment.PhysicalAddress, "stored", LargeGap: 4096, Hint: (_, _) => null);

    /// <summary>Places the segments.</summary>
    /// <param name="elf">The app.</param>
    /// <param name="options">How large it may be.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="areAddressesLost">The physical addresses are a guess.</param>
    /// <exception cref="InputException">They overlap, are too large together, or there is none.</exception>
    public static FlashImage Make(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics, bool areAddressesLost = false)
    {
        var stored = SegmentPlacement.WithFileBytes(elf, diagnostics);
        stored = [.. stored.Select(segment => SkipElfHeaders(elf, segment, diagnostics)).Where(segment => segment.FileSize > 0)];
        if (stored.Count == 0)
            throw diagnostics.Fail(Catalogue.NothingToLoad, "the segments hold nothing but the headers of the ELF");
        var origin = FlashOrigin.Find(elf, stored, diagnostics);
        if (origin.FixedAddress is { } address)
            stored = CutBelow(address, stored, diagnostics);
        if (stored.Count == 0)
            throw diagnostics.Fail(Catalogue.NothingToLoad, "no segment has bytes at or above the flash address");
        ulong start = origin.FixedAddress ?? stored.Min(segment => segment.PhysicalAddress);
        stored = TrailingUnwindTable.LeaveOut(elf, stored, start, diagnostics);
        var placement = Placement with { Hint = (before, behind) => HintFor(elf, origin, areAddressesLost, before, behind) };
        var image = placement.Place(elf, stored, origin.FixedAddress, options, diagnostics);
        SectionsWithoutContents.Check(elf, image, diagnostics);
        return new FlashImage(origin, image);
    }

    /// <summary>A segment at file offset 0 begins with the ELF's own headers: the app starts at its first section.</summary>
    private static Segment SkipElfHeaders(ElfFile elf, Segment segment, DiagnosticSink diagnostics)
    {
        if (segment.FileOffset > 0)
            return segment;
        if (HoldsHeadersOnly(elf, segment))
            return segment.Skip(segment.FileSize);
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

    /// <summary>Some linkers load the headers in a segment of their own, in RAM even; behind them are zeros, if anything.</summary>
    private static bool HoldsHeadersOnly(ElfFile elf, Segment segment) =>
        segment.FileSize <= elf.HeadersEnd
        || (elf.Sections.IsEmpty && !elf.Content(segment).Span[(int)elf.HeadersEnd..].ContainsAnyExcept((byte)0));

    /// <summary>What to do about a gap: whose load address is not where it should be; null: what the catalogue says.</summary>
    private static string? HintFor(ElfFile elf, FlashOrigin origin, bool areAddressesLost, Segment? before, Segment behind)
    {
        if (areAddressesLost)
            return "all p_paddr are 0: convert the file that the linker made, with load addresses (`> SRAM AT > FLASH`)";
        if (before is null && origin.FixedAddress == behind.VirtualAddress)
        {
            return $"0x{behind.VirtualAddress:x} is where {SegmentPlacement.Describe(elf, behind)} runs, and it is stored elsewhere: define "
                + "`_flash_origin` as LOADADDR of the first section";
        }
        Segment? lacking = new[] { behind, before }.FirstOrDefault(segment => segment is { IsWritable: true }
            && !segment.Flags.HasFlag(SegmentFlags.Execute) && segment.VirtualAddress == segment.PhysicalAddress);
        return lacking is null
            ? null
            : $"{SegmentPlacement.Describe(elf, lacking)} is stored where it runs, in RAM: the linker script lacks its load address in flash "
                + "(`> SRAM AT > FLASH`), or `(NOLOAD)`";
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
