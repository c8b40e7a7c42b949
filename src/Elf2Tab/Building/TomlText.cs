using System.Text;
using Elf2Tab.Diagnostics;
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
    /// <param name="largest">Most bytes that it may have.</param>
    /// <param name="invalid">What is reported when it is no TOML.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="hintFor">What to say of a line that is no TOML; null: nothing more.</param>
    /// <exception cref="InputException">It is larger, or no TOML; every fault is reported.</exception>
    public static DocumentSyntax Parse(ReadOnlySpan<byte> text, int largest, DiagnosticKind invalid, DiagnosticSink diagnostics, Func<string, string?>? hintFor = null)
    {
        if (text.Length > largest)
            throw diagnostics.Fail(invalid, $"it has {text.Length} bytes, more than {largest}");
        try
        {
            string source = Encoding.UTF8.GetString(text);
            var document = SyntaxParser.Parse(source);
            foreach (var message in document.Diagnostics.Where(message => message.Kind == DiagnosticMessageKind.Error))
            {
                int line = message.Span.Start.Line;
                string? hint = hintFor?.Invoke(source.Split('\n').ElementAtOrDefault(line) ?? "");
                diagnostics.Report(invalid, message.Message, hint, Place.AtLine(line + 1));
            }
            diagnostics.StopOnErrors();
            return document;
        }
        catch (TomlException exception)
        {
            throw diagnostics.Fail(invalid, exception.Message);
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // What the library runs into where its own errors do not cover the fault.
            throw diagnostics.Fail(invalid, "the text is damaged");
        }
    }
}
