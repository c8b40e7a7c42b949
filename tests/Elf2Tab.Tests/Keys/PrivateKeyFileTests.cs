using System.Security.Cryptography;
using Elf2Tab.Diagnostics;
using Elf2Tab.Keys;
using TabFormat.Tbf;
using Tests.Shared;

namespace Elf2Tab.Tests.Keys;

public sealed class PrivateKeyFileTests
{
    private static readonly byte[] Message = [1, 2, 3];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_truncation_is_refused(bool isPem)
    {
        foreach (var key in (AsymmetricAlgorithm[])[SampleKeys.Rsa, SampleKeys.Ecdsa])
        {
            byte[] file = FileOf(key, isPem);
            for (int length = 0; length < file.Length; length++)
                Read(key, file[..length]).IsRefusedFor(Catalogue.KeyUnreadable);
            Assert.True(SignsFor(key, Read(key, file).With()));
        }
    }

    [Fact]
    public void A_scheme_of_encryption_that_is_not_supported_is_named()
    {
        foreach (var key in (AsymmetricAlgorithm[])[SampleKeys.Rsa, SampleKeys.Ecdsa])
        {
            var read = Read(key, SampleKeys.EncryptedOtherwise(), SampleKeys.Password);
            read.IsRefusedFor(Catalogue.KeyEncryption);
            Assert.Contains("1.2.3.4", read.Diagnostics.Diagnostics.Single().Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Bytes_behind_a_key_are_refused()
    {
        foreach (var key in (AsymmetricAlgorithm[])[SampleKeys.Rsa, SampleKeys.Ecdsa])
            Read(key, [.. SampleKeys.Private(key), 0]).IsRefusedFor(Catalogue.KeyUnreadable);
    }

    /// <summary>A flipped bit may be of no importance, as one of a comment is; else the key must not be used.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_flipped_bit_is_refused_or_leaves_the_key_as_it_was(bool isPem)
    {
        // Of the long file of an RSA key not every byte: the step has no common factor with the 8 bits.
        foreach (var (key, step) in ((AsymmetricAlgorithm, int)[])[(SampleKeys.Rsa, 101), (SampleKeys.Ecdsa, 3)])
        {
            byte[] file = FileOf(key, isPem);
            int refused = 0;
            for (int bit = 0; bit < 8 * file.Length; bit += step)
            {
                var read = Read(key, RawTbf.Damaged(file, bit / 8, (byte)(file[bit / 8] ^ (1 << (bit % 8)))));
                if (read.IsRefused)
                    refused++;
                Assert.True(read.IsRefused ? read.Diagnostics.HasErrors : SignsFor(key, read.Value!), $"bit {bit}");
            }
            Assert.InRange(refused, 4 * file.Length / step, int.MaxValue);
        }
    }

    /// <summary>Libraries compare the parts of a key with one another. These fit; but no signature is valid that it makes.</summary>
    [Fact]
    public void A_key_is_tried_before_it_is_used()
    {
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(SampleKeys.RsaOfNoPrime(), out _);
        Assert.False(key.VerifyData(Message, Sign(key), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));

        Read(key, SampleKeys.RsaOfNoPrime()).IsRefusedFor(Catalogue.KeyUnreadable);
    }

    [Fact]
    public void The_private_part_of_another_key_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] key = SampleKeys.Private(SampleKeys.Ecdsa);
        byte[] mine = SampleKeys.Ecdsa.ExportParameters(true).D!;
        int place = key.AsSpan().IndexOf(mine);

        Read(other, RawTbf.Damaged(key, place, other.ExportParameters(true).D!)).IsRefusedFor(Catalogue.KeyUnreadable);
        Read(other, RawTbf.Damaged(key, place, new byte[mine.Length])).IsRefusedFor(Catalogue.KeyUnreadable);
        Read(other, RawTbf.Damaged(key, place, [.. Enumerable.Repeat((byte)0xFF, mine.Length)])).IsRefusedFor(Catalogue.KeyUnreadable);
    }

    private static byte[] FileOf(AsymmetricAlgorithm key, bool isPem) => isPem ? SampleKeys.PrivatePem(key) : SampleKeys.Private(key);

    private static Outcome<AsymmetricAlgorithm> Read(AsymmetricAlgorithm kind, byte[] file, string? password = null) =>
        Outcome.Of<AsymmetricAlgorithm>(diagnostics => kind is RSA
            ? ReadAndTryRsa(file, password, diagnostics)
            : PrivateKeyFile.ReadEcdsaNistP256(file, password, diagnostics));

    private static RSA ReadAndTryRsa(byte[] file, string? password, DiagnosticSink diagnostics)
    {
        var key = PrivateKeyFile.ReadRsa4096(file, password, diagnostics);
        PrivateKeyFile.TryOut(new Rsa4096Credential(key), diagnostics);
        return key;
    }

    private static byte[] Sign(AsymmetricAlgorithm key) => key is RSA rsa
        ? rsa.SignData(Message, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)
        : ((ECDsa)key).SignData(Message, HashAlgorithmName.SHA256);

    /// <summary>Whether what the key that was read signs is signed by the expected one.</summary>
    private static bool SignsFor(AsymmetricAlgorithm expected, AsymmetricAlgorithm read)
    {
        using (read)
        {
            return expected is RSA rsa
                ? rsa.VerifyData(Message, Sign(read), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)
                : ((ECDsa)expected).VerifyData(Message, Sign(read), HashAlgorithmName.SHA256);
        }
    }
}
