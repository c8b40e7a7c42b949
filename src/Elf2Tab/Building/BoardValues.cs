using Elf2Tab.Diagnostics;
using Tomlyn.Syntax;

namespace Elf2Tab.Building;

/// <summary>The values of a board file, tables and dotted keys alike: <c>flash.start</c>. What is not asked for is reported.</summary>
internal sealed class BoardValues
{
    private readonly Func<string, uint?> _parseSize;
    private readonly DiagnosticSink _diagnostics;
    private readonly Dictionary<string, (ValueSyntax Value, int Line)> _values = [];
    private readonly HashSet<string> _asked = [];

    /// <summary>The values of a document without errors.</summary>
    /// <param name="document">The document.</param>
    /// <param name="parseSize">Reads a number with a unit; null: it is none.</param>
    /// <param name="diagnostics">Where to report.</param>
    public BoardValues(DocumentSyntax document, Func<string, uint?> parseSize, DiagnosticSink diagnostics)
    {
        (_parseSize, _diagnostics) = (parseSize, diagnostics);
        foreach (var entry in document.KeyValues)
            Collect("", entry);
        foreach (var table in document.Tables)
        {
            if (table is TableArraySyntax)
                diagnostics.Report(Catalogue.BoardInvalid, $"`[[{Name(table.Name)}]]` is a list of tables", "write one `[...]`", Place.AtLine(table.Span.Start.Line + 1));
            foreach (var entry in table.Items)
                Collect($"{Name(table.Name)}.", entry);
        }
    }

    /// <summary>A text; null: there is none, or it is wrong, which is reported.</summary>
    public string? Text(string name, string expected, Func<string, bool> accepts)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.Value is StringValueSyntax { Value: { } text } && accepts(text))
            return text;
        return Wrong<string>(name, expected);
    }

    /// <summary>A number; null: there is none, or it is wrong, which is reported.</summary>
    public uint? Number(string name, Func<uint, bool> accepts)
    {
        if (Find(name) is not { } value)
            return null;
        uint? number = value.Value switch
        {
            IntegerValueSyntax { Value: >= 0 and <= uint.MaxValue and var integer } => (uint)integer,
            StringValueSyntax { Value: { } text } => _parseSize(text),
            _ => null,
        };
        if (number is { } known && accepts(known))
            return known;
        Wrong<string>(name, "a number of 32 bits that suits, or one with a unit in quotes: \"256K\"");
        return null;
    }

    /// <summary>Start and end, or start and size; null: there is none, or it is wrong, which is reported.</summary>
    public (uint From, uint To)? Range(string name)
    {
        uint? start = Number($"{name}.start", _ => true);
        uint? end = Number($"{name}.end", end => end > (start ?? 0));
        uint? size = Number($"{name}.size", size => size > 0 && size <= uint.MaxValue - (start ?? 0));
        if (start is null && end is null && size is null)
            return null;
        if (start is { } from && (end ?? from + size) is { } to && end is null != size is null)
            return (from, to);
        if (!_diagnostics.HasErrors)
            _diagnostics.Report(Catalogue.BoardInvalid, $"`{name}` has a start, and an end or a size");
        return null;
    }

    /// <summary>Reports what is in the file and means nothing.</summary>
    public void ReportOthers()
    {
        foreach (var (name, (_, line)) in _values.Where(value => !_asked.Contains(value.Key)))
            _diagnostics.Report(Catalogue.BoardInvalid, $"`{name}` is nothing that a board has", place: Place.AtLine(line));
    }

    private void Collect(string prefix, KeyValueSyntax entry)
    {
        string name = prefix + Name(entry.Key);
        if (entry.Value is InlineTableSyntax table)
        {
            foreach (var item in table.Items)
                Collect($"{name}.", item.KeyValue!);
            return;
        }
        _values[name] = (entry.Value!, entry.Span.Start.Line + 1);
    }

    private static string Name(KeySyntax? key) => key?.ToString().Trim() ?? "";

    private (ValueSyntax Value, int Line)? Find(string name)
    {
        _asked.Add(name);
        return _values.TryGetValue(name, out var value) ? value : null;
    }

    private T? Wrong<T>(string name, string expected)
        where T : class
    {
        var (value, line) = _values[name];
        _diagnostics.Report(
            Catalogue.BoardInvalid, $"`{TomlText.Of(value)}` is no value of `{name}`: it must be {expected}", place: Place.AtLine(line));
        return null;
    }
}
