using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>Writes a <see cref="TbfObject"/>: plain copying, then the credentials over what was copied.</summary>
public static class TbfWriter
{
    /// <summary>What erased flash reads as.</summary>
    private const byte Erased = 0xFF;

    /// <summary>The bytes of <paramref name="tbf"/>, <see cref="TbfObject.TotalSize"/> of them.</summary>
    public static byte[] Write(TbfObject tbf)
    {
        byte[] bytes = new byte[tbf.TotalSize];
        WriteHeader(tbf, bytes);

        var binary = bytes.AsSpan((int)tbf.ProtectedRegionSize, (int)tbf.BinarySize);
        foreach (var part in tbf.Binary)
            part.Bytes.Span.CopyTo(binary[(int)part.Offset..]);

        var covered = bytes.AsSpan(0, (int)tbf.BinaryEndOffset);
        var footers = new ByteWriter(bytes.AsSpan((int)tbf.BinaryEndOffset));
        foreach (var credential in tbf.Footers)
            credential.Write(covered, ref footers);
        return bytes;
    }

    /// <summary>Makes all of <paramref name="bytes"/> padding between apps: a base header alone, then what erased flash reads as.</summary>
    /// <param name="bytes">At least a base header, 16 bytes.</param>
    public static void WritePadding(Span<byte> bytes)
    {
        var header = new ByteWriter(bytes);
        header.U16(TbfFormat.Version);
        header.U16(TbfFormat.BaseHeaderSize);
        header.U32((uint)bytes.Length);
        header.U32((uint)TbfFlags.None);
        header.U32(0);
        WriteChecksum(bytes[..TbfFormat.BaseHeaderSize]);
        bytes[TbfFormat.BaseHeaderSize..].Fill(Erased);
    }

    private static void WriteHeader(TbfObject tbf, Span<byte> bytes)
    {
        ushort headerSize = checked((ushort)tbf.App.HeaderSize);
        var header = new ByteWriter(bytes[..headerSize]);
        header.U16(TbfFormat.Version);
        header.U16(headerSize);
        header.U32(tbf.TotalSize);
        header.U32((uint)tbf.App.Flags);
        header.Zeros(4);
        foreach (var element in tbf.App.Elements(headerSize, tbf.ProtectedRegionSize, tbf.BinarySize))
            element.Write(ref header);
        WriteChecksum(bytes[..headerSize]);
    }

    private static void WriteChecksum(Span<byte> header)
    {
        var checksum = new ByteWriter(header.Slice(TbfFormat.ChecksumOffset, 4));
        checksum.U32(TbfFormat.Checksum(header));
    }
}
