using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>A footer. It knows its length before the layout is made and its data once the covered bytes are written.</summary>
public abstract record Credential(CredentialFormat Format)
{
    /// <summary>Bytes of the data behind type, length and format.</summary>
    public abstract int DataLength { get; }

    /// <summary>Bytes that the footer takes.</summary>
    public int Size => TbfFormat.CredentialPrefixSize + DataLength;

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    /// <param name="covered">Bytes 0 to the end of the app binary.</param>
    /// <param name="writer">Where to write.</param>
    public void Write(ReadOnlySpan<byte> covered, ref ByteWriter writer)
    {
        writer.U16((ushort)TbfElementType.Credentials);
        writer.U16(checked((ushort)(Size - TbfFormat.ElementPrefixSize)));
        writer.U32((uint)Format);
        WriteData(covered, writer.Take(DataLength));
    }

    /// <summary>Fills the data, which is zero before.</summary>
    private protected abstract void WriteData(ReadOnlySpan<byte> covered, Span<byte> data);
}
