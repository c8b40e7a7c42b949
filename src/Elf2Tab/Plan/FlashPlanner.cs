using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>Plans an app that executes in place.</summary>
internal static class FlashPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <exception cref="InputException">The app cannot be converted.</exception>
    public static FlashPlan Make(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        CheckChoices(elf, options, diagnostics);
        UnappliedRelocations.Check(elf, diagnostics);
        bool areAddressesLost = PhysicalAddresses.AreLost(elf);
        elf = PhysicalAddresses.Restore(elf, diagnostics);
        var (origin, image) = FlashImage.Make(elf, options, diagnostics, areAddressesLost);
        var trailer = MakeTrailer(elf, image, origin, options, diagnostics);
        if (origin.IsPositionIndependent)
            AbsoluteAddresses.Check(elf, image, diagnostics);
        var memory = MemoryBudget.ForFlash(elf, options, diagnostics);
        uint? ramAddress = origin.FindRamAddress(elf, diagnostics);
        if (ramAddress is { } ram)
            FlashMemory.Of(elf.Sections, elf.LoadSegments).CheckOrigin(ram, diagnostics);
        var app = AppHeader.Make(options, diagnostics) with
        {
            EntryOffset = FindEntry(elf, image, options, diagnostics),
            MinimumRamSize = memory.Total,
            FlashRegions = FlashRegions.Find(elf, image),
            FixedAddresses = options.NoFixedAddresses || (ramAddress is null && origin.FixedAddress is null)
                ? null
                : new FixedAddressesElement(ramAddress, origin.FixedAddress),
        };
        uint headerSize = AppHeader.CheckSize(app, diagnostics);
        var machine = Machine.Of(elf.Machine);
        return new FlashPlan
        {
            Machine = machine,
            ProtectionUnit = Machine.ProtectionUnitOf(elf),
            Is64Bit = elf.Is64Bit,
            Entry = elf.Entry,
            Sections = elf.Sections,
            LoadSegments = elf.LoadSegments,
            LoadReason = options.Load == LoadChoice.Flash ? "--load flash" : "it was linked for where it is (ET_EXEC)",
            Image = image,
            Origin = origin,
            Trailer = trailer,
            Memory = memory,
            Padding = Padding.ForFlash(elf, machine, options, diagnostics),
            App = app,
            ProtectedRegion = ProtectedRegion.ForFlash(elf, origin, headerSize, options, diagnostics),
        };
    }

    /// <summary>Choices that are for RAM-loaded apps, and an app that cannot execute in place.</summary>
    private static void CheckChoices(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (elf.IsPositionIndependent && elf.LoadSegments.FirstOrDefault(segment => segment.IsWritable) is { } writable)
        {
            throw diagnostics.Fail(
                Catalogue.CannotExecuteInPlace,
                $"--load flash: the text of a static PIE cannot stay in flash while {writable}, which is writable, is in RAM");
        }
        if (options.Relocations == RelocationChoice.Workaround)
            throw diagnostics.Fail(Catalogue.NoWorkaround, "--relocations workaround is for apps that are loaded to RAM");
        foreach (var (isGiven, option) in (ReadOnlySpan<(bool, string)>)
            [
                (options.RelocateBy == RelocateBy.Loader, "--relocate-by loader"),
                (options.LoadInfo != LoadInfo.Full, "--load-info"),
                (options.ProtectionGranule is not null, "--protection-granule"),
            ])
        {
            if (isGiven)
                diagnostics.Report(Catalogue.OptionForRam, $"{option} has no effect on an app that executes in place");
        }
    }

    /// <summary>The trailer; null when the command line wants none, and nothing would be lost.</summary>
    private static RelocationTrailer? MakeTrailer(
        ElfFile elf, AppImage image, FlashOrigin origin, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var trailer = RelocationTrailer.Make(elf, image, origin.IsPositionIndependent, options, diagnostics);
        if (options.Relocations != RelocationChoice.Segment)
            return trailer;
        return trailer.Tables.IsEmpty
            ? null
            : throw diagnostics.Fail(
                Catalogue.RelocationsLost,
                $"--relocations segment: {trailer.Size - RelocationTrailer.LengthSize} bytes of {trailer.Tables[0].Section.Name} would be in no segment");
    }

    /// <summary>Bytes from the start of the app binary to the entry point. <c>e_entry</c> is a virtual address (gABI).</summary>
    private static uint FindEntry(ElfFile elf, AppImage image, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var holders = image.HoldersOf(elf.Entry).ToList();
        if (holders.Count == 0)
            throw diagnostics.Fail(Catalogue.EntryOutside, $"the entry point 0x{elf.Entry:x} is in no segment that is stored");
        if (holders.Count > 1 && !options.Disable)
        {
            throw diagnostics.Fail(
                Catalogue.EntryTwice, $"the entry point 0x{elf.Entry:x} is in {holders[0].Segment} and in {holders[1].Segment}");
        }
        var segment = holders[0].Segment;
        if (!elf.IsExecutable(elf.Entry))
            diagnostics.Report(
                Catalogue.EntryInData, $"the entry point 0x{elf.Entry:x} is in {segment}, which is not executable");
        if (segment.VirtualAddress != segment.PhysicalAddress)
            diagnostics.Report(
                Catalogue.EntryRunsElsewhere,
                $"the entry point 0x{elf.Entry:x} is in {segment}, which is stored at 0x{segment.PhysicalAddress:x} and was linked to run at "
                + $"0x{segment.VirtualAddress:x}");
        return holders[0].Offset + (uint)(elf.Entry - segment.VirtualAddress);
    }
}
