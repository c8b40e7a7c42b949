using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>What may be wrong with an ELF file, whatever is made of it: 0200-0299.</content>
internal static partial class Catalogue
{
    /// <summary>Input that is empty.</summary>
    public static readonly DiagnosticKind Empty = new(
        200, Error, "empty file",
        "The input has no bytes; a link that failed or a disk that was full can leave such a file.",
        "link the app again");

    /// <summary>Input that is no ELF file.</summary>
    public static readonly DiagnosticKind NotElf = new(
        201, Error, "not an ELF file",
        "The input does not begin with the bytes of an ELF file.",
        "give the linked app (`.elf`), not an object library, a `.tbf`, a `.tab` or a `.bin`");

    /// <summary>ELF file that ends inside its header.</summary>
    public static readonly DiagnosticKind Truncated = new(
        202, Error, "truncated ELF file",
        "The file ends inside the ELF header.",
        "link or copy the app again");

    /// <summary>Big-endian ELF file.</summary>
    public static readonly DiagnosticKind BigEndian = new(
        203, Error, "big-endian ELF file",
        "Tock runs on little-endian processors, and all numbers of a TBF are little-endian.",
        "build for a little-endian processor: leave out `-mbig-endian`, `-EB`");

    /// <summary>Class or byte order that does not exist.</summary>
    public static readonly DiagnosticKind UnknownClass = new(
        204, Error, "unknown ELF class or byte order",
        "The ELF header states a word size or byte order that the standard does not know: the file is damaged.",
        "link or copy the app again");

    /// <summary>Table of headers that runs past the end.</summary>
    public static readonly DiagnosticKind TableOutsideFile = new(
        205, Error, "table runs past the end of the file",
        "The ELF header places the program or section headers where the file has no bytes: it was cut short or damaged.",
        "link or copy the app again");

    /// <summary>Table with entries of another size.</summary>
    public static readonly DiagnosticKind TableEntrySize = new(
        206, Error, "wrong size of table entries",
        "The entries of the header tables have one size in 32-bit and another in 64-bit files.",
        "link the app again; the ELF header is damaged");

    /// <summary>Segment that runs past the end.</summary>
    public static readonly DiagnosticKind SegmentOutsideFile = new(
        207, Error, "segment runs past the end of the file",
        "A segment's bytes are not all in the file: it was cut short or damaged.",
        "link or copy the app again");

    /// <summary>Segment with more file bytes than memory.</summary>
    public static readonly DiagnosticKind SegmentSizes = new(
        208, Error, "segment with more bytes than memory",
        "The standard does not allow a segment whose file size is larger than its memory size.",
        "link the app again; the program header is damaged");

    /// <summary>Segment that wraps around the address space.</summary>
    public static readonly DiagnosticKind SegmentAddressWraps = new(
        209, Error, "segment runs past the end of the address space",
        "The segment's last address is beyond what an address of this class can say.",
        "check the memory regions of the linker script");

    /// <summary>Section that runs past the end.</summary>
    public static readonly DiagnosticKind SectionOutsideFile = new(
        210, Error, "section runs past the end of the file",
        "A section's bytes are not all in the file: it was cut short or damaged.",
        "link or copy the app again");

    /// <summary>Section names that are not there.</summary>
    public static readonly DiagnosticKind SectionNames = new(
        211, Error, "section names are missing",
        "The ELF header refers to a section with the names of all sections, which does not exist or has no bytes.",
        "link or copy the app again");

    /// <summary>Symbol table without names.</summary>
    public static readonly DiagnosticKind SymbolNames = new(
        212, Error, "symbol names are missing",
        "The symbol table refers to a string table that does not exist.",
        "link or copy the app again");

    /// <summary>Input that is not an executable.</summary>
    public static readonly DiagnosticKind NotExecutable = new(
        213, Error, "not an executable",
        "Only a linked app can be converted.",
        "link the object files with the linker script of the app");

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

    /// <summary>More load segments than loaders take.</summary>
    public static readonly DiagnosticKind ManyLoadSegments = new(
        221, Error, "more load segments than loaders take",
        "The header of a RAM-loaded app lists its PT_LOAD segments; loaders have room for 32.",
        "put sections with the same rights into one segment (PHDRS in the linker script), or use `--load-info flags`");

    /// <summary>Relocation of a table of relocations.</summary>
    public static readonly DiagnosticKind RelocationInTable = new(
        222, Error, "relocation inside of a relocation table",
        "A loader would read what it has just written.",
        "link the app again; the relocation tables are damaged, or memory that is relocated lies over them");

    /// <summary>Another processor than the name says.</summary>
    public static readonly DiagnosticKind OtherArchitecture = new(
        223, Warning, "app for another processor than its name says",
        "What installs apps takes the TBF of a TAB that is named as the board's processor. The name is that of the ELF, or what stands behind the comma; "
        + "the ELF header, or on ARM the build attributes, say that the code is for a processor that this one is not.",
        "name the architecture that it is for behind a comma (`app.elf,ARCHITECTURE`), or give the ELF that was meant");
}
