using TabFormat.Binary;
using TabFormat.Tbf;

namespace TabFormat.Reading;

/// <summary>A footer as it stands behind the app binary.</summary>
/// <param name="Offset">Bytes from the start of the file to its type.</param>
/// <param name="Format">The format, known or not.</param>
/// <param name="Data">What follows the format.</param>
public sealed record ParsedFooter(int Offset, CredentialFormat Format, ReadOnlyMemory<byte> Data)
{
    private readonly ByteList _data = Data;

    /// <summary>What follows the format.</summary>
    public ReadOnlyMemory<byte> Data { get => _data; init => _data = value; }

    /// <summary>Whether it is a hash of the covered bytes, which anybody can work out.</summary>
    public bool IsHash => Format is CredentialFormat.Sha256 or CredentialFormat.Sha384 or CredentialFormat.Sha512;
}
