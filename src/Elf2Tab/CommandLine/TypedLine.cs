using System.Collections.Immutable;
using System.Text;

namespace Elf2Tab.CommandLine;

/// <summary>A line as it is typed in a shell, up to the cursor: its last word, and perhaps the quote around that, are not finished.</summary>
/// <param name="Before">The words before the last one, without what quotes them.</param>
/// <param name="Word">The last word, as far as it is typed; empty behind a blank.</param>
internal sealed record TypedLine(ImmutableArray<string> Before, string Word)
{
    /// <summary>Takes a line apart by the rules that shells have in common: quotes of two kinds, and the backslash where it is no separator.</summary>
    public static TypedLine Read(string line)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        var word = new StringBuilder();
        bool isWord = false;
        char quote = '\0';
        for (int index = 0; index < line.Length; index++)
        {
            char letter = line[index];
            bool isEscape = letter == '\\' && index + 1 < line.Length && !OperatingSystem.IsWindows()
                && (quote == '\0' || (quote == '"' && line[index + 1] is '"' or '\\' or '$' or '`'));
            if (isEscape)
                word.Append(line[++index]);
            else if (quote != '\0' && letter == quote)
                quote = '\0';
            else if (quote != '\0')
                word.Append(letter);
            else if (letter is '"' or '\'')
                quote = letter;
            else if (!char.IsWhiteSpace(letter))
                word.Append(letter);
            else if (isWord)
                words.Add(word.ToString());
            isWord = quote != '\0' || isEscape || !char.IsWhiteSpace(letter);
            if (!isWord)
                word.Clear();
        }
        return new TypedLine(words.ToImmutable(), word.ToString());
    }
}
