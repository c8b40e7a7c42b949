using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using TabFormat.Binary;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Verification;

/// <summary>Where an app would be loaded, as far as it is known.</summary>
internal sealed record Platform
{
    /// <summary>Of what the address of a TBF is a multiple, whoever reads it.</summary>
    private const uint HeaderMultiple = 4;

    private const long EndOfAddresses = 1L << 32;

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

    /// <summary>The processor there; null: not known.</summary>
    public Processor? Processor { get; init; }

    /// <summary>What protects memory there, and so decides about places; null: not known.</summary>
    public ProtectionUnit? Unit { get; init; }

    /// <summary>Reports why a kernel there would refuse the app.</summary>
    /// <returns>What was checked, in words.</returns>
    public IReadOnlyList<string> Check(TbfReading tbf, DiagnosticSink diagnostics)
    {
        var done = new List<string>();
        if (!tbf.Flags.HasFlag(TbfFlags.Enabled))
            diagnostics.Report(Catalogue.NotEnabled, "the enabled flag is not set");
        CheckKernel(tbf, diagnostics);
        if (Kernel is { } kernel && tbf.KernelVersion is not null)
            done.Add($"kernel {kernel.Major}.{kernel.Minor}");
        if (FlashAddress is { } source && tbf.IsLoadedToRam)
            CheckSource(tbf, source, done, diagnostics);
        else if (FlashAddress is { } address)
            CheckFlash(tbf, address, done, diagnostics);
        else if (tbf is { IsLoadedToRam: false, FixedAddresses: { Flash: not TbfFormat.AnyAddress and var binary } })
            CheckPlace(tbf, binary - tbf.BinaryOffset, diagnostics);
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

    /// <summary>Reports an app for another processor.</summary>
    /// <param name="app">The processor that the app is for; null: not known.</param>
    /// <param name="diagnostics">Where to report.</param>
    public void CheckProcessor(Processor? app, DiagnosticSink diagnostics)
    {
        if (app is not null && Processor?.Runs(app) == false)
            diagnostics.Report(Catalogue.OtherProcessor, $"it is for {app.Name}, the board has {Processor.Name}");
    }

    /// <summary>Reports a kernel for another processor.</summary>
    /// <param name="kernel">The processor that the kernel is for; null: there is no kernel.</param>
    /// <param name="diagnostics">Where to report.</param>
    public void CheckKernelProcessor(Processor? kernel, DiagnosticSink diagnostics)
    {
        if (kernel is not null && Processor?.Runs(kernel) == false)
            diagnostics.Report(Catalogue.KernelForOtherProcessor, $"it is for {kernel.Name}, the board has {Processor.Name}");
    }

    /// <summary>Reports an app for other kernels, or for none.</summary>
    public void CheckKernel(TbfReading tbf, DiagnosticSink diagnostics)
    {
        if (tbf.KernelVersion is not { } wanted)
        {
            diagnostics.Report(Catalogue.KernelVersionMissing, "it names no kernel version");
            return;
        }
        if (Kernel is not { } kernel || (wanted.Major == kernel.Major && wanted.Minor <= kernel.Minor))
            return;
        string range = $"kernels of version {wanted.Major}{(wanted.Minor == 0 ? "" : $", {wanted.Major}.{wanted.Minor} at least")}";
        diagnostics.Report(
            Catalogue.KernelVersionMismatch,
            $"it is for {range}; this one is {kernel.Major}.{kernel.Minor}",
            $"take the app's build for kernel {kernel.Major}.{kernel.Minor}, converted with `--kernel-major {kernel.Major} --kernel-minor N`, N at most {kernel.Minor}; or a kernel that it is for");
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
        if (CheckPlace(tbf, address, diagnostics) && Unit is { } unit && !unit.TakesFlash(address, tbf.TotalSize))
        {
            diagnostics.Report(
                Catalogue.FlashPlaceUnsuitable,
                $"{tbf.TotalSize} bytes at 0x{address:x} cannot be protected on {unit.Name}: {unit.FlashRule}");
        }
    }

    /// <summary>Whether a TBF can be at an address, whatever protects memory; else it is reported.</summary>
    private static bool CheckPlace(TbfReading tbf, long address, DiagnosticSink diagnostics)
    {
        string? fault = address < 0 ? "has no room for its header"
            : address % HeaderMultiple != 0 ? $"is at no multiple of {HeaderMultiple}, where kernels look for headers"
            : address + tbf.TotalSize > EndOfAddresses ? "ends behind the last address"
            : null;
        if (fault is not null)
            diagnostics.Report(Catalogue.FlashPlaceUnsuitable, $"the TBF of {tbf.TotalSize} bytes at {(address < 0 ? "-" : "")}0x{Math.Abs(address):x} {fault}");
        return fault is null;
    }

    /// <summary>Checks from where an app is copied to RAM: no memory protection is needed there.</summary>
    private static void CheckSource(TbfReading tbf, uint address, List<string> done, DiagnosticSink diagnostics)
    {
        done.Add($"flash address 0x{address:x}, from where the app is copied");
        CheckPlace(tbf, address, diagnostics);
        diagnostics.Report(Catalogue.RequiresRamLoading, "kernels that execute apps in place refuse it");
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
