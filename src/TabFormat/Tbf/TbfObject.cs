using System.Collections.Immutable;

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
    /// <summary>Bytes from the start of the TBF to the first footer.</summary>
    public uint BinaryEndOffset => checked(ProtectedRegionSize + BinarySize);

    /// <summary>All footers: the credentials, then reserved ones over the space that is left when it has room for one.</summary>
    public ImmutableArray<Credential> Footers =>
    [
        .. Credentials,
        .. ReservedCredential.Fill((long)TotalSize - BinaryEndOffset - Credentials.Sum(credential => (long)credential.Size)),
    ];
}
