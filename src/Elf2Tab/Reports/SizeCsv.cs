using System.Globalization;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Reports;

/// <summary>Prints sizes as comma-separated values. The rows of an app and a kind add up.</summary>
internal static class SizeCsv
{
    /// <summary>Prints the sizes of some files.</summary>
    /// <param name="writer">Where to print.</param>
    /// <param name="files">The files.</param>
    /// <param name="detail">What rows show besides purposes.</param>
    public static void Print(TextWriter writer, IEnumerable<FileSizes> files, Detail detail)
    {
        Row(writer, "file", "app", "kind", "name", "flash", "ram");
        foreach (var file in files)
        {
            foreach (var app in file.Apps)
            {
                foreach (var (kind, row) in Rows(app.Purposes, app.Largest, detail))
                    Row(writer, file.File, app.Name, kind, row.Name, Number(row.Flash), Number(row.Ram));
                foreach (var problem in app.Problems)
                    Row(writer, file.File, app.Name, "problem", $"{problem}", "", "");
            }
            foreach (var problem in file.Problems)
                Row(writer, file.File, "", "problem", $"{problem}", "", "");
        }
    }

    /// <summary>Prints how apps have grown.</summary>
    /// <param name="writer">Where to print.</param>
    /// <param name="growth">How.</param>
    /// <param name="detail">What rows show besides purposes.</param>
    public static void Print(TextWriter writer, GrowthReport growth, Detail detail)
    {
        Row(writer, "app", "kind", "name", "old_flash", "flash", "old_ram", "ram");
        foreach (var app in growth.Apps)
        {
            foreach (var (kind, row) in Rows(app.Purposes, app.Largest, detail))
                Row(writer, app.Name, kind, row.Name, Number(row.OldFlash), Number(row.Flash), Number(row.OldRam), Number(row.Ram));
        }
        foreach (string name in growth.Added)
            Row(writer, name, "added", "", "", "", "", "");
        foreach (string name in growth.Removed)
            Row(writer, name, "removed", "", "", "", "", "");
    }

    private static IEnumerable<(string Kind, T Row)> Rows<T>(IEnumerable<T> purposes, IEnumerable<T> largest, Detail detail) =>
        purposes.Select(row => ("purpose", row)).Concat(largest.Select(row => (detail == Detail.Symbol ? "symbol" : "section", row)));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Row(TextWriter writer, params ReadOnlySpan<string> cells)
    {
        var line = new List<string>();
        foreach (string cell in cells)
        {
            string text = PrintedText.Printable(cell);
            line.Add(text.AsSpan().ContainsAny(',', '"') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
        }
        writer.WriteLine(string.Join(',', line));
    }
}
