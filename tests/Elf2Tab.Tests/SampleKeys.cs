using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Tests.Shared;

namespace Elf2Tab.Tests;

/// <summary>Keys for tests and for nothing else. One of RSA-4096 would take many seconds to make.</summary>
internal static class SampleKeys
{
    public const string Password = "pass word";

    public static RSA Rsa { get; } = ReadRsa();

    public static ECDsa Ecdsa { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static byte[] Private(AsymmetricAlgorithm key) => key.ExportPkcs8PrivateKey();

    public static byte[] PrivatePem(AsymmetricAlgorithm key) => Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem());

    public static byte[] Public(AsymmetricAlgorithm key) => key.ExportSubjectPublicKeyInfo();

    public static byte[] PublicPem(AsymmetricAlgorithm key) => Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem());

    public static byte[] Encrypted(AsymmetricAlgorithm key) => key.ExportEncryptedPkcs8PrivateKey(Password, Encryption);

    public static byte[] EncryptedPem(AsymmetricAlgorithm key) =>
        Encoding.ASCII.GetBytes(key.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption));

    /// <summary>A key encrypted by a scheme that nobody knows.</summary>
    public static byte[] EncryptedOtherwise()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
                writer.WriteObjectIdentifier("1.2.3.4");
            writer.WriteOctetString(new byte[8]);
        }
        return writer.Encode();
    }

    /// <summary>
    /// A PKCS#8 file with an RSA key of 4096 bits whose second prime is none. Its parts have all relations that they should have;
    /// but raising to one exponent does not undo raising to the other.
    /// </summary>
    public static byte[] RsaOfNoPrime()
    {
        var parameters = Rsa.ExportParameters(true);
        var p = Number(parameters.P!);
        var q = Number(parameters.Q!) - 2;
        var e = Number(parameters.Exponent!);
        var order = (p - 1) * (q - 1);
        var factor = BigInteger.One;
        while (((factor * order) + 1) % e != 0)
            factor++;
        var d = ((factor * order) + 1) / e;

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                writer.WriteNull();
            }
            using (writer.PushOctetString())
            using (writer.PushSequence())
            {
                foreach (var part in (BigInteger[])[0, p * q, e, d, p, q, d % (p - 1), d % (q - 1), BigInteger.ModPow(q, p - 2, p)])
                    writer.WriteInteger(part);
            }
        }
        return writer.Encode();

        static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
    }

    private static RSA ReadRsa()
    {
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(TestData.Read("keys/rsa4096.der"), out _);
        return key;
    }

    private static PbeParameters Encryption => new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);
}
