using System.Globalization;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Reports;

/// <summary>Prints sizes as tables in Markdown, as comments on pull requests show them.</summary>
internal static class SizeMarkdown
{
    /// <summary>Prints the sizes of some files.</summary>
    /// <param name="writer">Where to print.</param>
    /// <param name="files">The files.</param>
    /// <param name="detail">What rows show besides purposes.</param>
    public static void Print(TextWriter writer, IEnumerable<FileSizes> files, Detail detail)
    {
        foreach (var file in files)
        {
            foreach (var app in file.Apps)
            {
                writer.WriteLine($"**{Code(app.Name)}**: {app.Flash} bytes of flash, {app.Ram} of RAM");
                writer.WriteLine();
                PrintRows(writer, "purpose", app.Purposes);
                Row(writer, "**total**", $"**{app.Flash}**", $"**{app.Ram}**");
                writer.WriteLine();
                if (app.Largest.Count > 0)
                {
                    PrintRows(writer, NameOf(detail), app.Largest.Select(row => row with { Name = Code(row.Name) }));
                    writer.WriteLine();
                }
                PrintProblems(writer, app.Problems);
            }
            PrintProblems(writer, file.Problems.Select(problem => problem with { Text = $"{file.File}: {problem.Text}" }));
        }
    }

    /// <summary>Prints how apps have grown.</summary>
    /// <param name="writer">Where to print.</param>
    /// <param name="growth">How.</param>
    /// <param name="detail">What rows show besides purposes.</param>
    public static void Print(TextWriter writer, GrowthReport growth, Detail detail)
    {
        Heading(writer, "purpose");
        foreach (var app in growth.Apps)
        {
            foreach (var (index, row) in app.Purposes.Index())
                GrowthRow(writer, index == 0 ? NameOf(app) : "", row);
            Row(writer, "", "**total**", Sides(app.Total.OldFlash, app.Total.Flash, "**"), Sides(app.Total.OldRam, app.Total.Ram, "**"));
        }
        if (growth.Apps.Any(app => app.Largest.Count > 0))
        {
            writer.WriteLine();
            Heading(writer, NameOf(detail));
            foreach (var app in growth.Apps)
            {
                foreach (var (index, row) in app.Largest.Index())
                    GrowthRow(writer, index == 0 ? NameOf(app) : "", row with { Name = Code(row.Name) });
            }
        }
        foreach (var app in growth.Apps)
        {
            foreach (string excess in app.Excess())
                Line(writer, $"**{NameOf(app)} {excess}**");
        }
        foreach (string name in growth.Added)
            Line(writer, $"{Code(name)}: only in the newer file");
        foreach (string name in growth.Removed)
            Line(writer, $"{Code(name)}: only in the older file");
    }

    private static void PrintRows(TextWriter writer, string kind, IEnumerable<SizeRow> rows)
    {
        Row(writer, kind, "flash", "RAM");
        Row(writer, ":--", "--:", "--:");
        foreach (var row in rows)
            Row(writer, row.Name, Number(row.Flash), Number(row.Ram));
    }

    private static void Heading(TextWriter writer, string kind)
    {
        Row(writer, "app", kind, "old flash", "new flash", "change", "old RAM", "new RAM", "change");
        Row(writer, ":--", ":--", "--:", "--:", "--:", "--:", "--:", "--:");
    }

    private static void GrowthRow(TextWriter writer, string app, GrowthRow row) =>
        Row(writer, app, row.Name, Sides(row.OldFlash, row.Flash, ""), Sides(row.OldRam, row.Ram, ""));

    /// <summary>The three cells of what was, what is and the change.</summary>
    private static string Sides(long old, long now, string mark)
    {
        return $"{Marked(Number(old))} | {Marked(Number(now))} | {Marked(Change(now - old))}";

        string Marked(string text) => text == "" ? "" : mark + text + mark;
    }

    private static void PrintProblems(TextWriter writer, IEnumerable<ProblemReport> problems)
    {
        foreach (var problem in problems)
        {
            writer.WriteLine($"- wrong: {Code($"{problem}")}");
            writer.WriteLine();
        }
    }

    private static string NameOf(AppGrowth app) => app.OldName == app.Name ? Code(app.Name) : $"{Code(app.OldName)} → {Code(app.Name)}";

    private static string NameOf(Detail detail) => detail == Detail.Symbol ? "symbol" : "section";

    private static string Number(long number) => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture);

    private static string Change(long change) => change == 0 ? "" : change.ToString("+0;-0", CultureInfo.InvariantCulture);

    private static void Line(TextWriter writer, string text)
    {
        writer.WriteLine();
        writer.WriteLine(text);
    }

    private static void Row(TextWriter writer, params ReadOnlySpan<string> cells) => writer.WriteLine($"| {string.Join(" | ", cells)} |");

    /// <summary>A name from a file, which must neither end a cell nor mention somebody.</summary>
    private static string Code(string name) =>
        $"`{PrintedText.Printable(name).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";
}
