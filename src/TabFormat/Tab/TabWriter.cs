using System.Text;
using TabFormat.Binary;

namespace TabFormat.Tab;

/// <summary>
/// Writes a TAB (Tock application bundle): a tar archive, which is blocks of 512 bytes, a header and the content for each file. It holds
/// one app as TBFs, one for each processor, and a metadata.toml; whoever installs the app picks the TBF that fits the board.
/// The archive has the very bytes that upstream's tar library makes, which no writer at hand does: a GNU header whose
/// fields are empty for <c>metadata.toml</c>, and a fixed modification time for the rest.
/// </summary>
public static class TabWriter
{
    /// <summary>The bytes of the TAB: metadata, then the members in order, then two zero blocks.</summary>
    public static byte[] Write(TabMetadata metadata, IReadOnlyList<TabMember> members) =>
        Rewrite(Encoding.UTF8.GetBytes(metadata.ToToml()), members);

    /// <summary>The bytes of the TAB, with the text of metadata.toml as it stands in another.</summary>
    public static byte[] Rewrite(ReadOnlySpan<byte> toml, IReadOnlyList<TabMember> members)
    {
        long size = EntrySize(TabMetadata.FileName, toml.Length) + (2 * TarHeader.BlockSize)
            + members.Sum(member => EntrySize(member.Name, member.Bytes.Length));
        byte[] bytes = new byte[checked((int)size)];
        var writer = new ByteWriter(bytes);

        WriteHeader(ref writer, TabMetadata.FileNameBytes, toml.Length, TarHeader.OldPlainFile, owner: false, time: 0, device: false);
        WriteContent(ref writer, toml);
        foreach (var member in members)
        {
            byte[] name = Encoding.UTF8.GetBytes(member.Name);
            if (name.Length > TarHeader.NameSize)
            {
                byte[] terminated = [.. name, 0];
                WriteHeader(ref writer, TarHeader.LongNameEntry, terminated.Length, TarHeader.LongName, owner: true, time: 0, device: false);
                WriteContent(ref writer, terminated);
            }
            WriteHeader(ref writer, name, member.Bytes.Length, TarHeader.PlainFile, owner: true, TarHeader.MemberTime, device: true);
            WriteContent(ref writer, member.Bytes.Span);
        }
        return bytes;
    }

    private static long EntrySize(string name, int length)
    {
        int nameLength = Encoding.UTF8.GetByteCount(name);
        return TarHeader.BlockSize + PaddedSize(length) + (nameLength > TarHeader.NameSize ? TarHeader.BlockSize + PaddedSize(nameLength + 1) : 0);
    }

    private static long PaddedSize(int length) => (long)Alignment.RoundUp((ulong)length, TarHeader.BlockSize);

    /// <summary>A GNU header. A field that is not written stays empty: all bytes zero.</summary>
    private static void WriteHeader(
        ref ByteWriter writer, ReadOnlySpan<byte> name, long size, byte type, bool owner, uint time, bool device)
    {
        var header = writer.Take(TarHeader.BlockSize);
        name[..ShortLength(name)].CopyTo(header);
        WriteOctal(header[TarHeader.Mode], TarHeader.MemberMode);
        if (owner)
        {
            WriteOctal(header[TarHeader.User], 0);
            WriteOctal(header[TarHeader.Group], 0);
        }
        WriteOctal(header[TarHeader.Size], size);
        WriteOctal(header[TarHeader.Time], time);
        header[TarHeader.TypeOffset] = type;
        TarHeader.GnuMark.CopyTo(header[TarHeader.MarkField]);
        if (device)
        {
            WriteOctal(header[TarHeader.DeviceMajor], 0);
            WriteOctal(header[TarHeader.DeviceMinor], 0);
        }
        WriteOctal(header[TarHeader.Checksum], TarHeader.Sum(header));
    }

    /// <summary>Bytes of a name that its header has room for, without cutting a character in two.</summary>
    private static int ShortLength(ReadOnlySpan<byte> name)
    {
        int length = Math.Min(name.Length, TarHeader.NameSize);
        while (length < name.Length && (name[length] & 0xC0) == 0x80)
            length--;
        return length;
    }

    /// <summary>Octal digits with leading zeros and a NUL behind them.</summary>
    private static void WriteOctal(Span<byte> field, long value)
    {
        for (int index = field.Length - 2; index >= 0; index--)
        {
            field[index] = (byte)('0' + (value & 7));
            value >>= 3;
        }
    }

    private static void WriteContent(ref ByteWriter writer, ReadOnlySpan<byte> content)
    {
        writer.Bytes(content);
        writer.Zeros((int)PaddedSize(content.Length) - content.Length);
    }
}
