using System.Collections.Immutable;
using System.Security.Cryptography;
using TabFormat.Tbf;

namespace Elf2Tab.Keys;

/// <summary>The keys of a run.</summary>
/// <param name="Rsa4096">For RSA-4096 credentials.</param>
/// <param name="EcdsaNistP256">For ECDSA credentials.</param>
internal sealed record SigningKeys(RSA? Rsa4096, ECDsa? EcdsaNistP256) : IDisposable
{
    /// <summary>No keys.</summary>
    public static SigningKeys None { get; } = new(null, null);

    /// <summary>The credentials that the options ask for, in the order in which they stand in a TBF.</summary>
    public ImmutableArray<Credential> CredentialsFor(SigningOptions options)
    {
        var credentials = ImmutableArray.CreateBuilder<Credential>();
        if (options.Sha256)
            credentials.Add(new HashCredential(CredentialFormat.Sha256));
        if (options.Sha384)
            credentials.Add(new HashCredential(CredentialFormat.Sha384));
        if (options.Sha512)
            credentials.Add(new HashCredential(CredentialFormat.Sha512));
        if (Rsa4096 is not null)
            credentials.Add(new Rsa4096Credential(Rsa4096));
        if (EcdsaNistP256 is not null)
            credentials.Add(new EcdsaCredential(EcdsaNistP256));
        return credentials.ToImmutable();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rsa4096?.Dispose();
        EcdsaNistP256?.Dispose();
    }
}
