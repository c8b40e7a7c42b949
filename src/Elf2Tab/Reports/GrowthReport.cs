using Elf2Tab.Plan;

namespace Elf2Tab.Reports;

/// <summary>What <c>size --compare</c> prints; docs/size.md describes its JSON. Numbers are bytes.</summary>
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
    public const int CurrentSchemaVersion = 2;

    /// <summary>Compares the apps of two files: those of one name, or the only one of each.</summary>
    /// <param name="old">The older file.</param>
    /// <param name="file">The newer file.</param>
    /// <param name="limit">By how much an app may grow; null: by any number.</param>
    /// <param name="top">How many of the sections or symbols that changed most are listed, before a row of all others.</param>
    public static GrowthReport Compare(FileSizes old, FileSizes file, GrowthLimit? limit, int top)
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
                apps.Add(AppGrowth.Of(oldApps[0], app, limit, top));
            else if (olds.TryGetValue(app.Name, out var before))
                apps.Add(AppGrowth.Of(before, app, limit, top));
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

    /// <summary>Prints the report.</summary>
    /// <param name="writer">Where to print it.</param>
    /// <param name="format">How.</param>
    /// <param name="detail">What was measured besides purposes.</param>
    public void Print(TextWriter writer, SizeFormat format, Detail detail) => format.Choose<Action>(
        table: () => SizePrinter.Print(writer, this),
        json: () => ReportJson.Print(writer, json => json.Write(this)),
        csv: () => SizeCsv.Print(writer, this, detail),
        markdown: () => SizeMarkdown.Print(writer, this, detail))();
}

/// <summary>How an app has grown.</summary>
/// <param name="OldName">Its name in the older file.</param>
/// <param name="Name">Its name in the newer file.</param>
/// <param name="Total">Flash and RAM in all.</param>
/// <param name="Purposes">Flash and RAM by purpose.</param>
/// <param name="Largest">Flash and RAM by section or symbol, what changed most first, the last one being all others; they add up too.
/// Empty: neither was asked for.</param>
/// <param name="Allowed">By how much it may grow; null: by any number.</param>
/// <param name="WithinLimit">Neither flash nor RAM grows by more than it may.</param>
internal sealed record AppGrowth(
    string OldName,
    string Name,
    GrowthRow Total,
    IReadOnlyList<GrowthRow> Purposes,
    IReadOnlyList<GrowthRow> Largest,
    AllowedGrowth? Allowed,
    bool WithinLimit)
{
    /// <summary>Compares an app with what it was.</summary>
    /// <param name="old">What it was, with all its sections or symbols.</param>
    /// <param name="app">What it is, likewise.</param>
    /// <param name="limit">By how much it may grow; null: by any number.</param>
    /// <param name="top">How many sections or symbols are listed.</param>
    public static AppGrowth Of(AppSizes old, AppSizes app, GrowthLimit? limit, int top)
    {
        var (olds, news) = (old.Purposes.ToDictionary(row => row.Name), app.Purposes.ToDictionary(row => row.Name));
        var rows = Enum.GetValues<Purpose>().Select(purpose => purpose.Name())
            .Where(name => olds.ContainsKey(name) || news.ContainsKey(name))
            .Select(name => Row(name, olds.GetValueOrDefault(name), news.GetValueOrDefault(name)));
        var allowed = limit is { } most ? new AllowedGrowth(most.BytesOf(old.Flash), most.BytesOf(old.Ram)) : null;
        var growth = new AppGrowth(
            old.Name, app.Name, new GrowthRow("total", old.Flash, app.Flash, old.Ram, app.Ram), [.. rows], LargestOf(old, app, top), allowed, true);
        return growth with { WithinLimit = !growth.Excess().Any() };
    }

    /// <summary>What exceeds the limit, each by a sentence that follows the name of the app.</summary>
    public IEnumerable<string> Excess()
    {
        if (Total.Flash - Total.OldFlash is var flash && flash > Allowed?.Flash)
            yield return $"grows by {flash} bytes of flash; --max-growth allows {Allowed.Flash}.";
        if (Total.Ram - Total.OldRam is var ram && ram > Allowed?.Ram)
            yield return $"grows by {ram} bytes of RAM; --max-growth allows {Allowed.Ram}.";
    }

    private static List<GrowthRow> LargestOf(AppSizes old, AppSizes app, int top)
    {
        var rows = new Dictionary<string, GrowthRow>();
        foreach (var row in old.Largest)
            Add(row.Name, new GrowthRow(row.Name, row.Flash, 0, row.Ram, 0));
        foreach (var row in app.Largest)
            Add(row.Name, new GrowthRow(row.Name, 0, row.Flash, 0, row.Ram));
        var sorted = rows.Values.OrderByDescending(row => row.ChangedBytes()).ThenBy(row => row.Name, StringComparer.Ordinal).ToList();
        int shown = Math.Min(top, sorted.Count(row => row.ChangedBytes() > 0));
        var others = sorted[shown..];
        return others.Count == 0 ? sorted : [.. sorted[..shown], others.Aggregate((sum, row) => sum.Plus(row)) with { Name = $"{others.Count} others" }];

        void Add(string name, GrowthRow part)
        {
            string key = WithoutHash(name);
            rows[key] = rows.TryGetValue(key, out var row) ? row.Plus(part) : part;
        }
    }

    /// <summary>
    /// The name without the hash with which Rust's older mangling ends (<c>17h</c>, 16 digits, <c>E</c>): it is another one with every
    /// version of a crate or compiler.
    /// </summary>
    private static string WithoutHash(string name) =>
        name.Length > HashLength && name.StartsWith("_ZN", StringComparison.Ordinal) && name[^HashLength..].StartsWith("17h", StringComparison.Ordinal)
        && name.EndsWith('E') && name[^(HashLength - 3)..^1].All(char.IsAsciiHexDigitLower)
            ? name[..^HashLength]
            : name;

    private const int HashLength = 20;

    private static GrowthRow Row(string name, SizeRow? old, SizeRow? now) =>
        new(name, old?.Flash ?? 0, now?.Flash ?? 0, old?.Ram ?? 0, now?.Ram ?? 0);
}

