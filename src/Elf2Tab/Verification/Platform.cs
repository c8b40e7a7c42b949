using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using TabFormat.Binary;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Verification;

/// <summary>Where an app would be loaded, as far as it is known.</summary>
internal sealed record Platform
{
    /// <summary>The kernel's version.</summary>
    public (ushort Major, ushort Minor)? Kernel { get; init; }

    /// <summary>The address of the TBF in flash.</summary>
    public uint? FlashAddress { get; init; }

    /// <summary>The RAM that apps may have; <c>To</c> is behind its last byte.</summary>
    public (uint From, ulong To)? Ram { get; init; }

    /// <summary>The app's RAM starts at the first address of <see cref="Ram"/>, and not at a later one that suits it.</summary>
    public bool IsRamStart { get; init; }

    /// <summary>Bytes that memory protection can tell apart, a power of two; null: nothing is said of that.</summary>
    public uint? Granule { get; init; }

    /// <summary>What protects memory there, and so decides about places; null: not known.</summary>
    public ProtectionUnit? Unit { get; init; }

    /// <summary>Reports why a kernel there would refuse the app.</summary>
    /// <returns>What was checked, in words.</returns>
    public IReadOnlyList<string> Check(TbfReading tbf, DiagnosticSink diagnostics)
    {
        var done = new List<string>();
        if (!tbf.Flags.HasFlag(TbfFlags.Enabled))
            diagnostics.Report(Catalogue.NotEnabled, "the enabled flag is not set");
        CheckKernel(tbf, done, diagnostics);
        if (FlashAddress is not null && tbf.IsLoadedToRam)
            diagnostics.Report(Catalogue.RequiresRamLoading, "it is made for platforms that copy apps to RAM");
        else if (FlashAddress is { } address)
            CheckFlash(tbf, address, done, diagnostics);
        if (Ram is { } ram && tbf.IsLoadedToRam)
            CheckLoading(tbf, ram, done, diagnostics);
        else if (Ram is { } other)
            CheckRam(tbf, other, done, diagnostics);
        if (!tbf.LoadSegments.IsEmpty && Granule is { } granule)
            CheckProtection(tbf, granule, done, diagnostics);
        if (Unit is null && !tbf.IsLoadedToRam && (FlashAddress ?? Ram?.From) is not null)
            diagnostics.Report(
                Catalogue.MachineUnknown,
                "nothing says for which processor it is: what memory protection asks of places was not checked");
        return done;
    }

    private void CheckKernel(TbfReading tbf, List<string> done, DiagnosticSink diagnostics)
    {
        if (tbf.KernelVersion is not { } wanted)
        {
            diagnostics.Report(Catalogue.KernelVersionMissing, "it names no kernel version");
            return;
        }
        if (Kernel is not { } kernel)
            return;
        done.Add($"kernel {kernel.Major}.{kernel.Minor}");
        if (wanted.Major != kernel.Major || wanted.Minor > kernel.Minor)
            diagnostics.Report(
                Catalogue.KernelVersionMismatch,
                $"it is for kernels from {wanted.Major}.{wanted.Minor}, this one is {kernel.Major}.{kernel.Minor}");
    }

    private void CheckFlash(TbfReading tbf, uint address, List<string> done, DiagnosticSink diagnostics)
    {
        done.Add($"flash address 0x{address:x}{(Unit is null ? "" : $", memory protection of {Unit.Name}")}");
        if (tbf.FixedAddresses is { Flash: not TbfFormat.AnyAddress and var wanted } && address + tbf.BinaryOffset != wanted)
        {
            diagnostics.Report(
                Catalogue.FlashAddressMismatch,
                $"the app binary must be at 0x{wanted:x}, the TBF at 0x{wanted - tbf.BinaryOffset:x}; with the TBF "
                + $"at 0x{address:x} it is at 0x{address + tbf.BinaryOffset:x}");
        }
        if (Unit is { } unit && !unit.TakesFlash(address, tbf.TotalSize))
        {
            diagnostics.Report(
                Catalogue.FlashPlaceUnsuitable,
                $"{tbf.TotalSize} bytes at 0x{address:x} cannot be protected on {unit.Name}: {unit.FlashRule}");
        }
    }

