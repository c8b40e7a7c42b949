using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>What of an app would be missing, unrelocated, uncounted, or larger than it may be: 0367-0399.</content>
internal static partial class Catalogue
{
    /// <summary>Relocations in an encoding of other systems.</summary>
    public static readonly DiagnosticKind RelocationEncoding = new(
        367, Error, "relocations in an encoding of other systems",
        "The dynamic table names relocations that only Android, FreeBSD or another system applies. No loader of Tock knows "
        + "them, and they would be skipped.",
        "leave out the option that makes them");

    /// <summary>Loaded relocations that the dynamic table does not name.</summary>
    public static readonly DiagnosticKind RelocationsNotNamed = new(
        368, Warning, "loaded relocations that the dynamic table does not name",
        "A relocation section is loaded, and PT_DYNAMIC names none of it, or not all. What is not named is not applied.",
        "keep .dynamic as the linker made it; relocation sections go to .rel.dyn, .rela.dyn or .relr.dyn");

    /// <summary>Loaded relocations that the loader would skip.</summary>
    public static readonly DiagnosticKind RelocationsNotForLoader = new(
        369, Error, "loaded relocations that the loader would skip",
        "A relocation section is loaded, and PT_DYNAMIC names none of it, or not all. The loader is told what PT_DYNAMIC "
        + "names: it would relocate a part of the app.",
        "keep .dynamic as the linker made it, or use `--relocate-by app`");

    /// <summary>Dynamic table is not loaded.</summary>
    public static readonly DiagnosticKind DynamicNotLoaded = new(
        370, Error, "dynamic table is not loaded",
        "The start-up code of the app reads PT_DYNAMIC to find its relocations, so the table must be in the memory of the "
        + "app.",
        "place .dynamic in a loaded segment as well: `.dynamic : { *(.dynamic) } :data :dynamic`");

    /// <summary>Start-up code cannot read the relocations.</summary>
    public static readonly DiagnosticKind StartUpCannotRelocate = new(
        371, Warning, "start-up code cannot read the relocations",
        "The image starts with six words (stack, .bss, relocations, as offset and size each), by which the start-up code of "
        + "such apps relocates. It knows REL tables only, at the place that the words name. Apps of this kind fault.",
        "link with `-z rel` and without `--pack-dyn-relocs=relr`, and let the header name the start and the size of .rel.dyn");

    /// <summary>Stack size of the program headers.</summary>
    public static readonly DiagnosticKind StackFromHeader = new(
        372, Note, "stack size of the program headers",
        "The linker was given the size of the stack (`-z stack-size=`), and wrote it into PT_GNU_STACK.",
        "give `--stack` for another size");

    /// <summary>Section whose bytes are elsewhere.</summary>
    public static readonly DiagnosticKind SectionMisplaced = new(
        373, Warning, "section whose bytes are elsewhere",
        "The section header and the program header do not agree on where the bytes of the section are in the file. What the "
        + "program header says is loaded. GNU ld makes such files when sections overlap.",
        "let sections not overlap, or give them segments of their own (PHDRS)");

    /// <summary>Relocations whose bytes are elsewhere.</summary>
    public static readonly DiagnosticKind TableMisplaced = new(
        374, Error, "relocations whose bytes are elsewhere",
        "The dynamic table or a relocation table would not be in memory where it is in the file: other bytes are loaded at "
        + "its address. GNU ld makes such files when sections overlap.",
        "give what overlaps a PT_LOAD segment of its own (PHDRS), or link with ld.lld");

    /// <summary>Padding given twice.</summary>
    public static readonly DiagnosticKind PaddingOverruled = new(
        380, Warning, "padding given twice",
        "The symbol in the ELF file is for the board that its linker script was made for; the option is for this conversion, so it wins.",
        "leave out `--padding`, or the symbol");

    /// <summary>Padding symbol without a size.</summary>
    public static readonly DiagnosticKind PaddingSymbol = new(
        381, Error, "symbol is no size to pad to",
        "The symbol `tbf_total_size_padding` says of how many bytes the size of the TBF is a multiple.",
        "give the symbol a multiple of 4, such as 128 or 4096, or leave it out and use `--padding multiple:N`");

    /// <summary>Padding in RAM.</summary>
    public static readonly DiagnosticKind PaddingInRam = new(
        382, Warning, "padding costs RAM",
        "The loader copies everything up to the end of the TBF to RAM. A RAM-loaded app needs no protection in flash.",
        "leave out `--padding` and the symbol `tbf_total_size_padding`");

    /// <summary>Size that was rounded up further because of the start.</summary>
    public static readonly DiagnosticKind SizeGrown = new(
        383, Note, "more padding because of the flash address",
        "Which sizes one region of a memory protection unit covers depends on where it starts.",
        "link for a start at which a smaller size will do (docs/tbf.md)");

