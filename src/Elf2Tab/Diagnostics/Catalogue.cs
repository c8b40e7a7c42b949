using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <summary>
/// All causes of diagnostics. 0001-0099: the command line (exit status 2); 0100-0199: files; 0200-0299: the ELF file;
/// 0300-0399: the conversion; 0400-0499: keys; 0900: faults of the program itself.
/// </summary>
public static partial class Catalogue
{
    /// <summary>
    /// How to link an app that moves as a whole. Compilers for bare metal ignore <c>-static-pie</c>, and the GNU ld for bare-metal
    /// RISC-V has no <c>-pie</c>.
    /// </summary>
    private const string LinkPie = "compile with `-fPIE` and link with ld.lld (`-fuse-ld=lld -Wl,-pie,--no-dynamic-linker`); for ARM the "
        + "GNU ld will do too (`-Wl,-pie,--no-dynamic-linker`)";

    /// <summary>Kinds below this number are about the command line.</summary>
    public const int FirstFileNumber = 100;

    /// <summary>Option that does not exist.</summary>
    public static readonly DiagnosticKind UnknownOption = new(
        1, Error, "unknown option",
        "An option is spelled in full, with two dashes, or as one letter behind a single dash.",
        "`--help`, behind the name of a command or alone, lists its options");

    /// <summary>Option without its value.</summary>
    public static readonly DiagnosticKind MissingValue = new(
        2, Error, "option without a value",
        "The option takes a value, which follows it or stands behind `=`. What begins with a dash is taken for an option.",
        "write the value as `--option=VALUE` when it begins with a dash");

    /// <summary>Value that the option does not take.</summary>
    public static readonly DiagnosticKind InvalidValue = new(
        3, Error, "value that the option does not take",
        "Numbers are decimal, within the range of the field that they set; only identifiers may be hexadecimal, with 0x.",
        "`--help`, behind the name of a command or alone, says what each option takes");

    /// <summary>Flag with a value.</summary>
    public static readonly DiagnosticKind UnexpectedValue = new(
        4, Error, "flag with a value",
        "A flag stands for itself and takes no `=VALUE`.",
        "leave out the `=` and what follows");

    /// <summary>Option given twice.</summary>
    public static readonly DiagnosticKind RepeatedOption = new(
        5, Error, "option given twice",
        "Only options that collect values may be repeated. Of two different values neither can be taken for the one that was "
        + "meant.",
        "give the option once");

    /// <summary>No input.</summary>
    public static readonly DiagnosticKind NoInput = new(
        6, Error, "no input file",
        "There is nothing to convert. An option that takes several values takes all that follows and could be a value.",
        "name at least one ELF file: `elf2tab [OPTIONS] app.elf`");

    /// <summary>Options that exclude one another.</summary>
    public static readonly DiagnosticKind ConflictingOptions = new(
        7, Error, "options that exclude one another",
        "`--minimum-ram-size` sets the whole amount of RAM; sizes of its parts would have no effect.",
        "give either `--minimum-ram-size` or the sizes of the parts");

    /// <summary>Option that needs another.</summary>
    public static readonly DiagnosticKind MissingOption = new(
        8, Error, "option that needs another",
        "A minor kernel version means nothing without the major one, nor a limit of growth without an older file.",
        "add the option");

    /// <summary>Input without an architecture.</summary>
    public static readonly DiagnosticKind NoArchitecture = new(
        9, Error, "input without an architecture",
        "The text behind the last comma of an input is the architecture, the name of its TBF inside the TAB. It cannot be empty.",
        "write `app.elf,cortex-m4`, or leave out the comma");

    /// <summary>Two inputs for one architecture.</summary>
    public static readonly DiagnosticKind DuplicateArchitecture = new(
        10, Error, "two inputs for one architecture",
        "Each TBF of a TAB is for another architecture; tools that install apps take only one of two with the same name.",
        "name the architectures: `a.elf,cortex-m0 b.elf,cortex-m4`");

    /// <summary>Two outputs in one file.</summary>
    public static readonly DiagnosticKind DuplicateOutput = new(
        11, Error, "two outputs in one file",
        "Every ELF gives a `.tbf` of its name beside it. Two files that differ in the extension only would give the same one.",
        "rename an input, or give `-o` another name");

    /// <summary>Output in place of an input.</summary>
    public static readonly DiagnosticKind OutputIsInput = new(
        12, Error, "output in place of an input",
        "The output would replace a file that is read: an ELF or a key.",
        "give `-o` another name, or the input another extension than `.tbf`");

