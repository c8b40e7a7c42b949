using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Plan.Legacy;
using TabFormat.Tbf;

namespace Elf2Tab.Reports;

/// <summary>Explains a conversion in sentences.</summary>
internal static class PlanPrinter
{
    /// <summary>What is loaded where and why, line by line.</summary>
    public static string Explain(string path, Converted converted)
    {
        using var writer = new StringWriter();
        var (plan, tbf, _) = converted;
        string mode = plan is RamPlan ? "is copied to RAM as a whole" : "executes in place";
        Say($"{path}: {plan.Machine.Name}, {(plan.Is64Bit ? 64 : 32)} bits; it {mode}: {plan.LoadReason}.");
        foreach (var part in (IEnumerable<string>[])[Header(plan, tbf), Segments(plan, tbf), Relocations(plan, tbf), Sizes(plan, tbf)])
        {
            foreach (string sentence in part)
                Say("  " + sentence);
        }
        return writer.ToString();

        void Say(string sentence) => writer.WriteLine(PrintedText.Printable(sentence));
    }

    private static IEnumerable<string> Header(LoadPlan plan, TbfObject tbf)
    {
        if (plan is FlashPlan { Origin: var flash })
        {
            yield return flash.FixedAddress is { } address
                ? $"It belongs at flash address 0x{address:x}: {flash.Reason}."
                : $"It runs at any flash address: {flash.Reason}.";
            if (plan.App.FixedAddresses?.Ram is { } ram)
                yield return $"Its RAM starts at 0x{ram:x}: symbol _sram_origin.";
        }
        if (plan is RamPlan { Ram: var memory })
        {
            yield return $"Its RAM starts at 0x{memory.Origin:x}, the lowest address of its segments; the image starts "
                + $"{memory.ImageOffset} bytes "
                + $"into it and has {memory.Image.Size} bytes.";
            if (plan.App.LoadTarget is { } target)
            {
                yield return $"A loader must find {target.RamSize} bytes of RAM, "
                    + (target.Placement == RamPlacement.AtLinkAddress ? "just there" : $"at a multiple of {target.RamAlignment}")
                    + $"; protection takes {Count(((RamPlan)plan).Regions, "region")}.";
            }
        }
        yield return $"Header: {plan.App.HeaderSize} bytes. Protected region: {tbf.ProtectedRegionSize} bytes, "
            + $"{plan.ProtectedRegion.Reason}.";
    }

    private static IEnumerable<string> Segments(LoadPlan plan, TbfObject tbf)
    {
        foreach (var (segment, offset, _) in plan.Image.Segments)
        {
            string place = plan is RamPlan { Ram: var ram } ? $"loaded {segment.VirtualAddress - ram.Origin} bytes into the RAM"
                : segment.VirtualAddress == segment.PhysicalAddress ? $"stored at 0x{segment.PhysicalAddress:x}"
                : $"stored at 0x{segment.PhysicalAddress:x} and copied to 0x{segment.VirtualAddress:x} by the app";
            yield return $"Segment {segment.Index}: {segment.FileSize} bytes at 0x{tbf.ProtectedRegionSize + offset:x} of the TBF, "
                + $"{place} ({Access(segment.Flags)}).";
        }
        foreach (var region in plan.App.FlashRegions)
            yield return $"Writeable flash region: {region.Size} bytes at 0x{tbf.ProtectedRegionSize + region.Offset:x} of the TBF.";
        yield return $"Entry point: 0x{plan.Entry:x}, at 0x{tbf.ProtectedRegionSize + plan.App.EntryOffset:x} of the TBF.";
    }

    private static IEnumerable<string> Relocations(LoadPlan plan, TbfObject tbf)
    {
        if (plan.Trailer is { Tables: var tables } trailer)
        {
            yield return tables.IsEmpty
                ? $"Relocations: none; a length word of 0 at 0x{tbf.ProtectedRegionSize + plan.Image.Size:x}."
                : $"Relocations: {trailer.Size - RelocationTrailer.LengthSize} bytes of "
                    + $"{string.Join(", ", tables.Select(table => table.Section.Name))} "
                    + $"behind their length at 0x{tbf.ProtectedRegionSize + plan.Image.Size:x}.";
        }
        if (plan is RamPlan { Workaround: { } workaround })
        {
            yield return $"Relocations: {workaround.Table.Bytes.Length} bytes of {workaround.Section.Name} at "
                + $"0x{tbf.ProtectedRegionSize + workaround.TableOffset:x} "
                + "of the TBF, where the app's own header says.";
        }
        if (plan is RamPlan { Relocations: { } relocations, Ram: var ram })
        {
            string by = plan.App.Flags.HasFlag(TbfFlags.LoaderRelocates) ? "the loader" : "the app itself";
            foreach (var (table, targets) in relocations.Tables)
            {
                yield return $"Relocations: {table.Kind.ToString().ToUpperInvariant()}, {table.Bytes.Length} bytes at "
                    + $"0x{tbf.ProtectedRegionSize + (table.Address - ram.Image.Start):x} "
                    + $"of the TBF, for {targets.Length} words; applied by {by}.";
            }
        }
    }

    private static IEnumerable<string> Sizes(LoadPlan plan, TbfObject tbf)
    {
        string sum = string.Join(" + ", plan.Memory.Shares.Select(share => $"{share.Size} for {share.Description}"));
        string besides = plan is FlashPlan ? "" : " besides the image";
        yield return plan.Memory.IsGiven
            ? $"RAM{besides}: {plan.Memory.Total} bytes as given, in place of {sum}."
            : $"RAM{besides}: {plan.Memory.Total} bytes = {sum}.";
        foreach (var footer in tbf.Footers)
            yield return $"Footer: {footer.Format}, {footer.Size} bytes.";
        yield return $"Size: {tbf.TotalSize} bytes, {plan.Padding.Rule}: {plan.Padding.Reason}.";
        if (plan.Padding.Rule == PaddingRule.CortexMSubregions && plan is FlashPlan && plan.StartAddress is null)
            yield return Starts(tbf.TotalSize);
    }

    /// <summary>Where a kernel finds one region for a TBF.</summary>
    private static string Starts(uint size)
    {
        ulong subregion = MpuRegion.SubregionFor(size);
        ulong region = MpuRegion.Subregions * subregion;
        var starts = Enumerable.Range(0, (int)MpuRegion.Subregions).Select(index => (ulong)index * subregion)
            .Where(start => start + size <= region && MpuRegion.IsFoundByKernels(region + start, size));
        return $"It must start {string.Join(" or ", starts)} bytes behind a multiple of {region} ({size / subregion} of 8 subregions).";
    }

    private static string Count(int number, string noun) => number == 1 ? $"one {noun}" : $"{number} {noun}s";

    private static string Access(SegmentFlags flags) =>
        string.Concat(
            flags.HasFlag(SegmentFlags.Read) ? "r" : "-",
            flags.HasFlag(SegmentFlags.Write) ? "w" : "-",
            flags.HasFlag(SegmentFlags.Execute) ? "x" : "-");
}
