using System.CommandLine;
using System.Globalization;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using Elf2Tab.Reports;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab size FILE...</c>: what takes how much flash and RAM, and by how much it has grown.</summary>
internal sealed class SizeCommand : ToolCommand
{
    private readonly ValueOption<Detail?> _by = new(
        "--by",
        ChoiceValues.Of<Detail>("none|section|symbol"),
        "Show the largest sections or symbols too, or with --compare those that changed most; names as the ELF has them, not demangled [default: none].");

    private readonly ValueOption<uint?> _top =
        new("--top", NumberValues.UpTo(1_000_000), "How many of these to show [default: 20].");

    private readonly ValueOption<string?> _compare =
        ValueOption.Path("--compare", "Show by how much the file has grown since this one, a TBF, TAB or ELF.", ".tab", ".tbf", ".elf");

    private readonly ValueOption<GrowthLimit?> _maxGrowth = new(
        "--max-growth",
        new("SIZE", "a number of bytes, as it is or in K or M, or a percentage", ParseGrowth),
        "By how much flash and RAM of an app may have grown: bytes, K, M, or a percentage such as 2%.");

    private readonly ValueOption<SizeFormat?> _format =
        new("--format", ChoiceValues.Of<SizeFormat>("table|json|csv|markdown"), "How to print it (docs/size.md describes it) [default: table].");

    private readonly Option<bool> _json = Flags.Of("--json", "Like --format json.");

    /// <summary>The command.</summary>
    public SizeCommand()
        : base("size", "show what takes how much flash and RAM")
    {
        Add(Operands.Files(".tab", ".tbf", ".elf"));
        Add(_by);
        Add(_top);
        Add(_compare);
        Add(_maxGrowth);
        Add(_format);
        Add(_json);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Shows what takes how much flash and RAM in TABs, TBFs and ELFs. Of an ELF, it
        measures the TBF that a conversion with the same options would make.

        Usage: elf2tab size [OPTIONS] <FILE>...

          elf2tab size --by symbol build/blink.elf
          elf2tab size --compare released/blink.tab --max-growth 2% blink.tab
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<OptionGroup> Groups =>
        [
            new("What is shown", "--by", "--top", "--compare", "--max-growth", "--format", "--json"),
            new("How an ELF would be converted", [.. NamesOfMore]),
        ];

    /// <inheritdoc/>
    public override IEnumerable<string> NamesOfMore => ConversionOptions.NamesOfTbf;

    /// <inheritdoc/>
    protected override Option? Make(string name) => ConversionOptions.MakeOfTbf(name);

    /// <inheritdoc/>
    protected override bool Compares(Invocation invocation) => invocation.Has("--compare");

    /// <summary>Runs the command.</summary>
    /// <returns>
    /// 0: all files are shown and whole; 1: one is damaged or cannot be read; 2: the command line was not understood. With
    /// <c>--compare</c> 0: no app grows by more than it may; 1: one does; 2: trouble.
    /// </returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var (paths, diagnostics) = (invocation.Operands, invocation.Diagnostics);
        string? old = invocation.Value(_compare);
        if (paths.Count == 0)
            throw diagnostics.Fail(Catalogue.NoInput, "no file to measure", "name at least one file: `elf2tab size app.tab`");
        if (old is not null && paths.Count > 1)
        {
            throw diagnostics.Fail(
                Catalogue.WrongFileCount,
                $"--compare takes one newer file, {paths.Count} are given",
                "give one file, or leave out `--compare`");
        }
        if (invocation.Value(_maxGrowth) is not null && old is null)
            throw diagnostics.Fail(Catalogue.MissingOption, "--max-growth needs --compare");
        if (invocation.Value(_json) && invocation.Value(_format) is not null)
            throw diagnostics.Fail(Catalogue.ConflictingOptions, "--json and --format exclude one another");
        ConversionOptions.CheckTbf(name => invocation.Has("--" + name), diagnostics);
        var convert = invocation.Settings(new ConvertOptions());
        using var keys = KeyFiles.Read(convert.Signing, diagnostics);
        KeyFiles.TryOut(keys, convert.Signing, diagnostics);
        var files = new FileMeasurement(convert, keys, diagnostics);
        var measurement = MeasurementOf(invocation);
        var status = old is null
            ? Show(paths.Select(path => files.TryMeasure(path, measurement)).OfType<FileSizes>(), invocation)
            : Compare(files.MeasureAlike(old, paths[0], measurement.Detail), invocation);
        if (!files.HadElf && ConversionOptions.NamesOfTbf.Except(["--max-flash", "--max-ram"]).FirstOrDefault(invocation.Has) is { } option)
            diagnostics.Report(Catalogue.OptionWithoutEffect, $"{option} says how an ELF is converted, and none is given");
        return status;
    }

    /// <summary>Shows files, which are measured while they are printed.</summary>
    private ExitStatus Show(IEnumerable<FileSizes> files, Invocation invocation)
    {
        bool isDamaged = false;
        new SizeReport(SizeReport.CurrentSchemaVersion, files.Select(Watched))
            .Print(invocation.Terminal.Out, FormatOf(invocation), MeasurementOf(invocation).Detail);
        return invocation.Diagnostics.HasErrors || isDamaged ? ExitStatus.Failure : ExitStatus.Success;

        FileSizes Watched(FileSizes file)
        {
            isDamaged |= file.Problems.Count > 0;
            return file with { Apps = file.Apps.Select(WatchedApp) };
        }

        AppSizes WatchedApp(AppSizes app)
        {
            isDamaged |= app.Problems.Count > 0;
            return app;
        }
    }

    private ExitStatus Compare((FileSizes Old, FileSizes New) files, Invocation invocation)
    {
        var writer = invocation.Terminal.Out;
        FileSizes[] damaged = [.. new[] { files.Old, files.New }.Where(IsDamaged)];
        foreach (var file in damaged)
            SizePrinter.Print(writer, [file]);
        if (damaged.Length > 0)
            return ExitStatus.Failure;
        var measurement = MeasurementOf(invocation);
        var growth = GrowthReport.Compare(files.Old, files.New, invocation.Value(_maxGrowth), measurement.Top);
        if (growth.Apps.Count == 0)
        {
            throw invocation.Diagnostics.Fail(
                Catalogue.NothingToCompare, $"{files.Old.File} and {files.New.File} have no app of the same name");
        }
        growth.Print(writer, FormatOf(invocation), measurement.Detail);
        return growth.WithinLimit ? ExitStatus.Success : ExitStatus.Difference;
    }

    private static bool IsDamaged(FileSizes file) => file.Problems.Count > 0 || file.Apps.Any(app => app.Problems.Count > 0);

    private Measurement MeasurementOf(Invocation invocation) =>
        new(invocation.Value(_by) ?? Detail.None, (int)(invocation.Value(_top) ?? 20));

    private SizeFormat FormatOf(Invocation invocation) =>
        invocation.Value(_json) ? SizeFormat.Json : invocation.Value(_format) ?? SizeFormat.Table;

    private static GrowthLimit? ParseGrowth(string text)
    {
        if (!text.EndsWith('%'))
            return NumberValues.ParseSize(text) is { } bytes ? new GrowthLimit(bytes, IsPercent: false) : null;
        return decimal.TryParse(text.AsSpan()[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent)
            && percent <= uint.MaxValue
                ? new GrowthLimit(percent, IsPercent: true)
                : null;
    }
}
