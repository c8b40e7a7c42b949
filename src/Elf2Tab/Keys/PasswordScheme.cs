using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Elf2Tab.Keys;

/// <summary>
/// How a key is encrypted with a password: PBES2 with PBKDF2 (RFC 8018), which is what tools make. The runtime can do it as well, but
/// hashes the password anew for every kind of key that could be inside.
/// </summary>
/// <param name="Hash">What hashes the password.</param>
/// <param name="Salt">What is hashed with it.</param>
/// <param name="Iterations">How often.</param>
/// <param name="Cipher">Name of the cipher.</param>
/// <param name="KeySize">Bytes of its key.</param>
/// <param name="Start">Its initialization vector.</param>
/// <param name="Content">What is encrypted.</param>
internal sealed record PasswordScheme(
    HashAlgorithmName Hash, byte[] Salt, int Iterations, string Cipher, int KeySize, byte[] Start, byte[] Content)
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string TripleDesCipher = "1.2.840.113549.3.7";

    /// <summary>The scheme of an encrypted key; null: it is another one.</summary>
    /// <param name="encrypted">The key.</param>
    /// <param name="unknown">Identifier of the scheme, or of the part of it, that is not supported; null: none is.</param>
    /// <exception cref="AsnContentException">The structure is damaged.</exception>
    public static PasswordScheme? Read(byte[] encrypted, out string? unknown)
    {
        unknown = null;
        var fields = new AsnReader(encrypted, AsnEncodingRules.BER).ReadSequence();
        var algorithm = fields.ReadSequence();
        byte[] content = fields.ReadOctetString();
        string scheme = algorithm.ReadObjectIdentifier();
        if (scheme != Pbes2)
        {
            unknown = IsOfRuntime(scheme) ? null : scheme;
            return null;
        }
        var parameters = algorithm.ReadSequence();
        var derivation = parameters.ReadSequence();
        var encryption = parameters.ReadSequence();
        string function = derivation.ReadObjectIdentifier();
        if (function != Pbkdf2)
        {
            unknown = function;
            return null;
        }
        string cipher = encryption.ReadObjectIdentifier();
        int keySize = KeySizeOf(cipher);
        if (keySize == 0)
        {
            unknown = IsOfRuntime(cipher) ? null : cipher;
            return null;
        }
        byte[] start = encryption.ReadOctetString();

        var values = derivation.ReadSequence();
        if (values.PeekTag() != Asn1Tag.PrimitiveOctetString)
            return null;
        byte[] salt = values.ReadOctetString();
        bool isKnown = values.TryReadInt32(out int iterations) && iterations > 0;
        if (values.HasData && values.PeekTag() == Asn1Tag.Integer)
            isKnown &= values.TryReadInt32(out int derived) && derived == keySize;
        string? hashIdentifier = values.HasData ? values.ReadSequence().ReadObjectIdentifier() : null;
        if (HashOf(hashIdentifier) is { } hash)
            return isKnown ? new PasswordScheme(hash, salt, iterations, cipher, keySize, start, content) : null;
        unknown = hashIdentifier;
        return null;
    }

    /// <summary>The PKCS#8 structure inside; null: the password is another one.</summary>
    public byte[]? Decrypt(string password)
    {
#pragma warning disable CA5350 // A weak cipher: that of keys which older tools have encrypted.
        using SymmetricAlgorithm cipher = Cipher == TripleDesCipher ? TripleDES.Create() : Aes.Create();
#pragma warning restore CA5350
        try
        {
            cipher.Key = Rfc2898DeriveBytes.Pbkdf2(password, Salt, Iterations, Hash, KeySize);
            byte[] inside = cipher.DecryptCbc(Content, Start);
            return IsKey(inside) ? inside : null;
        }
        catch (Exception exception) when (PrivateKeyFile.IsDamage(exception))
        {
            return null;
        }
    }

    /// <summary>Whether these are the first fields of PKCS#8: one wrong password in 256 gives bytes that end as if they were right.</summary>
    private static bool IsKey(byte[] inside)
    {
        try
        {
            var fields = new AsnReader(inside, AsnEncodingRules.BER).ReadSequence();
            return fields.TryReadInt32(out _) && fields.ReadSequence().HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static int KeySizeOf(string cipher) => cipher switch
    {
        TripleDesCipher => 24,
        "2.16.840.1.101.3.4.1.2" => 16, // AES-128, CBC
        "2.16.840.1.101.3.4.1.22" => 24,
        "2.16.840.1.101.3.4.1.42" => 32,
        _ => 0,
    };

    /// <summary>
    /// Whether the runtime opens keys of a scheme (PKCS#5, PKCS#12) or cipher. It does those with DES and RC2 where OpenSSL still has these
    /// ciphers.
    /// </summary>
    private static bool IsOfRuntime(string identifier) => identifier switch
    {
        "1.2.840.113549.1.12.1.3" or "1.2.840.113549.1.12.1.4" => true, // triple DES
#pragma warning disable CA5351 // Weak ciphers: nothing is encrypted with them.
        "1.2.840.113549.1.5.3" or "1.2.840.113549.1.5.10" or "1.3.14.3.2.7" => Works(DES.Create),
        "1.2.840.113549.1.5.6" or "1.2.840.113549.1.5.11" or "1.2.840.113549.1.12.1.5" or "1.2.840.113549.1.12.1.6"
            or "1.2.840.113549.3.2" => Works(RC2.Create),
#pragma warning restore CA5351
        _ => false,
    };

    private static bool Works(Func<SymmetricAlgorithm> create)
    {
        try
        {
            using var cipher = create();
            return cipher.EncryptCbc(new byte[1], cipher.IV).Length > 0;
        }
        catch (Exception exception) when (PrivateKeyFile.IsDamage(exception))
        {
            return false;
        }
    }

    /// <summary>HMAC with SHA-1 is what counts when nothing is said.</summary>
    private static HashAlgorithmName? HashOf(string? identifier) => identifier switch
    {
        null or "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
        "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
        "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
        "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
