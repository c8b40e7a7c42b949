using System.Collections.Immutable;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>
/// A TBF (Tock Binary Format object) with its layout fixed. Tock is an operating system for microcontrollers; a TBF is one app as it lies
/// in flash, one behind another. A header says what a kernel must know before it starts the app (entry point, RAM, permissions);
/// after it come a protected trailer, the app binary, footers (hashes and signatures of all before them) and padding, so that
/// memory protection can tell the app from its neighbours.
/// </summary>
/// <param name="App">What the header says.</param>
/// <param name="ProtectedRegionSize">Bytes from the start of the TBF to the app binary, the header among them.</param>
/// <param name="BinarySize">Bytes of the app binary.</param>
/// <param name="Binary">What the app binary holds.</param>
/// <param name="Credentials">Footers in order, without reserved space.</param>
/// <param name="TotalSize">Bytes of the whole TBF. What the credentials leave is reserved space.</param>
public sealed record TbfObject(
    TbfApp App,
    uint ProtectedRegionSize,
    uint BinarySize,
    ImmutableArray<BinaryPart> Binary,
    ImmutableArray<Credential> Credentials,
    uint TotalSize)
{
    private readonly ItemList<BinaryPart> _binary = Binary;
    private readonly ItemList<Credential> _credentials = Credentials;

    /// <summary>What the app binary holds.</summary>
    public ImmutableArray<BinaryPart> Binary { get => _binary; init => _binary = value; }

    /// <summary>Footers in order, without reserved space.</summary>
    public ImmutableArray<Credential> Credentials { get => _credentials; init => _credentials = value; }

    /// <summary>Lays out a TBF: works out what lies where, one part behind another.</summary>
    /// <param name="app">What the header says.</param>
    /// <param name="binary">What the app binary holds; it ends where the last of them ends.</param>
    /// <param name="credentials">Footers in order, without reserved space.</param>
    /// <param name="protectedRegionSize">Bytes from the start of the TBF to the app binary; null: just the header.</param>
    /// <param name="minimumFooterSize">Bytes that credentials and reserved space have together at least.</param>
    /// <param name="padding">How the size of the whole is rounded up; null: to whole words.</param>
    /// <param name="startAddress">Flash address of the TBF, of which padding may depend; null: not known.</param>
    /// <exception cref="ArgumentException">The protected region is smaller than the header.</exception>
    /// <exception cref="OverflowException">The TBF has 4 GiB or more.</exception>
    public static TbfObject Make(
        TbfApp app,
        ImmutableArray<BinaryPart> binary,
        ImmutableArray<Credential> credentials,
        uint? protectedRegionSize = null,
        uint minimumFooterSize = 0,
        PaddingRule? padding = null,
        ulong? startAddress = null)
    {
        var unsized = new TbfObject(app, protectedRegionSize ?? (uint)app.HeaderSize, 0, binary, credentials, 0);
        if (unsized.ProtectedRegionSize < app.HeaderSize)
            throw new ArgumentException($"the header has {app.HeaderSize} bytes, the protected region {protectedRegionSize}", nameof(protectedRegionSize));
        ulong binarySize = unsized.Binary.Select(part => part.Offset + (ulong)part.Bytes.Length).DefaultIfEmpty().Max();
        var sizes = new TbfSizes(unsized.ProtectedRegionSize, binarySize, (ulong)unsized.CredentialsSize)
        {
            MinimumFooters = minimumFooterSize,
            Padding = padding ?? PaddingRule.None,
            StartAddress = startAddress,
        };
        return unsized with { BinarySize = checked((uint)binarySize), TotalSize = checked((uint)sizes.Total) };
    }

    /// <summary>Bytes from the start of the TBF to the first footer.</summary>
    public uint BinaryEndOffset => checked(ProtectedRegionSize + BinarySize);

    /// <summary>Bytes of the credentials.</summary>
    public long CredentialsSize => Credentials.Sum(credential => (long)credential.Size);

    /// <summary>All footers: the credentials, then reserved ones over the space that is left when it has room for one.</summary>
    public ImmutableArray<Credential> Footers =>
    [
        .. Credentials,
        .. ReservedCredential.Fill((long)TotalSize - BinaryEndOffset - CredentialsSize),
    ];
}