/// <summary>What was and what is.</summary>
/// <param name="Name">What it is.</param>
/// <param name="OldFlash">Bytes of flash that it took.</param>
/// <param name="Flash">Bytes of flash that it takes.</param>
/// <param name="OldRam">Bytes of RAM that it took.</param>
/// <param name="Ram">Bytes of RAM that it takes.</param>
internal sealed record GrowthRow(string Name, long OldFlash, long Flash, long OldRam, long Ram)
{
    /// <summary>This row and another one as one, by the other's name.</summary>
    public GrowthRow Plus(GrowthRow other) =>
        new(other.Name, OldFlash + other.OldFlash, Flash + other.Flash, OldRam + other.OldRam, Ram + other.Ram);

    /// <summary>By how many bytes it has changed, up or down.</summary>
    public long ChangedBytes() => Math.Abs(Flash - OldFlash) + Math.Abs(Ram - OldRam);
}

/// <summary>By how much an app may grow.</summary>
/// <param name="Flash">Bytes of flash.</param>
/// <param name="Ram">Bytes of RAM.</param>
internal sealed record AllowedGrowth(long Flash, long Ram);

/// <summary>By how much something may grow.</summary>
/// <param name="Amount">Bytes, or</param>
/// <param name="IsPercent">percents of what it was.</param>
internal readonly record struct GrowthLimit(decimal Amount, bool IsPercent)
{
    /// <summary>Bytes by which something of <paramref name="old"/> bytes may grow.</summary>
    public long BytesOf(long old) => (long)(IsPercent ? Amount * old / 100 : Amount);
}