    /// <summary>SOURCE_DATE_EPOCH that is no time.</summary>
    public static readonly DiagnosticKind InvalidBuildDate = new(
        13, Error, "SOURCE_DATE_EPOCH is no time",
        "The environment variable SOURCE_DATE_EPOCH sets the build date of the TAB: seconds since 1970-01-01 in UTC.",
        "set it to a whole number such as `$(git log -1 --format=%ct)`, or use `--deterministic` for no date at all");

    /// <summary>Input that is not there.</summary>
    public static readonly DiagnosticKind NotFound = new(
        100, Error, "no such file",
        "The input does not exist.",
        "check the path");

    /// <summary>Input that cannot be read.</summary>
    public static readonly DiagnosticKind CannotRead = new(
        101, Error, "file cannot be read",
        "The operating system refused to open or read the file.",
        "check its permissions and that it is a regular file");

    /// <summary>Output that cannot be written.</summary>
    public static readonly DiagnosticKind CannotWrite = new(
        102, Error, "file cannot be written",
        "The operating system refused to write the output. All earlier outputs are as they were.",
        "check that its directory exists and is writable, and that the disk has room");

    /// <summary>Outputs of which some were replaced.</summary>
    public static readonly DiagnosticKind PartlyReplaced = new(
        103, Error, "only some outputs were replaced",
        "All outputs were written to temporary files; giving them their names failed halfway. Those named are new, the "
        + "others old.",
        "remove what is in the way and run the command again");

    /// <summary>Output that is a directory.</summary>
    public static readonly DiagnosticKind OutputIsDirectory = new(
        104, Error, "output is a directory",
        "The output would have the name of a directory.",
        "name a file inside it");

    /// <summary>Output in place of a file of another kind.</summary>
    public static readonly DiagnosticKind OutputOfOtherKind = new(
        106, Error, "output in place of something else",
        "The output would replace a file that is no earlier output of its kind: an ELF, a key, a TAB where a picture is written. "
        + "An option that takes a file may have taken one that was meant as an input.",
        "give the output another name, or remove the file first");

    /// <summary>Directory that another program has locked.</summary>
    public static readonly DiagnosticKind DirectoryLocked = new(
        107, Warning, "directory locked by another program",
        "Runs that write to the same directory wait for one another, by a lock of the system on that directory. One that is kept for "
        + "long is none of theirs: outputs are written without it, and those of another run at the same time may mix with them.",
        "lock a file of your own (`flock FILE elf2tab ...`), not the directory of the outputs");

    /// <summary>Bytes behind a TBF.</summary>
    public static readonly DiagnosticKind BytesBehindTbf = new(
        110, Error, "bytes behind the TBF",
        "In an image, a kernel looks for the next app where a TBF ends. More in the file than its header says was cut off or added.",
        "give the TBF alone");

    /// <summary>TBF without an app.</summary>
    public static readonly DiagnosticKind NoAppInTbf = new(
        111, Error, "no app in the TBF",
        "The header has no elements: it is padding between apps. `image` makes padding itself, where it is needed.",
        "give the TBF of an app, or leave the file out");

    /// <summary>TAB of which no single TBF is chosen.</summary>
    public static readonly DiagnosticKind ArchitectureNotChosen = new(
        112, Error, "no single TBF of a TAB is chosen",
        "An image is for one board. A TAB may hold an app for several architectures.",
        "write `app.tab,cortex-m4`");

    /// <summary>Disabled app in an image.</summary>
    public static readonly DiagnosticKind AppDisabled = new(
        113, Note, "app in the image is disabled",
        "A kernel finds the app and does not start it.",
        "convert without `--disable`, or leave it out");

    /// <summary>Two apps of one name in an image.</summary>
    public static readonly DiagnosticKind SameName = new(
        114, Warning, "two apps of one name",
        "Tools and other apps find an app by its name.",
        "leave one out, or convert it with another name (`-n`)");

    /// <summary>Fixed address below an image.</summary>
    public static readonly DiagnosticKind BelowImage = new(
        115, Error, "fixed flash address below the image",
        "The app was linked for one flash address, and the image starts behind that.",
        "give the address where apps start on the board with `--base`, or link for a higher address");

    /// <summary>Apps that overlap in an image.</summary>
    public static readonly DiagnosticKind AppsOverlap = new(
        116, Error, "apps overlap in flash",
        "Two apps were linked for flash addresses so near to one another that only one of them can be there. Padding counts as well.",
        "link one of them for another address, or convert with less padding (`--padding`)");

    /// <summary>Gap that padding cannot fill.</summary>
    public static readonly DiagnosticKind GapTooSmall = new(
        117, Error, "gap too small for padding",
        "A kernel finds the next app where the one before ends. What is between must be a TBF too, and has at least the 16 bytes of a "
        + "header.",
        "link for an address a little higher, or pad the app before (`--padding multiple:N`)");

