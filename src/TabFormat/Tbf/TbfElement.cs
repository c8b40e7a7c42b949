using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>An element (TLV) of the header: two bytes type, two bytes length, content, zeros to a multiple of 4.</summary>
public abstract record TbfElement(TbfElementType Type)
{
    /// <summary>Bytes of the content. More than 65,535 cannot be written.</summary>
    public abstract int Length { get; }

    /// <summary>Bytes that the element takes in the header.</summary>
    public int Size => TbfFormat.ElementPrefixSize + (int)Alignment.RoundUp((ulong)Length, 4);

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    /// <exception cref="OverflowException">The content is longer than 65,535 bytes.</exception>
    public void Write(ref ByteWriter writer)
    {
        int end = writer.Position + Size;
        writer.U16((ushort)Type);
        writer.U16(checked((ushort)Length));
        WriteContent(ref writer);
        writer.Zeros(end - writer.Position);
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    private protected abstract void WriteContent(ref ByteWriter writer);
}
