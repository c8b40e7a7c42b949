using System.Collections.Immutable;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>
/// What a header says about an app, before it is known where in the file anything lies: offsets count from the start of the
/// app binary.
/// </summary>
public sealed record TbfApp
{
    private readonly ItemList<FlashRegion> _flashRegions;
    private readonly ItemList<DriverPermission> _permissions;
    private readonly ItemList<LoadSegment> _loadSegments;
    private readonly ItemList<RelocationTableInfo> _dynamicRelocations;
    private readonly ItemList<OtherElement> _otherElements;

    /// <summary>Flags of the base header.</summary>
    public TbfFlags Flags { get; init; } = TbfFlags.Enabled;

    /// <summary>Bytes from the start of the app binary to the entry point (bit 0 set for Thumb code).</summary>
    public uint EntryOffset { get; init; }

    /// <summary>Bytes of RAM that the app needs.</summary>
    public uint MinimumRamSize { get; init; }

    /// <summary>The app's version.</summary>
    public uint Version { get; init; }

    /// <summary>The app's name; empty: no element.</summary>
    public string PackageName { get; init; } = "";

    /// <summary>Parts of the app binary that the app may rewrite; none: no element.</summary>
    public ImmutableArray<FlashRegion> FlashRegions { get => _flashRegions; init => _flashRegions = value; }

    /// <summary>Addresses for which the app was linked.</summary>
    public FixedAddressesElement? FixedAddresses { get; init; }

    /// <summary>System calls that the app may make; none: no element, which allows all.</summary>
    public ImmutableArray<DriverPermission> Permissions { get => _permissions; init => _permissions = value; }

    /// <summary>Identifiers of stored data.</summary>
    public StoragePermissionsElement? StoragePermissions { get; init; }

    /// <summary>Oldest kernel that runs the app.</summary>
    public KernelVersionElement? KernelVersion { get; init; }

    /// <summary>A number to identify the app by.</summary>
    public ShortIdElement? ShortId { get; init; }

    /// <summary>What of a RAM-loaded app lies where in memory; none: no element.</summary>
    public ImmutableArray<LoadSegment> LoadSegments { get => _loadSegments; init => _loadSegments = value; }

    /// <summary>The dynamic relocation tables of a RAM-loaded app; none: no element.</summary>
    public ImmutableArray<RelocationTableInfo> DynamicRelocations { get => _dynamicRelocations; init => _dynamicRelocations = value; }

    /// <summary>For which machine and RAM a RAM-loaded app is.</summary>
    public LoadTargetElement? LoadTarget { get; init; }

    /// <summary>Elements behind all others, such as those of types that are not known here.</summary>
    public ImmutableArray<OtherElement> OtherElements { get => _otherElements; init => _otherElements = value; }

    /// <summary>Bytes of the header: base and elements.</summary>
    public long HeaderSize => TbfFormat.BaseHeaderSize + Elements(0, 0, 0).Sum(element => (long)element.Size);

    /// <summary>The elements in the order in which they are written. Their sizes do not depend on the arguments.</summary>
    /// <param name="headerSize">Bytes of the header.</param>
    /// <param name="protectedRegionSize">Bytes from the start of the TBF to the app binary.</param>
    /// <param name="binarySize">Bytes of the app binary.</param>
    internal IEnumerable<TbfElement> Elements(uint headerSize, uint protectedRegionSize, uint binarySize)
    {
        uint trailer = checked(protectedRegionSize - headerSize);
        var main = new MainElement(checked(trailer + EntryOffset), trailer, MinimumRamSize);
        yield return main;
        yield return new ProgramElement(main, checked(protectedRegionSize + binarySize), Version);
        if (PackageName != "")
            yield return new PackageNameElement(PackageName);
        if (!FlashRegions.IsEmpty)
        {
            yield return new WriteableFlashRegionsElement(
                [.. FlashRegions.Select(region => region with { Offset = checked(protectedRegionSize + region.Offset) })]);
        }
        if (FixedAddresses is not null)
            yield return FixedAddresses;
        if (!Permissions.IsEmpty)
            yield return new PermissionsElement(Permissions);
        if (StoragePermissions is not null)
            yield return StoragePermissions;
        if (KernelVersion is not null)
            yield return KernelVersion;
        if (ShortId is not null)
            yield return ShortId;
        if (!LoadSegments.IsEmpty)
            yield return new LoadSegmentsElement(LoadSegments);
        if (!DynamicRelocations.IsEmpty)
            yield return new DynamicRelocationsElement(DynamicRelocations);
        if (LoadTarget is not null)
            yield return LoadTarget;
        foreach (var element in OtherElements)
            yield return element;
    }
}
