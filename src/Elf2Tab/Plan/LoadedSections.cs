using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan;

/// <summary>
/// What is loaded only program headers say; what the linker meant to be loaded, section headers. Where they do not agree, the
/// app lacks something.
/// </summary>
internal static class LoadedSections
{
    /// <summary>Reports sections with contents that no segment loads, or with other bytes than theirs.</summary>
    /// <exception cref="InputException">The file has no contents at all: it is debug information.</exception>
    public static void Check(ElfFile elf, DiagnosticSink diagnostics)
    {
        CheckContents(elf, diagnostics);
        foreach (var section in elf.Sections)
        {
            if (!section.HasLoadedBytes || elf.LoadSegments.Any(segment => segment.Holds(section)))
                continue;
            var holder = elf.LoadSegments.FirstOrDefault(segment => segment.HoldsFileBytes(section.Address, section.Size));
            if (holder is not null)
                ReportMisplaced(section, holder, diagnostics);
            else
                ReportNotLoaded(section, diagnostics);
        }
        diagnostics.StopOnErrors();
    }

    private static void ReportNotLoaded(Section section, DiagnosticSink diagnostics) => diagnostics.Report(
        section.IsWritable || section.IsExecutable ? Catalogue.SectionNotLoaded : Catalogue.ConstantsNotLoaded,
        $"{section}: {section.Size} bytes at 0x{section.Address:x} are in no PT_LOAD segment");

    private static void ReportMisplaced(Section section, Segment holder, DiagnosticSink diagnostics) => diagnostics.Report(
        section.Type == SectionTypes.Dynamic || section.IsRelocations || section.IsForeignRelocations
            ? Catalogue.TableMisplaced
            : Catalogue.SectionMisplaced,
        $"{section}: its {section.Size} bytes are at file offset 0x{section.FileOffset:x}; at its address 0x{section.Address:x} {holder} "
        + $"loads those at 0x{holder.FileOffset + (section.Address - holder.VirtualAddress):x}");

    private static void CheckContents(ElfFile elf, DiagnosticSink diagnostics)
    {
        bool hasCodeWithoutContents = elf.Sections.Any(section => section is { IsAllocated: true, IsExecutable: true, Size: > 0, HasFileBytes: false });
        if (hasCodeWithoutContents && !elf.Sections.Any(section => section.HasLoadedBytes && section.Type != SectionTypes.Note))
        {
            throw diagnostics.Fail(
                Catalogue.DebugFile, "its code sections have no contents: a file of debug information, made with --only-keep-debug");
        }
    }
}
