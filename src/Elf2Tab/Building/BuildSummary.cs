using Elf2Tab.Diagnostics;

namespace Elf2Tab.Building;

/// <summary>Prints what a build made: a line per TBF of apps that changed, and what became of them all.</summary>
internal static class BuildSummary
{
    /// <summary>A line of the table.</summary>
    private sealed record Row(string App, string Architecture, string Flash, string Ram, string Change);

    /// <summary>Prints the table.</summary>
    /// <param name="writer">Where to print.</param>
    /// <param name="apps">The apps in the manifest's order.</param>
    /// <param name="isWritten">Whether what has changed was written.</param>
    public static void Print(TextWriter writer, IReadOnlyList<BuiltApp> apps, bool isWritten)
    {
        Row[] rows = [.. apps.SelectMany(RowsOf)];
        if (rows.Length > 0)
            rows = [new("App", "Architecture", "Flash", "RAM", "Change"), .. rows];
        int app = Widest(rows, row => row.App);
        int architecture = Widest(rows, row => row.Architecture);
        int flash = Widest(rows, row => row.Flash);
        int ram = Widest(rows, row => row.Ram);
        foreach (var row in rows)
        {
            writer.WriteLine(
                $"{row.App.PadRight(app)}  {row.Architecture.PadRight(architecture)}  {row.Flash.PadLeft(flash)}  "
                + $"{row.Ram.PadLeft(ram)}  {row.Change}");
        }

        int failed = apps.Count(app => app.HasFailed);
        int changed = apps.Count(app => app.Changes.Any());
        writer.WriteLine(
            $"Apps: {apps.Count - failed - changed} unchanged, {changed} changed, {failed} failed. "
            + $"Files that {(isWritten ? "were written" : "differ")}: {apps.Sum(app => app.Changes.Count())}.");
    }

    private static int Widest(Row[] rows, Func<Row, string> cell) => rows.Select(row => cell(row).Length).DefaultIfEmpty().Max();

    private static IEnumerable<Row> RowsOf(BuiltApp app)
    {
        string name = PrintedText.Printable(app.Name);
        if (app.HasFailed)
            return [new Row(name, "", "", "", "failed")];
        if (!app.Changes.Any())
            return [];
        bool noTbf = app.Tbfs.All(tbf => tbf.Change is null or { IsNone: true });
        return app.Tbfs.Select((tbf, index) => new Row(
            index == 0 ? name : "",
            PrintedText.Printable(tbf.Architecture),
            $"{tbf.Flash}",
            $"{tbf.Ram}",
            noTbf && index == 0 ? "only the TAB" : tbf.Change is { } change ? ChangeOf(change) : ""));
    }

    /// <summary>In words, with the bytes by which a TBF has grown.</summary>
    private static string ChangeOf(OutputChange output)
    {
        if (output.IsNew || output.IsNone)
            return output.IsNew ? "new" : "unchanged";
        string?[] growth = [Growth("flash", "total_size"), Growth("RAM", "minimum_ram_size")];
        return string.Join(", ", growth.OfType<string>().DefaultIfEmpty("changed"));

        string? Growth(string what, string field)
        {
            long? bytes = output.Differences.FirstOrDefault(difference => difference.Field == field)?.Change;
            return bytes is null ? null : $"{what} {bytes:+0;-0}";
        }
    }
}
