using System.Collections.Immutable;
using System.Text;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>An element (TLV) of the header: two bytes type, two bytes length, content, zeros to a multiple of 4.</summary>
public abstract record TbfElement(TbfElementType Type)
{
    /// <summary>Bytes of the content. More than 65,535 cannot be written.</summary>
    public abstract int Length { get; }

    /// <summary>Bytes that the element takes in the header.</summary>
    public int Size => TbfFormat.ElementPrefixSize + (int)Alignment.RoundUp((ulong)Length, 4);

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    /// <exception cref="OverflowException">The content is longer than 65,535 bytes.</exception>
    public void Write(ref ByteWriter writer)
    {
        int end = writer.Position + Size;
        writer.U16((ushort)Type);
        writer.U16(checked((ushort)Length));
        WriteContent(ref writer);
        writer.Zeros(end - writer.Position);
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    private protected abstract void WriteContent(ref ByteWriter writer);
}

/// <summary>The start of every app, for all kernels.</summary>
/// <param name="InitFunctionOffset">Bytes from the end of the header to the entry point.</param>
/// <param name="ProtectedTrailerSize">Bytes between the header and the app binary.</param>
/// <param name="MinimumRamSize">Bytes of RAM that the app needs.</param>
public sealed record MainElement(uint InitFunctionOffset, uint ProtectedTrailerSize, uint MinimumRamSize)
    : TbfElement(TbfElementType.Main)
{
    /// <inheritdoc/>
    public override int Length => 12;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U32(InitFunctionOffset);
        writer.U32(ProtectedTrailerSize);
        writer.U32(MinimumRamSize);
    }
}

/// <summary>What <see cref="MainElement"/> says, and where the footers begin.</summary>
/// <param name="Main">The three values that both elements hold.</param>
/// <param name="BinaryEndOffset">Bytes from the start of the TBF to the first footer; hashes and signatures cover these.</param>
/// <param name="Version">The app's version.</param>
public sealed record ProgramElement(MainElement Main, uint BinaryEndOffset, uint Version) : TbfElement(TbfElementType.Program)
{
    /// <inheritdoc/>
    public override int Length => 20;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U32(Main.InitFunctionOffset);
        writer.U32(Main.ProtectedTrailerSize);
        writer.U32(Main.MinimumRamSize);
        writer.U32(BinaryEndOffset);
        writer.U32(Version);
    }
}

/// <summary>The app's name.</summary>
public sealed record PackageNameElement(string Name) : TbfElement(TbfElementType.PackageName)
{
    /// <inheritdoc/>
    public override int Length => Encoding.UTF8.GetByteCount(Name);

    private protected override void WriteContent(ref ByteWriter writer) => Encoding.UTF8.GetBytes(Name, writer.Take(Length));
}

/// <summary>A part of the app binary that the app may rewrite.</summary>
/// <param name="Offset">Bytes from the start of the TBF (in an element) or of the app binary (in a <see cref="TbfApp"/>).</param>
/// <param name="Size">Bytes.</param>
public sealed record FlashRegion(uint Offset, uint Size);

/// <summary>All writeable flash regions: kernels keep only the last such element, so there is one for all.</summary>
/// <param name="Regions">Offsets count from the start of the TBF.</param>
public sealed record WriteableFlashRegionsElement(ImmutableArray<FlashRegion> Regions)
    : TbfElement(TbfElementType.WriteableFlashRegions)
{
    /// <inheritdoc/>
    public override int Length => 8 * Regions.Length;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        foreach (var region in Regions)
        {
            writer.U32(region.Offset);
            writer.U32(region.Size);
        }
    }
}

/// <summary>Addresses for which the app was linked.</summary>
/// <param name="Ram">Where the app's RAM starts; null: anywhere.</param>
/// <param name="Flash">Where the app binary (not the header) starts; null: anywhere.</param>
public sealed record FixedAddressesElement(uint? Ram, uint? Flash) : TbfElement(TbfElementType.FixedAddresses)
{
    /// <inheritdoc/>
    public override int Length => 8;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U32(Ram ?? TbfFormat.AnyAddress);
        writer.U32(Flash ?? TbfFormat.AnyAddress);
    }
}

/// <summary>Commands of one driver that the app may use: command 64 * <paramref name="Offset"/> + bit of <paramref name="Mask"/>.</summary>
public sealed record DriverPermission(uint Driver, uint Offset, ulong Mask);

/// <summary>The system calls that the app may make.</summary>
public sealed record PermissionsElement(ImmutableArray<DriverPermission> Permissions) : TbfElement(TbfElementType.Permissions)
{
    /// <inheritdoc/>
    public override int Length => 2 + (16 * Permissions.Length);

