using Elf2Tab.Diagnostics;
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
    public (uint From, uint To)? Ram { get; init; }

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
        if (Ram is { } ram)
            CheckRam(tbf, ram, done, diagnostics);
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

    private void CheckRam(TbfReading tbf, (uint From, uint To) ram, List<string> done, DiagnosticSink diagnostics)
    {
        // A RAM-loaded app needs its image and what lies before it as well. What its kernel takes for itself is not known.
        var unit = tbf.IsLoadedToRam ? null : Unit;
        ulong asked = tbf.Entry!.MinimumRamSize + (tbf.IsLoadedToRam ? tbf.ImageOffset + (ulong)tbf.Binary.Length : 0);
        ulong needed = unit?.RamSize(asked + unit.KernelShare) ?? asked;
        ulong alignment = unit?.RamAlignment(needed) ?? 1;
        string what = unit is null
            ? $"{needed} bytes of RAM"
            : $"{needed} bytes of RAM ({asked}, about {unit.KernelShare} of the kernel's own, and what memory protection rounds up)";
        done.Add($"RAM 0x{ram.From:x} to 0x{ram.To:x}: {what}");
        ulong start = Alignment.RoundUp(ram.From, alignment);
        if (!tbf.IsLoadedToRam && tbf.FixedAddresses is { Ram: not TbfFormat.AnyAddress and var wanted })
        {
            start = wanted;
            if (wanted < ram.From || wanted >= ram.To)
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
