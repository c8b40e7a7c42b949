using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>Why a kernel would not take a TBF where it is: 0548, 0549, 0558-0569.</content>
public static partial class Catalogue
{
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
        "convert the app again, or rename the members to `.tbf`");

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
}
