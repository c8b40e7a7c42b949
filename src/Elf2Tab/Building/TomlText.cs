using System.Text;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Elf2Tab.Building;

/// <summary>Parses TOML that may be anything.</summary>
internal static class TomlText
{
    /// <summary>A value as it is written, without comments.</summary>
    public static string Of(ValueSyntax value) =>
        string.Concat(value.Tokens(includeCommentsAndWhitespaces: false).OfType<SyntaxToken>().Select(token => token.Text ?? token.TokenKind.ToText()));

    /// <summary>The document; its diagnostics say what is wrong in it.</summary>
    /// <param name="text">UTF-8.</param>
    /// <exception cref="TomlException">It is damaged beyond that.</exception>
    public static DocumentSyntax Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            return SyntaxParser.Parse(Encoding.UTF8.GetString(text));
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // What the library runs into where its own errors do not cover the fault.
            throw new TomlException("the text is damaged", exception);
        }
    }
}
