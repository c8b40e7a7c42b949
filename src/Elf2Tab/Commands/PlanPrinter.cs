using Elf2Tab.Conversion;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Commands;

/// <summary>Explains a conversion in sentences.</summary>
public static class PlanPrinter
{
    /// <summary>Prints what is loaded where and why.</summary>
    public static void Print(TextWriter writer, ConvertInput input, Converted converted)
    {
        foreach (string sentence in Describe(input, converted))
            writer.WriteLine(DiagnosticPrinter.Printable(sentence));
    }

    private static IEnumerable<string> Describe(ConvertInput input, Converted converted)
    {
        var (plan, tbf, _) = converted;
        var (elf, image) = (plan.Elf, plan.Image);
        yield return $"{input.Path}: {plan.Machine.Name}, {(elf.Is64Bit ? 64 : 32)} bits, an executable (ET_EXEC): it executes in place.";
        yield return image.Origin.FixedAddress is { } flash
            ? $"  It belongs at flash address 0x{flash:x}: {image.Origin.Reason}."
            : $"  It runs at any flash address: {image.Origin.Reason}.";
        if (plan.App.FixedAddresses?.Ram is { } ram)
            yield return $"  Its RAM starts at 0x{ram:x}: symbol _sram_origin.";

        yield return $"  Header: {plan.App.HeaderSize} bytes. Protected region: {tbf.ProtectedRegionSize} bytes, {plan.ProtectedRegion.Reason}.";
        foreach (var placed in image.Segments)
        {
            var segment = placed.Segment;
            string moved = segment.VirtualAddress == segment.PhysicalAddress ? "" : $" and copied to 0x{segment.VirtualAddress:x} by the app";
            yield return $"  Segment {segment.Index}: {segment.FileSize} bytes at 0x{tbf.ProtectedRegionSize + placed.Offset:x} of the TBF, "
                + $"stored at 0x{segment.PhysicalAddress:x}{moved} ({Access(segment.Flags)}).";
        }
        yield return plan.Trailer.Tables.IsEmpty
            ? $"  Relocations: none; a length word of 0 at 0x{tbf.ProtectedRegionSize + image.Size:x}."
            : $"  Relocations: {plan.Trailer.Size - 4} bytes of {string.Join(", ", plan.Trailer.Tables.Select(table => table.Name))} "
                + $"behind their length at 0x{tbf.ProtectedRegionSize + image.Size:x}.";
        foreach (var region in plan.App.FlashRegions)
            yield return $"  Writeable flash region: {region.Size} bytes at 0x{tbf.ProtectedRegionSize + region.Offset:x} of the TBF.";
        yield return $"  Entry point: 0x{elf.Entry:x}, at 0x{tbf.ProtectedRegionSize + plan.App.EntryOffset:x} of the TBF.";

        string sum = string.Join(" + ", plan.Memory.Shares.Select(share => $"{share.Size} for {share.Purpose}"));
        yield return plan.Memory.IsGiven
            ? $"  RAM: {plan.Memory.Total} bytes as given, in place of {sum}."
            : $"  RAM: {plan.Memory.Total} bytes = {sum}.";
        foreach (var footer in tbf.Footers)
            yield return $"  Footer: {footer.Format}, {footer.Size} bytes.";
        yield return $"  Size: {tbf.TotalSize} bytes, {plan.Machine.Padding} for {plan.Machine.Name}.";
    }

    private static string Access(SegmentFlags flags) =>
        $"{(flags.HasFlag(SegmentFlags.Read) ? 'r' : '-')}{(flags.HasFlag(SegmentFlags.Write) ? 'w' : '-')}{(flags.HasFlag(SegmentFlags.Execute) ? 'x' : '-')}";
}
