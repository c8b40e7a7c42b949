namespace Elf2Tab.Diagnostics;

/// <summary>Prints diagnostics for people and for editors that know <c>FILE: warning CODE: text</c>.</summary>
internal static class DiagnosticPrinter
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
            writer.WriteLine($"{PrintedText.Printable(diagnostic.File ?? "elf2tab")}: {code} {PrintedText.Printable(diagnostic.Message)}");
            if (same.Select(other => other.File).Distinct().Skip(1).ToList() is { Count: > 0 } others)
                writer.WriteLine($"  also: {PrintedText.Printable(string.Join(", ", others))}");
            writer.WriteLine($"  hint: {PrintedText.Printable(diagnostic.Hint)}");
        }
        foreach (var (kind, count) in diagnostics.Suppressed.Where(entry => !diagnostics.IsQuiet || entry.Key.Severity == Severity.Error))
            writer.WriteLine($"  and {count} more {kind.Code} ({kind.Title})");
    }

    private static string Colour(Severity severity) => severity switch
    {
        Severity.Error => "\e[1;31m",
        Severity.Warning => "\e[1;33m",
        _ => "\e[1;36m",
    };
}