    /// <summary>Flash address where no region is found for the app.</summary>
    public static readonly DiagnosticKind StartUnsuitable = new(
        384, Warning, "flash address that does not suit the size",
        "A kernel refuses an app that it cannot protect with one region. It takes the largest power of two that divides the app's "
        + "start for the size of a subregion, or a power of two that divides the start for the whole region.",
        "link for a start that suits (docs/tbf.md), or use `--padding power-of-two` at a multiple of the size");

    /// <summary>Section without contents takes flash.</summary>
    public static readonly DiagnosticKind SectionTakesFlash = new(
        385, Warning, "section without contents takes flash",
        "The section has no contents, and zeros for it are stored because it has a load address in flash, or lies in front of"
        + " contents in its segment.",
        "mark it `(NOLOAD)` and drop its `AT > FLASH` in the linker script");

    /// <summary>Relocations would be lost.</summary>
    public static readonly DiagnosticKind RelocationsLost = new(
        386, Error, "relocations would be lost",
        "The app has relocations that this choice of `--relocations` leaves where nobody looks for them.",
        "leave out `--relocations`");

    /// <summary>Entry point is not executable.</summary>
    public static readonly DiagnosticKind EntryInData = new(
        387, Warning, "entry point is not executable",
        "The segment of the entry point has no permission to execute. In flash that is not enforced everywhere, but the entry"
        + " point is hardly what was meant.",
        "name the first function with ENTRY(...), and give its segment FLAGS(5) in the linker script's PHDRS");

    /// <summary>Entry point runs elsewhere than it is stored.</summary>
    public static readonly DiagnosticKind EntryRunsElsewhere = new(
        388, Warning, "entry point runs elsewhere than it is stored",
        "The kernel starts the app where its code is stored. This code was linked to run somewhere else, where nobody has "
        + "copied it.",
        "drop the `AT > ...` of the section with the entry point");

    /// <summary>Gap in RAM is not counted.</summary>
    public static readonly DiagnosticKind MemoryGap = new(
        389, Warning, "gap in RAM is not counted",
        "The RAM that an app asks for is the sum of its segments, its stack and its heaps. Gaps between segments are not "
        + "among it, and the last of them end behind it.",
        "move the sections together, or ask for more with `--app-heap`");

    /// <summary>More flash than the budget.</summary>
    public static readonly DiagnosticKind FlashOverBudget = new(
        390, Error, "app takes more flash than its budget",
        "`--max-flash` says how many bytes a TBF may have at most, header, footers and padding among them.",
        "`elf2tab size --by symbol app.elf` shows what takes most; or raise the budget");

    /// <summary>More RAM than the budget.</summary>
    public static readonly DiagnosticKind RamOverBudget = new(
        391, Error, "app takes more RAM than its budget",
        "`--max-ram` says how much RAM an app may take at most: minimum_ram_size, and of an app that is loaded to RAM its image "
        + "and what lies in front of that too.",
        "`elf2tab size --by symbol app.elf` shows what takes most; or make stack or heaps smaller, or raise the budget");

    /// <summary>RAM size below the estimate.</summary>
    public static readonly DiagnosticKind RamBelowEstimate = new(
        392, Warning, "less RAM than the app seems to need",
        "The segments, the stack and the heaps add up to more than `--minimum-ram-size`.",
        "give more, or in its place `--stack`, `--app-heap` and `--kernel-heap`, which add up");

    /// <summary>Initialised variables that stay in flash.</summary>
    public static readonly DiagnosticKind DataInFlash = new(
        393, Warning, "variables stay in flash",
        "An app that executes in place copies its initialised variables to RAM. These run where they are stored, and a write to "
        + "one of them faults.",
        "place .data with `> SRAM AT > FLASH` in the linker script");

    /// <summary>RAM does not start at _sram_origin.</summary>
    public static readonly DiagnosticKind RamOriginDiffers = new(
        394, Warning, "RAM does not start at _sram_origin",
        "The kernel gives the app RAM from `_sram_origin` on. What the linker placed below is somebody else's, and a gap in "
        + "front is not counted.",
        "define `_sram_origin` as the start of the first section in RAM: `_sram_origin = ORIGIN(SRAM);`");

    /// <summary>Stack is smaller than its section.</summary>
    public static readonly DiagnosticKind StackBelowSection = new(
        395, Warning, "stack is smaller than its section",
        "Sections in RAM follow section .stack, whose size is fixed by the linker. With a smaller `--stack` their end lies "
        + "behind the RAM that is asked for.",
        "set the size where the app is linked (`--defsym=STACK_SIZE=...`), or leave out `--stack`");

    /// <summary>Load addresses are lost.</summary>
    public static readonly DiagnosticKind LoadAddressesLost = new(
        396, Warning, "load addresses are lost",
        "All program headers say that their segment is stored at 0 (p_paddr). Some tools drop load addresses. The addresses "
        + "where segments run are taken in place of them.",
        "link with load addresses (`AT > FLASH`), and convert the file that the linker made");
}
