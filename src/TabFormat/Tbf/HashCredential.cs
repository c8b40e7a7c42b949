using System.Security.Cryptography;

namespace TabFormat.Tbf;

/// <summary>A hash of the covered bytes.</summary>
public sealed record HashCredential : Credential
{
    /// <summary>A hash credential.</summary>
    /// <param name="format">
    /// <see cref="CredentialFormat.Sha256"/>, <see cref="CredentialFormat.Sha384"/> or <see cref="CredentialFormat.Sha512"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">Another format.</exception>
    public HashCredential(CredentialFormat format)
        : base(format) => DataLength = format switch
        {
            CredentialFormat.Sha256 => SHA256.HashSizeInBytes,
            CredentialFormat.Sha384 => SHA384.HashSizeInBytes,
            CredentialFormat.Sha512 => SHA512.HashSizeInBytes,
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };

    /// <inheritdoc/>
    public override int DataLength { get; }

    private protected override void WriteData(ReadOnlySpan<byte> covered, Span<byte> data) => _ = Format switch
    {
        CredentialFormat.Sha256 => SHA256.HashData(covered, data),
        CredentialFormat.Sha384 => SHA384.HashData(covered, data),
        _ => SHA512.HashData(covered, data),
    };
}
