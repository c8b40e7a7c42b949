using System.Security.Cryptography;
using System.Text;

namespace Elf2Tab.Tests;

/// <summary>Keys, made when the first test asks: one of RSA-4096 takes a while.</summary>
internal static class Keys
{
    public const string Password = "pass word";

    private static readonly Lazy<RSA> LazyRsa = new(() => RSA.Create(4096));
    private static readonly Lazy<ECDsa> LazyEcdsa = new(() => ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static RSA Rsa => LazyRsa.Value;

    public static ECDsa Ecdsa => LazyEcdsa.Value;

    public static byte[] Private(AsymmetricAlgorithm key) => key.ExportPkcs8PrivateKey();

    public static byte[] PrivatePem(AsymmetricAlgorithm key) => Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem());

    public static byte[] Public(AsymmetricAlgorithm key) => key.ExportSubjectPublicKeyInfo();

    public static byte[] PublicPem(AsymmetricAlgorithm key) => Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem());

    public static byte[] Encrypted(AsymmetricAlgorithm key) => key.ExportEncryptedPkcs8PrivateKey(Password, Encryption);

    public static byte[] EncryptedPem(AsymmetricAlgorithm key) =>
        Encoding.ASCII.GetBytes(key.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption));

    private static PbeParameters Encryption => new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);
}
