using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Sizes;
using TabFormat.Reading;

namespace Elf2Tab.Reports;

/// <summary>What rows show besides purposes.</summary>
public enum Detail
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Sections, or segments where there are none.</summary>
    Section,

    /// <summary>Symbols that have a size, and sections around them.</summary>
    Symbol,
}

/// <summary>Measures apps: adds up the parts of their maps.</summary>
/// <param name="Detail">What rows show besides purposes.</param>
/// <param name="Top">How many of these rows there are at most, before that of all others.</param>
internal sealed record Measurement(Detail Detail, int Top)
{
    /// <summary>What a converted ELF takes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="converted">What became of it.</param>
    /// <param name="options">How it was converted.</param>
    public AppSizes Measure(string name, Converted converted, ConvertOptions options)
    {
        var (plan, tbf, _) = converted;
        var (flash, ram) = PlanMap.Of(plan, tbf, Detail == Detail.Symbol ? converted.Elf.Symbols : null);
        long imageOffset = (long)((plan as RamPlan)?.Ram.ImageOffset ?? 0);
        long imageSize = plan is RamPlan ? plan.Image.Size : 0;
        return Measure(name, plan is RamPlan, flash, ram, imageOffset, imageSize) with
        {
            MinimumRamSize = plan.Memory.Total,
            SharedWithBss = plan is RamPlan loaded ? (long)AppContents.SharedWithBss(loaded) : 0,
            Advice = [.. Advisor.Advise(plan, tbf, flash, ram, options)],
        };
    }

    /// <summary>What a TBF takes, as far as it tells.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tbf">The TBF.</param>
    public AppSizes Measure(string name, TbfReading tbf)
    {
        var (flash, ram) = TbfMap.Of(tbf);
        var (imageStart, imageEnd) = TbfMap.Image(tbf);
        return Measure(name, tbf.IsLoadedToRam, flash, ram, imageStart, imageEnd - imageStart) with
        {
            MinimumRamSize = tbf.Entry?.MinimumRamSize ?? 0,
            Advice = [.. Advisor.Advise(tbf)],
            Problems = TbfDescription.Problems(tbf),
        };
    }

    private AppSizes Measure(string name, bool isRam, MapBar flash, MapBar ram, long imageOffset, long imageSize)
    {
        long header = flash.SizeOf(Purpose.Header) + flash.SizeOf(Purpose.ProtectedTrailer);
        return new AppSizes(
            name,
            isRam,
            flash.Size,
            ram.Size,
            MinimumRamSize: 0,
            imageOffset,
            imageSize,
            OnlyAtStartUp: ram.SizeOf(Purpose.Relocations),
            SharedWithBss: 0,
            CopiedBehindImage: isRam && imageSize > 0 ? Math.Max(0, flash.Size - header - imageSize) : 0,
            Unused: flash.SizeOf(Purpose.Padding) + flash.SizeOf(Purpose.Reserved),
            Purposes: [.. Purposes(flash, ram)],
            Largest: Detail == Detail.None ? [] : Largest(flash, ram),
            Advice: [],
            Problems: []);
    }

    private static IEnumerable<SizeRow> Purposes(MapBar flash, MapBar ram) =>
        Enum.GetValues<Purpose>()
            .Select(purpose => new SizeRow(purpose.Name(), flash.SizeOf(purpose), ram.SizeOf(purpose)))
            .Where(row => row.Flash + row.Ram > 0);

    private List<SizeRow> Largest(MapBar flash, MapBar ram)
    {
        var rows = new Dictionary<string, SizeRow>();
        foreach (var part in flash.Parts)
            Add(new SizeRow(part.Name, part.Size, 0));
        foreach (var part in ram.Parts)
            Add(new SizeRow(part.Name, 0, part.Size));
        var largest = rows.Values.OrderByDescending(row => row.Flash + row.Ram).ThenBy(row => row.Name, StringComparer.Ordinal).ToList();
        if (largest.Count <= Top)
            return largest;
        var others = largest[Top..];
        return [.. largest[..Top], new SizeRow($"{others.Count} others", others.Sum(row => row.Flash), others.Sum(row => row.Ram))];

        void Add(SizeRow part) => rows[part.Name] = rows.TryGetValue(part.Name, out var row)
            ? row with { Flash = row.Flash + part.Flash, Ram = row.Ram + part.Ram }
            : part;
    }
}
