using System.Buffers.Binary;
using System.Text;

namespace TabFormat.Reading;

/// <summary>
/// Walks the headers of a tar archive before a library reads it: libraries allocate what a header claims, and take a file
/// that was cut at a member's end for a whole one.
/// </summary>
internal static class TarStructure
{
    private const int BlockSize = 512;

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
            if ((ulong)bytes.Length - offset < BlockSize)
                return $"it is cut short at 0x{bytes.Length:x}: the end mark is missing";
            var header = bytes.Slice((int)offset, BlockSize);
            if (!header.ContainsAnyExcept((byte)0))
                return null;
            if (Number(header.Slice(148, 8)) != Checksum(header))
                return $"the header at 0x{offset:x} has a wrong checksum";
            ulong size = Number(header.Slice(124, 12)) ?? ulong.MaxValue;
            if (header[156] is (byte)'L' or (byte)'K' or (byte)'x' or (byte)'g' && size > LargestDescription)
                return $"the header at 0x{offset:x} claims a description of {size} bytes";
            offset += BlockSize;
            if (size > (ulong)bytes.Length - offset)
                return $"the member at 0x{offset:x} claims {size} bytes, {(ulong)bytes.Length - offset} are left";
            offset += Math.Min((size + BlockSize - 1) / BlockSize * BlockSize, (ulong)bytes.Length - offset);
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
        string text = Encoding.ASCII.GetString(field).Trim('\0', ' ');
        ulong value = 0;
        foreach (char digit in text)
        {
            if (digit is < '0' or > '7')
                return null;
            value = (value * 8) + (ulong)(digit - '0');
        }
        return value;
    }

    /// <summary>The sum of all bytes, those of the checksum's own field taken as spaces.</summary>
    private static ulong Checksum(ReadOnlySpan<byte> header)
    {
        ulong sum = 0;
        for (int index = 0; index < BlockSize; index++)
            sum += index is >= 148 and < 156 ? ' ' : header[index];
        return sum;
    }
}
