using TabFormat.Binary;

namespace TabFormat.Tab;

/// <summary>A file of a TAB.</summary>
/// <param name="Name">Name in the TAB, <c>architecture.tbf</c>.</param>
/// <param name="Bytes">Content.</param>
public sealed record TabMember(string Name, ReadOnlyMemory<byte> Bytes)
{
    private readonly ByteList _bytes = Bytes;

    /// <summary>Content.</summary>
    public ReadOnlyMemory<byte> Bytes { get => _bytes; init => _bytes = value; }
}
