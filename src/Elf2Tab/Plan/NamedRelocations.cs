using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan;

/// <summary>
/// Whether PT_DYNAMIC names all relocations that are loaded, in encodings that loaders know, and whether it can be found itself: a
/// relocation that is not applied is a wrong pointer, and nothing tells of it at run time.
/// </summary>
internal static class NamedRelocations
{
    /// <summary>Reports tags of relocations that only other systems apply.</summary>
    /// <exception cref="InputException">There is one, or the machine's relocations are not known.</exception>
    public static void CheckTags(ElfFile elf, DynamicTable dynamic, DiagnosticSink diagnostics)
    {
        Check(DynamicTag.AndroidRel, "DT_ANDROID_REL", "link with `--pack-dyn-relocs=none` or `=relr` in place of `=android`");
        Check(DynamicTag.AndroidRela, "DT_ANDROID_RELA", "link with `--pack-dyn-relocs=none` or `=relr` in place of `=android`");
        Check(DynamicTag.AndroidRelr, "DT_ANDROID_RELR", "leave out `--use-android-relr-tags`: RELR has tags of the gABI");
        Check(DynamicTag.Crel, "DT_CREL", "leave out what asks for CREL (`--crel`, `-z crel`): link with `-z rel` or `--pack-dyn-relocs=relr`");
        if (elf.Machine == ElfMachine.AArch64)
            Check(DynamicTag.AArch64AuthRelr, "DT_AARCH64_AUTH_RELR", "compile without signed pointers (`-mbranch-protection=none`, no pauthtest ABI)");
        diagnostics.StopOnErrors();

        // MIPS relocates its global offset table without any table of relocations; what others do is not known either.
        var machine = Machine.Of(elf.Machine);
        if (elf.IsPositionIndependent && machine.RelativeType is null)
            throw diagnostics.Fail(Catalogue.UnknownMachine, $"relocations of {machine.Name} are not known");

        void Check(DynamicTag tag, string name, string hint)
        {
            if (dynamic[tag] is not null)
                diagnostics.Report(Catalogue.RelocationEncoding, $"the dynamic table names relocations by {name}", hint);
        }
    }

    /// <summary>Reports loaded relocation sections that no table covers whole; without section headers nothing tells of them.</summary>
    public static void CheckSections(ElfFile elf, DynamicRelocations relocations, ConvertOptions options, DiagnosticSink diagnostics)
    {
        foreach (var section in elf.Sections)
        {
            if (!section.HasLoadedBytes || !(section.IsRelocations || section.IsForeignRelocations)
                || !elf.LoadSegments.Any(segment => segment.Holds(section)))
            {
                continue;
            }
            ulong missing = section.Size - CoveredBytes(section, relocations);
            if (missing > 0)
            {
                diagnostics.Report(
                    options.RelocateBy == RelocateBy.Loader ? Catalogue.RelocationsNotForLoader : Catalogue.RelocationsNotNamed,
                    $"{section}: of its {section.Size} bytes at 0x{section.Address:x} the dynamic table does not name {missing}");
            }
        }
        diagnostics.StopOnErrors();
    }

    /// <summary>Reports a PT_DYNAMIC that the app cannot read; a loader goes by the header of the TBF.</summary>
    /// <exception cref="InputException">It is not loaded, or other bytes are at its address.</exception>
    public static void CheckPlace(ElfFile elf, DynamicTable dynamic, DiagnosticSink diagnostics)
    {
        var segment = dynamic.Segment;
        string what = $"PT_DYNAMIC: {segment.FileSize} bytes at 0x{segment.VirtualAddress:x}";
        if (!elf.LoadSegments.Any(load => load.HoldsFileBytes(segment.VirtualAddress, segment.FileSize)))
            throw diagnostics.Fail(Catalogue.DynamicNotLoaded, $"{what} are not in the file bytes of a PT_LOAD segment");
        if (elf.FileOffsetOf(segment.VirtualAddress) is { } offset && offset != segment.FileOffset)
        {
            throw diagnostics.Fail(
                Catalogue.TableMisplaced, $"{what} are at file offset 0x{segment.FileOffset:x}; loaded there are those at 0x{offset:x}");
        }
    }

    /// <summary>Bytes from the start of a section that tables cover, one behind the other.</summary>
    private static ulong CoveredBytes(Section section, DynamicRelocations relocations)
    {
        ulong covered = 0;
        while (covered < section.Size)
        {
            ulong address = section.Address + covered;
            var table = relocations.Tables.FirstOrDefault(table => address - table.Table.Address < (ulong)table.Table.Bytes.Length);
            if (table is null)
                break;
            covered = Math.Min(section.Size, table.Table.Address + (ulong)table.Table.Bytes.Length - section.Address);
        }
        return covered;
    }
}
