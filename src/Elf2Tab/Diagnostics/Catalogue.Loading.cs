using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>What loaders and memory protection ask of an app that is loaded to RAM: 0375-0379 and 0397-0399.</content>
internal static partial class Catalogue
{
    /// <summary>Alignment that no loader provides.</summary>
    public static readonly DiagnosticKind AlignmentTooLarge = new(
        375, Error, "alignment is larger than loaders provide",
        "The start of the app's RAM must be a multiple of what its sections ask for. Up to 65,536 a loader can be asked for that.",
        "align the variables in the section to less");

    /// <summary>Alignment that is not taken for what is needed.</summary>
    public static readonly DiagnosticKind AlignmentCapped = new(
        376, Note, "alignment of a segment is not believed",
        "Without section headers only p_align tells what addresses must be multiples of. Linkers put the size of a page there, which "
        + "says nothing of what is needed.",
        "keep the section headers, or link with `-z max-page-size=4096`");

    /// <summary>RAM beyond the addresses that there are.</summary>
    public static readonly DiagnosticKind RamBeyondAddresses = new(
        377, Error, "app's RAM has no addresses",
        "The header says in 32 bits for which address the app's RAM was linked, and in a 32-bit app all of it has addresses of 32 bits.",
        "link the app at a lower address");

    /// <summary>Nothing for the loader to relocate.</summary>
    public static readonly DiagnosticKind NothingToRelocate = new(
        378, Note, "nothing to relocate",
        "The app runs at any address as it is; the header does not ask the loader to relocate it.",
        "leave out `--relocate-by loader`");

    /// <summary>Less RAM than the app needs to start.</summary>
    public static readonly DiagnosticKind RamTooSmall = new(
        379, Warning, "too little RAM to start",
        "Loaders refuse an app whose memory does not lie in its RAM. On ARM the kernel starts an app by returning to it: the frame of that "
        + "lies on a stack, which takes 64 bytes besides the memory behind the image and the kernel heap.",
        "give a larger `--minimum-ram-size`, or leave it out");

    /// <summary>Different rights where memory protection cannot tell.</summary>
    public static readonly DiagnosticKind RightsShareGranule = new(
        397, Warning, "rights that memory protection cannot tell apart",
        "Memory protection has a granule: bytes in it have the same rights. Where segments with different rights share one, a loader must "
        + "give both of them all rights, or refuse the app.",
        "part the segments in the linker script, or say with `--protection-granule` what the processor has");

    /// <summary>Segment that is writable and executable.</summary>
    public static readonly DiagnosticKind WritableAndExecutable = new(
        398, Warning, "segment is writable and executable",
        "Kernels that protect memory by the ePMP of RISC-V refuse such a segment, and others should.",
        "put text and data into segments of their own (PHDRS in the linker script; `-z separate-code`)");

    /// <summary>More regions than memory protection has.</summary>
    public static readonly DiagnosticKind ManyRegions = new(
        399, Warning, "more protection regions than most processors have",
        "Neighbouring segments with the same rights take one region.",
        "put all that may not be written to first, and all that may be last: that takes two or three regions");
}