    /// <summary>Joins (driver, command) pairs into one entry per driver and 64 commands, in order of first appearance.</summary>
    public static ImmutableArray<DriverPermission> Merge(IEnumerable<(uint Driver, uint Command)> commands)
    {
        var masks = new OrderedDictionary<(uint Driver, uint Offset), ulong>();
        foreach (var (driver, command) in commands)
        {
            var key = (driver, command / 64);
            masks[key] = masks.GetValueOrDefault(key) | 1UL << (int)(command % 64);
        }
        return [.. masks.Select(entry => new DriverPermission(entry.Key.Driver, entry.Key.Offset, entry.Value))];
    }

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U16(checked((ushort)Permissions.Length));
        foreach (var permission in Permissions)
        {
            writer.U32(permission.Driver);
            writer.U32(permission.Offset);
            writer.U64(permission.Mask);
        }
    }
}

/// <summary>Identifiers of stored data. At most <see cref="TbfFormat.MaximumStorageIds"/> in either list.</summary>
/// <param name="WriteId">Identifier of what the app stores; 0: it stores nothing.</param>
/// <param name="ReadIds">What the app may read.</param>
/// <param name="ModifyIds">What the app may change.</param>
public sealed record StoragePermissionsElement(uint WriteId, ImmutableArray<uint> ReadIds, ImmutableArray<uint> ModifyIds)
    : TbfElement(TbfElementType.StoragePermissions)
{
    /// <inheritdoc/>
    public override int Length => 8 + (4 * (ReadIds.Length + ModifyIds.Length));

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U32(WriteId);
        foreach (var ids in (ReadOnlySpan<ImmutableArray<uint>>)[ReadIds, ModifyIds])
        {
            writer.U16(checked((ushort)ids.Length));
            foreach (uint id in ids)
                writer.U32(id);
        }
    }
}

/// <summary>The app runs on kernels from <paramref name="Major"/>.<paramref name="Minor"/> to before (Major + 1).0.</summary>
public sealed record KernelVersionElement(ushort Major, ushort Minor) : TbfElement(TbfElementType.KernelVersion)
{
    /// <inheritdoc/>
    public override int Length => 4;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U16(Major);
        writer.U16(Minor);
    }
}

/// <summary>A row of a <see cref="LoadSegmentsElement"/>.</summary>
/// <param name="BinaryOffset">Bytes from the start of the app binary; null: no bytes there.</param>
/// <param name="MemoryOffset">Bytes from the RAM origin.</param>
/// <param name="FileSize">Bytes to copy.</param>
/// <param name="MemorySize">Bytes in memory; what is not copied is zero.</param>
/// <param name="Flags">PF_X 1, PF_W 2, PF_R 4, as in the ELF.</param>
/// <param name="Alignment">Alignment of the address, as in the ELF.</param>
public sealed record LoadSegment(
    uint? BinaryOffset, uint MemoryOffset, uint FileSize, uint MemorySize, uint Flags, uint Alignment);

/// <summary>What of a RAM-loaded app lies where in memory, ascending.</summary>
public sealed record LoadSegmentsElement(ImmutableArray<LoadSegment> Segments) : TbfElement(TbfElementType.LoadSegments)
{
    /// <inheritdoc/>
    public override int Length => 24 * Segments.Length;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        foreach (var segment in Segments)
        {
            writer.U32(segment.BinaryOffset ?? TbfFormat.NoFileBytes);
            writer.U32(segment.MemoryOffset);
            writer.U32(segment.FileSize);
            writer.U32(segment.MemorySize);
            writer.U32(segment.Flags);
            writer.U32(segment.Alignment);
        }
    }
}

/// <summary>A table of a <see cref="DynamicRelocationsElement"/>.</summary>
/// <param name="Kind">Its encoding.</param>
/// <param name="EntrySize">Bytes of an entry.</param>
/// <param name="MemoryOffset">Bytes from the RAM origin.</param>
/// <param name="Size">Bytes of the table.</param>
/// <param name="RelativeCount">Words that it relocates.</param>
public sealed record RelocationTableInfo(
    RelocationKind Kind, ushort EntrySize, uint MemoryOffset, uint Size, uint RelativeCount);

/// <summary>The dynamic relocation tables of a RAM-loaded app.</summary>
public sealed record DynamicRelocationsElement(ImmutableArray<RelocationTableInfo> Tables)
    : TbfElement(TbfElementType.DynamicRelocations)
{
    /// <inheritdoc/>
    public override int Length => 16 * Tables.Length;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        foreach (var table in Tables)
        {
            writer.U16((ushort)table.Kind);
            writer.U16(table.EntrySize);
            writer.U32(table.MemoryOffset);
            writer.U32(table.Size);
            writer.U32(table.RelativeCount);
        }
    }
}

/// <summary>A number, not 0, that identifies the app.</summary>
public sealed record ShortIdElement(uint Id) : TbfElement(TbfElementType.ShortId)
{
    /// <inheritdoc/>
    public override int Length => 4;

    private protected override void WriteContent(ref ByteWriter writer) => writer.U32(Id);
}
