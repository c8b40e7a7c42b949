using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;

namespace Elf2Tab.Plan;

/// <summary>A section where it runs.</summary>
/// <param name="Section">The section.</param>
/// <param name="Address">Where its first byte is on the board.</param>
internal sealed record RunSection(Section Section, ulong Address);

/// <summary>
/// Where the parts of an app are on a board that runs it. A debugger, and whoever reads a fault, has the addresses of there, and the ELF
/// those for which it was linked.
/// </summary>
/// <param name="Sections">All that takes memory, ascending by where it runs.</param>
internal sealed record RunPlace(ImmutableArray<RunSection> Sections)
{
    /// <summary>Finds where the sections of an app run.</summary>
    /// <param name="elf">The app.</param>
    /// <param name="isLoadedToRam">Whether it is copied to RAM as a whole.</param>
    /// <param name="flash">Where its app binary starts in flash; null: as linked. Of an app that is loaded to RAM nothing runs there.</param>
    /// <param name="ram">Where its RAM starts; null: as linked.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It has no section headers, or nothing says where in flash it was linked for.</exception>
    public static RunPlace Find(ElfFile elf, bool isLoadedToRam, uint? flash, uint? ram, DiagnosticSink diagnostics)
    {
        var sections = elf.Sections.Where(section => section is { IsAllocated: true, Size: > 0, IsThreadLocal: false }).ToList();
        if (sections.Count == 0)
            throw diagnostics.Fail(Catalogue.NoSections, "the ELF has no section headers");
        var memory = FlashMemory.Of(elf.Sections, elf.LoadSegments).Ranges;
        ulong linkedFlash = isLoadedToRam ? 0 : LinkedFlash(elf, diagnostics);
        ulong linkedRam = isLoadedToRam
            ? LinkedRam(elf, diagnostics)
            : elf.Symbols?.ValueOf(GivenNames.RamOrigin) ?? (memory.Count > 0 ? memory[0].Start : 0);
        return new RunPlace([.. sections.Select(Place).OrderBy(placed => placed.Address)]);

        // Differences wrap as addresses do: an app may run below where it was linked.
        RunSection Place(Section section)
        {
            bool isInRam = isLoadedToRam || memory.Any(range => section.Address >= range.Start && section.Address < range.End);
            var (linked, address) = isInRam ? (linkedRam, ram) : (linkedFlash, flash);
            return new RunSection(section, unchecked(section.Address - linked + (address ?? linked)));
        }
    }

    /// <summary>The section that is at an address of the board, and the address for which that was linked; null: none is.</summary>
    public (Section Section, ulong Linked)? At(ulong address) =>
        Sections.FirstOrDefault(placed => address >= placed.Address && address - placed.Address < placed.Section.Size) is { } placed
            ? (placed.Section, placed.Section.Address + (address - placed.Address))
            : null;

    private static ulong LinkedFlash(ElfFile elf, DiagnosticSink diagnostics) =>
        FlashOrigin.Find(elf, SegmentPlacement.WithFileBytes(elf, diagnostics), diagnostics).FixedAddress ?? FlashOrigin.PositionIndependent;

    private static ulong LinkedRam(ElfFile elf, DiagnosticSink diagnostics)
    {
        ulong lowest = elf.LoadSegments.Min(segment => segment.VirtualAddress);
        return elf.IsPositionIndependent ? lowest - (lowest % RamAlignment.Of(elf, diagnostics)) : lowest;
    }
}
