using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>What boards, their kernels and files of flash ask of the apps in them: 600-649.</content>
internal static partial class Catalogue
{
    /// <summary>App that ends behind the room for apps.</summary>
    public static readonly DiagnosticKind OutsideRoom = new(
        600, Error, "app outside the room for apps",
        "A kernel looks for apps in a part of the flash only, from `_sapps` to `_eapps` of its ELF.",
        "leave an app out, make apps smaller, or give the room with `--base` and `--size`");

    /// <summary>Kernel and apps that overlap.</summary>
    public static readonly DiagnosticKind KernelOverlaps = new(
        601, Error, "kernel and apps overlap",
        "Bytes of the kernel are stored where apps would be.",
        "give the place of the apps with `--base`, or mend the linker script of the kernel");

    /// <summary>Order of apps in flash and in RAM.</summary>
    public static readonly DiagnosticKind RamOrderDiffers = new(
        602, Error, "apps lie in another order in flash than in RAM",
        "A kernel gives out RAM upward, in the order of the apps in flash. An app whose RAM must start below what is given out already is "
        + "not loaded.",
        "link the apps so that those with fixed RAM come first in flash, in the order of their RAM");

    /// <summary>RAM of two apps that overlaps.</summary>
    public static readonly DiagnosticKind RamOverlaps = new(
        603, Error, "apps need the same RAM",
        "Each app has RAM of its own. On top of what an app asks for a kernel takes some for itself and rounds up.",
        "take another build of one of them, linked for other RAM, or an app that needs less");

    /// <summary>Apps that need more RAM together than there is.</summary>
    public static readonly DiagnosticKind BoardRamTooSmall = new(
        604, Error, "apps need more RAM together than there is",
        "A kernel gives apps RAM one after another. The first one for which there is not enough is not loaded.",
        "leave an app out, or convert with a smaller `--stack`, `--app-heap` or `--kernel-heap`");

    /// <summary>Kernel that does not say where its apps are.</summary>
    public static readonly DiagnosticKind NoRoomForApps = new(
        605, Error, "kernel does not say where its apps are",
        "The place of the apps is that of the symbol `_sapps`, or of the section `.apps`.",
        "give the place with `--base`, or a kernel with its symbols");

    /// <summary>Binary that would be too large.</summary>
    public static readonly DiagnosticKind BinaryTooLarge = new(
        606, Error, "binary would be too large",
        "A binary has every byte from the lowest address to the highest, also those of gaps.",
        "write another format (`-o board.hex`), or allow more with `--max-size`");

    /// <summary>File of flash that is damaged.</summary>
    public static readonly DiagnosticKind FlashFileDamaged = new(
        607, Error, "file of flash is damaged",
        "An Intel HEX or UF2 file has checksums and marks, which do not fit.",
        "make it again");

    /// <summary>Extension that is not known.</summary>
    public static readonly DiagnosticKind FormatNotTold = new(
        608, Note, "format is not told by the name",
        "Names that end in `.bin`, `.hex`, `.elf` and `.uf2` tell the format. Any other file is written as a binary.",
        "say it with `--format`");

    /// <summary>Something like an app behind the end.</summary>
    public static readonly DiagnosticKind AppBehindEnd = new(
        609, Warning, "something like an app lies behind the end",
        "A kernel stops at the first header that is none. What is left behind it of older apps is found again as soon as an app in front "
        + "of it ends there.",
        "erase the flash behind the last app");

    /// <summary>No build for the place.</summary>
    public static readonly DiagnosticKind NoBuildFits = new(
        610, Error, "no build for this place",
        "A TAB may have several builds of an app for fixed addresses. None of them lies in the room for apps.",
        "link one for the board");

    /// <summary>Board file that is not understood.</summary>
    public static readonly DiagnosticKind BoardInvalid = new(
        611, Error, "board file that is not understood",
        "docs/image.md says what a board file holds.",
        "make one with `elf2tab image --kernel KERNEL --board-out FILE`");

    /// <summary>No app in a file of flash.</summary>
    public static readonly DiagnosticKind NoAppInFlash = new(
        612, Error, "no app in it",
        "Nothing there is the header of an app.",
        "say with `--offset` where the first app is");

    /// <summary>Address that a format does not have.</summary>
    public static readonly DiagnosticKind AddressTooHigh = new(
        613, Error, "address above 4 GiB",
        "Intel HEX and UF2 have addresses of 32 bits.",
        "write an ELF or a binary");

    /// <summary>Kernel whose places cannot be.</summary>
    public static readonly DiagnosticKind KernelPlacesWrong = new(
        614, Error, "places in the kernel that cannot be",
        "Apps start at an address that is a multiple of 4, behind it the room ends, and all of it, kernel included, lies below 4 GiB: where else "
        + "the symbols `_sapps`, `_eapps`, `_sappmem` and `_eappmem` or a segment lie is a fault of the linker script.",
        "check the symbols in the kernel's linker script, or give `--base`, `--size` and `--ram-address` with a kernel that has none");

    /// <summary>Nothing for the processor of the board.</summary>
    public static readonly DiagnosticKind NothingForBoard = new(
        615, Warning, "nothing for the board's processor",
        "Apps for other processors are not held against a board, for a TAB has builds for many. Here all are for others.",
        "give the board file of the processor, or add the ELF that is for it");

    /// <summary>Kernel for another processor.</summary>
    public static readonly DiagnosticKind KernelForOtherProcessor = new(
        616, Error, "kernel is for another processor",
        "The ELF header of the kernel, or on ARM its build attributes, say that it is for a processor that `--machine` or the board file does not name.",
        "give the kernel of the board, or correct `machine`");

    /// <summary>No kernel.</summary>
    public static readonly DiagnosticKind NotKernel = new(
        617, Error, "no kernel that can be flashed",
        "A kernel is an executable (ET_EXEC) with bytes in PT_LOAD segments, which lie in the flash of one board.",
        "give the ELF that the kernel's linker wrote, no object file and none of debug information");

    /// <summary>Place that the kernel does not look at.</summary>
    public static readonly DiagnosticKind ElsewhereThanKernel = new(
        618, Warning, "elsewhere than the kernel has its apps",
        "An option says another place than the symbols `_sapps`, `_eapps`, `_sappmem` and `_eappmem` of the kernel. The kernel goes by its symbols.",
        "leave the option out, or link the kernel for that place");

    /// <summary>Places that a kernel does not say.</summary>
    public static readonly DiagnosticKind PlacesNotSaid = new(
        619, Note, "kernel does not say all of its places",
        "A kernel says where apps are by `_sapps` and `_eapps`, and their RAM by `_sappmem` and `_eappmem`. What is not said is not checked.",
        "write it into the board file (docs/image.md)");
}
