using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
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

    /// <summary>The document.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="mostBytes">How many it may have.</param>
    /// <param name="kind">How to report what is no TOML.</param>
    /// <param name="hintForOther">What to do when it is a file of another kind.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="hintFor">What to say of a line that is no TOML; null: what is said of any.</param>
    /// <exception cref="InputException">It is no TOML: the first fault is reported, for those behind it mostly follow from it.</exception>
    public static DocumentSyntax Parse(
        ReadOnlySpan<byte> text, int mostBytes, DiagnosticKind kind, string hintForOther, DiagnosticSink diagnostics, Func<string, string?>? hintFor = null)
    {
        if (FileKind.Of(text) is { } other && other != FileKind.Toml)
            throw diagnostics.Fail(kind, $"it is {other.Name}", hintForOther);
        if (text.Contains((byte)0))
            throw diagnostics.Fail(kind, "it is no text", hintForOther);
        if (text.Length > mostBytes)
            throw diagnostics.Fail(kind, $"it has {text.Length} bytes, more than {mostBytes}");
        try
        {
            string source = Encoding.UTF8.GetString(text);
            var document = SyntaxParser.Parse(source);
            var first = document.Diagnostics.Where(message => message.Kind == DiagnosticMessageKind.Error)
                .MinBy(message => (message.Span.Start.Line, message.Span.Start.Column));
            if (first is null)
                return document;
            diagnostics.Report(
                kind,
                $"from here on it is no TOML: {WithoutTokens(first.Message)}",
                hintFor?.Invoke(source.Split('\n').ElementAtOrDefault(first.Span.Start.Line) ?? "") ?? "texts stand in quotes, an array ends with `]`, a line is `key = value`: see https://toml.io",
                Place.AtLine(first.Span.Start.Line + 1));
            throw new InputException("no TOML");
        }
        catch (Exception exception) when (exception is TomlException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // What the library runs into where its own errors do not cover the fault.
            throw diagnostics.Fail(kind, exception is TomlException ? exception.Message : "the text is damaged");
        }
    }

    /// <summary>A message of the library without its own names of what it has read: <c>(token: `newline`)</c>.</summary>
    private static string WithoutTokens(string message)
    {
        const string Token = " (token: `";
        const string End = "`)";
        for (int start; (start = message.IndexOf(Token, StringComparison.Ordinal)) >= 0;)
        {
            int end = message.IndexOf(End, start, StringComparison.Ordinal);
            message = end < 0 ? message[..start] : message.Remove(start, end + End.Length - start);
        }
        return message;
    }
}