    /// <summary>Checks the place of an app that is copied to RAM. What its kernel takes for itself is not known.</summary>
    private void CheckLoading(TbfReading tbf, (uint From, ulong To) ram, List<string> done, DiagnosticSink diagnostics)
    {
        var target = tbf.LoadTarget;
        ulong needed = target?.RamSize ?? tbf.ImageOffset + (ulong)tbf.Binary.Length + tbf.Entry!.MinimumRamSize;
        ulong alignment = target?.RamAlignment ?? TbfFormat.LeastRamAlignment;
        done.Add($"RAM 0x{ram.From:x}{(IsRamStart ? "" : $" to 0x{ram.To:x}")}: {needed} bytes of RAM");
        ulong start = IsRamStart ? ram.From : Alignment.RoundUp(ram.From, alignment);
        if (target?.Placement == RamPlacement.AtLinkAddress)
        {
            start = target.LinkAddress;
            if (start < ram.From || start >= ram.To || (IsRamStart && start != ram.From))
            {
                diagnostics.Report(
                    Catalogue.RamLinkAddress,
                    $"its RAM must start at 0x{start:x}, {(IsRamStart ? $"not at 0x{ram.From:x}" : $"outside of 0x{ram.From:x} to 0x{ram.To:x}")}");
                return;
            }
        }
        else if (start % alignment != 0)
        {
            diagnostics.Report(Catalogue.RamPlaceUnsuitable, $"its RAM must start at a multiple of {alignment}; 0x{start:x} is none");
        }
        if (start + needed > ram.To)
            diagnostics.Report(
                Catalogue.RamAddressMismatch,
                $"it needs {needed} bytes of RAM from 0x{start:x}, there are {ram.To - Math.Min(start, ram.To)}");
    }

    /// <summary>Warns of what memory protection cannot tell apart.</summary>
    private static void CheckProtection(TbfReading tbf, uint granule, List<string> done, DiagnosticSink diagnostics)
    {
        List<ProtectedRange> ranges =
        [
            .. tbf.LoadSegments.Index().Select(row => new ProtectedRange(
                row.Item.MemoryOffset, row.Item.MemorySize, row.Item.Flags & TbfFormat.Rights, $"load segment {row.Index}", FirstSection: null)),
        ];
        ProtectionRegions.Check(ranges, granule, diagnostics);
        int count = ProtectionRegions.Count(ranges);
        done.Add($"{(count == 1 ? "one protection region" : $"{count} protection regions")}, told apart by {granule} bytes");
    }

    private void CheckRam(TbfReading tbf, (uint From, ulong To) ram, List<string> done, DiagnosticSink diagnostics)
    {
        var unit = Unit;
        ulong asked = tbf.Entry!.MinimumRamSize;
        ulong needed = unit?.RamSize(asked + unit.KernelShare) ?? asked;
        ulong alignment = unit?.RamAlignment(needed) ?? 1;
        string what = unit is null
            ? $"{needed} bytes of RAM"
            : $"{needed} bytes of RAM ({asked}, about {unit.KernelShare} of the kernel's own, and what memory protection rounds up)";
        done.Add($"RAM 0x{ram.From:x} to 0x{ram.To:x}: {what}");
        ulong start = IsRamStart ? ram.From : Alignment.RoundUp(ram.From, alignment);
        if (start % alignment != 0)
            diagnostics.Report(
                Catalogue.RamPlaceUnsuitable,
                $"{what} at 0x{start:x} cannot be protected on {unit!.Name}: they start at a multiple of {alignment}");
        if (tbf.FixedAddresses is { Ram: not TbfFormat.AnyAddress and var wanted })
        {
            start = wanted;
            if (wanted < ram.From || wanted >= ram.To || (IsRamStart && wanted != ram.From))
            {
                diagnostics.Report(
                    Catalogue.RamAddressMismatch,
                    $"its RAM must start at 0x{wanted:x}, outside of 0x{ram.From:x} to 0x{ram.To:x}");
                return;
            }
            if (start % alignment != 0)
                diagnostics.Report(
                    Catalogue.RamPlaceUnsuitable,
                    $"{what} at 0x{start:x} cannot be protected on {unit!.Name}: they start at a multiple of {alignment}");
        }
        if (start + needed > ram.To)
            diagnostics.Report(
                Catalogue.RamAddressMismatch,
                $"it needs {what} from 0x{start:x}, there are {ram.To - Math.Min(start, ram.To)}");
    }
}
