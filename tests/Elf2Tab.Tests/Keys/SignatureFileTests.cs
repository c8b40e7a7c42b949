using System.Security.Cryptography;
using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Keys;
using TabFormat.Tbf;
using Tests.Shared;

namespace Elf2Tab.Tests.Keys;

public sealed class SignatureFileTests
{
    private static readonly byte[] Covered = Apps.Code(500);
    private static readonly EcdsaCredential Ecdsa = new(SampleKeys.Ecdsa);
    private static readonly Rsa4096Credential Rsa = new(SampleKeys.Rsa);

    [Theory]
    [InlineData("raw")]
    [InlineData("der")]
    [InlineData("hex")]
    [InlineData("colons")]
    [InlineData("base64")]
    [InlineData("base64 of der")]
    public void A_signature_of_P256_is_taken_in_every_form(string form)
    {
        byte[] raw = SampleKeys.Ecdsa.SignData(Covered, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        byte[] der = SampleKeys.Ecdsa.SignHash(SHA256.HashData(Covered), DSASignatureFormat.Rfc3279DerSequence);
        byte[] file = form switch
        {
            "raw" => raw,
            "der" => der,
            "hex" => Encoding.ASCII.GetBytes(Convert.ToHexString(raw) + "\n"),
            "colons" => Encoding.ASCII.GetBytes(string.Join(':', raw.Select(value => $"{value:x2}"))),
            "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(raw, Base64FormattingOptions.InsertLineBreaks)),
            _ => Encoding.ASCII.GetBytes(Convert.ToBase64String(der) + "\r\n"),
        };
        var credential = Read(file, Ecdsa);
        Assert.Equal(CredentialFormat.EcdsaNistP256, credential.Format);
        Assert.True(Ecdsa.Verify(Covered, credential.Data.Span));
        if (form is "raw" or "hex" or "base64")
            Bytes.Equal(raw, credential.Data.Span);
    }

    [Fact]
    public void A_signature_of_RSA_is_taken_with_the_modulus_in_front()
    {
        byte[] signature = SampleKeys.Rsa.SignHash(SHA512.HashData(Covered), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
        var credential = Read(signature, Rsa);
        Assert.Equal((CredentialFormat.Rsa4096, 1024), (credential.Format, credential.Data.Length));
        Bytes.Equal(signature, credential.Data.Span[512..]);
        Assert.True(Rsa.Verify(Covered, credential.Data.Span));
        Bytes.Equal(signature, Read(Encoding.ASCII.GetBytes(Convert.ToBase64String(signature)), Rsa).Data.Span[512..]);
    }

    /// <summary>Numbers of DER are as short as they can be.</summary>
    [Fact]
    public void Short_numbers_of_DER_are_filled_up()
    {
        for (int count = 0; count < 2000; count++)
        {
            byte[] der = SampleKeys.Ecdsa.SignData(Covered, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            if (der.Length < 70)
            {
                Read(der, Ecdsa);
                return;
            }
        }
        Assert.Fail("there was no short signature");
    }

    [Fact]
    public void A_signature_of_something_else_is_refused()
    {
        byte[] other = SampleKeys.Ecdsa.SignData(Covered[1..], HashAlgorithmName.SHA256);
        byte[] otherHash = SampleKeys.Ecdsa.SignData(Covered, HashAlgorithmName.SHA512);
        byte[] otherPadding = SampleKeys.Rsa.SignData(Covered, HashAlgorithmName.SHA512, RSASignaturePadding.Pss);
        Refuses(other, Ecdsa, Catalogue.SignatureInvalid);
        Refuses(otherHash, Ecdsa, Catalogue.SignatureInvalid);
        Refuses(otherPadding, Rsa, Catalogue.SignatureInvalid);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(512)]
    public void What_is_no_signature_is_refused(int length)
    {
        Refuses(new byte[length], Ecdsa, Catalogue.SignatureUnreadable);
        Refuses(new byte[length + 1], Rsa, Catalogue.SignatureUnreadable);
    }

    private static GivenCredential Read(byte[] file, SignatureCredential key)
    {
        var found = new DiagnosticSink("signature");
        var credential = SignatureFile.Read(file, key, Covered, found);
        Assert.Empty(found.Diagnostics);
        return credential;
    }

    private static void Refuses(byte[] file, SignatureCredential key, DiagnosticKind kind)
    {
        var found = new DiagnosticSink("signature");
        Assert.Throws<InputException>(() => SignatureFile.Read(file, key, Covered, found));
        Assert.Equal(kind, Assert.Single(found.Errors).Kind);
    }
}
