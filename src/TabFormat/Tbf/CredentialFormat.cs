namespace TabFormat.Tbf;

/// <summary>What the data of a <see cref="TbfElementType.Credentials"/> footer is.</summary>
public enum CredentialFormat : uint
{
    /// <summary>Space without meaning, of any size.</summary>
    Reserved = 0,

    /// <summary>Modulus (384 bytes) and PKCS#1 v1.5 signature (384).</summary>
    Rsa3072 = 1,

    /// <summary>Modulus (512 bytes) and PKCS#1 v1.5 SHA-512 signature (512).</summary>
    Rsa4096 = 2,

    /// <summary>SHA-256, 32 bytes.</summary>
    Sha256 = 3,

    /// <summary>SHA-384, 48 bytes.</summary>
    Sha384 = 4,

    /// <summary>SHA-512, 64 bytes.</summary>
    Sha512 = 5,

    /// <summary>ECDSA over P-256 and SHA-256: r, then s (64 bytes).</summary>
    EcdsaNistP256 = 6,
}
