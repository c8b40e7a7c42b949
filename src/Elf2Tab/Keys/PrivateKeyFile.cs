using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Elf2Tab.Diagnostics;
using TabFormat.Binary;
using TabFormat.Tbf;

namespace Elf2Tab.Keys;

// A TBF can end in credentials: hashes, which a kernel compares, and signatures, which it verifies by a public key that it knows. The
// keys come from files that other programs made, in the containers that they use; the cryptography is the system's.

/// <summary>Private keys from files: PKCS#8 (RFC 5208), as DER or as PEM (RFC 7468).</summary>
internal static class PrivateKeyFile
{
    private const string RsaAlgorithm = "1.2.840.113549.1.1.1";
    private const string EllipticCurveAlgorithm = "1.2.840.10045.2.1";
    private const string CurveP256 = "1.2.840.10045.3.1.7";

    // Universal tag numbers of ASN.1 (X.680).
    private const int Integer = 2;
    private const int BitString = 3;
    private const int OctetString = 4;
    private const int Sequence = 16;

    /// <summary>More than any tool asks for by itself; so many take a second or two.</summary>
    private const uint MostIterations = 2_000_000;

    private const int DeepestParameters = 4;

    /// <summary>More bytes than any key has.</summary>
    public const int LargestFile = 64 * 1024;

    /// <summary>
    /// Keys that a password has opened, and those that it has not: hashing it takes as long as somebody wanted it to take, and the apps
    /// of a manifest have mostly one key.
    /// </summary>
    private static readonly ConcurrentDictionary<(string Encrypted, string Password), Lazy<byte[]?>> Opened = new();

    /// <summary>An RSA key of 4096 bits. To try it takes as long as to sign: that it is damaged may show when it signs.</summary>
    /// <exception cref="InputException">The file holds something else.</exception>
    public static RSA ReadRsa4096(byte[] file, string? password, DiagnosticSink diagnostics)
    {
        byte[] pkcs8 = Decode(file, password, RsaAlgorithm, diagnostics);
        CheckAlgorithm(pkcs8, RsaAlgorithm, "RSA", diagnostics);
        var key = RSA.Create();
        Import(key, pkcs8, diagnostics);
        return key.KeySize == Rsa4096Credential.KeySize
            ? key
            : throw diagnostics.Fail(
                Catalogue.KeySize, $"the key has {key.KeySize} bits, it must have {Rsa4096Credential.KeySize}");
    }

    /// <summary>A key on the curve P-256.</summary>
    /// <exception cref="InputException">The file holds something else.</exception>
    public static ECDsa ReadEcdsaNistP256(byte[] file, string? password, DiagnosticSink diagnostics)
    {
        byte[] pkcs8 = Decode(file, password, EllipticCurveAlgorithm, diagnostics);
        string? curve = CheckAlgorithm(pkcs8, EllipticCurveAlgorithm, "elliptic curve", diagnostics);
        if (curve != CurveP256)
            throw diagnostics.Fail(
                Catalogue.KeyCurve,
                "the key is on the curve "
                + $"{(curve is null ? "with explicit parameters" : new Oid(curve).FriendlyName ?? curve)}, not on P-256");
        var key = ECDsa.Create();
        Import(key, pkcs8, diagnostics);
        TryOut(new EcdsaCredential(key), diagnostics);
        return key;
    }

    /// <summary>Signs with a key: a damaged one may be read and yet make no signatures, or wrong ones.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public static void TryOut(SignatureCredential credential, DiagnosticSink diagnostics)
    {
        bool works = false;
        try
        {
            byte[] footer = new byte[credential.Size];
            var writer = new ByteWriter(footer);
            credential.Write([], ref writer);
            works = credential.Verify([], footer.AsSpan(TbfFormat.CredentialPrefixSize));
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            // It does not.
        }
        if (!works)
            throw FailDamaged(diagnostics);
    }

    /// <summary>Reports that a key makes no valid signatures.</summary>
    public static InputException FailDamaged(DiagnosticSink diagnostics) =>
        diagnostics.Fail(Catalogue.KeyUnreadable, "the key is damaged: it makes no valid signatures");

