using System.Collections.Immutable;
using System.Globalization;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Files;
using Elf2Tab.Keys;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using TabFormat.Reading;

namespace Elf2Tab.Commands;

/// <summary>Options of <c>size</c>.</summary>
internal sealed record SizeOptions
{
    /// <summary>The files.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>How ELF files are converted.</summary>
    public ConvertOptions Convert { get; init; } = new();

    /// <summary>What is shown besides purposes.</summary>
    public Detail By { get; init; }

    /// <summary>How many sections or symbols are shown.</summary>
    public int Top { get; init; } = 20;

    /// <summary>An older file to compare with.</summary>
    public string? Compare { get; init; }

    /// <summary>By how much an app may have grown; null: by any number.</summary>
    public GrowthLimit? MaxGrowth { get; init; }

    /// <summary>Print JSON.</summary>
    public bool Json { get; init; }
}

/// <summary><c>elf2tab size FILE...</c>: what takes how much flash and RAM, and by how much it has grown.</summary>
internal sealed class SizeCommand
{
    private static readonly OptionTable<SizeOptions> Options = new(
        [
            new("by", '\0', OptionArity.One, new("section|symbol", "one of section, symbol"), "Show the largest sections or symbols too.",
                (o, v) => v switch
                {
                    "section" => o with { By = Detail.Section },
                    "symbol" => o with { By = Detail.Symbol },
                    _ => null,
                }),
            new("top", '\0', OptionArity.One, new("NUMBER", "a number from 0 to 1000000"), "How many of these to show [default: 20].",
                (o, v) => ConvertOptionTable.ParseU32(v) is { } and <= 1_000_000 and var count ? o with { Top = (int)count } : null),
            new("compare", '\0', OptionArity.One, new("OLD", "a path"),
                "Show by how much the file has grown since OLD, a TBF, TAB or ELF.", (o, v) => o with { Compare = v }),
            new("max-growth", '\0', OptionArity.One, new("SIZE", "a number of bytes, as it is or in K or M, or a percentage"),
                "By how much flash and RAM of an app may have grown: bytes, K, M, or a percentage such as 2%.",
                (o, v) => ParseGrowth(v) is { } limit ? o with { MaxGrowth = limit } : null),
            new("json", '\0', OptionArity.None, OptionValue.None, "Print JSON (docs/size.md describes it).",
                (o, _) => o with { Json = true }),
            .. ConvertOptionTable.OfTbf.Select(option =>
                option.Within<SizeOptions>(o => o.Convert, (o, convert) => o with { Convert = convert })),
        ],
        (options, argument) => options with { Files = options.Files.Add(argument) });

    private static readonly Command<SizeOptions> Command = new(Options, () => $"""
        Shows what takes how much flash and RAM in TABs, TBFs and ELFs. Of an ELF, it
        measures the TBF that a conversion with the same options would make.

        Usage: elf2tab size [OPTIONS] <FILE>...

        Options:
        {Options.Describe()}
        """, options => options.Compare is not null);

    private readonly SizeOptions _options;
    private readonly SigningKeys _keys;
    private readonly DiagnosticSink _diagnostics;

    private SizeCommand(SizeOptions options, SigningKeys keys, DiagnosticSink diagnostics)
    {
        _options = options;
        _keys = keys;
        _diagnostics = diagnostics;
    }

    /// <summary>Runs the command.</summary>
    /// <returns>
    /// 0: all files are shown and whole; 1: one is damaged or cannot be read; 2: the command line was not understood. With
    /// <c>--compare</c> 0: no app grows by more than it may; 1: one does; 2: trouble.
    /// </returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) =>
        Command.Run(new SizeOptions(), arguments, terminal, (parsed, diagnostics) =>
        {
            var options = parsed.Options;
            if (options.Files.IsEmpty)
                throw diagnostics.Fail(Catalogue.NoInput, "no file to measure", "name at least one file: `elf2tab size app.tab`");
            if (options.Compare is not null && options.Files.Length > 1)
                throw diagnostics.Fail(
                    Catalogue.WrongFileCount,
                    $"--compare takes one newer file, {options.Files.Length} are given",
                    "give one file, or leave out `--compare`");
            if (options.MaxGrowth is not null && options.Compare is null)
                throw diagnostics.Fail(Catalogue.MissingOption, "--max-growth needs --compare");
            ConvertOptionTable.CheckTbf(parsed.Given, diagnostics);
            using var keys = SigningOptionTable.LoadKeys(options.Convert.Signing, diagnostics);
            var command = new SizeCommand(options, keys, diagnostics);
            return options.Compare is { } old ? command.Compare(old, terminal.Out) : command.Show(terminal.Out);
        });

