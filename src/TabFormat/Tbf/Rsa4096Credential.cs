using System.Security.Cryptography;

namespace TabFormat.Tbf;

/// <summary>An RSA-4096 signature: the modulus, then PKCS#1 v1.5 over SHA-512, both big endian.</summary>
/// <param name="Key">A private key of <see cref="KeySize"/> bits; to verify, the public one is enough.</param>
public sealed record Rsa4096Credential(RSA Key) : SignatureCredential(CredentialFormat.Rsa4096)
{
    /// <summary>Bits of the key.</summary>
    public const int KeySize = 4096;

    private const int ModulusLength = KeySize / 8;

    private ExportedModulus? _exported;

    /// <inheritdoc/>
    public override int DataLength => 2 * ModulusLength;

    /// <inheritdoc/>
    public override HashAlgorithmName Hash => HashAlgorithmName.SHA512;

    /// <inheritdoc/>
    public override int SignatureLength => ModulusLength;

    /// <inheritdoc/>
    public override byte[] DataOf(ReadOnlySpan<byte> signature)
    {
        lock (Key)
            return [.. Modulus, .. signature];
    }

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> covered, ReadOnlySpan<byte> data)
    {
        lock (Key)
        {
            return data[..ModulusLength].SequenceEqual(Modulus)
                && Key.VerifyData(covered, data[ModulusLength..DataLength], Hash, RSASignaturePadding.Pkcs1);
        }
    }

    /// <summary>Whether both are of the same key.</summary>
    public bool Equals(Rsa4096Credential? other) => base.Equals(other) && Key.Equals(other.Key);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode();

    /// <summary>Signs, and verifies the signature: that takes a sixtieth of the time, and shows a damaged key.</summary>
    /// <exception cref="DamagedKeyException">The key makes no valid signatures.</exception>
    private protected override void WriteData(ReadOnlySpan<byte> covered, Span<byte> data)
    {
        try
        {
            lock (Key)
            {
                Modulus.CopyTo(data);
                Key.SignData(covered, data[ModulusLength..], Hash, RSASignaturePadding.Pkcs1);
            }
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new DamagedKeyException(exception);
        }
        if (!Verify(covered, data))
            throw new DamagedKeyException(null);
    }

    /// <summary>Exported once, while the key is locked.</summary>
    private ReadOnlySpan<byte> Modulus
    {
        get
        {
            if (_exported?.Key != Key)
                _exported = new ExportedModulus(Key, Key.ExportParameters(includePrivateParameters: false).Modulus!);
            return _exported.Modulus;
        }
    }

    private sealed record ExportedModulus(RSA Key, byte[] Modulus);
}
