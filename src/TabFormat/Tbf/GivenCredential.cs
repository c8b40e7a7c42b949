using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>A footer whose data is there already, such as a signature by a key that is elsewhere. It is written as it is.</summary>
/// <param name="Format">What the data is.</param>
/// <param name="Data">What follows the format.</param>
public sealed record GivenCredential(CredentialFormat Format, ReadOnlyMemory<byte> Data) : Credential(Format)
{
    private readonly ByteList _data = Data;

    /// <summary>What follows the format.</summary>
    public ReadOnlyMemory<byte> Data { get => _data; init => _data = value; }

    /// <inheritdoc/>
    public override int DataLength => Data.Length;

    private protected override void WriteData(ReadOnlySpan<byte> covered, Span<byte> data) => Data.Span.CopyTo(data);
}
