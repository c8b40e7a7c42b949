using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>What of an app would be missing, unrelocated or uncounted: parts of 0300-0399.</content>
public static partial class Catalogue
{
    /// <summary>Relocations that nobody applies.</summary>
    public static readonly DiagnosticKind NobodyRelocates = new(
        326, Warning, "relocations that nobody applies",
        "The dynamic table names relocations. The start-up code of apps that execute in place does not read it, so these "
        + "words stay as they were linked.",
        "link without `-pie` and `-shared` for execution in place; or, for a platform that loads apps to RAM, " + LinkPie);

    /// <summary>Pointers without relocations.</summary>
    public static readonly DiagnosticKind PointersNotRelocated = new(
        327, Warning, "pointers without relocations",
        "The app is linked for any flash address, and its data holds addresses of its flash. Its start-up code corrects them "
        + "by relocations, of which the file has none.",
        "link with `--emit-relocs` (`-Wl,--emit-relocs`), and do not strip relocations");

    /// <summary>Code that holds absolute addresses.</summary>
    public static readonly DiagnosticKind AbsoluteCode = new(
        328, Warning, "code that holds absolute addresses",
        "The app is linked for any flash address. Code that was not compiled for that keeps addresses in flash, where nobody "
        + "can relocate them; most apps with such code fault. Often it is a library.",
        "compile all code, libraries too, with `-fPIC -msingle-pic-base -mpic-register=r9 -mno-pic-data-is-text-relative`");

    /// <summary>Unwind table is left out.</summary>
    public static readonly DiagnosticKind UnwindTableLeftOut = new(
        329, Warning, "unwind table is left out",
        "The app's .crt0_header says where its relocations start, and only .ARM.exidx, which nothing in Tock reads, was "
        + "loaded behind that place. Tools of the time of such apps left it out.",
        "discard it in the linker script: `/DISCARD/ : { *(.ARM.exidx*) }`");

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
