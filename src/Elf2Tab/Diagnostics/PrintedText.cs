using System.Globalization;
using System.Text;

namespace Elf2Tab.Diagnostics;

/// <summary>Texts as terminals show them: no character steers them, tables have columns, lines have an end.</summary>
internal static class PrintedText
{
    /// <summary>Characters of a line where nobody says otherwise.</summary>
    public const int Width = 80;

    /// <summary>
    /// The text with control characters spelled out, and with what turns or breaks a line or is no character: names come from files
    /// and must not steer the terminal, nor look like others. Half a pair of surrogates is U+FFFD.
    /// </summary>
    public static string Printable(string text)
    {
        var printable = new StringBuilder();
        foreach (var character in text.EnumerateRunes())
        {
            if (IsPrintable(character))
                printable.Append(character);
            else
                printable.Append(CultureInfo.InvariantCulture, $"\\u{{{character.Value:x}}}");
        }
        return printable.ToString();
    }

    /// <summary>Not control characters, marks and embeddings of direction, separators of lines, and what Unicode says is no character.</summary>
    private static bool IsPrintable(Rune character) => !Rune.IsControl(character)
        && character.Value is not (0x061C or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069))
        && (character.Value & 0xFFFE) != 0xFFFE;

    /// <summary>A column of a table: as much of the printable text as fits, half of no character, and spaces.</summary>
    public static string Column(string text, int width) => Chunks(text, width)[0].PadRight(width);

    /// <summary>The printable text in pieces of a width, half of no character; one empty piece of an empty text.</summary>
    public static IReadOnlyList<string> Chunks(string text, int width)
    {
        string rest = Printable(text);
        var chunks = new List<string>();
        while (rest.Length > width)
        {
            int length = char.IsHighSurrogate(rest[width - 1]) ? width - 1 : width;
            chunks.Add(rest[..length]);
            rest = rest[length..];
        }
        return [.. chunks, rest];
    }

    /// <summary>Breaks the printable text between words. A word that is longer than a line has one of its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indent">Spaces in front of the first line.</param>
    /// <param name="hanging">Spaces in front of the others.</param>
    /// <param name="width">Characters of a line.</param>
    public static IEnumerable<string> Lines(string text, int indent, int hanging, int width = Width)
    {
        string line = new(' ', indent);
        bool isEmpty = true;
        foreach (string word in Printable(text).Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return line;
                (line, isEmpty) = (new string(' ', hanging), true);
            }
            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }
        yield return line;
    }
}
