using System.Security.Cryptography;

namespace TabFormat.Tbf;

/// <summary>An ECDSA signature over P-256 and SHA-256: r, then s. It differs in every run.</summary>
/// <param name="Key">A private key on P-256; to verify, the public one is enough.</param>
public sealed record EcdsaCredential(ECDsa Key) : SignatureCredential(CredentialFormat.EcdsaNistP256)
{
    /// <inheritdoc/>
    public override int DataLength => 64;

    /// <inheritdoc/>
    public override HashAlgorithmName Hash => HashAlgorithmName.SHA256;

    /// <inheritdoc/>
    public override int SignatureLength => DataLength;

    /// <inheritdoc/>
    public override byte[] DataOf(ReadOnlySpan<byte> signature) => signature.ToArray();

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> covered, ReadOnlySpan<byte> data)
    {
        lock (Key)
        {
            return Key.VerifyData(
                covered, data[..DataLength], Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    private protected override void WriteData(ReadOnlySpan<byte> covered, Span<byte> data)
    {
        lock (Key)
            Key.SignData(covered, data, Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
