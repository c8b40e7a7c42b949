using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>What may be wrong with an ELF file, whatever is made of it: 0214-0219.</content>
public static partial class Catalogue
{
    /// <summary>Section that is not loaded.</summary>
    public static readonly DiagnosticKind SectionNotLoaded = new(
        214, Error, "section that is not loaded",
        "The section has bytes that the app writes to or runs, and no PT_LOAD segment holds them: they would be missing. In a"
        + " linker script `:NONE` holds for all sections that follow, until another segment is named.",
        "name the segment of the section (`:data`) in the linker script; a section that objcopy added needs a segment of its "
        + "own");

    /// <summary>Read-only section that is not loaded.</summary>
    public static readonly DiagnosticKind ConstantsNotLoaded = new(
        215, Warning, "read-only section that is not loaded",
        "The section has bytes for the memory of the app (SHF_ALLOC), and no PT_LOAD segment holds them: the app does not "
        + "have them. objcopy --add-section makes such sections.",
        "place the section in a segment with the linker script; if the app does not need it, clear the flag: `objcopy "
        + "--set-section-flags NAME=readonly`");

    /// <summary>Symbols that are defined nowhere.</summary>
    public static readonly DiagnosticKind UndefinedSymbols = new(
        216, Warning, "symbols that are defined nowhere",
        "The linker was told to go on without them, and put 0 where their addresses belong: a call of one jumps to 0.",
        "link what defines them, and leave out `--unresolved-symbols` and `--noinhibit-exec`");

    /// <summary>No entry point is given.</summary>
    public static readonly DiagnosticKind NoEntry = new(
        217, Warning, "no entry point is given",
        "An entry point of 0 means that there is none. Linkers fall back to 0 when the symbol that ENTRY() names does not "
        + "exist.",
        "check the spelling of ENTRY(...) in the linker script, or of `-e`; keep the function from being discarded (KEEP)");

    /// <summary>Entry point without the Thumb bit.</summary>
    public static readonly DiagnosticKind EntryNotThumb = new(
        218, Warning, "entry point without the Thumb bit",
        "Cortex-M processors run Thumb code only, and fault when they jump to an even address. Linkers set the bit for "
        + "symbols that are functions.",
        "name a function with ENTRY(...); in assembly put `.thumb_func` and `.type NAME, %function` in front of its label");

    /// <summary>File of debug information alone.</summary>
    public static readonly DiagnosticKind DebugFile = new(
        219, Error, "file of debug information alone",
        "The code sections have no contents: the file was made with --only-keep-debug.",
        "give the ELF file from which the debug information was split");

    /// <summary>More segments than can be.</summary>
    public static readonly DiagnosticKind TooManySegments = new(
        220, Error, "more program headers than are read",
        "An executable has a handful of program headers. Thousands stand in core dumps and in files that were made to do harm.",
        "give the ELF file that the linker wrote");
}
