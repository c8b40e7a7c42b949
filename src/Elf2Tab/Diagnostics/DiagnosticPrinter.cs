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
            writer.WriteLine($"{Printable(diagnostic.File ?? "elf2tab")}: {code} {Printable(diagnostic.Message)}");
            if (same.Select(other => other.File).Distinct().Skip(1).ToList() is { Count: > 0 } others)
                writer.WriteLine($"  also: {Printable(string.Join(", ", others))}");
            writer.WriteLine($"  hint: {Printable(diagnostic.Hint)}");
        }
        foreach (var (kind, count) in diagnostics.Suppressed.Where(entry => !diagnostics.IsQuiet || entry.Key.Severity == Severity.Error))
            writer.WriteLine($"  and {count} more {kind.Code} ({kind.Title})");
    }

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
