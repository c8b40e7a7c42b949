using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan;

/// <summary>Sections without contents (NOBITS) that take flash all the same, as zeros.</summary>
internal static class SectionsWithoutContents
{
    /// <summary>Fewer bytes come from aligning one section behind another.</summary>
    private const ulong Smallest = 256;

    /// <summary>Reports those that lie in gaps of the image, or among the file bytes of a segment.</summary>
    public static void Check(ElfFile elf, AppImage image, DiagnosticSink diagnostics)
    {
        foreach (var section in elf.Sections)
        {
            if (section is not { IsAllocated: true, Type: SectionType.NoBits, Size: >= Smallest, IsThreadLocal: false })
                continue;
            var holder = elf.LoadSegments.FirstOrDefault(segment => segment.HoldsMemory(section.Address, section.Size));
            if (holder is null)
                continue;
            ulong stored = holder.PhysicalAddress + (section.Address - holder.VirtualAddress);
            if (TakesFlash(section, stored, holder, image))
            {
                diagnostics.Report(
                    Catalogue.SectionTakesFlash,
                    $"{section}: {section.Size} zero bytes are stored at 0x{stored:x} for a section without contents");
            }
        }
    }

    private static bool TakesFlash(Section section, ulong stored, Segment holder, AppImage image)
    {
        ulong offset = stored - image.Start;
        if (stored < image.Start || offset + section.Size > image.Size)
            return false;
        ulong gapStart = 0;
        ulong gapEnd = image.Size;
        foreach (var placed in image.Segments)
        {
            ulong end = placed.Offset + placed.Segment.FileSize;
            if (placed.Segment.Index == holder.Index)
                continue;
            if (end <= offset)
                gapStart = Math.Max(gapStart, end);
            else if (placed.Offset >= offset + section.Size)
                gapEnd = Math.Min(gapEnd, placed.Offset);
            else
                return false; // bytes of another segment are there: the address is not that of the section's zeros
        }

        // A section that lies in a far larger gap has not made it.
        return holder.FileSize == 0 ? section.Size >= (gapEnd - gapStart) / 2 : holder.HoldsFileBytes(section.Address, section.Size);
    }
}
