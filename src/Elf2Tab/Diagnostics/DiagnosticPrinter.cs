using System.Text;
using System.Text.Json;

namespace Elf2Tab.Diagnostics;

/// <summary>Prints diagnostics for people and for editors that know <c>FILE: warning CODE: text</c>.</summary>
internal static class DiagnosticPrinter
{
    private const string Reset = "\e[0m";

    /// <summary>Prints all that a sink has collected.</summary>
    /// <param name="writer">Where to print.</param>
    /// <param name="diagnostics">What to print.</param>
    /// <param name="format">How.</param>
    /// <param name="colour">Whether people see colours.</param>
    public static void Print(TextWriter writer, DiagnosticSink diagnostics, MessageFormat format, bool colour)
    {
        var shown = diagnostics.Diagnostics.Where(diagnostic => !diagnostics.IsQuiet || diagnostic.Severity == Severity.Error);
        if (format == MessageFormat.Human)
        {
            PrintForPeople(writer, shown, colour);
            foreach (var (kind, count) in diagnostics.Suppressed.Where(entry => !diagnostics.IsQuiet || entry.Key.Severity == Severity.Error))
                writer.WriteLine($"  and {count} more {kind.Code} ({kind.Title})");
            return;
        }
        foreach (var diagnostic in shown)
            writer.WriteLine(format == MessageFormat.Json ? Json(diagnostic) : Annotation(diagnostic));
    }

    private static void PrintForPeople(TextWriter writer, IEnumerable<Diagnostic> diagnostics, bool colour)
    {
        // One cause is told once, however many of the files have it: an app is often built for a dozen processors.
        foreach (var same in diagnostics.GroupBy(diagnostic => diagnostic with { File = null }))
        {
            var diagnostic = same.First();
            string code = $"{Label(diagnostic.Severity)} {diagnostic.Kind.Code}:";
            if (colour)
                code = Colour(diagnostic.Severity) + code + Reset;
            writer.WriteLine($"{PrintedText.Printable(diagnostic.FileAndLine ?? "elf2tab")}: {code} {PrintedText.Printable(diagnostic.Message)}");
            if (same.Select(other => other.File).Distinct().Skip(1).ToList() is { Count: > 0 } others)
                writer.WriteLine($"  also: {PrintedText.Printable(string.Join(", ", others))}");
            writer.WriteLine($"  hint: {PrintedText.Printable(diagnostic.Hint)}");
        }
    }

    /// <summary>A line of JSON; a field that says nothing is null.</summary>
    private static string Json(Diagnostic diagnostic)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("code", diagnostic.Kind.Code);
            json.WriteString("severity", Label(diagnostic.Severity));
            json.WriteString("file", diagnostic.File);
            json.WriteString("member", diagnostic.Member);
            json.WriteString("place", diagnostic.Place?.ToString());
            json.WriteString("text", diagnostic.Text);
            json.WriteString("hint", diagnostic.Hint);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>A workflow command of GitHub: <c>::error file=NAME,title=TITLE::TEXT</c>, what would end a part spelled as %XX.</summary>
    private static string Annotation(Diagnostic diagnostic)
    {
        string label = diagnostic.Severity == Severity.Note ? "notice" : Label(diagnostic.Severity);
        string file = diagnostic.File is null ? "" : $"file={Property(diagnostic.File)},";
        string line = diagnostic.Place is { Line: { } number } ? $"line={number}," : "";
        string title = Property($"{diagnostic.Kind.Code} {diagnostic.Kind.Title}");
        return $"::{label} {file}{line}title={title}::{Data(diagnostic.Message + "\nhint: " + diagnostic.Hint)}";

        static string Data(string text) =>
            string.Join("%0A", text.Replace("%", "%25", StringComparison.Ordinal).Split('\n').Select(PrintedText.Printable));

        static string Property(string text) =>
            Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
    }

    private static string Label(Severity severity) => severity.ToString().ToLowerInvariant();

    private static string Colour(Severity severity) => severity switch
    {
        Severity.Error => "\e[1;31m",
        Severity.Warning => "\e[1;33m",
        _ => "\e[1;36m",
    };
}
