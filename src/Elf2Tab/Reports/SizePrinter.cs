using System.Globalization;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Reports;

/// <summary>Prints sizes for people, in 80 columns.</summary>
internal static class SizePrinter
{
    private const int NameWidth = 34;

    /// <summary>Prints the sizes of some files.</summary>
    public static void Print(TextWriter writer, IEnumerable<FileSizes> files)
    {
        var lines = new Lines(writer);
        var all = new List<AppTotal>();
        foreach (var file in files)
        {
            int before = all.Count;
            bool isNamed = file.Problems.Count > 0 || file.Kind == "tab";
            if (isNamed)
                PrintName(file);
            foreach (var app in file.Apps)
            {
                PrintApp(lines, app);
                all.Add(new AppTotal(Path.GetFileName(app.Name), app.Flash, app.Unused, app.Ram));
            }
            if (!isNamed && all.Count == before)
                PrintName(file);
            lines.Problems(file.Problems);
        }
        PrintSummary(lines, all);

        void PrintName(FileSizes file) => lines.Paragraph(0, $"{file.File}: {file.Kind.ToUpperInvariant()}");
    }

    /// <summary>Prints how apps have grown.</summary>
    public static void Print(TextWriter writer, GrowthReport growth)
    {
        var lines = new Lines(writer);
        foreach (var app in growth.Apps)
        {
            lines.Paragraph(0, app.OldName == app.Name ? app.Name : $"{app.OldName} -> {app.Name}");
            lines.Row("", "flash", "change", "RAM", "change");
            foreach (var row in app.Purposes)
                Growth(row);
            Growth(app.Total);
            if (app.Largest.Count > 0)
                lines.Paragraph(1, "What changed most:");
            foreach (var row in app.Largest)
                Growth(row);
            foreach (string excess in app.Excess())
                lines.Paragraph(1, $"It {excess}");
        }
        foreach (string name in growth.Added)
            lines.Paragraph(0, $"{name}: only in the newer file");
        foreach (string name in growth.Removed)
            lines.Paragraph(0, $"{name}: only in the older file");

        void Growth(GrowthRow row) => lines.Row(
            row.Name, Number(row.Flash), Change(row.Flash - row.OldFlash), Number(row.Ram), Change(row.Ram - row.OldRam));
    }

    private static void PrintApp(Lines lines, AppSizes app)
    {
        lines.Paragraph(0, $"{app.Name}: {(app.LoadedToRam ? "is copied to RAM as a whole" : "executes in place")}");
        lines.Row("", "flash", "%", "RAM", "%");
        foreach (var row in app.Purposes)
            Sizes(row);
        Sizes(new SizeRow("total", app.Flash, app.Ram));
        if (app.Largest.Count > 0)
            lines.Paragraph(1, "Largest:");
        foreach (var row in app.Largest)
            Sizes(row);
        if (app.LoadedToRam)
        {
            lines.Paragraph(
                1,
                $"RAM: {app.ImageOffset} bytes in front of the image and the image of {app.ImageSize}, which a loader adds itself, "
                + $"and minimum_ram_size {app.MinimumRamSize}.");
            if (app.OnlyAtStartUp > 0)
                lines.Paragraph(
                    1,
                    $"Read during start-up only: {app.OnlyAtStartUp} bytes of relocations"
                    + $"{(app.SharedWithBss > 0 ? $", {app.SharedWithBss} of them shared with .bss" : "")}.");
            if (app.CopiedBehindImage > 0)
            {
                lines.Paragraph(
                    1,
                    $"Copied behind the image by loaders, and not read by the app: {app.CopiedBehindImage} bytes, footers and padding "
                    + "among them.");
            }
        }
        if (app.Unused > 0)
            lines.Paragraph(1, $"Padding and reserved footers: {app.Unused} bytes, {Percent(app.Unused, app.Flash)} % of flash.");
        foreach (var advice in app.Advice)
            lines.Paragraph(1, $"Advice: {advice.Text}; saves {Savings(advice)}.");
        lines.Problems(app.Problems);

        void Sizes(SizeRow row) => lines.Row(
            row.Name, Number(row.Flash), Percent(row.Flash, app.Flash), Number(row.Ram), Percent(row.Ram, app.Ram));
    }

    /// <summary>A line for each of several apps, and their sum.</summary>
    private static void PrintSummary(Lines lines, IReadOnlyList<AppTotal> apps)
    {
        if (apps.Count < 2)
            return;
        lines.Paragraph(0, "all");
        lines.Row("", "flash", "padding %", "RAM", "");
        foreach (var app in apps)
            lines.Row(app.Name, Number(app.Flash), Percent(app.Unused, app.Flash), Number(app.Ram), "");
        var (flash, unused, ram) = (apps.Sum(app => app.Flash), apps.Sum(app => app.Unused), apps.Sum(app => app.Ram));
        lines.Row("total", Number(flash), Percent(unused, flash), Number(ram), "");
    }

    private static string Savings(Advice advice) => advice switch
    {
        { Flash: 0 } => $"{advice.Ram} bytes of RAM",
        { Ram: 0 } => $"{advice.Flash} bytes of flash",
        _ => $"{advice.Flash} bytes of flash and {advice.Ram} of RAM",
    };

    private static string Number(long number) => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture);

    private static string Change(long change) => change == 0 ? "" : change.ToString("+0;-0", CultureInfo.InvariantCulture);

    private static string Percent(long part, long whole) =>
        part == 0 || whole == 0 ? "" : (100.0 * part / whole).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>What of an app stands in the summary.</summary>
    private readonly record struct AppTotal(string Name, long Flash, long Unused, long Ram);

    private sealed class Lines(TextWriter writer)
    {
        public void Row(string name, params ReadOnlySpan<string> numbers)
        {
            string line = "  " + PrintedText.Column(name, NameWidth);
            foreach (string number in numbers)
                line += number.PadLeft(11);
            writer.WriteLine(line.TrimEnd());
        }

        /// <summary>Breaks a text between words.</summary>
        public void Paragraph(int depth, string text)
        {
            foreach (string line in PrintedText.Lines(text, 2 * depth, (2 * depth) + 2))
                writer.WriteLine(line);
        }

        public void Problems(IEnumerable<ProblemReport> problems)
        {
            foreach (var problem in problems)
                Paragraph(1, $"wrong: {problem}");
        }
    }
}
