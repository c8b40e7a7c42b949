using Elf2Tab.Diagnostics;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Verification;

/// <summary>Where an app would be loaded, as far as it is known.</summary>
public sealed record Platform
{
    /// <summary>The kernel's version.</summary>
    public (ushort Major, ushort Minor)? Kernel { get; init; }

    /// <summary>The address of the TBF in flash.</summary>
    public uint? FlashAddress { get; init; }

    /// <summary>The RAM that apps may have; <c>To</c> is behind its last byte.</summary>
    public (uint From, uint To)? Ram { get; init; }

    /// <summary>Reports why a kernel there would refuse the app.</summary>
    public void Check(TbfReading tbf, string prefix, DiagnosticSink diagnostics)
    {
        if (!tbf.Flags.HasFlag(TbfFlags.Enabled))
            diagnostics.Report(Catalogue.NotEnabled, $"{prefix}the enabled flag is not set");
        CheckKernel(tbf, prefix, diagnostics);
        bool isRam = tbf.IsLoadedToRam;
        if (FlashAddress is not null && isRam)
            diagnostics.Report(Catalogue.RequiresRamLoading, $"{prefix}it is made for platforms that copy apps to RAM");
        else
            CheckFlash(tbf, prefix, diagnostics);
        CheckRam(tbf, isRam, prefix, diagnostics);
    }

    private void CheckKernel(TbfReading tbf, string prefix, DiagnosticSink diagnostics)
    {
        if (Kernel is not { } kernel)
            return;
        if (tbf.KernelVersion is not { } wanted)
            diagnostics.Report(Catalogue.KernelVersionMismatch, $"{prefix}it names no kernel version");
        else if (wanted.Major != kernel.Major || wanted.Minor > kernel.Minor)
            diagnostics.Report(
                Catalogue.KernelVersionMismatch,
                $"{prefix}it is for kernels from {wanted.Major}.{wanted.Minor}, this one is {kernel.Major}.{kernel.Minor}");
    }

    private void CheckFlash(TbfReading tbf, string prefix, DiagnosticSink diagnostics)
    {
        if (FlashAddress is { } address
            && tbf.FixedAddresses is { Flash: not TbfFormat.AnyAddress and var wanted }
            && address + tbf.BinaryOffset != wanted)
        {
            diagnostics.Report(
                Catalogue.FlashAddressMismatch,
                $"{prefix}the app binary must be at 0x{wanted:x}, the TBF at 0x{wanted - tbf.BinaryOffset:x}; with the TBF "
                + $"at 0x{address:x} it is at 0x{address + tbf.BinaryOffset:x}");
        }
    }

    private void CheckRam(TbfReading tbf, bool isRam, string prefix, DiagnosticSink diagnostics)
    {
        if (Ram is not { } ram)
            return;
        // A RAM-loaded app needs its image and what lies before it as well.
        long imageOffset = tbf.LoadSegments.Where(row => row.BinaryOffset == 0).Select(row => (long)row.MemoryOffset).FirstOrDefault();
        long image = isRam ? tbf.BinaryEndOffset - tbf.BinaryOffset + imageOffset : 0;
        long needed = tbf.Entry!.MinimumRamSize + image;
        long start = ram.From;
        if (!isRam && tbf.FixedAddresses is { Ram: not TbfFormat.AnyAddress and var wanted })
        {
            start = wanted;
            if (wanted < ram.From || wanted >= ram.To)
            {
                diagnostics.Report(
                    Catalogue.RamAddressMismatch,
                    $"{prefix}its RAM must start at 0x{wanted:x}, outside of 0x{ram.From:x} to 0x{ram.To:x}");
                return;
            }
        }
        if (start + needed > ram.To)
            diagnostics.Report(
                Catalogue.RamAddressMismatch,
                $"{prefix}it needs {needed} bytes of RAM from 0x{start:x}, there are {ram.To - start}");
    }
}
