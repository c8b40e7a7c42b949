using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Tests.Shared;

/// <summary>
/// TBFs put together from the format's description, not by the writer, and right until a test bends them: Main at 16, Program
/// at 32, more elements from 56, a protected trailer of 4 bytes, a binary of 32 bytes, footers.
/// </summary>
internal static class RawTbf
{
    public const int PlainHeaderSize = 56;
    public const int TrailerSize = 4;
    public const int BinarySize = 32;
    public const int PlainBinaryOffset = PlainHeaderSize + TrailerSize;
    public const int PlainBinaryEnd = PlainBinaryOffset + BinarySize;

    /// <summary>Four bytes of reserved space.</summary>
    private static readonly byte[] Reserved = Footer(128, 0, 1, 2, 3, 4);

    /// <summary>A TBF of version 1: a header of 19 words, of which the first is the version and the last the XOR of all others.</summary>
    public static byte[] Version1
    {
        get
        {
            uint[] words = [1, 76 + BinarySize, 76, 0, 0, 76, BinarySize, .. Enumerable.Repeat(0x100U, 11)];
            return [.. U32(words), .. U32(words.Aggregate((sum, word) => sum ^ word)), .. new byte[BinarySize]];
        }
    }

    public static byte[] App(params byte[][] elements) => Build(elements, _ => [Reserved]);

    public static byte[] WithFooters(params byte[][] footers) => Build([], _ => footers);

    /// <param name="elements">Elements behind Main and Program.</param>
    /// <param name="footers">Footers over the covered bytes; their sizes must not depend on these.</param>
    public static byte[] Build(byte[][] elements, Func<byte[], byte[][]> footers)
    {
        int headerSize = PlainHeaderSize + elements.Sum(element => element.Length);
        int binaryEnd = headerSize + TrailerSize + BinarySize;
        int totalSize = binaryEnd + footers([]).Sum(footer => footer.Length);
        byte[] main = U32(TrailerSize + 5, TrailerSize, 0x1000);
        byte[] covered = Repaired([
            .. U16(2, headerSize), .. U32((uint)totalSize, 1, 0),
            .. Element(1, main),
            .. Element(9, [.. main, .. U32((uint)binaryEnd, 7)]),
            .. elements.SelectMany(element => element),
            .. new byte[TrailerSize],
            .. Enumerable.Range(1, BinarySize).Select(value => (byte)value)]);
        return [.. covered, .. footers(covered).SelectMany(footer => footer)];
    }

    /// <summary>A TBF of more than 512 bytes with the mark of a tar archive where such an archive has it.</summary>
    public static byte[] WithTarMark()
    {
        const int Mark = 257;
        byte[] content = new byte[224];
        "ustar"u8.CopyTo(content.AsSpan(Mark - PlainHeaderSize - 4));
        return Build([Element(200, content)], _ => [Footer(128, 0, new byte[256])]);
    }

    public static byte[] Element(int type, params byte[] content) =>
        [.. U16(type), .. U16(content.Length), .. content, .. new byte[-content.Length & 3]];

    public static byte[] Footer(int type, uint format, params byte[] data) =>
        [.. U16(type), .. U16(4 + data.Length), .. U32(format), .. data];

    public static byte[] U16(params int[] values) =>
        MemoryMarshal.AsBytes<ushort>([.. values.Select(value => (ushort)value)]).ToArray();

    public static byte[] U32(params uint[] values) => MemoryMarshal.AsBytes<uint>(values).ToArray();

    /// <summary>The file with other bytes at an offset, its checksum as it was.</summary>
    public static byte[] Damaged(byte[] file, int offset, params byte[] value) =>
        [.. file[..offset], .. value, .. file[(offset + value.Length)..]];

    /// <summary>The file with other bytes at an offset, and the checksum that fits them.</summary>
    public static byte[] Patched(byte[] file, int offset, params byte[] value) => Repaired(Damaged(file, offset, value));

    private static byte[] Repaired(byte[] file)
    {
        int headerSize = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(2)), file.Length) & ~3;
        if (headerSize < 16)
            return file;
        var words = MemoryMarshal.Cast<byte, uint>(file.AsSpan(0, headerSize));
        words[3] = 0;
        uint sum = 0;
        foreach (uint word in words)
            sum ^= word;
        words[3] = sum;
        return file;
    }
}
