using System.Text;
using Elf2Tab.Diagnostics;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Elf2Tab.Building;

/// <summary>Parses TOML that may be anything.</summary>
internal static class TomlText
{
    /// <summary>The document.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="largest">Most bytes that it may have.</param>
    /// <param name="invalid">What is reported when it is no TOML.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It is larger, or no TOML; every fault is reported.</exception>
    public static DocumentSyntax Parse(ReadOnlySpan<byte> text, int largest, DiagnosticKind invalid, DiagnosticSink diagnostics)
    {
        if (text.Length > largest)
            throw diagnostics.Fail(invalid, $"it has {text.Length} bytes, more than {largest}");
        try
        {
            var document = SyntaxParser.Parse(Encoding.UTF8.GetString(text));
            foreach (var message in document.Diagnostics.Where(message => message.Kind == DiagnosticMessageKind.Error))
                diagnostics.Report(invalid, message.Message, place: Place.AtLine(message.Span.Start.Line + 1));
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
