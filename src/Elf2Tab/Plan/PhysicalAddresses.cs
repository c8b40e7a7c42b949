using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan;

/// <summary>Load addresses that a tool has lost on the way from the linker: every <c>p_paddr</c> is 0.</summary>
internal static class PhysicalAddresses
{
    /// <summary>Whether they are lost: none is given, in a file whose segments do not run at 0.</summary>
    public static bool AreLost(ElfFile elf) =>
        elf.LoadSegments.Length > 0
        && elf.LoadSegments.All(segment => segment.PhysicalAddress == 0)
        && elf.LoadSegments.Any(segment => segment.VirtualAddress != 0);

    /// <summary>The file with the addresses where segments run in place of lost ones.</summary>
    public static ElfFile Restore(ElfFile elf, DiagnosticSink diagnostics)
    {
        if (!AreLost(elf))
            return elf;
        diagnostics.Report(
            Catalogue.LoadAddressesLost,
            $"p_paddr of all {elf.LoadSegments.Length} PT_LOAD segments is 0; the addresses where they run (p_vaddr) are taken");
        return elf with
        {
            Segments = [.. elf.Segments.Select(InPlace)],
            LoadSegments = [.. elf.LoadSegments.Select(InPlace)],
        };
    }

    private static Segment InPlace(Segment segment) =>
        segment.Type == SegmentType.Load ? segment with { PhysicalAddress = segment.VirtualAddress } : segment;
}
