using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>What stands in the way of an app, above all of one that executes in place: 0300-0329.</content>
internal static partial class Catalogue
{
    /// <summary>Nothing to load.</summary>
    public static readonly DiagnosticKind NothingToLoad = new(
        300, Error, "nothing to load",
        "An app consists of the PT_LOAD segments that have bytes in the file. Linkers make a handful of them.",
        "check the linker script: sections need file contents, and their segment the type PT_LOAD");

    /// <summary>No flash address.</summary>
    public static readonly DiagnosticKind NoFlashAddress = new(
        301, Error, "flash address is not known",
        "An app executes in place where it is stored, so some segment's virtual and physical address must be the same.",
        "define the symbol `_flash_origin` in the linker script, or do not move the text's load address with AT");

    /// <summary>Segments that overlap.</summary>
    public static readonly DiagnosticKind SegmentsOverlap = new(
        302, Error, "segments overlap in flash",
        "Two segments are stored at the same physical addresses. Only one of them could be there.",
        "check the load addresses (AT, LMA) of the linker script");

    /// <summary>Large gap.</summary>
    public static readonly DiagnosticKind LargeGap = new(
        303, Warning, "large gap between segments",
        "The space between two segments is filled with zeros and takes flash. Often a section for RAM lacks its load address "
        + "in flash.",
        "place initialised data with `> SRAM AT > FLASH` and a stack with `(NOLOAD)` in the linker script; link with `-z max-page-size=4`");

    /// <summary>TBF larger than allowed.</summary>
    public static readonly DiagnosticKind TooLarge = new(
        304, Error, "app is too large",
        "The TBF would be larger than `--max-size` allows. A gap of megabytes between segments is nearly always a mistake of "
        + "the linker script.",
        "place initialised data with `> SRAM AT > FLASH` and a stack with `(NOLOAD)` in the linker script, or raise `--max-size`");

    /// <summary>Bytes below the flash address.</summary>
    public static readonly DiagnosticKind BytesBelowFlash = new(
        305, Warning, "bytes below the flash address",
        "What is stored below the app's flash address cannot be part of it. Linkers start segments at page boundaries, which "
        + "is harmless; "
        + "data that lacks a load address in flash is lost.",
        "check the load addresses of the linker script, or link with `-z max-page-size=4`");

    /// <summary>ELF headers in a segment.</summary>
    public static readonly DiagnosticKind ElfHeadersLoaded = new(
        306, Warning, "ELF headers in a segment",
        "The linker put the ELF headers into the first segment. Where the app itself starts only section headers tell.",
        "keep the section headers, or link with `-z max-page-size=4` or `-n`");

    /// <summary>Entry outside of every segment.</summary>
    public static readonly DiagnosticKind EntryOutside = new(
        307, Error, "entry point is outside the app",
        "The kernel would start the app at an address where it has no code.",
        "name the first function with ENTRY(...) in the linker script, and keep it from being discarded (KEEP)");

    /// <summary>Entry in two segments.</summary>
    public static readonly DiagnosticKind EntryTwice = new(
        308, Error, "entry point is in two segments",
        "Two segments run at the same addresses, so it cannot be told in which one the app starts.",
        "check the addresses of the linker script; with `--disable` the first segment counts");

    /// <summary>Value of more than 32 bits.</summary>
    public static readonly DiagnosticKind ValueTooLarge = new(
        309, Error, "value of more than 32 bits",
        "Addresses and sizes of a TBF have 32 bits.",
        "check the sizes on the command line and the memory regions of the linker script");

    /// <summary>Header too large.</summary>
    public static readonly DiagnosticKind HeaderTooLarge = new(
        310, Error, "header is too large",
        "The header's size field has 16 bits. Name, permissions, identifiers and flash regions must fit together.",
        "shorten the package name or the lists");

    /// <summary>More identifiers than kernels take.</summary>
    public static readonly DiagnosticKind TooManyStorageIds = new(
        311, Error, "too many storage identifiers",
        "A kernel that meets more than 8 identifiers in one list takes none of them, without saying so.",
        "give at most 8 identifiers");

    /// <summary>Protected region smaller than the header.</summary>
    public static readonly DiagnosticKind ProtectedRegionTooSmall = new(
        312, Error, "protected region is too small",
        "The protected region holds the header.",
        "give at least the header's size, or leave the choice to the program");

    /// <summary>Protected region given twice.</summary>
    public static readonly DiagnosticKind ProtectedRegionOverruled = new(
        313, Warning, "protected region given twice",
        "The size in the ELF file is what its linker script was made for, so it wins.",
        "leave out `--protected-region-size`, or the symbol");

    /// <summary>No room for the header.</summary>
    public static readonly DiagnosticKind NoRoomForHeader = new(
        314, Error, "no room for the header",
        "The header lies in front of the app. There are too few addresses below the app's flash address.",
        "link for a higher flash address; or, for a platform that loads apps to RAM, " + LinkPie + "; `-static-pie` is ignored for bare metal");