    /// <summary>What the runtime throws at a damaged key: what it means to throw, and what its own readers run into.</summary>
    internal static bool IsDamage(Exception exception) => exception
        is CryptographicException or ArgumentException or IndexOutOfRangeException or OverflowException or PlatformNotSupportedException;

    private static void Import(AsymmetricAlgorithm key, byte[] pkcs8, DiagnosticSink diagnostics)
    {
        int size;
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out size);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw key is ECDsa
                ? diagnostics.Fail(
                    Catalogue.KeyUnreadable,
                    "the key is damaged, or has its public point in the compressed form",
                    "write it with the whole point: `openssl pkey -in KEY -ec_conv_form uncompressed -out NEW.pem`")
                : diagnostics.Fail(Catalogue.KeyUnreadable, "the key is damaged");
        }
        if (size < pkcs8.Length)
            throw diagnostics.Fail(Catalogue.KeyUnreadable, $"{pkcs8.Length - size} bytes follow the key");
    }

    /// <summary>The PKCS#8 structure of a file.</summary>
    private static byte[] Decode(byte[] file, string? password, string expected, DiagnosticSink diagnostics)
    {
        if (!PemText.IsMeant(file))
            return IsPlain(file, diagnostics) ? file : Decrypt(file, password, expected, diagnostics);
        if (file.AsSpan().IndexOf("Proc-Type: 4,ENCRYPTED"u8) >= 0)
            throw diagnostics.Fail(Catalogue.KeyNotPkcs8, "the file holds a key that is encrypted in the traditional form of OpenSSL");
        if (PemText.Read(file) is not var (label, content))
            throw diagnostics.Fail(Catalogue.KeyUnreadable, "the PEM text is damaged");
        if (label is "PRIVATE KEY" or "ENCRYPTED PRIVATE KEY")
            return label == "PRIVATE KEY" ? content : Decrypt(content, password, expected, diagnostics);
        var kind = label switch
        {
            "RSA PRIVATE KEY" or "EC PRIVATE KEY" or "EC PARAMETERS" => Catalogue.KeyNotPkcs8,
            "PUBLIC KEY" or "RSA PUBLIC KEY" or "CERTIFICATE" => Catalogue.KeyIsPublic,
            _ => Catalogue.KeyUnreadable,
        };
        throw diagnostics.Fail(
            kind,
            $"the file holds a PEM block `{label}`, not `PRIVATE KEY`",
            label == "OPENSSH PRIVATE KEY" ? "convert it, a copy: `ssh-keygen -p -m PKCS8 -f KEY`" : null);
    }

    /// <summary>The PKCS#8 structure inside an encrypted one, for either kind of key.</summary>
    private static byte[] Decrypt(
        byte[] encrypted, string? password, string expected, DiagnosticSink diagnostics)
    {
        if (password is null)
            throw diagnostics.Fail(Catalogue.KeyEncrypted, "the key is encrypted and no password was given");
        CheckCost(encrypted, diagnostics);
        var opened = Opened.GetOrAdd(
            (Convert.ToHexString(encrypted), password), _ => new Lazy<byte[]?>(() => Open(encrypted, password, expected)));
        if (opened.Value is { } pkcs8)
            return pkcs8;
        throw FindUnknownScheme(encrypted) is { } scheme
            ? diagnostics.Fail(
                Catalogue.KeyEncryption,
                $"the key is encrypted by {(new Oid(scheme).FriendlyName is { } name ? $"{name} ({scheme})" : scheme)}, which is not supported")
            : diagnostics.Fail(Catalogue.KeyPassword, "the password does not open the key");
    }

    /// <summary>What is not supported in the way in which a key is encrypted, whatever its password is; null: nothing.</summary>
    private static string? FindUnknownScheme(byte[] encrypted)
    {
        try
        {
            PasswordScheme.Read(encrypted, out string? unknown);
            return unknown;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static byte[]? Open(byte[] encrypted, string password, string expected)
    {
        try
        {
            if (PasswordScheme.Read(encrypted, out _) is { } scheme)
                return scheme.Decrypt(password);
        }
        catch (AsnContentException)
        {
            return null;
        }
        using var rsa = RSA.Create();
        using var ecdsa = ECDsa.Create();
        foreach (var key in (AsymmetricAlgorithm[])(expected == RsaAlgorithm ? [rsa, ecdsa] : [ecdsa, rsa]))
        {
            try
            {
                key.ImportEncryptedPkcs8PrivateKey(password, encrypted, out _);
                return key.ExportPkcs8PrivateKey();
            }
            catch (Exception exception) when (IsDamage(exception))
            {
                // The other kind, or the wrong password.
            }
        }
        return null;
    }

    /// <summary>A key derivation may be asked to go on for hours: the numbers of its parameters say how long (RFC 8018).</summary>
    private static void CheckCost(byte[] encrypted, DiagnosticSink diagnostics)
    {
        try
        {
            var algorithm = new AsnReader(encrypted, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            if (LargestNumber(algorithm, depth: 0) > MostIterations)
                throw diagnostics.Fail(Catalogue.KeyUnreadable, $"its password is hashed more than {MostIterations} times");
        }
        catch (AsnContentException)
        {
            throw diagnostics.Fail(Catalogue.KeyUnreadable, "the encrypted key is damaged");
        }
    }

    /// <summary>The largest integer in the parameters; those of no method are nested any deeper.</summary>
    private static uint LargestNumber(AsnReader reader, int depth)
    {
        uint largest = 0;
        while (reader.HasData)
        {
            var tag = reader.PeekTag();
            if (tag == Asn1Tag.Sequence && depth < DeepestParameters)
                largest = Math.Max(largest, LargestNumber(reader.ReadSequence(), depth + 1));
            else if (tag == Asn1Tag.Integer && reader.TryReadUInt32(out uint number))
                largest = Math.Max(largest, number);
            else if (reader.ReadEncodedValue().Length > 0 && tag == Asn1Tag.Integer)
                largest = uint.MaxValue;
        }
        return largest;
    }

    /// <summary>
    /// Tells the DER containers of keys apart by the types of their first two fields; false for an encrypted PKCS#8 key.
    /// </summary>
    private static bool IsPlain(byte[] der, DiagnosticSink diagnostics)
    {
        try
        {
            var fields = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            var first = fields.PeekTag();
            bool isPrivate = first.TagValue == Integer && fields.PeekContentBytes().Span is [0];
            fields.ReadEncodedValue();
            var second = fields.PeekTag();
            if (first.TagValue == Sequence && second.TagValue == BitString)
                throw diagnostics.Fail(Catalogue.KeyIsPublic, "the file holds a public key (SubjectPublicKeyInfo)");
            if (first.TagValue == Sequence && second.TagValue == OctetString)
                return false;
            if (second.TagValue == OctetString)
                throw diagnostics.Fail(Catalogue.KeyNotPkcs8, "the file holds an elliptic curve key in SEC 1");
            if (second.TagValue == Integer && isPrivate)
                throw diagnostics.Fail(Catalogue.KeyNotPkcs8, "the file holds an RSA key in PKCS#1");
            if (second.TagValue == Integer)
                throw diagnostics.Fail(Catalogue.KeyIsPublic, "the file holds a public RSA key (PKCS#1)");
            return true;
        }
        catch (AsnContentException)
        {
            throw diagnostics.Fail(Catalogue.KeyUnreadable, "the file is neither DER nor PEM");
        }
    }

    /// <summary>Checks which kind of key a PKCS#8 structure holds; its curve, where it names one.</summary>
    private static string? CheckAlgorithm(byte[] pkcs8, string expected, string name, DiagnosticSink diagnostics)
    {
        try
        {
            var fields = new AsnReader(pkcs8, AsnEncodingRules.BER).ReadSequence();
            fields.ReadInteger();
            var identifier = fields.ReadSequence();
            string algorithm = identifier.ReadObjectIdentifier();
            if (algorithm != expected)
            {
                throw diagnostics.Fail(
                    Catalogue.KeyAlgorithm,
                    $"the key is not an {name} key but of algorithm {new Oid(algorithm).FriendlyName ?? algorithm}");
            }
            return identifier.HasData && identifier.PeekTag() == Asn1Tag.ObjectIdentifier ? identifier.ReadObjectIdentifier() : null;
        }
        catch (AsnContentException)
        {
            throw diagnostics.Fail(Catalogue.KeyUnreadable, "the file is not a PKCS#8 structure");
        }
    }
}
