using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Tomlyn;
using Tomlyn.Parsing;

namespace TabFormat.Reading;

/// <summary>
/// The entries of a metadata.toml, read event by event: a tree of a hostile text would take a thousand bytes for each of its own.
/// </summary>
/// <param name="Entries">The entries outside of tables, in order; strings without quotes, other values as TOML writes them.</param>
/// <param name="Fault">What is wrong with the text behind them; null: nothing.</param>
internal sealed record MetadataEntries(ImmutableArray<KeyValuePair<string, string>> Entries, string? Fault)
{
    /// <summary>Reads <paramref name="bytes"/> up to the first fault. Never throws because of what they hold.</summary>
    public static MetadataEntries Read(ReadOnlySpan<byte> bytes)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        var keys = new HashSet<string>();
        try
        {
            string text = Encoding.UTF8.GetString(bytes);
            var parser = TomlParser.Create(text, new TomlParserOptions { Mode = TomlParserMode.Strict });
            while (parser.MoveNext())
            {
                if (parser.Current.Kind != TomlParseEventKind.PropertyName)
                    continue;
                string key = parser.GetPropertyName();
                parser.MoveNext();
                bool isTable = parser.Current is { Kind: TomlParseEventKind.StartTable or TomlParseEventKind.StartArray, Span: null };
                if (!keys.Add(key) && !isTable)
                    return new(entries.ToImmutable(), $"`{key}` is there twice");
                string value = Value(parser, text);
                if (!isTable)
                    entries.Add(new(key, value));
            }
            return new(entries.ToImmutable(), null);
        }
        catch (TomlException exception)
        {
            return new(entries.ToImmutable(), exception.Message.Trim());
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // What the library runs into where its own errors do not cover the fault.
            return new(entries.ToImmutable(), "the text is damaged");
        }
    }

    /// <summary>
    /// The text with another value of an entry outside of tables: put in place of the one that is there, or on a line of its own behind
    /// that of <c>name</c>. All else stays as it is.
    /// </summary>
    /// <param name="text">A text that <see cref="Read"/> finds nothing wrong with, and that has a <c>name</c>.</param>
    /// <param name="key">The entry's key.</param>
    /// <param name="value">As TOML writes it; null: no entry.</param>
    public static string Replace(string text, string key, string? value)
    {
        if (PlaceOf(text, key) is { } place)
        {
            return value is not null
                ? $"{text[..place.Start]}{value}{text[place.End..]}"
                : text[..(text.LastIndexOf('\n', place.Start) + 1)] + text[LineEnd(text, place.End)..];
        }
        int line = value is null || PlaceOf(text, "name") is not { } name ? text.Length : LineEnd(text, name.End);
        string before = line > 0 && text[line - 1] != '\n' ? "\n" : "";
        return value is null ? text : $"{text[..line]}{before}{key} = {value}\n{text[line..]}";
    }

    /// <summary>Where the value of an entry outside of tables is; null: there is no such entry, or it is a table.</summary>
    private static (int Start, int End)? PlaceOf(string text, string key)
    {
        var parser = TomlParser.Create(text, new TomlParserOptions { Mode = TomlParserMode.Strict });
        while (parser.MoveNext())
        {
            if (parser.Current.Kind != TomlParseEventKind.PropertyName)
                continue;
            bool isIt = parser.GetPropertyName() == key;
            parser.MoveNext();
            var start = parser.Current.Span;
            Value(parser, text);
            if (isIt && start is { } first && parser.Current.Span is { } last)
                return (first.Offset, last.Offset + last.Length);
        }
        return null;
    }

    /// <summary>Where the line ends in which a place is.</summary>
    private static int LineEnd(string text, int place) => text.IndexOf('\n', place) is >= 0 and var end ? end + 1 : text.Length;

    /// <summary>The value at which the parser stands, which is then at its end. A table of several lines has no place and no text.</summary>
    private static string Value(TomlParser parser, string text)
    {
        if (parser.Current.Kind == TomlParseEventKind.String)
            return parser.GetString() ?? "";
        if (parser.Current.Kind == TomlParseEventKind.Integer)
            return parser.Current.GetInt64().ToString(CultureInfo.InvariantCulture);
        var start = parser.Current.Span;
        const int Outside = 1; // the depth of the table that is the document
        while (parser.Depth > Outside && parser.MoveNext())
        {
            // Arrays and tables hold others.
        }
        return start is { } first && parser.Current.Span is { } last ? text[first.Offset..(last.Offset + last.Length)] : "";
    }
}
