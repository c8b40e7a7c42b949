using System.Security.Cryptography;
using TabFormat.Binary;
using TabFormat.Tbf;
using Tests.Shared;

namespace TabFormat.Tests.Tbf;

public sealed class SignatureCredentialTests : IDisposable
{
    private static readonly byte[] Covered = [.. Enumerable.Range(0, 300).Select(value => (byte)value)];

    private static readonly Lazy<RSA> RsaKey = new(ReadRsaKey);

    private readonly ECDsa _ecdsaKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _rsaPublicKey = RSA.Create();
    private readonly ECDsa _ecdsaPublicKey = ECDsa.Create();

    public void Dispose()
    {
        _ecdsaKey.Dispose();
        _rsaPublicKey.Dispose();
        _ecdsaPublicKey.Dispose();
    }

    [Fact]
    public void Rsa_4096_is_the_modulus_and_a_pkcs1_signature_over_sha_512()
    {
        byte[] footer = Write(new Rsa4096Credential(RsaKey.Value));

        Bytes.Equal([0x80, 0, 4, 4, 2, 0, 0, 0], footer.AsSpan(0, 8));
        Bytes.Equal(RsaKey.Value.ExportParameters(false).Modulus, footer.AsSpan(8, 512));
        Assert.True(PublicRsaKey().VerifyData(Covered, footer.AsSpan(520), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void Ecdsa_is_r_and_s_over_sha_256()
    {
        byte[] footer = Write(new EcdsaCredential(_ecdsaKey));

        Bytes.Equal([0x80, 0, 68, 0, 6, 0, 0, 0], footer.AsSpan(0, 8));
        Assert.Equal(72, footer.Length);
        Assert.True(PublicEcdsaKey().VerifyData(
            Covered, footer.AsSpan(8), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_public_key_is_enough_to_verify_and_no_bit_may_change(bool isRsa)
    {
        byte[] data = Write(isRsa ? new Rsa4096Credential(RsaKey.Value) : new EcdsaCredential(_ecdsaKey))[8..];
        SignatureCredential credential = isRsa ? new Rsa4096Credential(PublicRsaKey()) : new EcdsaCredential(PublicEcdsaKey());

        Assert.True(credential.Verify(Covered, data));
        Assert.True(credential.Verify(Covered, [.. data, 1, 2, 3]), "what follows the data does not count");
        Assert.False(credential.Verify(Covered.AsSpan(1), data));
        foreach (int at in (int[])[0, 150, Covered.Length - 1])
            Assert.False(credential.Verify(Flipped(Covered, at), data));
        foreach (int at in (int[])[0, (data.Length / 2) - 1, data.Length / 2, data.Length - 1])
            Assert.False(credential.Verify(Covered, Flipped(data, at)));
    }

    [Fact]
    public void Another_key_does_not_verify()
    {
        byte[] data = Write(new EcdsaCredential(_ecdsaKey))[8..];
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.False(new EcdsaCredential(other).Verify(Covered, data));
    }

    /// <summary>Making one would take long.</summary>
    private static RSA ReadRsaKey()
    {
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(TestData.Read("keys/rsa4096.der"), out _);
        return key;
    }

    private RSA PublicRsaKey()
    {
        _rsaPublicKey.ImportParameters(RsaKey.Value.ExportParameters(includePrivateParameters: false));
        return _rsaPublicKey;
    }

    private ECDsa PublicEcdsaKey()
    {
        _ecdsaPublicKey.ImportParameters(_ecdsaKey.ExportParameters(includePrivateParameters: false));
        return _ecdsaPublicKey;
    }

    private static byte[] Write(SignatureCredential credential)
    {
        byte[] footer = new byte[credential.Size];
        var writer = new ByteWriter(footer);
        credential.Write(Covered, ref writer);
        return footer;
    }

    private static byte[] Flipped(byte[] bytes, int at) => [.. bytes[..at], (byte)(bytes[at] ^ 1), .. bytes[(at + 1)..]];
}
