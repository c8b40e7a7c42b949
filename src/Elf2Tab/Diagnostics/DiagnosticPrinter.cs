using System.Globalization;
using System.Text;

namespace Elf2Tab.Diagnostics;

/// <summary>Prints diagnostics for people and for editors that know <c>FILE: warning CODE: text</c>.</summary>
public static class DiagnosticPrinter
{
    private const string Reset = "\e[0m";

    /// <summary>Prints all that a sink has collected.</summary>
    public static void Print(TextWriter writer, DiagnosticSink diagnostics, bool colour)
    {
        // One cause is told once, however many of the files have it: an app is often built for a dozen processors.
        foreach (var same in diagnostics.Diagnostics.GroupBy(diagnostic => diagnostic with { File = null }))
        {
            var diagnostic = same.First();
            if (diagnostics.IsQuiet && diagnostic.Kind.Severity != Severity.Error)
                continue;
            string label = diagnostic.Kind.Severity.ToString().ToLowerInvariant();
            string code = $"{label} {diagnostic.Kind.Code}:";
            if (colour)
                code = Colour(diagnostic.Kind.Severity) + code + Reset;
            writer.WriteLine($"{Printable(diagnostic.File ?? "elf2tab")}: {code} {Printable(diagnostic.Text)}");
            if (same.Select(other => other.File).Distinct().Skip(1).ToList() is { Count: > 0 } others)
                writer.WriteLine($"  also: {Printable(string.Join(", ", others))}");
            writer.WriteLine($"  hint: {Printable(diagnostic.Hint)}");
        }
        foreach (var (kind, count) in diagnostics.Suppressed.Where(entry => !diagnostics.IsQuiet || entry.Key.Severity == Severity.Error))
            writer.WriteLine($"  and {count} more {kind.Code} ({kind.Title})");
    }

    /// <summary>The text with control characters spelled out: names come from files and must not steer the terminal.</summary>
    public static string Printable(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        var printable = new StringBuilder();
        foreach (char character in text)
        {
            if (char.IsControl(character))
                printable.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)character:x}}}");
            else
                printable.Append(character);
        }
        return printable.ToString();
    }

    /// <summary>A column of a table: as much of the printable text as fits, half of no character, and spaces.</summary>
    public static string Column(string text, int width)
    {
        string printable = Printable(text);
        if (printable.Length > width)
            printable = printable[..(char.IsHighSurrogate(printable[width - 1]) ? width - 1 : width)];
        return printable.PadRight(width);
    }

    private static string Colour(Severity severity) => severity switch
    {
        Severity.Error => "\e[1;31m",
        Severity.Warning => "\e[1;33m",
        _ => "\e[1;36m",
    };
}