    /// <summary>Image that is larger than any flash.</summary>
    public static readonly DiagnosticKind ImageTooLarge = new(
        118, Error, "image is too large",
        "An image starts at its base and has at most 32 MiB, all of it below 4 GiB.",
        "give the address where apps start on the board with `--base`, and link apps for addresses near behind it");

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
        "build without -mbig-endian or -EB");

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
        "link or copy the app again, or remove the section headers with `llvm-objcopy --strip-sections`");

    /// <summary>Section names that are not there.</summary>
    public static readonly DiagnosticKind SectionNames = new(
        211, Error, "section names are missing",
        "The ELF header refers to a section with the names of all sections, which does not exist or has no bytes.",
        "link the app again, or remove the section headers with `llvm-objcopy --strip-sections`");

    /// <summary>Symbol table without names.</summary>
    public static readonly DiagnosticKind SymbolNames = new(
        212, Error, "symbol names are missing",
        "The symbol table refers to a string table that does not exist.",
        "link the app again, or remove the symbols with `llvm-strip`");

    /// <summary>Input that is not an executable.</summary>
    public static readonly DiagnosticKind NotExecutable = new(
        213, Error, "not an executable",
        "Only a linked app can be converted.",
        "link the object files with the linker script of the app");

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

    /// <summary>Static PIE that cannot execute in place.</summary>
    public static readonly DiagnosticKind CannotExecuteInPlace = new(
        330, Error, "app cannot execute in place",
        "A static PIE moves as a whole. Were its text to stay in flash, its data, in RAM, would be at another distance from it.",
        "leave out `--load flash`, or link without -pie");

    /// <summary>Option for RAM-loaded apps.</summary>
    public static readonly DiagnosticKind OptionForRam = new(
        331, Warning, "option for RAM-loaded apps",
        "The option says something about apps that are copied to RAM.",
        "leave the option out, or choose `--load ram`");

    /// <summary>Invalid alignment.</summary>
    public static readonly DiagnosticKind AlignmentInvalid = new(
        332, Error, "alignment is no power of two",
        "The standard allows 0 and powers of two for p_align.",
        "link the app again; the program header is damaged");

    /// <summary>Alignment that no loader promises.</summary>
    public static readonly DiagnosticKind AlignmentLarge = new(
        333, Warning, "alignment that loaders do not promise",
        "Loaders place an app at a multiple of 8. An app that relies on more works at some places and fails at others.",
        "link with `-z max-page-size=8`, and align no variable to more");

    /// <summary>Memory that the app may not write to.</summary>
    public static readonly DiagnosticKind MemoryNotWritable = new(
        334, Warning, "memory that the app may not write to",
        "The segment has memory without contents and no write permission: linkers mark a stack so when no section in it is "
        + "writable. "
        + "A loader that enforces the permissions would fault the app at its first push.",
        "give the segment FLAGS(6) in the linker script's PHDRS, or put a writable section into it");

    /// <summary>Dynamic linker.</summary>
    public static readonly DiagnosticKind DynamicLinker = new(
        335, Error, "app asks for a dynamic linker",
        "Tock has no dynamic linker.",
        LinkPie);

    /// <summary>Shared library.</summary>
    public static readonly DiagnosticKind DynamicLibrary = new(
        336, Error, "app asks for a shared library",
        "Tock has no shared libraries.",
        "link all libraries statically (`-static`); for an app that moves as a whole " + LinkPie);

    /// <summary>Thread-local storage.</summary>
    public static readonly DiagnosticKind ThreadLocalStorage = new(
        337, Warning, "app uses thread-local storage",
        "No loader of Tock sets up thread-local storage: the start-up code of the app must copy its initial values and set the thread "
        + "pointer. That of picolibc does.",
        "do not use `_Thread_local`, or see to it that the start-up code sets it up");

    /// <summary>Entry in a segment that is not executable.</summary>
    public static readonly DiagnosticKind EntryNotExecutable = new(
        338, Error, "entry point is not executable",
        "The segment of the entry point has no permission to execute.",
        "name the first function with ENTRY(...), and give its segment FLAGS(5) in the linker script's PHDRS");

    /// <summary>Relocation table outside of the segments.</summary>
    public static readonly DiagnosticKind RelocationTableOutside = new(
        339, Error, "relocation table is not loaded",
        "The app or its loader reads the table at run time, so it must lie in a PT_LOAD segment.",
        "place .rel.dyn, .rela.dyn and .relr.dyn in a loaded segment of the linker script");

    /// <summary>Relocation entries of another size.</summary>
    public static readonly DiagnosticKind RelocationEntrySize = new(
        340, Error, "relocation table with wrong sizes",
        "The entries of each kind of table have one size in a class, and a table is a whole number of them.",
        "link the app again; the dynamic table is damaged");

    /// <summary>Relocation that no loader can apply.</summary>
    public static readonly DiagnosticKind RelocationType = new(
        341, Error, "relocation of a type that cannot be applied",
        "There are no symbols to resolve in Tock: only relative relocations, which add the app's place to a word, can be "
        + "applied.",
        LinkPie + "; a shared library is no app");

    /// <summary>Relocation outside of the segments.</summary>
    public static readonly DiagnosticKind RelocationOutside = new(
        342, Error, "relocation outside of the app",
        "The word to relocate is in no PT_LOAD segment: applying it would corrupt somebody else's memory.",
        "link the app again; the relocation table is damaged");

    /// <summary>Relocation of a word that is not aligned.</summary>
    public static readonly DiagnosticKind RelocationUnaligned = new(
        343, Warning, "relocation is not aligned",
        "The word to relocate is not at a multiple of its size: packed structures that hold pointers make such. Loaders write it byte by "
        + "byte; some start-up code faults there.",
        "do not pack structures that hold pointers (`__attribute__((packed))`)");

    /// <summary>Repeated relocation.</summary>
    public static readonly DiagnosticKind RelocationRepeated = new(
        344, Error, "word is relocated twice",
        "The app's place would be added twice.",
        "link the app again; the relocation tables overlap or are damaged");

    /// <summary>RELR table that starts with a bitmap.</summary>
    public static readonly DiagnosticKind RelrBitmapFirst = new(
        345, Error, "RELR table starts with a bitmap",
        "A bitmap marks words behind an address; there is none before the first entry.",
        "link the app again; the table is damaged");

    /// <summary>Text relocations.</summary>
    public static readonly DiagnosticKind TextRelocations = new(
        346, Warning, "text relocations",
        "Words in a segment without write permission are relocated. Where memory is protected before the app relocates "
        + "itself, it faults.",
        "put constants that hold pointers into .data.rel.ro in a writable segment; `-z text` makes the linker say where they "
        + "are");

    /// <summary>No dynamic table.</summary>
    public static readonly DiagnosticKind NoDynamicTable = new(
        347, Error, "no dynamic table",
        "Relocations of a RAM-loaded app are found through PT_DYNAMIC.",
        "add a PT_DYNAMIC segment to the linker script's PHDRS; " + LinkPie);

    /// <summary>No workaround layout.</summary>
    public static readonly DiagnosticKind NoWorkaround = new(
        348, Error, "no relocations where the app's header says",
        "Apps of this layout start with six words, the last two of which are the offset and the size of a loaded relocation "
        + "section.",
        "leave out `--relocations workaround`, or check the app's header");

    /// <summary>Relocations that nobody applies.</summary>
    public static readonly DiagnosticKind RelocationsUnused = new(
        349, Warning, "relocations that nothing points to",
        "Without PT_DYNAMIC only start-up code that knows where they are can apply them.",
        "keep .dynamic in a PT_DYNAMIC segment of the linker script");

    /// <summary>Bytes under a moved table.</summary>
    public static readonly DiagnosticKind OverwrittenByTable = new(
        350, Warning, "section is overwritten by relocations",
        "The app's header says that the relocation table is where another section has its bytes. The table wins.",
        "keep the section out of the app: /DISCARD/ it, or place it elsewhere");

    /// <summary>Loader that relocates.</summary>
    public static readonly DiagnosticKind LoaderRelocates = new(
        351, Warning, "loader must relocate",
        "The header asks the loader to apply the relocations. The loader that exists ignores that, and the app runs unrelocated.",
        "use `--relocate-by app` unless your loader implements flag bit 30");

    /// <summary>Header that cannot ask the loader.</summary>
    public static readonly DiagnosticKind LoaderCannotKnow = new(
        352, Error, "header cannot ask the loader to relocate",
        "The loader sees from flag bit 30 that it is to relocate, and from an element where the tables are.",
        "use `--load-info full`");

    /// <summary>Origin that the header cannot say.</summary>
    public static readonly DiagnosticKind LoaderNeedsOrigin = new(
        353, Error, "app is not linked at 0",
        "The addresses in relocation tables are those of the link. A loader takes them for offsets in RAM, which they are "
        + "only in an app linked at 0.",
        "link at 0 (`--image-base=0`, or `. = 0;` in the linker script), or use `--relocate-by app`");

    /// <summary>Too many permissions for the RAM-loading kernel.</summary>
    public static readonly DiagnosticKind TooManyPermissions = new(
        354, Error, "too many permission entries",
        "The kernel that loads apps to RAM rejects headers with more than 8 entries, one for each driver and 64 commands.",
        "list fewer drivers, or none, which allows all");

    /// <summary>Flash regions of a RAM-loaded app.</summary>
    public static readonly DiagnosticKind FlashRegionsInRam = new(
        355, Warning, "writeable flash regions are left out",
        "A RAM-loaded app works on a copy: what it writes to such a region is lost when it ends.",
        "store data through the kernel's storage drivers");

    /// <summary>Offset of the image that is lost.</summary>
    public static readonly DiagnosticKind ImageOffsetLost = new(
        356, Error, "offset of the image would be lost",
        "The image does not start where the app's RAM starts. The loader learns the distance from the Fixed Addresses element.",
        "leave out `--no-fixed-addresses`, or link with nothing (no stack) in front of the image");

    /// <summary>App that is not refused.</summary>
    public static readonly DiagnosticKind NotRefusedInPlace = new(
        357, Warning, "app is not refused where it cannot run",
        "Kernels that execute apps in place refuse an app with a Fixed Addresses element that does not suit. Without it they "
        + "start it, and it faults.",
        "leave out `--no-fixed-addresses` unless tockloader installs the app");

    /// <summary>App for a fixed RAM address.</summary>
    public static readonly DiagnosticKind FixedRamAddress = new(
        358, Warning, "app is linked for a fixed RAM address",
        "No loader that exists loads an app to the RAM address for which it was linked.",
        LinkPie);

    /// <summary>Protected region that was replaced.</summary>
    public static readonly DiagnosticKind ProtectedRegionReplaced = new(
        359, Warning, "protected region was enlarged",
        "The protected region holds the header. No flash address of a RAM-loaded app depends on its size.",
        "give a larger size, or none");

    /// <summary>Footer that costs RAM.</summary>
    public static readonly DiagnosticKind FooterInRam = new(
        360, Warning, "footer costs RAM",
        "The loader copies everything up to the end of the TBF to RAM, reserved space too.",
        "leave out `--minimum-footer-size`, or give just the size of the credentials to come");

    /// <summary>Stack larger than reserved.</summary>
    public static readonly DiagnosticKind StackReserved = new(
        361, Warning, "stack is smaller than asked for",
        "The linker script reserves memory for the stack, and the app's start-up code uses that.",
        "set the size where the app is linked (`--defsym=STACK_SIZE=...`)");

    /// <summary>Stack reserved and asked for.</summary>
    public static readonly DiagnosticKind StackTwice = new(
        362, Note, "stack is reserved and asked for",
        "The linker script reserves memory for the stack; the option would add to it if it did not.",
        "leave out `--stack`");

    /// <summary>Stack that is assumed to be reserved.</summary>
    public static readonly DiagnosticKind StackAssumed = new(
        363, Note, "stack is taken to be reserved",
        "Without section headers it cannot be seen what memory is for. There is enough for the stack.",
        "keep the section headers to be sure");

    /// <summary>Memory that no segment covers.</summary>
    public static readonly DiagnosticKind MemoryUncovered = new(
        364, Warning, "memory that no segment covers",
        "A section takes memory, and the linker script keeps it out of all segments. It is counted, but no loader knows "
        + "where it is.",
        "put the section into a segment (not `:NONE`) of the linker script");

    /// <summary>Relocations that RELR would shrink.</summary>
    public static readonly DiagnosticKind RelrSmaller = new(
        365, Note, "relocations could be smaller",
        "RELR packs relative relocations to a small part of their size, in flash and in RAM.",
        "link with `-z pack-relative-relocs` (GNU ld, lld) or `--pack-dyn-relocs=relr` (lld), if the start-up code applies RELR");

    /// <summary>Machine whose relocations are not known.</summary>
    public static readonly DiagnosticKind UnknownMachine = new(
        366, Error, "machine is not known",
        "Which relocations are relative differs between processors.",
        "build for ARM, RISC-V, x86 or AArch64");

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
        "give more, or say with `--stack`, `--app-heap` and `--kernel-heap` what the app needs");

    /// <summary>Initialised variables that stay in flash.</summary>
    public static readonly DiagnosticKind DataInFlash = new(
        393, Warning, "variables stay in flash",
        "An app that executes in place copies its initialised variables to RAM. These run where they are stored, and a write to "
        + "one of them faults.",
        "place .data with `> SRAM AT > FLASH` in the linker script");

    /// <summary>Key that is neither DER nor PEM.</summary>
    public static readonly DiagnosticKind KeyUnreadable = new(
        400, Error, "not a key",
        "The file is neither DER nor PEM, or is damaged.",
        "make a key with `openssl genpkey`");

    /// <summary>PKCS#1 or SEC 1 key.</summary>
    public static readonly DiagnosticKind KeyNotPkcs8 = new(
        401, Error, "key is not PKCS#8",
        "Private keys come in several containers; PKCS#8 is the one that says which kind of key it holds.",
        "convert it: `openssl pkcs8 -topk8 -nocrypt -in KEY -outform DER -out KEY.der`");

    /// <summary>Public key.</summary>
    public static readonly DiagnosticKind KeyIsPublic = new(
        402, Error, "key is a public key",
        "Only the private key can sign.",
        "give the private key");

    /// <summary>Encrypted key.</summary>
    public static readonly DiagnosticKind KeyEncrypted = new(
        403, Error, "key is encrypted",
        "The key is protected by a password.",
        "give the password with `--key-password-file` or the variable ELF2TAB_KEY_PASSWORD");

    /// <summary>Key of another algorithm.</summary>
    public static readonly DiagnosticKind KeyAlgorithm = new(
        404, Error, "key of another algorithm",
        "`--rsa4096-private` takes an RSA key, `--ecdsa-nist-p256-private` a key on the curve P-256.",
        "give the key to the other option, or make one with `openssl genpkey`");

    /// <summary>RSA key of another size.</summary>
    public static readonly DiagnosticKind KeySize = new(
        405, Error, "RSA key of another size",
        "The credential has room for a modulus and a signature of 4096 bits each.",
        "make a key: `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096 -out key.pem`");

    /// <summary>Key on another curve.</summary>
    public static readonly DiagnosticKind KeyCurve = new(
        406, Error, "key on another curve",
        "The credential is a signature on the curve P-256 (prime256v1, secp256r1).",
        "make a key: `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem`");

    /// <summary>No cryptographic library.</summary>
    public static readonly DiagnosticKind NoCryptography = new(
        407, Error, "OpenSSL is not installed",
        "Hashes and signatures are made by the system's OpenSSL library. Conversions without credentials do not need it.",
        "install OpenSSL 3 or 1.1 (Debian: `apt install libssl3`)");

    /// <summary>Footer space that is too small.</summary>
    public static readonly DiagnosticKind FooterTooSmall = new(
        408, Error, "too little space for credentials",
        "Credentials go into the reserved space behind the app binary, which cannot grow: the app would no longer fit where "
        + "it was made for.",
        "convert with a larger `--minimum-footer-size`");

    /// <summary>Nothing to sign with.</summary>
    public static readonly DiagnosticKind NoCredentials = new(
        14, Error, "nothing to sign with",
        "`sign` adds hashes and signatures, and none was asked for.",
        "add `--sha256`, `--rsa4096-private KEY` or another");

    /// <summary>No output named.</summary>
    public static readonly DiagnosticKind NoOutput = new(
        15, Error, "no output file",
        "`sign` writes a new file.",
        "name the file to write with `-o`");

    /// <summary>Wrong number of files.</summary>
    public static readonly DiagnosticKind WrongFileCount = new(
        16, Error, "wrong number of files",
        "The command takes another number of files.",
        "`elf2tab COMMAND --help` says how many");

    /// <summary>Name that no rule of make can hold.</summary>
    public static readonly DiagnosticKind NameNotInRule = new(
        17, Error, "name that a make rule cannot hold",
        "In a rule, make takes `=`, `;` and `|` for its own, `~` at the start of a name, a backslash, a space or a closing parenthesis at "
        + "its end, and a dot with nothing but capital letters behind it (`.PHONY`); there is no way to write such a file name, nor one with control characters.",
        "rename the file, or leave out `--depfile`");

    /// <summary>Pattern with an architecture.</summary>
    public static readonly DiagnosticKind PatternWithArchitecture = new(
        18, Error, "pattern with an architecture",
        "An input with `*` stands for all files that match. Each TBF of a TAB is for another architecture, so one architecture "
        + "cannot be given to all of them.",
        "leave out the comma and the architecture: the names of the files say it; or name the files one by one");

    /// <summary>Manifest that is not understood.</summary>
    public static readonly DiagnosticKind ManifestInvalid = new(
        19, Error, "manifest that is not understood",
        "A manifest is a TOML file with one table `[apps.NAME]` per app and, for what they share, a table `[defaults]`.",
        "see docs/build.md for an example");

    /// <summary>Password that does not open a key.</summary>
    public static readonly DiagnosticKind KeyPassword = new(
        409, Error, "password does not open the key",
        "The key is encrypted with another password, or damaged.",
        "check the file of `--key-password-file` or the variable ELF2TAB_KEY_PASSWORD");

    /// <summary>Key that is encrypted in a way which is not supported.</summary>
    public static readonly DiagnosticKind KeyEncryption = new(
        108, Error, "encryption of the key is not supported",
        "Keys are opened that are encrypted by PBES2 with PBKDF2 and AES, as `openssl` does by itself, or with triple DES, and with DES and RC2 "
        + "where OpenSSL still has these. Of this one, the cipher or what makes its key of the password is another, as scrypt. The "
        + "password may be right.",
        "encrypt it anew: `openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out KEY.pem`; for DES, RC2 and RC4, OpenSSL 3 needs "
        + "`-provider legacy -provider default` too");

    /// <summary>Warnings that count as errors.</summary>
    public static readonly DiagnosticKind WarningsAreErrors = new(
        105, Error, "warnings count as errors",
        "`--warnings-as-errors` was given, and there were warnings.",
        "mend what the warnings name, or leave the option out");

    /// <summary>Files without an app in common.</summary>
    public static readonly DiagnosticKind NothingToCompare = new(
        120, Error, "nothing to compare",
        "Apps are compared with those of the same name in the older file, or one app with one app.",
        "give files of the same app");

    /// <summary>Sizes by symbol of a file without symbols.</summary>
    public static readonly DiagnosticKind NoSymbolsToShow = new(
        121, Warning, "no symbols to show",
        "Only an ELF file that was not stripped has symbols; sections or segments are shown instead.",
        "give the ELF file from which the app was made, not stripped");

    /// <summary>ELF file in place of a TBF or TAB.</summary>
    public static readonly DiagnosticKind ElfInPlaceOfTbf = new(
        122, Error, "ELF file in place of a TBF or TAB",
        "The command is about what a conversion makes, not about what it is made of.",
        "convert the file first, and give the `.tbf` or `.tab`");

    /// <summary>File in place of a directory.</summary>
    public static readonly DiagnosticKind FileInPlaceOfDirectory = new(
        123, Error, "file in place of a directory",
        "A directory is compared with another, file by file.",
        "give two directories, or two files");

    /// <summary>Neither a TBF nor a TAB.</summary>
    public static readonly DiagnosticKind OtherKind = new(
        124, Error, "neither a TBF nor a TAB",
        "The first bytes tell that the file is something else. `inspect` and `size` read ELF files too.",
        "give the `.tbf` or `.tab`");

    /// <summary>Kernel that does not take the app.</summary>
    public static readonly DiagnosticKind KernelVersionMismatch = new(
        540, Error, "app is for another kernel",
        "A kernel takes apps for its own major version and for its minor version or an earlier one; most refuse an app that "
        + "names none.",
        "convert with the `--kernel-major` and `--kernel-minor` of the kernel");

    /// <summary>Flash address that does not suit.</summary>
    public static readonly DiagnosticKind FlashAddressMismatch = new(
        541, Error, "app is for another flash address",
        "The app was linked to run at one flash address.",
        "put the TBF so that the app binary is at that address, or link for another");

    /// <summary>RAM address that does not suit.</summary>
    public static readonly DiagnosticKind RamAddressMismatch = new(
        542, Error, "app's RAM does not fit",
        "The app needs more RAM than there is, or RAM at an address that is not there.",
        "link for another RAM address, or make the app smaller");

    /// <summary>Disabled app.</summary>
    public static readonly DiagnosticKind NotEnabled = new(
        543, Error, "app is disabled",
        "A kernel does not start an app whose enabled flag is not set.",
        "convert without `--disable`");

    /// <summary>RAM app on a platform that executes in place.</summary>
    public static readonly DiagnosticKind RequiresRamLoading = new(
        544, Error, "app must be loaded to RAM",
        "The app cannot execute in place at a flash address.",
        "link it for execution in place, or use a platform that loads apps to RAM");

    /// <summary>TBF that is not what the ELF says.</summary>
    public static readonly DiagnosticKind ElfDiffers = new(
        545, Error, "TBF is not what the ELF says",
        "Loaded, the app from the TBF has other memory, or another entry point, than the ELF.",
        "convert the ELF again, or give `verify` the options of the conversion");

    /// <summary>Signature that does not verify.</summary>
    public static readonly DiagnosticKind SignatureInvalid = new(
        546, Error, "signature does not verify",
        "The signature was made with another key, or the app was changed after it was signed.",
        "sign it again, or give the right public key");

    /// <summary>No signature.</summary>
    public static readonly DiagnosticKind SignatureMissing = new(
        547, Error, "no signature of this kind",
        "The key verifies signatures of one kind, and the TBF has none.",
        "sign it with `elf2tab sign`");

    /// <summary>Output that is not what was planned.</summary>
    public static readonly DiagnosticKind CheckFailed = new(
        900, Error, "output is not what was planned",
        "Every output is read back before it is written. This one differed from the plan, which is a fault of this program.",
        "nothing was written; please report this with the ELF file");

    /// <summary>A system that refuses what every program needs.</summary>
    public static readonly DiagnosticKind TooFewResources = new(
        901, Error, "the system has too little left",
        "The system refuses what every program needs: memory, open files, threads, random numbers.",
        "raise the limits that `ulimit -a` shows, or convert fewer files at once");

    /// <summary>An exception that nothing has foreseen.</summary>
    public static readonly DiagnosticKind ProgramFault = new(
        902, Error, "fault of this program",
        "Something has happened that the program does not foresee.",
        "please report this with the command line and its files");

    /// <summary>All kinds, by number.</summary>
    public static IEnumerable<DiagnosticKind> All =>
    [
        UnknownOption, MissingValue, InvalidValue, UnexpectedValue, RepeatedOption, NoInput, ConflictingOptions,
        MissingOption, NoArchitecture, DuplicateArchitecture, DuplicateOutput, OutputIsInput, InvalidBuildDate, NoCredentials,
        NoOutput, WrongFileCount, NameNotInRule, PatternWithArchitecture, ManifestInvalid, NotFound, CannotRead, CannotWrite,
        PartlyReplaced, OutputIsDirectory, WarningsAreErrors, OutputOfOtherKind, DirectoryLocked, KeyEncryption, BytesBehindTbf,
        NoAppInTbf, ArchitectureNotChosen, AppDisabled, SameName, BelowImage, AppsOverlap, GapTooSmall, ImageTooLarge, NothingToCompare,
        NoSymbolsToShow, ElfInPlaceOfTbf, FileInPlaceOfDirectory, OtherKind, Empty, NotElf, Truncated, BigEndian, UnknownClass,
        TableOutsideFile, TableEntrySize,
        SegmentOutsideFile, SegmentSizes, SegmentAddressWraps, SectionOutsideFile, SectionNames, SymbolNames, NotExecutable,
        SectionNotLoaded, ConstantsNotLoaded, UndefinedSymbols, NoEntry, EntryNotThumb, DebugFile, TooManySegments, NothingToLoad,
        NoFlashAddress, SegmentsOverlap, LargeGap, TooLarge, BytesBelowFlash, ElfHeadersLoaded, EntryOutside, EntryTwice,
        ValueTooLarge, HeaderTooLarge, TooManyStorageIds, ProtectedRegionTooSmall, ProtectedRegionOverruled, NoRoomForHeader,
        NoSectionHeaders, NoSymbols, NoRamAddress, RelocationsLoaded, TrailerTypes, TrailerMoved, TrailerUnaligned,
        AddendsIgnored, NoKernelVersion, StartUpDiffers, MemoryUncounted, NobodyRelocates, PointersNotRelocated, AbsoluteCode,
        UnwindTableLeftOut, CannotExecuteInPlace, OptionForRam, AlignmentInvalid, AlignmentLarge, MemoryNotWritable,
        DynamicLinker, DynamicLibrary, ThreadLocalStorage, EntryNotExecutable, RelocationTableOutside, RelocationEntrySize,
        RelocationType, RelocationOutside, RelocationUnaligned, RelocationRepeated, RelrBitmapFirst, TextRelocations,
        NoDynamicTable, NoWorkaround, RelocationsUnused, OverwrittenByTable, LoaderRelocates, LoaderCannotKnow,
        LoaderNeedsOrigin, TooManyPermissions, FlashRegionsInRam, ImageOffsetLost, NotRefusedInPlace, FixedRamAddress,
        ProtectedRegionReplaced, FooterInRam, StackReserved, StackTwice, StackAssumed, MemoryUncovered, RelrSmaller,
        UnknownMachine, RelocationEncoding, RelocationsNotNamed, RelocationsNotForLoader, DynamicNotLoaded,
        StartUpCannotRelocate, StackFromHeader, SectionMisplaced, TableMisplaced, PaddingOverruled, PaddingSymbol,
        PaddingInRam, SizeGrown, StartUnsuitable, SectionTakesFlash, RelocationsLost, EntryInData, EntryRunsElsewhere,
        MemoryGap, FlashOverBudget, RamOverBudget, RamBelowEstimate, DataInFlash, RamOriginDiffers, StackBelowSection,
        LoadAddressesLost, KeyUnreadable, KeyNotPkcs8, KeyIsPublic, KeyEncrypted, KeyAlgorithm, KeySize, KeyCurve,
        NoCryptography, FooterTooSmall, KeyPassword,
        .. RuleCatalogue.OfTbfs,
        KernelVersionMismatch, FlashAddressMismatch, RamAddressMismatch, NotEnabled, RequiresRamLoading, ElfDiffers,
        SignatureInvalid, SignatureMissing, KernelVersionMissing, MachineUnknown,
        .. RuleCatalogue.OfTabs, OldMemberNames,
        FlashPlaceUnsuitable, RamPlaceUnsuitable, CheckFailed, TooFewResources, ProgramFault,
    ];
}
