using System.Text;

namespace Elf2Tab.Elf;

/// <summary>Names in ELF files. Most are UTF-8, though nothing says that they must be.</summary>
public static class ElfName
{
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
