using System.Security.Cryptography;
using Elf2Tab.Diagnostics;
using TabFormat.Tbf;

namespace Elf2Tab.Keys;

/// <summary>Public keys from files: SubjectPublicKeyInfo (RFC 5280), as DER or as PEM.</summary>
internal static class PublicKeyFile
{
    private const int CurveSize = 256;
    private const string MakeOne = "make one of the private key: `openssl pkey -in KEY -pubout -out KEY.pub`";

    /// <summary>The credential that the key verifies.</summary>
    /// <exception cref="InputException">The file holds no RSA key of 4096 bits and no key on P-256.</exception>
    public static SignatureCredential Read(byte[] file, DiagnosticSink diagnostics)
    {
        try
        {
            return ReadInfo(Decode(file, diagnostics), diagnostics);
        }
        catch (PlatformNotSupportedException)
        {
            throw diagnostics.Fail(Catalogue.KeyCurve, "the key is on a curve that is not known");
        }
    }

    private static SignatureCredential ReadInfo(byte[] info, DiagnosticSink diagnostics)
    {
        if (TryImport(RSA.Create(), info) is RSA rsa)
        {
            return rsa.KeySize == Rsa4096Credential.KeySize
                ? new Rsa4096Credential(rsa)
                : throw diagnostics.Fail(
                    Catalogue.KeySize, $"the key has {rsa.KeySize} bits, it must have {Rsa4096Credential.KeySize}");
        }
        if (TryImport(ECDsa.Create(), info) is ECDsa ecdsa)
        {
            return ecdsa.KeySize == CurveSize && ecdsa.ExportParameters(false).Curve.Oid?.FriendlyName is "nistP256" or "ECDSA_P256"
                ? new EcdsaCredential(ecdsa)
                : throw diagnostics.Fail(Catalogue.KeyCurve, "the key is not on the curve P-256");
        }
        throw diagnostics.Fail(
            Catalogue.KeyUnreadable, "the file holds no public key", MakeOne);
    }

    private static byte[] Decode(byte[] file, DiagnosticSink diagnostics)
    {
        if (!PemText.IsMeant(file))
            return file;
        var text = PemText.Read(file);
        if (text is { Label: "PUBLIC KEY" })
            return text.Content;
        throw diagnostics.Fail(Catalogue.KeyUnreadable, "the PEM text holds no `PUBLIC KEY`", text?.Label switch
        {
            "RSA PUBLIC KEY" => "convert it: `openssl rsa -RSAPublicKey_in -in KEY -pubout -out KEY.pub`",
            "CERTIFICATE" => "take the key out of it: `openssl x509 -in CERTIFICATE -noout -pubkey > KEY.pub`",
            _ => MakeOne,
        });
    }

    private static AsymmetricAlgorithm? TryImport(AsymmetricAlgorithm key, byte[] info)
    {
        try
        {
            key.ImportSubjectPublicKeyInfo(info, out _);
            return key;
        }
        catch (Exception exception) when (PrivateKeyFile.IsDamage(exception) && exception is not PlatformNotSupportedException)
        {
            key.Dispose();
            return null;
        }
    }
}
