using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan;

/// <summary>Makes every decision about an app.</summary>
internal static class Planner
{
    /// <summary>Makes the plan.</summary>
    /// <exception cref="InputException">The app cannot be converted.</exception>
    public static LoadPlan Make(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (elf.Type == ElfType.Relocatable)
            throw diagnostics.Fail(Catalogue.NotExecutable, "the file is an object file (ET_REL) that is not linked yet");
        if (elf.Type is not (ElfType.Executable or ElfType.Dynamic))
            throw diagnostics.Fail(
                Catalogue.NotExecutable,
                $"the file has ELF type {(ushort)elf.Type}, an executable has 2 (ET_EXEC) or 3 (ET_DYN)");
        if (elf.Sections.IsEmpty)
            diagnostics.Report(
                Catalogue.NoSectionHeaders,
                "no section headers: a .stack section, writeable flash regions and symbols cannot be found");

        DynamicExecutable.Check(elf, diagnostics);
        LoadedSections.Check(elf, diagnostics);
        UndefinedSymbols.Check(elf, diagnostics);
        EntryPoint.Check(elf, diagnostics);
        bool isRam = options.Load == LoadChoice.Auto ? elf.IsPositionIndependent : options.Load == LoadChoice.Ram;
        return isRam ? RamPlanner.Make(elf, options, diagnostics) : FlashPlanner.Make(elf, options, diagnostics);
    }
}
