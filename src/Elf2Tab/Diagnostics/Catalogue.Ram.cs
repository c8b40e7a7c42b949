using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>What stands in the way of an app that is loaded to RAM: 0330-0366.</content>
internal static partial class Catalogue
{
    /// <summary>Static PIE that cannot execute in place.</summary>
    public static readonly DiagnosticKind CannotExecuteInPlace = new(
        330, Error, "app cannot execute in place",
        "A static PIE moves as a whole. Were its text to stay in flash, its data, in RAM, would be at another distance from it.",
        "leave out `--load flash`, or link without -pie");

    /// <summary>Option for RAM-loaded apps.</summary>
    public static readonly DiagnosticKind OptionForRam = new(
        331, Warning, "option for RAM-loaded apps",
        "The option says something about apps that are copied to RAM.",
        "leave the option out; an app that is to be loaded to RAM is linked as a static PIE (docs/non-xip.md)");

    /// <summary>Invalid alignment.</summary>
    public static readonly DiagnosticKind AlignmentInvalid = new(
        332, Error, "alignment is no power of two",
        "The standard allows 0 and powers of two for p_align.",
        "link the app again; the program header is damaged");

    /// <summary>Alignment that no loader promises.</summary>
    public static readonly DiagnosticKind AlignmentLarge = new(
        333, Note, "alignment that loaders do not promise",
        "Loaders that are told nothing place an app at a multiple of 8. An app that relies on more works at some places and fails at others.",
        "leave out `--load-info`, or align no section to more than 8");

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
        "The linker script reserves memory for the stack. If it reserved none, the option would.",
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
        "link with ld.lld and `--pack-dyn-relocs=relr`, if the start-up code applies RELR");

    /// <summary>Machine whose relocations are not known.</summary>
    public static readonly DiagnosticKind UnknownMachine = new(
        366, Error, "machine is not known",
        "Which relocations are relative differs between processors.",
        "build for ARM, RISC-V, x86 or AArch64");
}
