using Elf2Tab.Plan;

namespace Elf2Tab.Reports;

/// <summary>What <c>size --compare --json</c> prints; docs/size.md describes it. Numbers are bytes.</summary>
/// <param name="SchemaVersion">Grows with every change that a reader could stumble over.</param>
/// <param name="Old">The older file.</param>
/// <param name="File">The newer file.</param>
/// <param name="Apps">The apps that both have.</param>
/// <param name="Added">The names of apps that only the newer file has.</param>
/// <param name="Removed">The names of apps that only the older file has.</param>
/// <param name="WithinLimit">No app grows by more than it may.</param>
internal sealed record GrowthReport(
    int SchemaVersion,
    string Old,
    string File,
    IReadOnlyList<AppGrowth> Apps,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed,
    bool WithinLimit)
{
    /// <summary>The version that this program writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Compares the apps of two files: those of one name, or the only one of each.</summary>
    /// <param name="old">The older file.</param>
    /// <param name="file">The newer file.</param>
    /// <param name="limit">By how much an app may grow; null: by any number.</param>
    public static GrowthReport Compare(FileSizes old, FileSizes file, GrowthLimit? limit)
    {
        var (oldApps, newApps) = (old.Apps.ToList(), file.Apps.ToList());
        var olds = new Dictionary<string, AppSizes>();
        foreach (var app in oldApps)
            olds.TryAdd(app.Name, app);
        var apps = new List<AppGrowth>();
        var added = new List<string>();
        foreach (var app in newApps)
        {
            if (oldApps.Count == 1 && newApps.Count == 1)
                apps.Add(AppGrowth.Of(oldApps[0], app, limit));
            else if (olds.TryGetValue(app.Name, out var before))
                apps.Add(AppGrowth.Of(before, app, limit));
            else
                added.Add(app.Name);
        }
        var names = apps.Select(app => app.OldName).ToHashSet();
        return new GrowthReport(
            CurrentSchemaVersion,
            old.File,
            file.File,
            apps,
            added,
            [.. oldApps.Select(app => app.Name).Where(name => !names.Contains(name))],
            apps.TrueForAll(app => app.WithinLimit));
    }

    /// <summary>Prints the report as JSON.</summary>
    public void Print(TextWriter writer) => ReportJson.Print(writer, json => json.Write(this));
}

/// <summary>How an app has grown.</summary>
/// <param name="OldName">Its name in the older file.</param>
/// <param name="Name">Its name in the newer file.</param>
/// <param name="Total">Flash and RAM in all.</param>
/// <param name="Purposes">Flash and RAM by purpose.</param>
/// <param name="WithinLimit">Neither flash nor RAM grows by more than it may.</param>
internal sealed record AppGrowth(string OldName, string Name, GrowthRow Total, IReadOnlyList<GrowthRow> Purposes, bool WithinLimit)
{
    /// <summary>Compares an app with what it was.</summary>
    public static AppGrowth Of(AppSizes old, AppSizes app, GrowthLimit? limit)
    {
        var (olds, news) = (old.Purposes.ToDictionary(row => row.Name), app.Purposes.ToDictionary(row => row.Name));
        var rows = Enum.GetValues<Purpose>().Select(purpose => purpose.Name())
            .Where(name => olds.ContainsKey(name) || news.ContainsKey(name))
            .Select(name => Row(name, olds.GetValueOrDefault(name), news.GetValueOrDefault(name)));
        bool isWithin = limit is not { } most || (most.Allows(old.Flash, app.Flash) && most.Allows(old.Ram, app.Ram));
        return new AppGrowth(old.Name, app.Name, new GrowthRow("total", old.Flash, app.Flash, old.Ram, app.Ram), [.. rows], isWithin);
    }

    private static GrowthRow Row(string name, SizeRow? old, SizeRow? now) =>
        new(name, old?.Flash ?? 0, now?.Flash ?? 0, old?.Ram ?? 0, now?.Ram ?? 0);
}

/// <summary>What was and what is.</summary>
/// <param name="Name">What it is.</param>
/// <param name="OldFlash">Bytes of flash that it took.</param>
/// <param name="Flash">Bytes of flash that it takes.</param>
/// <param name="OldRam">Bytes of RAM that it took.</param>
/// <param name="Ram">Bytes of RAM that it takes.</param>
internal sealed record GrowthRow(string Name, long OldFlash, long Flash, long OldRam, long Ram);

/// <summary>By how much something may grow.</summary>
/// <param name="Amount">Bytes, or</param>
/// <param name="IsPercent">percents of what it was.</param>
internal readonly record struct GrowthLimit(decimal Amount, bool IsPercent)
{
    /// <summary>Whether something may grow from <paramref name="old"/> to <paramref name="now"/> bytes.</summary>
    public bool Allows(long old, long now) => now - old <= (IsPercent ? Amount * old / 100 : Amount);
}