    /// <summary>No section headers.</summary>
    public static readonly DiagnosticKind NoSectionHeaders = new(
        315, Note, "no section headers",
        "Segments suffice for the app itself. The size of a `.stack` section, writeable flash regions (`.wfr`), relocations for "
        + "position-independent apps and all symbols are found through section headers.",
        "keep the section headers if the app uses one of these; give the stack's size with `--stack`");

    /// <summary>No symbol table.</summary>
    public static readonly DiagnosticKind NoSymbols = new(
        316, Warning, "no symbol table",
        "Linker scripts of Tock state addresses in symbols. Stripped of them, an app for a fixed RAM address looks like one "
        + "for any.",
        "strip with `--strip-debug`, which keeps the symbols");

    /// <summary>No RAM address.</summary>
    public static readonly DiagnosticKind NoRamAddress = new(
        317, Warning, "RAM address is not known",
        "An app with a fixed flash address is as a rule linked for a fixed RAM address too. Without the symbol "
        + "`_sram_origin` the kernel "
        + "may give it other RAM.",
        "define `_sram_origin` at the start of RAM in the linker script");

    /// <summary>Relocations that are loaded with a segment.</summary>
    public static readonly DiagnosticKind RelocationsLoaded = new(
        318, Warning, "relocations are loaded with a segment",
        "The relocation section lies in a PT_LOAD segment. It is in the app once, in its place; start-up code that looks for "
        + "it behind the "
        + "app finds an empty list.",
        "remove the section from the linker script's segments (`--emit-relocs` keeps it outside)");

    /// <summary>Relocations of types that start-up code does not handle.</summary>
    public static readonly DiagnosticKind TrailerTypes = new(
        319, Warning, "relocations that are not plain addresses",
        "The start-up code of position-independent apps adds the app's place to every word that a relocation names. For "
        + "other types that "
        + "corrupts the word.",
        "keep such references out of writable sections");

    /// <summary>Relocations behind something else than the header says.</summary>
    public static readonly DiagnosticKind TrailerMoved = new(
        320, Warning, "relocations are not where the app looks for them",
        "The start-up code finds the relocations through the app's own header. Something was loaded between, so it will read "
        + "something else.",
        "keep .ARM.exidx and other sections out of flash behind .data: mark them (NOLOAD) or discard them");

    /// <summary>Relocations at an odd place.</summary>
    public static readonly DiagnosticKind TrailerUnaligned = new(
        321, Warning, "relocations are not aligned",
        "Some processors cannot read words that are not aligned to 4 bytes.",
        "end the last section with `. = ALIGN(4);`");

    /// <summary>Relocations with addends.</summary>
    public static readonly DiagnosticKind AddendsIgnored = new(
        322, Warning, "relocations with addends are left out",
        "The start-up code of position-independent flash apps knows relocations without addends only. These pointers stay as "
        + "they were linked.",
        "link an app for fixed addresses, or, for a platform that loads apps to RAM, a static PIE: " + LinkPie);

    /// <summary>No kernel version.</summary>
    public static readonly DiagnosticKind NoKernelVersion = new(
        323, Warning, "no kernel version",
        "Current kernels refuse an app that does not say for which kernel it was made.",
        "add `--kernel-major 2 --kernel-minor 1`, or as the app needs");

    /// <summary>Start-up code that makes other RAM than the ELF says.</summary>
    public static readonly DiagnosticKind StartUpDiffers = new(
        324, Warning, "start-up code finds other data",
        "The ten words at the start of the app tell its start-up code what to copy to RAM. By them, its initialised data "
        + "would not be what "
        + "the ELF has.",
        "let .crt0_header of the linker script state LOADADDR(...) and SIZEOF(...) of .got and .data");

    /// <summary>Memory that the RAM size does not count.</summary>
    public static readonly DiagnosticKind MemoryUncounted = new(
        325, Warning, "memory is not counted",
        "The RAM that an app asks for counts writable segments that are stored elsewhere than they run. lld gives .bss a "
        + "segment of its own "
        + "that is stored where it runs, and some linker scripts give it none.",
        "place .bss with `> SRAM AT > FLASH` in the linker script, or ask for more with `--app-heap` or `--minimum-ram-size`");

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
        "compile all code, libraries too, with `-fPIC -msingle-pic-base -mpic-register=r9 -mno-pic-data-is-text-relative` (GCC), or "
        + "`-fropi -frwpi` (clang; constants that hold addresses must be variables there)");

    /// <summary>Unwind table is left out.</summary>
    public static readonly DiagnosticKind UnwindTableLeftOut = new(
        329, Warning, "unwind table is left out",
        "The app's .crt0_header says where its relocations start, and only .ARM.exidx, which nothing in Tock reads, was "
        + "loaded behind that place. Tools of the time of such apps left it out.",
        "discard it in the linker script: `/DISCARD/ : { *(.ARM.exidx*) }`");
}
