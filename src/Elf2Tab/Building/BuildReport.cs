using Elf2Tab.Reports;

namespace Elf2Tab.Building;

/// <summary>What <c>build --json</c> prints; docs/build.md describes it.</summary>
internal static class BuildReport
{
    private const int SchemaVersion = 1;

    /// <summary>Prints what became of the apps.</summary>
    /// <param name="writer">Where to print.</param>
    /// <param name="apps">The apps in the manifest's order.</param>
    public static void Print(TextWriter writer, IReadOnlyList<BuiltApp> apps) => ReportJson.Print(writer, json => json.Object(() =>
    {
        json.Number("schemaVersion", SchemaVersion);
        json.Array("apps", apps, app => json.Object(() =>
        {
            json.Text("name", app.Name);
            json.Text("result", app.HasFailed ? "failed" : app.Changes.Any() ? "changed" : "unchanged");
            json.Array("tbfs", app.Tbfs, tbf => json.Object(() =>
            {
                json.Text("architecture", tbf.Architecture);
                json.Number("flash", tbf.Flash);
                json.Number("ram", tbf.Ram);
            }));
            json.Array("changed", app.Changes, change => json.Object(() => json.Text("file", change.File.Path)));
        }));
    }));
}
