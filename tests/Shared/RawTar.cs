using System.Text;

namespace Tests.Shared;

/// <summary>Tars put together from the format's description (POSIX ustar), right until a test bends them.</summary>
internal static class RawTar
{
    public const int BlockSize = 512;

    public static readonly byte[] Metadata = [.. "tab-version = 1\nname = \"app\"\n"u8];

    /// <summary>The members and the two empty blocks that end a tar.</summary>
    public static byte[] Tar(params IEnumerable<byte[]> members) =>
        [.. members.SelectMany(member => member), .. new byte[2 * BlockSize]];

    /// <summary>A TAB of one TBF, and more members.</summary>
    public static byte[] Archive(params IEnumerable<byte[]> members) =>
        Tar([Member("metadata.toml", Metadata), Member("a.tbf", RawTbf.App()), .. members]);

    public static byte[] Member(string name, byte[] content, char type = '0') =>
        [.. Header(name, type, Octal(content.Length)), .. content, .. new byte[-content.Length & (BlockSize - 1)]];

    /// <param name="name">The name.</param>
    /// <param name="type">What kind of member it is.</param>
    /// <param name="size">The 12 bytes that state its size.</param>
    public static byte[] Header(string name, char type, byte[] size)
    {
        byte[] header = new byte[BlockSize];
        Encoding.UTF8.GetBytes(name, header);
        "0000644\00000000\00000000\0"u8.CopyTo(header.AsSpan(100));
        size.CopyTo(header, 124);
        "00000000000\0        "u8.CopyTo(header.AsSpan(136));
        header[156] = (byte)type;
        "ustar\000"u8.CopyTo(header.AsSpan(257));

        // The sum counts its own field as eight spaces.
        Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(value => value), 8).PadLeft(6, '0') + "\0", header.AsSpan(148));
        return header;
    }

    public static byte[] Octal(long size) => [.. Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')), 0];

    /// <summary>A size as GNU tar writes those that octal digits have no room for.</summary>
    public static byte[] Base256(params byte[] digits) => [0x80, .. new byte[11 - digits.Length], .. digits];
}
