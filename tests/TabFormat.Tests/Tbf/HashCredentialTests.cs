using System.Security.Cryptography;
using TabFormat.Binary;
using TabFormat.Tbf;
using Tests.Shared;

namespace TabFormat.Tests.Tbf;

public sealed class HashCredentialTests
{
    private static readonly byte[] Covered = [.. Enumerable.Range(0, 300).Select(value => (byte)value)];

    public static TheoryData<CredentialFormat, string, byte[]> Hashes => new()
    {
        { CredentialFormat.Sha256, "8000240003000000", SHA256.HashData(Covered) },
        { CredentialFormat.Sha384, "8000340004000000", SHA384.HashData(Covered) },
        { CredentialFormat.Sha512, "8000440005000000", SHA512.HashData(Covered) },
    };

    [Theory]
    [MemberData(nameof(Hashes))]
    public void A_hash_is_that_of_the_covered_bytes(CredentialFormat format, string prefix, byte[] hash)
    {
        var credential = new HashCredential(format);
        byte[] footer = new byte[credential.Size];
        var writer = new ByteWriter(footer);

        credential.Write(Covered, ref writer);

        Bytes.Equal([.. Convert.FromHexString(prefix), .. hash], footer);
        Assert.Equal(hash.Length, credential.DataLength);
    }

    [Theory]
    [InlineData(CredentialFormat.Reserved)]
    [InlineData(CredentialFormat.Rsa4096)]
    [InlineData((CredentialFormat)7)]
    public void Other_formats_are_no_hashes(CredentialFormat format) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HashCredential(format));
}
