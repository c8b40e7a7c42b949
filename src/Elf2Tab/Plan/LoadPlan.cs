using System.Collections.Immutable;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

// An app becomes a TBF in one of two ways. Most boards run apps from flash, where they are stored ("execute in place"): text stays, and
// start-up code copies variables to RAM. Some have to copy an app to RAM as a whole: then it must be one range of addresses that may lie
// anywhere, with relocations that say which words hold addresses. A plan is the decision between the two, and every one that follows.

/// <summary>
/// Every decision about an app: what is loaded from where to where and why, its RAM, its entry point, its header. A plan holds the
/// bytes that it needs, not the file: it can be printed, compared and drawn after the ELF is closed.
/// </summary>
internal abstract record LoadPlan
{
    /// <summary>What differs for its processor.</summary>
    public required Machine Machine { get; init; }

    /// <summary>What protects memory on its processor; null: not known.</summary>
    public required ProtectionUnit? ProtectionUnit { get; init; }

    /// <summary>Whether the ELF is of the 64-bit class.</summary>
    public required bool Is64Bit { get; init; }

    /// <summary>The ELF's entry point, a virtual address.</summary>
    public required ulong Entry { get; init; }

    /// <summary>The ELF's section headers; empty: it has none.</summary>
    public required ImmutableArray<Section> Sections { get; init; }

    /// <summary>The ELF's PT_LOAD segments that take memory, in its order.</summary>
    public required ImmutableArray<Segment> LoadSegments { get; init; }

    /// <summary>Why it executes in place, or is loaded to RAM.</summary>
    public required string LoadReason { get; init; }

    /// <summary>The segments in their places.</summary>
    public required AppImage Image { get; init; }

    /// <summary>Relocations behind the segments; null: no trailer.</summary>
    public RelocationTrailer? Trailer { get; init; }

    /// <summary>How the RAM comes about.</summary>
    public required MemoryBudget Memory { get; init; }

    /// <summary>How the size of the TBF is rounded up.</summary>
    public required Padding Padding { get; init; }

    /// <summary>What lies in front of the app binary.</summary>
    public required ProtectedRegion ProtectedRegion { get; init; }

    /// <summary>What the header says.</summary>
    public required TbfApp App { get; init; }

    /// <summary>Bytes of the memory that the app gets.</summary>
    public virtual ulong RamSize => Memory.Total;

    /// <summary>Flash address of the TBF's first byte; null: anywhere.</summary>
    public abstract ulong? StartAddress { get; }

    /// <summary>Bytes of the app binary: image and trailer.</summary>
    public ulong BinarySize => Image.Size + (Trailer?.Size ?? 0);

    /// <summary>The content of the app binary.</summary>
    public ImmutableArray<BinaryPart> Binary =>
        Trailer is null ? [.. ImageParts] : [.. ImageParts, new BinaryPart(Image.Size, Trailer.ToBytes())];

    /// <summary>The content of the image.</summary>
    protected virtual IEnumerable<BinaryPart> ImageParts => Image.Segments.Select(placed => new BinaryPart(placed.Offset, placed.Bytes));
}

/// <summary>The plan of an app that executes in place: text stays in flash, the app copies its data to RAM.</summary>
internal sealed record FlashPlan : LoadPlan
{
    /// <summary>Where in flash it belongs.</summary>
    public required FlashOrigin Origin { get; init; }

    /// <inheritdoc/>
    public override ulong? StartAddress =>
        Origin.FixedAddress is { } address && address >= ProtectedRegion.Size ? address - ProtectedRegion.Size : null;
}

/// <summary>The plan of an app that is loaded to RAM as a whole.</summary>
internal sealed record RamPlan : LoadPlan
{
    /// <summary>Its memory.</summary>
    public required RamImage Ram { get; init; }

    /// <summary>Protection regions that its memory takes.</summary>
    public required int Regions { get; init; }

    /// <summary>Relocations that travel with its segments; null: none do.</summary>
    public DynamicRelocations? Relocations { get; init; }

    /// <summary>Relocations that go where the app's own header says; null: it is not made for that.</summary>
    public WorkaroundLayout? Workaround { get; init; }

    /// <inheritdoc/>
    /// <remarks>The image, what lies in front of it, and <c>minimum_ram_size</c> behind.</remarks>
    public override ulong RamSize => Ram.ImageOffset + Ram.Image.Size + Memory.Total;

    /// <inheritdoc/>
    public override ulong? StartAddress => null;

    /// <inheritdoc/>
    protected override IEnumerable<BinaryPart> ImageParts => Workaround is null ? base.ImageParts : Workaround.Apply(base.ImageParts);
}
