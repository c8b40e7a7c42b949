using System.Text;

namespace Elf2Tab.Elf;

/// <summary>Names in ELF files. Most are UTF-8, though nothing says that they must be.</summary>
internal static class ElfName
{
    /// <summary>The zero-terminated name at an offset, at most <see cref="Section.LongestName"/> bytes; empty when the offset lies outside.</summary>
    public static ReadOnlyMemory<byte> At(ReadOnlyMemory<byte> names, uint offset)
    {
        if (offset >= names.Length)
            return default;
        var rest = names.Slice((int)offset, Math.Min(Section.LongestName, names.Length - (int)offset));
        return rest[..UpToZero(rest.Span).Length];
    }

    /// <summary>What is in front of the first zero byte; all when there is none.</summary>
    public static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return end < 0 ? bytes : bytes[..end];
    }

    /// <summary>A name to show, or its start: whole characters from at most <paramref name="longest"/> bytes.</summary>
    public static string ToText(ReadOnlySpan<byte> name, int longest)
    {
        if (name.Length <= longest)
            return Encoding.UTF8.GetString(name);

        // A decoder that is not flushed holds back the bytes of a character that the cut has halved.
        char[] text = new char[longest];
        int length = Encoding.UTF8.GetDecoder().GetChars(name[..longest], text, flush: false);
        return new string(text, 0, length);
    }
}
