using System.Security.Cryptography;

namespace TabFormat.Tbf;

/// <summary>
/// A signature over the covered bytes. Keys serve one thread at a time, and several TBFs may be signed at once: hence the locks.
/// </summary>
public abstract record SignatureCredential(CredentialFormat Format) : Credential(Format)
{
    /// <summary>The hash of the covered bytes that is signed.</summary>
    public abstract HashAlgorithmName Hash { get; }

    /// <summary>Bytes of a signature.</summary>
    public abstract int SignatureLength { get; }

    /// <summary>The data of a credential with a signature that was made elsewhere.</summary>
    /// <param name="signature"><see cref="SignatureLength"/> bytes.</param>
    public abstract byte[] DataOf(ReadOnlySpan<byte> signature);

    /// <summary>Whether <paramref name="data"/> is a signature of <paramref name="covered"/> by this key.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> covered, ReadOnlySpan<byte> data);
}
