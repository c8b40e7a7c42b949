using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>What is wrong with keys and with the space for credentials: 0400-0499.</content>
internal static partial class Catalogue
{
    private const string MakeKey = "`openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096 -out key.pem` makes an RSA key, `openssl genpkey "
        + "-algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem` one on P-256";

    /// <summary>Key that is neither DER nor PEM.</summary>
    public static readonly DiagnosticKind KeyUnreadable = new(
        400, Error, "not a key",
        "The file is neither DER nor PEM, or is damaged.",
        "give a key in PKCS#8; " + MakeKey);

    /// <summary>PKCS#1 or SEC 1 key.</summary>
    public static readonly DiagnosticKind KeyNotPkcs8 = new(
        401, Error, "key is not PKCS#8",
        "Private keys come in several containers; PKCS#8 is the one that says which kind of key it holds.",
        "convert it: `openssl pkcs8 -topk8 -in KEY -out NEW.pem`, with `-nocrypt` if it is to have no password");

    /// <summary>Public key.</summary>
    public static readonly DiagnosticKind KeyIsPublic = new(
        402, Error, "key is a public key",
        "Only the private key can sign.",
        "give the private key");

    /// <summary>Encrypted key.</summary>
    public static readonly DiagnosticKind KeyEncrypted = new(
        403, Error, "key is encrypted",
        "The key is protected by a password.",
        "give the password with `--key-password-file` or the variable ELF2TAB_KEY_PASSWORD");

    /// <summary>Key of another algorithm.</summary>
    public static readonly DiagnosticKind KeyAlgorithm = new(
        404, Error, "key of another algorithm",
        "`--rsa4096-private` takes an RSA key, `--ecdsa-nist-p256-private` a key on the curve P-256.",
        "give an RSA or P-256 key to the option that is for it; " + MakeKey);

    /// <summary>RSA key of another size.</summary>
    public static readonly DiagnosticKind KeySize = new(
        405, Error, "RSA key of another size",
        "The credential has room for a modulus and a signature of 4096 bits each.",
        "make a key: `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096 -out key.pem`");

    /// <summary>Key on another curve.</summary>
    public static readonly DiagnosticKind KeyCurve = new(
        406, Error, "key on another curve",
        "The credential is a signature on the curve P-256 (prime256v1, secp256r1).",
        "make a key: `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem`");

    /// <summary>No cryptographic library.</summary>
    public static readonly DiagnosticKind NoCryptography = new(
        407, Error, "OpenSSL is not installed",
        "Hashes and signatures are made by the system's OpenSSL library. Conversions without credentials do not need it.",
        "install OpenSSL 3 or 1.1 (Debian and Ubuntu: `apt install openssl`)");

    /// <summary>Footer space that is too small.</summary>
    public static readonly DiagnosticKind FooterTooSmall = new(
        408, Error, "too little space for credentials",
        "Credentials go into the reserved space behind the app binary, which cannot grow: the app would no longer fit where "
        + "it was made for.",
        "convert with a `--minimum-footer-size` of the bytes that the credentials take");

    /// <summary>Password that does not open a key.</summary>
    public static readonly DiagnosticKind KeyPassword = new(
        409, Error, "password does not open the key",
        "The key is encrypted with another password, or damaged.",
        "check the file of `--key-password-file` or the variable ELF2TAB_KEY_PASSWORD");

    /// <summary>Signature in no form that is known.</summary>
    public static readonly DiagnosticKind SignatureUnreadable = new(
        470, Error, "not a signature",
        "A P-256 signature is 64 bytes, r then s, or both in DER; an RSA-4096 signature (PKCS#1 v1.5) is 512 bytes. Both may be text, in "
        + "hexadecimal or Base64.",
        "give the file that the signing program wrote, for instance `openssl pkeyutl -sign -inkey KEY -in DIGEST -pkeyopt digest:sha256`, for "
        + "an RSA key with `digest:sha512`");

    /// <summary>File with more than one app.</summary>
    public static readonly DiagnosticKind SeveralToSign = new(
        471, Error, "several apps to sign",
        "A digest, and a signature, is of one app.",
        "take the apps apart, and give one TBF");
}