    private ExitStatus Show(TextWriter writer)
    {
        bool isDamaged = false;
        var files = _options.Files.Select(TryMeasure).OfType<FileSizes>().Select(Watched);
        if (_options.Json)
            new SizeReport(SizeReport.CurrentSchemaVersion, files).Print(writer);
        else
            SizePrinter.Print(writer, files);
        return _diagnostics.HasErrors || isDamaged ? ExitStatus.Failure : ExitStatus.Success;

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

    /// <summary>Measures a file; null: it cannot be read, which is reported, and the other files are shown all the same.</summary>
    private FileSizes? TryMeasure(string file)
    {
        try
        {
            return Measure(file, asTbf: false);
        }
        catch (InputException)
        {
            return null;
        }
    }

    private ExitStatus Compare(string oldFile, TextWriter writer)
    {
        var (old, file) = (Measure(oldFile, asTbf: false), Measure(_options.Files[0], asTbf: false));

        // An ELF tells more than a TBF: like is compared with like.
        if ((old.Kind == "elf") != (file.Kind == "elf"))
            (old, file) = (Measure(oldFile, asTbf: true), Measure(_options.Files[0], asTbf: true));
        foreach (var damaged in new[] { old, file }.Where(HasProblems))
            SizePrinter.Print(writer, [damaged]);
        if (HasProblems(old) || HasProblems(file))
            return ExitStatus.Failure;
        var growth = GrowthReport.Compare(old, file, _options.MaxGrowth, _options.Top);
        if (growth.Apps.Count == 0)
            throw _diagnostics.Fail(Catalogue.NothingToCompare, $"{oldFile} and {file.File} have no app of the same name");
        if (_options.Json)
            growth.Print(writer);
        else
            SizePrinter.Print(writer, growth);
        return growth.WithinLimit ? ExitStatus.Success : ExitStatus.Difference;
    }

    /// <summary>Measures the apps in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="asTbf">Of an ELF, only what the TBF tells that it would give.</param>
    private FileSizes Measure(string path, bool asTbf) => InputFile.Use(path, _diagnostics, (source, found) =>
    {
        var measurement = new Measurement(_options.By, _options.Compare is null ? _options.Top : int.MaxValue);
        if (InputFile.IsElf(source))
            return MeasureElf(measurement, path, source, asTbf, found);
        if (_options.By == Detail.Symbol)
            found.Report(Catalogue.NoSymbolsToShow, "--by symbol: it is no ELF file");
        var bytes = InputFile.ReadOutput(path, _diagnostics);
        var tbfs = FileDescription.Tbfs(path, bytes);
        var unread = tbfs.Where(app => !app.Tbf.HasBaseHeader)
            .SelectMany(app => app.Tbf.Findings.Select(finding => ProblemReport.Of(finding, app.Name == path ? null : app.Name)));
        return new FileSizes(
            path,
            TabReader.IsTar(bytes.Span) ? "tab" : "tbf",
            tbfs.Where(app => app.Tbf.HasBaseHeader).Select(app => measurement.Measure(app.Name, app.Tbf)),
            [.. FileDescription.Describe(path, bytes).Problems, .. unread]);
    });

    /// <summary>Measures what an ELF would give; what stands in the way is a problem of the ELF.</summary>
    private FileSizes MeasureElf(Measurement measurement, string path, ElfSource source, bool asTbf, DiagnosticSink diagnostics)
    {
        var found = new DiagnosticSink(path);
        try
        {
            var converted = Converter.Convert(source, _keys.CredentialsFor(_options.Convert.Signing), _options.Convert, found);
            if (_options.By == Detail.Symbol && converted.Elf.Symbols is null)
                diagnostics.Report(Catalogue.NoSymbolsToShow, "--by symbol: the ELF has no symbol table");
            var app = asTbf
                ? measurement.Measure(path, TbfReader.Read(converted.Bytes))
                : measurement.Measure(path, converted, _options.Convert);
            return new FileSizes(path, "elf", [app], []);
        }
        catch (InputException)
        {
            return new FileSizes(path, "elf", [], [.. found.Errors.Select(ProblemReport.Of)]);
        }
    }

    private static bool HasProblems(FileSizes file) => file.Problems.Count > 0 || file.Apps.Any(app => app.Problems.Count > 0);

    private static GrowthLimit? ParseGrowth(string text)
    {
        if (!text.EndsWith('%'))
            return ConvertOptionTable.ParseSize(text) is { } bytes ? new GrowthLimit(bytes, IsPercent: false) : null;
        return decimal.TryParse(text.AsSpan()[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent)
            && percent <= uint.MaxValue
                ? new GrowthLimit(percent, IsPercent: true)
                : null;
    }
}
