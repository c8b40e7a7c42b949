using System.Buffers.Binary;
using System.Text;

namespace TabFormat.Images;

/// <summary>
/// Intel HEX, a text of records: a colon, then in hexadecimal the number of bytes, 16 bits of an address, a type, the bytes, and what makes
/// the sum of all 0. Higher bits of addresses come in records of their own.
/// </summary>
public static class IntelHex
{
    private const int BytesOfRecord = 16;
    private const int LongestRecord = 1 + (2 * (255 + 5));

    private enum RecordType : byte
    {
        Data = 0,
        End = 1,
        SegmentAddress = 2,
        SegmentStart = 3,
        LinearAddress = 4,
        LinearStart = 5,
    }

    /// <summary>Writes a file; addresses must be below 4 GiB.</summary>
    public static byte[] Write(FlashContents contents)
    {
        var text = new StringBuilder();
        uint upper = 0;
        Span<byte> two = stackalloc byte[2];
        foreach (var block in contents.Blocks)
        {
            uint address = checked((uint)block.Address);
            var left = block.Bytes.Span;
            while (left.Length > 0)
            {
                if (address >> 16 != upper)
                {
                    upper = address >> 16;
                    BinaryPrimitives.WriteUInt16BigEndian(two, (ushort)upper);
                    Append(text, RecordType.LinearAddress, 0, two);
                }
                int count = Math.Min(left.Length, BytesOfRecord - (int)(address % BytesOfRecord)); // none crosses 64 KiB
                Append(text, RecordType.Data, (ushort)address, left[..count]);
                left = left[count..];
                address += (uint)count;
            }
        }
        if (contents.Entry is { } entry)
        {
            Span<byte> four = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(four, entry);
            Append(text, RecordType.LinearStart, 0, four);
        }
        Append(text, RecordType.End, 0, []);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Reads a file; null: it is damaged.</summary>
    /// <param name="file">The file.</param>
    /// <param name="problem">The line and what is wrong with it; null: nothing.</param>
    public static FlashContents? Read(ReadOnlySpan<byte> file, out string? problem)
    {
        var blocks = new List<ImageBlock>();
        uint? entry = null;
        uint upper = 0;
        int number = 0;
        bool isEnded = false;
        Span<byte> record = stackalloc byte[LongestRecord / 2];
        while (file.Length > 0)
        {
            number++;
            int end = file.IndexOf((byte)'\n');
            var line = (end < 0 ? file : file[..end]).Trim(" \t\r"u8);
            file = end < 0 ? [] : file[(end + 1)..];
            if (line.IsEmpty)
                continue;
            if (isEnded)
            {
                problem = $"line {number}: more behind the record of the end";
                return null;
            }
            problem = Decode(line, record, out var bytes);
            if (problem is not null)
            {
                problem = $"line {number}: {problem}";
                return null;
            }
            uint offset = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]);
            var type = (RecordType)bytes[3];
            var data = bytes[4..^1];
            switch (type, data.Length)
            {
                case (RecordType.Data, _):
                    blocks.Add(new ImageBlock((ulong)upper + offset, data.ToArray()));
                    break;
                case (RecordType.End, _):
                    isEnded = true;
                    break;
                case (RecordType.SegmentAddress, 2):
                    upper = (uint)BinaryPrimitives.ReadUInt16BigEndian(data) << 4;
                    break;
                case (RecordType.LinearAddress, 2):
                    upper = (uint)BinaryPrimitives.ReadUInt16BigEndian(data) << 16;
                    break;
                case (RecordType.LinearStart, 4):
                    entry = BinaryPrimitives.ReadUInt32BigEndian(data);
                    break;
                case (RecordType.SegmentStart, 4):
                    break; // registers of a 16-bit x86
                default:
                    problem = $"line {number}: record of type {(byte)type} with {data.Length} bytes";
                    return null;
            }
        }
        problem = isEnded ? null : "there is no record of the end";
        var contents = FlashContents.Join(blocks, entry, out var overlap);
        if (overlap is { } both)
            problem = $"two records are for the byte at 0x{both.Second.Address:x}";
        return problem is null ? contents : null;
    }

    /// <summary>The bytes of a line; what is wrong with it.</summary>
    private static string? Decode(ReadOnlySpan<byte> line, Span<byte> record, out Span<byte> bytes)
    {
        bytes = [];
        if (line[0] != ':')
            return "it does not begin with a colon";
        if (line.Length is < 11 or > LongestRecord || line.Length % 2 == 0)
            return $"a record of {line.Length} characters";
        bytes = record[..((line.Length - 1) / 2)];
        byte sum = 0;
        for (int index = 0; index < bytes.Length; index++)
        {
            if (!(Digit(line[1 + (2 * index)]) is { } high && Digit(line[2 + (2 * index)]) is { } low))
                return "it has characters that are no hexadecimal digits";
            bytes[index] = (byte)(high << 4 | low);
            sum += bytes[index];
        }
        if (bytes[0] != bytes.Length - 5)
            return $"it states {bytes[0]} bytes and has {bytes.Length - 5}";
        return sum == 0 ? null : "its checksum is wrong";
    }

    private static int? Digit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => null,
    };

    private static void Append(StringBuilder text, RecordType type, ushort address, ReadOnlySpan<byte> data)
    {
        Span<byte> record = stackalloc byte[data.Length + 5];
        record[0] = (byte)data.Length;
        BinaryPrimitives.WriteUInt16BigEndian(record[1..], address);
        record[3] = (byte)type;
        data.CopyTo(record[4..]);
        byte sum = 0;
        foreach (byte value in record[..^1])
            sum += value;
        record[^1] = (byte)-sum;
        text.Append(':').Append(Convert.ToHexString(record)).Append('\n');
    }
}
