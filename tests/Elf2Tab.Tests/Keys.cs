using System.Security.Cryptography;
using System.Text;
using Tests.Shared;

namespace Elf2Tab.Tests;

/// <summary>Keys for tests and for nothing else. One of RSA-4096 would take many seconds to make.</summary>
internal static class Keys
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

    private static RSA ReadRsa()
    {
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(TestData.Read("keys/rsa4096.der"), out _);
        return key;
    }

    private static PbeParameters Encryption => new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);
}
