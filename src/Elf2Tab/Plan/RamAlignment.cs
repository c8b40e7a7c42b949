using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>
/// What the start of an app's RAM must be a multiple of. Sections say what they need; the p_align of a segment is a page for most
/// linkers, which loaders would refuse for nothing.
/// </summary>
internal static class RamAlignment
{
    /// <summary>Instructions of AArch64 take addresses apart at pages of this size (ADRP).</summary>
    private const uint AArch64Page = 4096;

    /// <summary>The alignment, bytes: a power of two.</summary>
    /// <exception cref="InputException">It is no power of two, or larger than a loader has to provide.</exception>
    public static uint Of(ElfFile elf, DiagnosticSink diagnostics)
    {
        foreach (var segment in elf.LoadSegments.Where(segment => segment.Alignment > 1 && !ulong.IsPow2(segment.Alignment)))
            diagnostics.Report(Catalogue.AlignmentInvalid, $"{segment}: p_align is {segment.Alignment}, no power of two");
        foreach (var section in elf.Sections.Where(section => section.IsAllocated && section.Alignment > 1))
        {
            if (!ulong.IsPow2(section.Alignment))
                diagnostics.Report(Catalogue.AlignmentInvalid, $"{section}: sh_addralign is {section.Alignment}, no power of two");
            else if (section.Alignment > TbfFormat.LargestRamAlignment)
            {
                diagnostics.Report(
                    Catalogue.AlignmentTooLarge,
                    $"{section} asks for an address that is a multiple of {section.Alignment}; loaders provide at most {TbfFormat.LargestRamAlignment}");
            }
        }
        diagnostics.StopOnErrors();
        return Math.Max(OfContents(elf, diagnostics), elf.Machine == ElfMachine.AArch64 ? AArch64Page : TbfFormat.LeastRamAlignment);
    }

    private static uint OfContents(ElfFile elf, DiagnosticSink diagnostics)
    {
        if (elf.Sections.Where(section => section.IsAllocated).MaxBy(section => section.Alignment) is { } section)
            return (uint)section.Alignment;
        var largest = elf.LoadSegments.MaxBy(segment => segment.Alignment)!;
        if (largest.Alignment <= TbfFormat.LargestRamAlignment)
            return (uint)largest.Alignment;
        diagnostics.Report(
            Catalogue.AlignmentCapped,
            $"{largest} has a p_align of {largest.Alignment}; {TbfFormat.LargestRamAlignment} is taken for the alignment of the RAM");
        return TbfFormat.LargestRamAlignment;
    }
}
