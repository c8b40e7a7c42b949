using System.Collections.Immutable;
using TabFormat.Binary;
using TabFormat.Tbf;

namespace TabFormat.Reading;

/// <summary>All that could be read of a TBF, and the rules that it breaks. What was not there or not readable is null or empty.</summary>
public sealed record TbfReading
{
    private readonly ByteList _bytes;
    private readonly ItemList<ParsedElement> _elements;
    private readonly ItemList<ParsedFlashRegion> _flashRegions;
    private readonly ItemList<ParsedDriverPermission> _permissions;
    private readonly ItemList<ParsedLoadSegment> _loadSegments;
    private readonly ItemList<ParsedRelocationTable> _relocationTables;
    private readonly ItemList<ParsedFooter> _footers;
    private readonly ItemList<TbfFinding> _findings;

    /// <summary>The file.</summary>
    public required ReadOnlyMemory<byte> Bytes { get => _bytes; init => _bytes = value; }

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
    public ImmutableArray<ParsedElement> Elements { get => _elements; init => _elements = value; }

    /// <summary>The first Main element.</summary>
    public ParsedProgram? Main { get; init; }

    /// <summary>The first Program element.</summary>
    public ParsedProgram? Program { get; init; }

    /// <summary>The last package name.</summary>
    public string? PackageName { get; init; }

    /// <summary>The regions of the last Writeable Flash Regions element.</summary>
    public ImmutableArray<ParsedFlashRegion> FlashRegions { get => _flashRegions; init => _flashRegions = value; }

    /// <summary>The last Fixed Addresses element.</summary>
    public ParsedFixedAddresses? FixedAddresses { get; init; }

    /// <summary>The entries of the last Permissions element.</summary>
    public ImmutableArray<ParsedDriverPermission> Permissions { get => _permissions; init => _permissions = value; }

    /// <summary>The last Storage Permissions element.</summary>
    public ParsedStoragePermissions? StoragePermissions { get; init; }

    /// <summary>The last Kernel Version element.</summary>
    public ParsedKernelVersion? KernelVersion { get; init; }

    /// <summary>The last ShortId element.</summary>
    public uint? ShortId { get; init; }

    /// <summary>The rows of the last Load Segments element.</summary>
    public ImmutableArray<ParsedLoadSegment> LoadSegments { get => _loadSegments; init => _loadSegments = value; }

    /// <summary>The rows of the last Dynamic Relocations element.</summary>
    public ImmutableArray<ParsedRelocationTable> RelocationTables { get => _relocationTables; init => _relocationTables = value; }

    /// <summary>The last Load Target element.</summary>
    public ParsedLoadTarget? LoadTarget { get; init; }

    /// <summary>Footers up to the first that cannot be one.</summary>
    public ImmutableArray<ParsedFooter> Footers { get => _footers; init => _footers = value; }

    /// <summary>Rules that the file breaks; a kernel loads it when there is none.</summary>
    public ImmutableArray<TbfFinding> Findings { get => _findings; init => _findings = value; }

    /// <summary>Whether this is padding between apps: a base header and nothing else.</summary>
    public bool IsPadding => HeaderSize == TbfFormat.BaseHeaderSize;

    /// <summary>Whether the app is copied to RAM before it runs: flag and element each say so alone.</summary>
    public bool IsLoadedToRam => Flags.HasFlag(TbfFlags.LoadToRam) || !LoadSegments.IsEmpty;

    /// <summary>What the kernel goes by: Program, or Main where there is none.</summary>
    public ParsedProgram? Entry => Program ?? Main;

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
