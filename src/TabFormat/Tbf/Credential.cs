using System.Security.Cryptography;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>A footer. It knows its length before the layout is made and its data once the covered bytes are written.</summary>
public abstract record Credential(CredentialFormat Format)
{
    /// <summary>Bytes of the data behind type, length and format.</summary>
    public abstract int DataLength { get; }

    /// <summary>Bytes that the footer takes.</summary>
    public int Size => TbfFormat.CredentialPrefixSize + DataLength;

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    /// <param name="covered">Bytes 0 to the end of the app binary.</param>
    /// <param name="writer">Where to write.</param>
    public void Write(ReadOnlySpan<byte> covered, ref ByteWriter writer)
    {
        writer.U16((ushort)TbfElementType.Credentials);
        writer.U16(checked((ushort)(Size - TbfFormat.ElementPrefixSize)));
        writer.U32((uint)Format);
        WriteData(covered, writer.Take(DataLength));
    }

    /// <summary>Fills the data, which is zero before.</summary>
    private protected abstract void WriteData(ReadOnlySpan<byte> covered, Span<byte> data);
}

/// <summary>Space for credentials that are added later, or padding.</summary>
public sealed record ReservedCredential : Credential
{
    /// <summary>Most bytes that one footer can take: its length field has 16 bits.</summary>
    private const long LargestSize = TbfFormat.ElementPrefixSize + ushort.MaxValue;

    /// <summary>What a footer takes of a space that needs several, so that the next one is aligned.</summary>
    private const long ChunkSize = 65_536;

    private ReservedCredential(long size)
        : base(CredentialFormat.Reserved) => DataLength = (int)(size - TbfFormat.CredentialPrefixSize);

    /// <inheritdoc/>
    public override int DataLength { get; }

    /// <summary>Reserved credentials that together take <paramref name="space"/> bytes: one while its length fits in 16 bits.</summary>
    /// <param name="space">Bytes; with fewer than the 8 of an empty credential there is none.</param>
    public static IEnumerable<ReservedCredential> Fill(long space)
    {
        while (space >= TbfFormat.CredentialPrefixSize)
        {
            long size = space <= LargestSize ? space : Math.Min(ChunkSize, space - TbfFormat.CredentialPrefixSize);
            yield return new ReservedCredential(size);
            space -= size;
        }
    }

    private protected override void WriteData(ReadOnlySpan<byte> covered, Span<byte> data)
    {
    }
}

/// <summary>A hash of the covered bytes.</summary>
public sealed record HashCredential : Credential
{
    /// <summary>A hash credential.</summary>
    /// <param name="format">
    /// <see cref="CredentialFormat.Sha256"/>, <see cref="CredentialFormat.Sha384"/> or <see cref="CredentialFormat.Sha512"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">Another format.</exception>
    public HashCredential(CredentialFormat format)
        : base(format) => DataLength = format switch
        {
            CredentialFormat.Sha256 => SHA256.HashSizeInBytes,
            CredentialFormat.Sha384 => SHA384.HashSizeInBytes,
            CredentialFormat.Sha512 => SHA512.HashSizeInBytes,
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };

    /// <inheritdoc/>
    public override int DataLength { get; }

    private protected override void WriteData(ReadOnlySpan<byte> covered, Span<byte> data) => _ = Format switch
    {
        CredentialFormat.Sha256 => SHA256.HashData(covered, data),
        CredentialFormat.Sha384 => SHA384.HashData(covered, data),
        _ => SHA512.HashData(covered, data),
    };
}

/// <summary>
/// A signature over the covered bytes. Keys serve one thread at a time, and several TBFs may be signed at once: hence the locks.
/// </summary>
public abstract record SignatureCredential(CredentialFormat Format) : Credential(Format)
{
    /// <summary>Whether <paramref name="data"/> is a signature of <paramref name="covered"/> by this key.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> covered, ReadOnlySpan<byte> data);
}

/// <summary>An RSA-4096 signature: the modulus, then PKCS#1 v1.5 over SHA-512, both big endian.</summary>
/// <param name="Key">A private key of <see cref="KeySize"/> bits; to verify, the public one is enough.</param>
public sealed record Rsa4096Credential(RSA Key) : SignatureCredential(CredentialFormat.Rsa4096)
{
    /// <summary>Bits of the key.</summary>
    public const int KeySize = 4096;

    private const int ModulusLength = KeySize / 8;

    /// <inheritdoc/>
    public override int DataLength => 2 * ModulusLength;

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> covered, ReadOnlySpan<byte> data)
    {
        lock (Key)
        {
            return data[..ModulusLength].SequenceEqual(Modulus)
                && Key.VerifyData(covered, data[ModulusLength..DataLength], HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
        }
    }

    private protected override void WriteData(ReadOnlySpan<byte> covered, Span<byte> data)
    {
        lock (Key)
        {
            Modulus.CopyTo(data);
            Key.SignData(covered, data[ModulusLength..], HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
        }
    }

    private ReadOnlySpan<byte> Modulus => Key.ExportParameters(includePrivateParameters: false).Modulus;
}

/// <summary>An ECDSA signature over P-256 and SHA-256: r, then s. It differs in every run.</summary>
/// <param name="Key">A private key on P-256; to verify, the public one is enough.</param>
public sealed record EcdsaCredential(ECDsa Key) : SignatureCredential(CredentialFormat.EcdsaNistP256)
{
    /// <inheritdoc/>
    public override int DataLength => 64;

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> covered, ReadOnlySpan<byte> data)
    {
        lock (Key)
        {
            return Key.VerifyData(
                covered, data[..DataLength], HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    private protected override void WriteData(ReadOnlySpan<byte> covered, Span<byte> data)
    {
        lock (Key)
            Key.SignData(covered, data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
