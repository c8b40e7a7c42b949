using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>An element of a type that need not be known, written as it is.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Content">What follows type and length, without padding.</param>
public sealed record OtherElement(TbfElementType Type, ReadOnlyMemory<byte> Content) : TbfElement(Type)
{
    private readonly ByteList _content = Content;

    /// <summary>What follows type and length, without padding.</summary>
    public ReadOnlyMemory<byte> Content { get => _content; init => _content = value; }

    /// <inheritdoc/>
    public override int Length => Content.Length;

    private protected override void WriteContent(ref ByteWriter writer) => writer.Bytes(Content.Span);
}
