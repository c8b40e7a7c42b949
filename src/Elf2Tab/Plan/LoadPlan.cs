using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>Every decision about an app: what is loaded from where to where and why, its RAM, its entry point, its header.</summary>
public sealed record LoadPlan
{
    /// <summary>The ELF.</summary>
    public required ElfFile Elf { get; init; }

    /// <summary>What differs for its processor.</summary>
    public required Machine Machine { get; init; }

    /// <summary>Why it executes in place, or is loaded to RAM.</summary>
    public required string LoadReason { get; init; }

    /// <summary>The segments in their places.</summary>
    public required AppImage Image { get; init; }

    /// <summary>Where in flash an app belongs that executes in place; null: it is loaded to RAM.</summary>
    public FlashOrigin? Flash { get; init; }

    /// <summary>The memory of an app that is loaded to RAM; null: it executes in place.</summary>
    public RamImage? Ram { get; init; }

    /// <summary>Relocations behind the segments; null: no trailer.</summary>
    public RelocationTrailer? Trailer { get; init; }

    /// <summary>Relocations that travel with the segments of a RAM-loaded app.</summary>
    public DynamicRelocations? Relocations { get; init; }

    /// <summary>Relocations that go where the app's own header says.</summary>
    public WorkaroundLayout? Workaround { get; init; }

    /// <summary>How the RAM comes about.</summary>
    public required MemoryBudget Memory { get; init; }

    /// <summary>How the size of the TBF is rounded up.</summary>
    public required Padding Padding { get; init; }

    /// <summary>What lies in front of the app binary.</summary>
    public required ProtectedRegion ProtectedRegion { get; init; }

    /// <summary>What the header says.</summary>
    public required TbfApp App { get; init; }

    /// <summary>Flash address of the TBF's first byte; null: anywhere.</summary>
    public ulong? StartAddress =>
        Flash?.FixedAddress is { } address && address >= ProtectedRegion.Size ? address - ProtectedRegion.Size : null;

    /// <summary>Bytes of the app binary: image and trailer.</summary>
    public ulong BinarySize => Image.Size + (Trailer?.Size ?? 0);

    /// <summary>Makes the plan.</summary>
    /// <exception cref="InputException">The app cannot be converted.</exception>
    public static LoadPlan Make(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (elf.Type == ElfType.Relocatable)
            throw diagnostics.Fail(Catalogue.NotExecutable, "the file is an object file (ET_REL) that is not linked yet");
        if (elf.Type is not (ElfType.Executable or ElfType.Dynamic))
            throw diagnostics.Fail(
                Catalogue.NotExecutable,
                $"the file has ELF type {(ushort)elf.Type}, an executable has 2 (ET_EXEC) or 3 (ET_DYN)");
        if (elf.Sections.IsEmpty)
            diagnostics.Report(
                Catalogue.NoSectionHeaders,
                "no section headers: a .stack section, writeable flash regions and symbols cannot be found");

        DynamicExecutable.Check(elf, diagnostics);
        LoadedSections.Check(elf, diagnostics);
        UndefinedSymbols.Check(elf, diagnostics);
        EntryPoint.Check(elf, diagnostics);
        bool isRam = options.Load == LoadChoice.Auto ? elf.IsPositionIndependent : options.Load == LoadChoice.Ram;
        return isRam ? RamPlan.Make(elf, options, diagnostics) : FlashPlan.Make(elf, options, diagnostics);
    }

    /// <summary>The content of the app binary, read from the ELF.</summary>
    public ImmutableArray<BinaryPart> ReadBinary()
    {
        IEnumerable<BinaryPart> parts = Image.Segments.Select(placed => new BinaryPart(placed.Offset, Elf.Content(placed.Segment)));
        if (Workaround is not null)
            parts = Workaround.Apply(parts);
        if (Trailer is not null)
            parts = parts.Append(new BinaryPart(Image.Size, Trailer.Bytes(Elf)));
        return [.. parts];
    }
}
