using System.Collections.Immutable;
using TabFormat.Tbf;

namespace TabFormat.Reading;

/// <summary>An element as it stands in a header.</summary>
/// <param name="Offset">Bytes from the start of the file to its type.</param>
/// <param name="Type">The type, known or not.</param>
/// <param name="Content">What follows type and length, without padding.</param>
public sealed record ReadElement(int Offset, ushort Type, ReadOnlyMemory<byte> Content);

/// <summary>Entry point and memory, from a Program element where there is one, else from Main.</summary>
/// <param name="InitFunctionOffset">Bytes from the end of the header to the entry point.</param>
/// <param name="ProtectedTrailerSize">Bytes between the header and the app binary.</param>
/// <param name="MinimumRamSize">Bytes of RAM.</param>
/// <param name="BinaryEndOffset">Bytes from the start of the file to the footers; null: Main, which does not say.</param>
/// <param name="Version">The app's version; null: Main, which does not say.</param>
public sealed record ReadProgram(
    uint InitFunctionOffset, uint ProtectedTrailerSize, uint MinimumRamSize, uint? BinaryEndOffset, uint? Version);

/// <summary>A writeable flash region, bytes from the start of the file.</summary>
public sealed record ReadFlashRegion(uint Offset, uint Size);

/// <summary>A Fixed Addresses element; 0xFFFFFFFF is "any".</summary>
public readonly record struct ReadFixedAddresses(uint Ram, uint Flash);

/// <summary>One entry of the permissions: commands 64 * Offset + bit of Mask.</summary>
public sealed record ReadDriverPermission(uint Driver, uint Offset, ulong Mask);

/// <summary>A Storage Permissions element as a kernel takes it: without lists when one is longer than 8.</summary>
public sealed record ReadStoragePermissions(uint WriteId, ImmutableArray<uint> ReadIds, ImmutableArray<uint> ModifyIds);

/// <summary>A Kernel Version element.</summary>
public readonly record struct ReadKernelVersion(ushort Major, ushort Minor);

/// <summary>A row of a Load Segments element; BinaryOffset 0xFFFFFFFF: nothing to copy.</summary>
public sealed record ReadLoadSegment(
    uint BinaryOffset, uint MemoryOffset, uint FileSize, uint MemorySize, uint Flags, uint Alignment);

/// <summary>A row of a Dynamic Relocations element.</summary>
public sealed record ReadRelocationTable(
    RelocationKind Kind, ushort EntrySize, uint MemoryOffset, uint Size, uint RelativeCount);

/// <summary>A footer as it stands behind the app binary.</summary>
/// <param name="Offset">Bytes from the start of the file to its type.</param>
/// <param name="Format">The format, known or not.</param>
/// <param name="Data">What follows the format.</param>
public sealed record ReadFooter(int Offset, CredentialFormat Format, ReadOnlyMemory<byte> Data)
{
    /// <summary>Whether it is a hash of the covered bytes, which anybody can work out.</summary>
    public bool IsHash => Format is CredentialFormat.Sha256 or CredentialFormat.Sha384 or CredentialFormat.Sha512;
}

/// <summary>All that could be read of a TBF, and the rules that it breaks. What was not there or not readable is null or empty.</summary>
public sealed record TbfReading
{
    /// <summary>The file.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Version of the format.</summary>
    public ushort FormatVersion { get; init; }

    /// <summary>Whether there is a base header of the version that is read here; of another file only the version is read.</summary>
    public bool HasBaseHeader => Bytes.Length >= TbfFormat.BaseHeaderSize && FormatVersion == TbfFormat.Version;

    /// <summary>Bytes of the header.</summary>
    public ushort HeaderSize { get; init; }

    /// <summary>Bytes of the whole TBF as the header says.</summary>
    public uint TotalSize { get; init; }

    /// <summary>Flags of the base header, assigned ones and others.</summary>
    public TbfFlags Flags { get; init; }

