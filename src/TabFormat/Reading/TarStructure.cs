using System.Buffers.Binary;
using TabFormat.Binary;
using TabFormat.Tab;

namespace TabFormat.Reading;

/// <summary>
/// Walks the headers of a tar archive before a library reads it: libraries allocate what a header claims, and take a file
/// that was cut at a member's end for a whole one.
/// </summary>
internal static class TarStructure
{
    /// <summary>Most bytes of an entry that describes the next one: a long name, or extended attributes.</summary>
    private const ulong LargestDescription = 64 * 1024;

    /// <summary>What is wrong with the archive, null: nothing; and how many bytes in front of that are whole members.</summary>
    public static (string? Fault, int WholeSize) Check(ReadOnlySpan<byte> bytes)
    {
        ulong offset = 0;
        ulong whole = 0;
        return (Walk(bytes, ref offset, ref whole), (int)whole);
    }

    private static string? Walk(ReadOnlySpan<byte> bytes, ref ulong offset, ref ulong whole)
    {
        while (true)
        {
            whole = offset;
            if ((ulong)bytes.Length - offset < TarHeader.BlockSize)
                return $"it is cut short at 0x{bytes.Length:x}: the end mark is missing";
            var header = bytes.Slice((int)offset, TarHeader.BlockSize);
            if (!header.ContainsAnyExcept((byte)0))
                return null;
            if (Number(header[TarHeader.Checksum]) != TarHeader.Sum(header))
                return $"the header at 0x{offset:x} has a wrong checksum";
            ulong size = Number(header[TarHeader.Size]) ?? ulong.MaxValue;
            if (IsDescription(header[TarHeader.TypeOffset]) && size > LargestDescription)
                return $"the header at 0x{offset:x} claims a description of {size} bytes";
            offset += TarHeader.BlockSize;
            if (size > (ulong)bytes.Length - offset)
                return $"the member at 0x{offset:x} claims {size} bytes, {(ulong)bytes.Length - offset} are left";
            offset += Math.Min(Alignment.RoundUp(size, TarHeader.BlockSize), (ulong)bytes.Length - offset);
        }
    }

    /// <summary>A number in octal digits, or, with the first bit set, in big-endian bytes (GNU); null when it is neither.</summary>
    private static ulong? Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            var high = field[..^7];
            bool fits = (high[0] & 0x7F) == 0 && !high[1..].ContainsAnyExcept((byte)0);
            return fits ? BinaryPrimitives.ReadUInt64BigEndian(field[^8..]) & 0x00FF_FFFF_FFFF_FFFF : null;
        }
        ulong value = 0;
        foreach (byte digit in field.Trim("\0 "u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return null;
            value = (value * 8) + (ulong)(digit - '0');
        }
        return value;
    }

    private static bool IsDescription(byte type) =>
        type is TarHeader.LongName or TarHeader.LongLink or TarHeader.Attributes or TarHeader.GlobalAttributes;
}
