using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>
/// Plans an app that is loaded to RAM as a whole. The ELF standard says it all: PT_LOAD is what is loaded, at the
/// address p_vaddr; PT_DYNAMIC says where the relocations are; e_entry is a virtual address.
/// </summary>
internal static class RamPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <exception cref="InputException">The app cannot be converted.</exception>
    public static RamPlan Make(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var dynamic = elf.Dynamic;
        if (dynamic is not null)
            NamedRelocations.CheckTags(elf, dynamic, diagnostics);
        WarnOfThreadLocalStorage(elf, diagnostics);
        var ram = RamImage.Make(elf, options, diagnostics);
        if (options.LoadInfo != LoadInfo.Full && ram.Alignment > TbfFormat.LeastRamAlignment)
        {
            diagnostics.Report(
                Catalogue.AlignmentLarge,
                $"the app's RAM must start at a multiple of {ram.Alignment}; --load-info {(options.LoadInfo == LoadInfo.Flags ? "flags" : "none")} "
                + $"keeps that from the loader, which promises {TbfFormat.LeastRamAlignment}");
        }
        var choice = Choose(dynamic, options, diagnostics);
        var relocations = dynamic is null ? null : DynamicRelocations.Read(elf, dynamic, diagnostics);
        var workaround = choice is null or RelocationChoice.Workaround ? FindWorkaround(elf, ram, options, diagnostics) : null;
        var trailer = choice == RelocationChoice.Trailer ? MakeTrailer(elf, ram, relocations, options, diagnostics) : null;
        if (choice != RelocationChoice.Segment)
            relocations = null;
        if (relocations is not null)
            CheckRelocations(elf, ram, relocations, options, diagnostics);
        ram = workaround?.Ram ?? ram;
        CheckRelocator(dynamic, options, diagnostics);

        var memory = MemoryBudget.ForRam(elf, ram, options, diagnostics);
        ulong[] places = (relocations ?? workaround?.Relocations)?.SortedTargets() ?? [];
        var app = MakeHeader(elf, ram, memory, relocations, options, diagnostics);
        if (options.LoadInfo == LoadInfo.Full)
        {
            app = app with
            {
                LoadSegments = LoadSegments(elf, ram, places, diagnostics),
                DynamicRelocations = relocations is null ? [] : Tables(ram, relocations, diagnostics),
                LoadTarget = Target(elf, ram, trailer, memory, diagnostics),
            };
        }
        var ranges = ProtectionRegions.Of(elf, ram);
        ProtectionRegions.Check(ranges, options.ProtectionGranule ?? ProtectionRegions.GranuleOf(elf.Machine), diagnostics);
        uint headerSize = AppHeader.CheckSize(app, diagnostics);
        return new RamPlan
        {
            Machine = Machine.Of(elf.Machine),
            ProtectionUnit = Machine.ProtectionUnitOf(elf),
            Is64Bit = elf.Is64Bit,
            Entry = elf.Entry,
            Sections = elf.Sections,
            LoadSegments = elf.LoadSegments,
            LoadReason = options.Load == LoadChoice.Ram ? "--load ram" : elf.Type == ElfType.Dynamic
                ? "a static PIE (ET_DYN) moves as a whole"
                : "a static PIE moves as a whole (ET_EXEC with DF_1_PIE)",
            Image = ram.Image,
            Ram = ram,
            Regions = ProtectionRegions.Count(ranges),
            Trailer = trailer,
            Relocations = relocations,
            Workaround = workaround,
            Memory = memory,
            Padding = Padding.ForRam(elf, options, diagnostics),
            App = app,
            ProtectedRegion = ProtectedRegion.ForRam(elf, headerSize, options, diagnostics),
        };
    }

    /// <summary>Loaders know nothing of threads.</summary>
    private static void WarnOfThreadLocalStorage(ElfFile elf, DiagnosticSink diagnostics)
    {
        ulong bytes = elf.Segments.FirstOrDefault(segment => segment is { Type: SegmentType.ThreadLocal, MemorySize: > 0 })?.MemorySize
            ?? elf.Sections.FirstOrDefault(section => section is { IsThreadLocal: true, HasLoadedBytes: true })?.Size ?? 0;
        if (bytes > 0)
            diagnostics.Report(Catalogue.ThreadLocalStorage, $"{bytes} bytes of thread-local storage (PT_TLS)");
    }

    /// <summary>A trailer in place of tables that PT_DYNAMIC or the app's own header name would not be looked for.</summary>
    private static RelocationTrailer MakeTrailer(
        ElfFile elf, RamImage ram, DynamicRelocations? relocations, ConvertOptions options, DiagnosticSink diagnostics)
    {
        ulong lost = relocations is { Tables.IsEmpty: false } named
            ? named.Size
            : WorkaroundLayout.Find(elf, ram, options, new DiagnosticSink(null))?.Section.Size ?? 0;
        return lost == 0
            ? RelocationTrailer.Make(elf, ram.Image, isPositionIndependent: elf.IsPositionIndependent, options, diagnostics)
            : throw diagnostics.Fail(
                Catalogue.RelocationsLost,
                $"--relocations trailer: the app has {lost} bytes of relocations in its segments, and start-up code that reads them there");
    }

    /// <summary>Whether what is to relocate the app finds all its tables, and can read them.</summary>
    private static void CheckRelocations(
        ElfFile elf, RamImage ram, DynamicRelocations relocations, ConvertOptions options, DiagnosticSink diagnostics)
    {
        NamedRelocations.CheckSections(elf, relocations, options, diagnostics);
        if (options.RelocateBy == RelocateBy.App && !relocations.Tables.IsEmpty)
            NamedRelocations.CheckPlace(elf, elf.Dynamic!, diagnostics);
        if (SixWordHeader.Read(elf, ram) is not { } header || !header.IsPlausible(ram, relocations))
        {
            AdviseRelr(elf, relocations, diagnostics);
            return;
        }
        if (options.RelocateBy == RelocateBy.App && header.WhyNotRead(ram, relocations) is { } reason)
            diagnostics.Report(Catalogue.StartUpCannotRelocate, reason);
    }

    /// <summary>How relocations are delivered; null: as a workaround if the app is made for it, else not at all.</summary>
    private static RelocationChoice? Choose(DynamicTable? dynamic, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (options.Relocations == RelocationChoice.Auto)
            return dynamic is null ? null : RelocationChoice.Segment;
        if (options.Relocations == RelocationChoice.Segment && dynamic is null)
            throw diagnostics.Fail(Catalogue.NoDynamicTable, "--relocations segment: the file has no dynamic table (PT_DYNAMIC)");
        return options.Relocations;
    }

    private static WorkaroundLayout? FindWorkaround(ElfFile elf, RamImage ram, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (WorkaroundLayout.Find(elf, ram, options, diagnostics) is { } workaround)
        {
            return workaround with { Relocations = DynamicRelocations.Check(elf, null, [workaround.Table], diagnostics) };
        }
        if (options.Relocations == RelocationChoice.Workaround)
            throw diagnostics.Fail(
                Catalogue.NoWorkaround, "--relocations workaround: no loaded relocation section is where the app's header says");
        var unused = elf.Sections.Where(section => section is { IsRelocations: true, IsAllocated: true, Size: > 0 }).ToList();
        if (unused.Count > 0)
        {
            diagnostics.Report(
                Catalogue.RelocationsUnused,
                $"{unused.Count} loaded relocation sections, {unused[0].Name} first, and no dynamic table (PT_DYNAMIC) that "
                + "names them");
        }
        return null;
    }

    /// <summary>Says how much smaller the REL and RELA tables would be as RELR.</summary>
    private static void AdviseRelr(ElfFile elf, DynamicRelocations relocations, DiagnosticSink diagnostics)
    {
        ulong packed = relocations.RelrSize(elf.Is64Bit);
        if (packed < relocations.Size)
        {
            int count = relocations.Tables.Sum(table => table.Targets.Length);
            diagnostics.Report(
                Catalogue.RelrSmaller, $"{count} relocations take {relocations.Size} bytes; as RELR they would take {packed}");
        }
    }

    private static void CheckRelocator(DynamicTable? dynamic, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (options.RelocateBy == RelocateBy.App)
            return;
        if (dynamic is null || options.Relocations is not (RelocationChoice.Auto or RelocationChoice.Segment))
            throw diagnostics.Fail(
                Catalogue.NoDynamicTable, "--relocate-by loader: there is no dynamic table (PT_DYNAMIC) to relocate by");
        if (options.LoadInfo != LoadInfo.Full)
            throw diagnostics.Fail(
                Catalogue.LoaderCannotKnow,
                "--relocate-by loader needs both flags and elements in the header, as --load-info full writes");
    }

    private static TbfApp MakeHeader(
        ElfFile elf, RamImage ram, MemoryBudget memory, DynamicRelocations? relocations, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var app = AppHeader.Make(options, diagnostics);
        if (app.Permissions.Length > TbfFormat.MaximumRamPermissions)
        {
            throw diagnostics.Fail(
                Catalogue.TooManyPermissions,
                $"{app.Permissions.Length} permission entries; the kernel that loads apps to RAM takes "
                + $"{TbfFormat.MaximumRamPermissions}");
        }
        int regions = FlashRegions.Find(elf, ram.Image).Length;
        if (regions > 0)
            diagnostics.Report(
                Catalogue.FlashRegionsInRam,
                $"{regions} writeable flash regions (.wfr) are left out: nothing of the app stays in flash");

        var relocator = TbfFlags.None;
        if (options.RelocateBy == RelocateBy.Loader && relocations is { Tables.IsEmpty: true })
            diagnostics.Report(Catalogue.NothingToRelocate, "--relocate-by loader: the dynamic table names no relocations");
        else if (options.RelocateBy == RelocateBy.Loader)
        {
            diagnostics.Report(Catalogue.LoaderRelocates, "the loader must apply the relocations; the loader that exists does not");
            relocator = TbfFlags.LoaderRelocates;
        }
        return app with
        {
            Flags = app.Flags | relocator | (options.LoadInfo == LoadInfo.None ? TbfFlags.None : TbfFlags.LoadToRam),
            EntryOffset = FindEntry(elf, ram, diagnostics),
            MinimumRamSize = memory.Total,
            FixedAddresses = FixedAddresses(elf, ram, options, diagnostics),
        };
    }

    private static uint FindEntry(ElfFile elf, RamImage ram, DiagnosticSink diagnostics)
    {
        var holder = ram.Image.HoldersOf(elf.Entry).FirstOrDefault()
            ?? throw diagnostics.Fail(
                Catalogue.EntryOutside, $"the entry point 0x{elf.Entry:x} is not among the file bytes of a segment");
        return elf.IsExecutable(elf.Entry)
            ? (uint)(elf.Entry - ram.Image.Start)
            : throw diagnostics.Fail(
                Catalogue.EntryNotExecutable, $"the entry point 0x{elf.Entry:x} is in {holder.Segment}, which is not executable");
    }

    /// <summary>
    /// Where in the app's RAM the image starts, for a loader that knows no more. An address also keeps kernels that execute
    /// in place from running the app.
    /// </summary>
    private static FixedAddressesElement? FixedAddresses(
        ElfFile elf, RamImage ram, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (!elf.IsPositionIndependent && options.LoadInfo != LoadInfo.Full)
            throw diagnostics.Fail(
                Catalogue.ImageOffsetLost,
                "without elements in the header no loader could tell the RAM address of the app from an offset of its image",
                "leave out `--load-info`, or link a static PIE");
        if (options.NoFixedAddresses)
        {
            if (ram.ImageOffset != 0 && options.LoadInfo != LoadInfo.Full)
                throw diagnostics.Fail(
                    Catalogue.ImageOffsetLost,
                    $"--no-fixed-addresses: no loader would know that the image starts {ram.ImageOffset} bytes into the RAM");
            diagnostics.Report(
                Catalogue.NotRefusedInPlace, "--no-fixed-addresses: a kernel that executes in place does not refuse the app");
            return null;
        }
        if (elf.IsPositionIndependent)
            return new FixedAddressesElement(TbfField.Narrow(ram.ImageOffset, "the offset of the image in RAM", diagnostics), null);
        diagnostics.Report(
            Catalogue.FixedRamAddress,
            $"the app is linked for the RAM address 0x{ram.Origin:x}, which no loader that exists honours");
        return new FixedAddressesElement(TbfField.Narrow(ram.Origin, "the RAM address", diagnostics), null);
    }

    /// <summary>A row for each range of memory.</summary>
    /// <exception cref="InputException">There are more than loaders take.</exception>
    private static ImmutableArray<LoadSegment> LoadSegments(ElfFile elf, RamImage ram, ulong[] places, DiagnosticSink diagnostics) =>
        ram.Ranges.Length > TbfFormat.MaximumLoadSegments
            ? throw diagnostics.Fail(
                Catalogue.ManyLoadSegments, $"the app has {ram.Ranges.Length} load segments; loaders take {TbfFormat.MaximumLoadSegments}")
            : Rows(elf, ram, places, diagnostics);

    /// <summary>For which machine and RAM it is; all its RAM has addresses of its class.</summary>
    private static LoadTargetElement Target(
        ElfFile elf, RamImage ram, RelocationTrailer? trailer, MemoryBudget memory, DiagnosticSink diagnostics)
    {
        ulong size = ram.ImageOffset + ram.Image.Size + (trailer?.Size ?? 0) + memory.Total;
        if (ram.Origin > uint.MaxValue || (!elf.Is64Bit && ram.Origin + size > 1UL << 32))
        {
            throw diagnostics.Fail(
                Catalogue.RamBeyondAddresses,
                $"the app's RAM of {size} bytes starts at 0x{ram.Origin:x} where it is linked; "
                + (elf.Is64Bit ? "a TBF holds 32 bits of that" : "addresses of its class end at 0x100000000"));
        }
        return new LoadTargetElement(
            (ushort)elf.Machine,
            elf.Is64Bit ? (byte)2 : (byte)1,
            elf.IsPositionIndependent ? RamPlacement.Anywhere : RamPlacement.AtLinkAddress,
            (uint)ram.Origin,
            TbfField.Narrow(size, "the app's RAM", diagnostics),
            ram.Alignment);
    }

    private static ImmutableArray<LoadSegment> Rows(ElfFile elf, RamImage ram, ulong[] places, DiagnosticSink diagnostics) =>
    [
        .. ram.Ranges.Select(range => new LoadSegment(
            range.FileSize == 0 ? null : (uint)(range.Address - ram.Image.Start),
            TbfField.Narrow(range.Address - ram.Origin, $"the address of {range.Segment}", diagnostics),
            (uint)range.FileSize,
            TbfField.Narrow(range.Address - ram.Origin + range.MemorySize, $"the end of {range.Segment}", diagnostics)
                - (uint)(range.Address - ram.Origin),
            ((uint)range.Segment.Flags & TbfFormat.Rights) | (IsTextRelocated(range, places, elf.Is64Bit ? 8U : 4U) ? TbfFormat.TextRelocated : 0))),
    ];

    /// <summary>Whether one of the relocated words, which ascend, has bytes in a range that the app may not write to.</summary>
    private static bool IsTextRelocated(MemoryRange range, ulong[] places, uint wordSize)
    {
        if (range.Segment.IsWritable)
            return false;
        int next = Array.BinarySearch(places, range.Address - Math.Min(range.Address, wordSize - 1));
        next = next < 0 ? ~next : next;
        return next < places.Length && places[next] < range.Address + range.MemorySize;
    }

    private static ImmutableArray<RelocationTableInfo> Tables(
        RamImage ram, DynamicRelocations relocations, DiagnosticSink diagnostics) =>
    [
        .. relocations.Tables.Select(table => new RelocationTableInfo(
            table.Table.Kind,
            (ushort)table.Table.EntrySize,
            TbfField.Narrow(table.Table.Address - ram.Origin, "the address of a relocation table", diagnostics),
            (uint)table.Table.Bytes.Length,
            (uint)table.Targets.Length)),
    ];
}
