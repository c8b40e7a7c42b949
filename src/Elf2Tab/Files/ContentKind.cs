using System.Buffers.Binary;
using TabFormat.Tab;

namespace Elf2Tab.Files;

/// <summary>What a file holds, as far as its first bytes tell: enough not to replace it by something else.</summary>
/// <param name="Name">In words.</param>
internal sealed record ContentKind(string Name)
{
    /// <summary>So many bytes at its start tell all.</summary>
    public const int BytesNeeded = 512;

    private static readonly ContentKind Key = new("a key or certificate");
    private static readonly ContentKind Tbf = new("a TBF");
    private static readonly ContentKind Tab = new("a TAB");
    private static readonly ContentKind Picture = new("a picture");

    private static readonly (byte[] Start, ContentKind Kind)[] Starts =
    [
        ([.. "\u007fELF"u8], new("an ELF file")),
        ([.. "!<arch>\n"u8], new("an object library")),
        ([.. "<svg"u8], Picture),
        ([.. "<?xml"u8], Picture),
        ([.. "#!"u8], new("a script")),
        ([.. "PK\u0003\u0004"u8], new("a zip archive")),
        ([0x1F, 0x8B], new("a compressed file")),
    ];

    /// <summary>The kind of a whole file; null: it cannot be told.</summary>
    public static ContentKind? Of(ReadOnlySpan<byte> file) => Of(file[..Math.Min(BytesNeeded, file.Length)], file.Length);

    /// <summary>The kind of a file; null: it cannot be told.</summary>
    /// <param name="start">Its first bytes, <see cref="BytesNeeded"/> if it has so many.</param>
    /// <param name="length">How many it has.</param>
    public static ContentKind? Of(ReadOnlySpan<byte> start, long length)
    {
        foreach (var (bytes, kind) in Starts)
        {
            if (start.StartsWith(bytes))
                return kind;
        }
        if (IsTbf(start))
            return Tbf;
        if (TabReader.IsTar(start))
            return Tab;
        return start.IndexOf("-----BEGIN "u8) >= 0 || IsDer(start, length) ? Key : null;
    }

    /// <summary>Version 2, sizes that agree, and the checksum, if the header is so short.</summary>
    private static bool IsTbf(ReadOnlySpan<byte> start)
    {
        const int FixedSize = 16;
        if (start.Length < FixedSize || BinaryPrimitives.ReadUInt16LittleEndian(start) != 2)
            return false;
        int header = BinaryPrimitives.ReadUInt16LittleEndian(start[2..]);
        if (header < FixedSize || header % 4 != 0 || header > BinaryPrimitives.ReadUInt32LittleEndian(start[4..]))
            return false;
        uint sum = 0;
        for (int offset = 0; offset < header && header <= start.Length; offset += 4)
            sum ^= BinaryPrimitives.ReadUInt32LittleEndian(start[offset..]);
        return sum == 0;
    }

    /// <summary>One ASN.1 sequence that is as long as the file, and begins with a version or another sequence.</summary>
    private static bool IsDer(ReadOnlySpan<byte> start, long length)
    {
        const byte Sequence = 0x30;
        const byte Integer = 0x02;
        return start switch
        {
            [Sequence, < 0x80 and var size, Integer or Sequence, ..] => length == 2 + size,
            [Sequence, 0x81, var size, Integer or Sequence, ..] => length == 3 + size,
            [Sequence, 0x82, var high, var low, Integer or Sequence, ..] => length == 4 + (high << 8) + low,
            _ => false,
        };
    }
}
