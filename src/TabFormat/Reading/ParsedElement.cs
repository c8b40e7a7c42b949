using TabFormat.Binary;

namespace TabFormat.Reading;

/// <summary>An element as it stands in a header.</summary>
/// <param name="Offset">Bytes from the start of the file to its type.</param>
/// <param name="Type">The type, known or not.</param>
/// <param name="Content">What follows type and length, without padding.</param>
public sealed record ParsedElement(int Offset, ushort Type, ReadOnlyMemory<byte> Content)
{
    private readonly ByteList _content = Content;

    /// <summary>What follows type and length, without padding.</summary>
    public ReadOnlyMemory<byte> Content { get => _content; init => _content = value; }
}
