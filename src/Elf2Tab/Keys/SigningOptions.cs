namespace Elf2Tab.Keys;

/// <summary>Which hashes and signatures to add.</summary>
internal sealed record SigningOptions
{
    /// <summary>Add a SHA-256 credential.</summary>
    public bool Sha256 { get; init; }

    /// <summary>Add a SHA-384 credential.</summary>
    public bool Sha384 { get; init; }

    /// <summary>Add a SHA-512 credential.</summary>
    public bool Sha512 { get; init; }

    /// <summary>Path of the RSA-4096 key to sign with.</summary>
    public string? Rsa4096Private { get; init; }

    /// <summary>Path of the P-256 key to sign with.</summary>
    public string? EcdsaNistP256Private { get; init; }

    /// <summary>Path of a file with the password of the keys.</summary>
    public string? KeyPasswordFile { get; init; }

    /// <summary>Whether anything is to be added.</summary>
    public bool HasCredentials => Sha256 || Sha384 || Sha512 || Rsa4096Private is not null || EcdsaNistP256Private is not null;

    /// <summary>All files that are read.</summary>
    public IEnumerable<string> Files => new[] { Rsa4096Private, EcdsaNistP256Private, KeyPasswordFile }.OfType<string>();
}
