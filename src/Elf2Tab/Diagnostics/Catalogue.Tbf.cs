using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>Why a kernel would not take a TBF where it is: 0540-0599, besides the rules of <see cref="RuleCatalogue"/>.</content>
internal static partial class Catalogue
{
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
        "enable it (`elf2tab edit --enable`), or convert without `--disable`");

    /// <summary>RAM app on a platform that executes in place.</summary>
    public static readonly DiagnosticKind RequiresRamLoading = new(
        544, Note, "app must be loaded to RAM",
        "The app may lie at any flash address that is a multiple of 4, and needs a kernel that copies it to RAM from there: it cannot execute in place.",
        "use a platform that loads apps to RAM (docs/kernel.md), or link the app for execution in place");

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
        "sign it with that key (`elf2tab sign`), or give the key of a signature that is there");

    /// <summary>App names no kernel version.</summary>
    public static readonly DiagnosticKind KernelVersionMissing = new(
        548, Error, "app names no kernel version",
        "Current kernels refuse an app that does not say for which kernel it was made, unless the board allows it.",
        "convert with `--kernel-major 2 --kernel-minor 1`, or as the app needs");

    /// <summary>Processor is not known.</summary>
    public static readonly DiagnosticKind MachineUnknown = new(
        549, Note, "processor is not known",
        "Which places in flash and RAM a kernel takes depends on the memory protection of the processor. A TBF does not say "
        + "for which it is; the name of a member of a TAB does, or the ELF.",
        "name it with `--machine cortex-m4`, or give the ELF with `--elf`");

    /// <summary>TBFs with names of old TABs.</summary>
    public static readonly DiagnosticKind OldMemberNames = new(
        558, Note, "TBFs with names of old TABs",
        "Tools of 2017 to 2019 named the TBFs of a TAB `.bin`. Those of today look for `.tbf` and do not find them.",
        "convert the app again; or unpack the archive, rename the members to `.tbf`, and pack it anew, metadata.toml first");

    /// <summary>App for another processor.</summary>
    public static readonly DiagnosticKind OtherProcessor = new(
        566, Error, "app is for another processor",
        "A TBF does not say for which processor its code is; the ELF, the name of a TAB's member or that of a file (`cortex-m4.tbf`) does. The "
        + "board has another one, by its kernel's ELF, its board file or `--machine`.",
        "take the build for the board's processor, or correct what says which that is");

    /// <summary>Element that stands twice.</summary>
    public static readonly DiagnosticKind RepeatedElement = new(
        567, Warning, "element that stands twice",
        "Of two elements of one kind kernels take the last (of Main and Program the first), and programs that install apps the first: each sees "
        + "another app. Old versions of upstream write an element for each writeable flash region, of which kernels take one.",
        "convert the app again, or set the value anew with `elf2tab edit`");

    /// <summary>Metadata that say something else.</summary>
    public static readonly DiagnosticKind MetadataDiffer = new(
        568, Warning, "metadata say something else than the TBF",
        "Programs that install apps go by the name and the kernel version in the metadata of a TAB, kernels by those of the TBF.",
        "make them alike: `elf2tab edit -n NAME --kernel-major MAJOR --kernel-minor MINOR` sets both");

    /// <summary>Flash address that cannot be protected.</summary>
    public static readonly DiagnosticKind FlashPlaceUnsuitable = new(
        560, Error, "flash address that cannot be protected",
        "A kernel refuses an app that its memory protection cannot cover, and nothing besides, from the first byte of its "
        + "header to the last of its padding.",
        "put the TBF elsewhere (`elf2tab image` finds places), or convert with another `--padding` (docs/tbf.md)");

    /// <summary>RAM address that cannot be protected.</summary>
    public static readonly DiagnosticKind RamPlaceUnsuitable = new(
        561, Error, "RAM address that cannot be protected",
        "Memory protection decides at which addresses the RAM of an app may start.",
        "link for another RAM address, a multiple of what the message says");

    /// <summary>RAM elsewhere than an app is linked for.</summary>
    public static readonly DiagnosticKind RamLinkAddress = new(
        565, Error, "app is linked for another RAM address",
        "The app's addresses are those of the RAM for which it was linked; it cannot be loaded elsewhere.",
        "link a static PIE, which runs anywhere, or link for the address that there is");
}
