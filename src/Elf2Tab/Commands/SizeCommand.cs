using System.CommandLine;
using System.Globalization;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Files;
using Elf2Tab.Keys;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Sizes;
using TabFormat.Reading;

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
        var (files, diagnostics) = (invocation.Operands, invocation.Diagnostics);
        string? old = invocation.Value(_compare);
        if (files.Count == 0)
            throw diagnostics.Fail(Catalogue.NoInput, "no file to measure", "name at least one file: `elf2tab size app.tab`");
        if (old is not null && files.Count > 1)
        {
            throw diagnostics.Fail(
                Catalogue.WrongFileCount,
                $"--compare takes one newer file, {files.Count} are given",
                "give one file, or leave out `--compare`");
        }
        var growth = invocation.Value(_maxGrowth);
        if (growth is not null && old is null)
            throw diagnostics.Fail(Catalogue.MissingOption, "--max-growth needs --compare");
        if (invocation.Value(_json) && invocation.Value(_format) is not null)
            throw diagnostics.Fail(Catalogue.ConflictingOptions, "--json and --format exclude one another");
        ConversionOptions.CheckTbf(name => invocation.Has("--" + name), diagnostics);
        var options = new SizeOptions(
            invocation.Settings(new ConvertOptions()),
            new Measurement(invocation.Value(_by) ?? Detail.None, (int)(invocation.Value(_top) ?? 20)),
            growth,
            invocation.Value(_json) ? SizeFormat.Json : invocation.Value(_format) ?? SizeFormat.Table);
        using var keys = KeyFiles.Read(options.Convert.Signing, diagnostics);
        KeyFiles.TryOut(keys, options.Convert.Signing, diagnostics);
        var sizes = new SizesOfFiles(options, keys, diagnostics);
        var status = old is null ? sizes.Show(files, invocation.Terminal.Out) : sizes.Compare(old, files[0], invocation.Terminal.Out);
        if (ConversionOptions.NamesOfTbf.Except(["--max-flash", "--max-ram"]).FirstOrDefault(invocation.Has) is { } option)
            sizes.WarnWithoutElf(option);
        return status;
    }

    private static GrowthLimit? ParseGrowth(string text)
    {
        if (!text.EndsWith('%'))
            return NumberValues.ParseSize(text) is { } bytes ? new GrowthLimit(bytes, IsPercent: false) : null;
        return decimal.TryParse(text.AsSpan()[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent)
            && percent <= uint.MaxValue
                ? new GrowthLimit(percent, IsPercent: true)
                : null;
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Convert">How ELF files are converted.</param>
    /// <param name="Measurement">What is shown.</param>
    /// <param name="MaxGrowth">By how much an app may have grown; null: by any number.</param>
    /// <param name="Format">How it is printed.</param>
    private sealed record SizeOptions(ConvertOptions Convert, Measurement Measurement, GrowthLimit? MaxGrowth, SizeFormat Format);

    private sealed class SizesOfFiles(SizeOptions options, SigningKeys keys, DiagnosticSink diagnostics)
    {
        /// <summary>Whether an ELF was among the files so far.</summary>
        private bool _areElfs;

        /// <summary>Warns of an option that says how an ELF would be converted where there was none.</summary>
        public void WarnWithoutElf(string option)
        {
            if (!_areElfs)
                diagnostics.Report(Catalogue.OptionWithoutEffect, $"{option} says how an ELF is converted, and none is given");
        }

        public ExitStatus Show(IReadOnlyList<string> paths, TextWriter writer)
        {
            bool isDamaged = false;
            var files = paths.Select(TryMeasure).OfType<FileSizes>().Select(Watched);
            Print(
                () => SizePrinter.Print(writer, files),
                () => new SizeReport(SizeReport.CurrentSchemaVersion, files).Print(writer),
                () => SizeCsv.Print(writer, files, options.Measurement.Detail),
                () => SizeMarkdown.Print(writer, files, options.Measurement.Detail));
            return diagnostics.HasErrors || isDamaged ? ExitStatus.Failure : ExitStatus.Success;

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
                return Measure(file, options.Measurement, asTbf: false);
            }
            catch (InputException)
            {
                return null;
            }
        }

        public ExitStatus Compare(string oldFile, string newFile, TextWriter writer)
        {
            var all = options.Measurement with { Top = int.MaxValue };
            var (old, file) = (Measure(oldFile, all, asTbf: false), Measure(newFile, all, asTbf: false));

            // An ELF tells more than a TBF: like is compared with like.
            if ((old.Kind == "elf") != (file.Kind == "elf"))
                (old, file) = (Measure(oldFile, all, asTbf: true), Measure(newFile, all, asTbf: true));
            foreach (var damaged in new[] { old, file }.Where(HasProblems))
                SizePrinter.Print(writer, [damaged]);
            if (HasProblems(old) || HasProblems(file))
                return ExitStatus.Failure;
            var growth = GrowthReport.Compare(old, file, options.MaxGrowth, options.Measurement.Top);
            if (growth.Apps.Count == 0)
                throw diagnostics.Fail(Catalogue.NothingToCompare, $"{oldFile} and {file.File} have no app of the same name");
            Print(
                () => SizePrinter.Print(writer, growth),
                () => growth.Print(writer),
                () => SizeCsv.Print(writer, growth, options.Measurement.Detail),
                () => SizeMarkdown.Print(writer, growth, options.Measurement.Detail));
            return growth.WithinLimit ? ExitStatus.Success : ExitStatus.Difference;
        }

        /// <summary>Measures the apps in a file.</summary>
        /// <param name="path">The file.</param>
        /// <param name="measurement">What of them is wanted.</param>
        /// <param name="asTbf">Of an ELF, only what the TBF tells that it would give.</param>
        private FileSizes Measure(string path, Measurement measurement, bool asTbf) => InputFile.Use(path, diagnostics, (source, found) =>
        {
            bool isElf = InputFile.IsElf(source) && InputFile.FindInKernel(path, source, null) is null;
            _areElfs |= isElf;
            if (isElf)
                return MeasureElf(path, source, measurement, asTbf, found);
            if (measurement.Detail == Detail.Symbol)
                found.Report(Catalogue.NoSymbolsToShow, "--by symbol: it is no ELF file");
            var file = InputFile.ReadApps(path, null, diagnostics);
            var tbfs = FileDescription.Tbfs(file);
            var unread = tbfs.Where(app => !app.Tbf.HasBaseHeader)
                .SelectMany(app => app.Tbf.Findings.Select(finding => ProblemReport.Of(finding, app.Name == path ? null : app.Name)));
            return new FileSizes(
                path,
                file.Kind == "elf" ? "image" : file.Kind,
                tbfs.Where(app => app.Tbf.HasBaseHeader).Select(app => WithBudgets(measurement.Measure(app.Name, app.Tbf))),
                [.. FileDescription.Describe(file).Problems, .. unread]);
        });

        /// <summary>What a TBF takes, with what is more than it may.</summary>
        private AppSizes WithBudgets(AppSizes app) => app with
        {
            Problems = [.. app.Problems, .. SizeBudget.Check(app.Flash, app.Ram, options.Convert).Select(over => new ProblemReport(over.Kind.Code, null, over.Text))],
        };

        /// <summary>Measures what an ELF would give; what stands in the way is a problem of the ELF.</summary>
        private FileSizes MeasureElf(
            string path, ElfSource source, Measurement measurement, bool asTbf, DiagnosticSink diagnostics)
        {
            var found = new DiagnosticSink(path);
            try
            {
                var converted = Converter.Convert(source, keys.CredentialsFor(options.Convert.Signing), options.Convert, found);
                if (measurement.Detail == Detail.Symbol && converted.Elf.Symbols is null)
                    diagnostics.Report(Catalogue.NoSymbolsToShow, "--by symbol: the ELF has no symbol table");
                var app = asTbf
                    ? measurement.Measure(path, TbfReader.Read(converted.Bytes))
                    : measurement.Measure(path, converted, options.Convert);
                return new FileSizes(path, "elf", [app], []);
            }
            catch (InputException)
            {
                return new FileSizes(path, "elf", [], [.. found.Errors.Select(ProblemReport.Of)]);
            }
        }

        /// <summary>Prints in the form that was asked for.</summary>
        private void Print(Action table, Action json, Action csv, Action markdown)
        {
            var print = options.Format switch
            {
                SizeFormat.Json => json,
                SizeFormat.Csv => csv,
                SizeFormat.Markdown => markdown,
                _ => table,
            };
            print();
        }

        private static bool HasProblems(FileSizes file) => file.Problems.Count > 0 || file.Apps.Any(app => app.Problems.Count > 0);
    }
}
