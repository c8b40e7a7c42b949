using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan.Legacy;

/// <summary>
/// Linkers put .ARM.exidx, by which stacks are unwound, behind the initialised data of apps whose linker script forgets it. The
/// start-up code then reads it in place of the relocations, which follow the app. Nothing in Tock unwinds, so it is left out where
/// the app's own header says that its relocations start before it.
/// </summary>
internal static class TrailingUnwindTable
{
    /// <summary>The segments without such a table; the same when there is none.</summary>
    /// <param name="elf">The app.</param>
    /// <param name="stored">Its segments with file bytes.</param>
    /// <param name="start">Physical address of the app binary.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static List<Segment> LeaveOut(ElfFile elf, List<Segment> stored, ulong start, DiagnosticSink diagnostics)
    {
        if (elf.Machine != ElfMachine.Arm || TenWordHeader.Find(elf) is not { RelocationsStart: > 0 } header)
            return stored;
        ulong end = start + header.RelocationsStart;
        var behind = stored.FindAll(segment => segment.PhysicalAddress + segment.FileSize > end);
        if (behind.Count == 0 || !behind.TrueForAll(segment => HasOnlyUnwindTable(elf, segment, end)))
            return stored;
        var kept = stored.Select(segment => Until(segment, end)).Where(segment => segment.FileSize > 0).ToList();
        if (kept.Count == 0)
            return stored;
        ulong left = behind.Aggregate(0UL, (sum, segment) => sum + segment.FileSize - Until(segment, end).FileSize);
        diagnostics.Report(
            Catalogue.UnwindTableLeftOut,
            $".ARM.exidx: {left} bytes are left out; .crt0_header says the relocations start 0x{header.RelocationsStart:x} bytes into the app");
        return kept;
    }

    /// <summary>Whether all that a segment stores from an address on are unwind tables.</summary>
    private static bool HasOnlyUnwindTable(ElfFile elf, Segment segment, ulong end)
    {
        bool hasAny = false;
        foreach (var section in elf.Sections)
        {
            if (!section.HasLoadedBytes || !segment.Holds(section))
                continue;
            ulong address = segment.PhysicalAddress + (section.Address - segment.VirtualAddress);
            if (address + section.Size <= end)
                continue;
            if (address < end || section.Type != SectionTypes.ArmUnwindIndex)
                return false;
            hasAny = true;
        }
        return hasAny;
    }

    private static Segment Until(Segment segment, ulong end)
    {
        ulong size = Math.Min(segment.FileSize, end - Math.Min(end, segment.PhysicalAddress));
        return size == segment.FileSize ? segment : segment with { FileSize = size, MemorySize = size };
    }
}