    /// <summary>The checksum as it stands in the header.</summary>
    public uint Checksum { get; init; }

    /// <summary>All elements in order.</summary>
    public ImmutableArray<ReadElement> Elements { get; init; } = [];

    /// <summary>The first Main element.</summary>
    public ReadProgram? Main { get; init; }

    /// <summary>The first Program element.</summary>
    public ReadProgram? Program { get; init; }

    /// <summary>The last package name.</summary>
    public string? PackageName { get; init; }

    /// <summary>The regions of the last Writeable Flash Regions element.</summary>
    public ImmutableArray<ReadFlashRegion> FlashRegions { get; init; } = [];

    /// <summary>The last Fixed Addresses element.</summary>
    public ReadFixedAddresses? FixedAddresses { get; init; }

    /// <summary>The entries of the last Permissions element.</summary>
    public ImmutableArray<ReadDriverPermission> Permissions { get; init; } = [];

    /// <summary>The last Storage Permissions element.</summary>
    public ReadStoragePermissions? StoragePermissions { get; init; }

    /// <summary>The last Kernel Version element.</summary>
    public ReadKernelVersion? KernelVersion { get; init; }

    /// <summary>The last ShortId element.</summary>
    public uint? ShortId { get; init; }

    /// <summary>The rows of the last Load Segments element.</summary>
    public ImmutableArray<ReadLoadSegment> LoadSegments { get; init; } = [];

    /// <summary>The rows of the last Dynamic Relocations element.</summary>
    public ImmutableArray<ReadRelocationTable> RelocationTables { get; init; } = [];

    /// <summary>Footers up to the first that cannot be one.</summary>
    public ImmutableArray<ReadFooter> Footers { get; init; } = [];

    /// <summary>Rules that the file breaks; a kernel loads it when there is none.</summary>
    public ImmutableArray<TbfFinding> Findings { get; init; } = [];

    /// <summary>Whether this is padding between apps: a base header and nothing else.</summary>
    public bool IsPadding => HeaderSize == TbfFormat.BaseHeaderSize;

    /// <summary>Whether the app is copied to RAM before it runs: flag and element each say so alone.</summary>
    public bool IsLoadedToRam => Flags.HasFlag(TbfFlags.LoadToRam) || !LoadSegments.IsEmpty;

    /// <summary>What the kernel goes by: Program, or Main where there is none.</summary>
    public ReadProgram? Entry => Program ?? Main;

    /// <summary>Whether it says where the app binary is, inside the file.</summary>
    public bool HasBinary => Entry is not null && BinaryOffset <= BinaryEndOffset && BinaryEndOffset <= Bytes.Length;

    /// <summary>Bytes from the start of the file to the app binary.</summary>
    public long BinaryOffset => HeaderSize + (long)(Entry?.ProtectedTrailerSize ?? 0);

    /// <summary>The app binary; it must be inside the file (<see cref="HasBinary"/>).</summary>
    public ReadOnlyMemory<byte> Binary => Bytes[(int)BinaryOffset..(int)BinaryEndOffset];

    /// <summary>
    /// Of a RAM-loaded app, bytes from the start of its RAM to its image: as its Load Segments say, else its Fixed Addresses. An app
    /// that executes in place has no image there: 0.
    /// </summary>
    public uint ImageOffset
    {
        get
        {
            foreach (var row in LoadSegments)
            {
                if (row.BinaryOffset != TbfFormat.NoFileBytes)
                    return row.MemoryOffset - Math.Min(row.BinaryOffset, row.MemoryOffset);
            }
            return IsLoadedToRam && FixedAddresses is { Ram: not TbfFormat.AnyAddress and var stated } ? stated : 0;
        }
    }

    /// <summary>Bytes from the start of the file to the first footer.</summary>
    public long BinaryEndOffset => Entry?.BinaryEndOffset ?? TotalSize;
}
