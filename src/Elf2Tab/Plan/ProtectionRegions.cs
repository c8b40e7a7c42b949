using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>Memory that is protected as a whole.</summary>
/// <param name="Start">Bytes from the start of the app's RAM.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Rights">PF_X 1, PF_W 2, PF_R 4.</param>
/// <param name="Name">What people know it by.</param>
/// <param name="FirstSection">The first section in it; null: not known.</param>
internal sealed record ProtectedRange(ulong Start, ulong Size, uint Rights, string Name, string? FirstSection)
{
    /// <summary>Bytes from the start of the app's RAM to its end.</summary>
    public ulong End => Start + Size;
}

/// <summary>Whether memory protection can give each part of a RAM-loaded app its rights.</summary>
internal static class ProtectionRegions
{
    /// <summary>More regions than the memory protection of most processors has for an app.</summary>
    private const int MostRegions = 8;

    private const uint WriteAndExecute = TbfFormat.Writable | TbfFormat.Executable;

    /// <summary>Bytes that memory protection can tell apart on a machine: 32 on ARM, 4 on RISC-V.</summary>
    public static uint GranuleOf(ElfMachine machine) => machine switch
    {
        ElfMachine.Arm => 32,
        ElfMachine.RiscV => 4,
        _ => 1,
    };

    /// <summary>The ranges of the app's RAM.</summary>
    public static IReadOnlyList<ProtectedRange> Of(ElfFile elf, RamImage ram) =>
    [
        .. ram.Ranges.Select(range => new ProtectedRange(
            range.Address - ram.Origin,
            range.MemorySize,
            (uint)range.Segment.Flags & TbfFormat.Rights,
            SegmentPlacement.Describe(elf, range.Segment),
            elf.Sections.Where(section => section.Size > 0 && range.Segment.Holds(section)).MinBy(section => section.Address)?.Name)),
    ];

    /// <summary>How many regions they take: neighbours, and what overlaps, with the same rights count once.</summary>
    public static int Count(IEnumerable<ProtectedRange> ranges)
    {
        int count = 0;
        var last = default((uint Rights, ulong End)?);
        foreach (var range in ranges.Where(range => range.Size > 0).OrderBy(range => range.Start))
        {
            if (last?.Rights != range.Rights)
                count++;
            last = (range.Rights, range.End);
        }
        return count;
    }

    /// <summary>Reports what memory protection cannot tell apart, and what some of it refuses.</summary>
    /// <param name="ranges">The ranges, ascending.</param>
    /// <param name="granule">Bytes that it can tell apart, a power of two.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static void Check(IReadOnlyList<ProtectedRange> ranges, uint granule, DiagnosticSink diagnostics)
    {
        foreach (var range in ranges.Where(range => range.Size > 0 && (range.Rights & WriteAndExecute) == WriteAndExecute))
            diagnostics.Report(Catalogue.WritableAndExecutable, $"{range.Name} may be written to and executed");
        foreach (var (index, range) in ranges.Index().Where(range => range.Item.Size > 0))
        {
            var before = ranges.Take(index).LastOrDefault(before => before.Size > 0 && before.Rights != range.Rights
                && range.Start / granule <= (before.End - 1) / granule);
            if (before is not null)
                ReportShared(before, range, granule, diagnostics);
        }
        int count = Count(ranges);
        if (count > MostRegions)
            diagnostics.Report(Catalogue.ManyRegions, $"the app's memory takes {count} protection regions; most processors have {MostRegions} or fewer");
    }

    private static void ReportShared(ProtectedRange range, ProtectedRange next, uint granule, DiagnosticSink diagnostics)
    {
        bool isOverlap = next.Start < range.End;
        diagnostics.Report(
            Catalogue.RightsShareGranule,
            $"{range.Name} ({Access(range.Rights)}) and {next.Name} ({Access(next.Rights)}) "
            + (isOverlap
                ? $"overlap at 0x{next.Start:x} of the RAM"
                : $"share the {granule} bytes at 0x{next.Start / granule * granule:x} of the RAM"),
            isOverlap || next.FirstSection is null
                ? null
                : $"put `. = ALIGN({granule});` in front of {next.FirstSection} in the linker script");
    }

    /// <summary>Rights as tools show them: <c>r-x</c>.</summary>
    public static string Access(uint rights) =>
        string.Concat((rights & 4) != 0 ? "r" : "-", (rights & 2) != 0 ? "w" : "-", (rights & 1) != 0 ? "x" : "-");
}
