using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Files;
using Elf2Tab.Keys;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Sizes;
using TabFormat.Reading;

namespace Elf2Tab.Building;

/// <summary>Measures what takes flash and RAM in files of all kinds.</summary>
/// <param name="convert">How ELF files are converted.</param>
/// <param name="keys">The keys for that.</param>
/// <param name="diagnostics">Where to report.</param>
internal sealed class FileMeasurement(ConvertOptions convert, SigningKeys keys, DiagnosticSink diagnostics)
{
    /// <summary>Whether an ELF was among the files so far.</summary>
    public bool HadElf { get; private set; }

    /// <summary>Measures a file; null: it cannot be read, which is reported.</summary>
    public FileSizes? TryMeasure(string path, Measurement measurement)
    {
        try
        {
            return Measure(path, measurement, asTbf: false);
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>Measures two files that are to be compared. An ELF tells more than a TBF: beside one, it is measured as the TBF that it would give.</summary>
    /// <exception cref="InputException">One cannot be read, which is reported.</exception>
    public (FileSizes Old, FileSizes New) MeasureAlike(string oldPath, string newPath, Detail detail)
    {
        var all = new Measurement(detail, int.MaxValue);
        var (old, file) = Measure(asTbf: false);
        return (old.Kind == "elf") == (file.Kind == "elf") ? (old, file) : Measure(asTbf: true);

        (FileSizes Old, FileSizes New) Measure(bool asTbf) => (this.Measure(oldPath, all, asTbf), this.Measure(newPath, all, asTbf));
    }

    /// <summary>Measures the apps in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="measurement">What of them is wanted.</param>
    /// <param name="asTbf">Of an ELF, only what the TBF tells that it would give.</param>
    private FileSizes Measure(string path, Measurement measurement, bool asTbf) => InputFile.Use(path, diagnostics, (source, found) =>
    {
        bool isElf = InputFile.IsElf(source) && InputFile.FindInKernel(path, source, null) is null;
        HadElf |= isElf;
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
        Problems = [.. app.Problems, .. SizeBudget.Check(app.Flash, app.Ram, convert).Select(over => new ProblemReport(over.Kind.Code, null, over.Text))],
    };

    /// <summary>Measures what an ELF would give; what stands in the way is a problem of the ELF.</summary>
    private FileSizes MeasureElf(string path, ElfSource source, Measurement measurement, bool asTbf, DiagnosticSink found)
    {
        var problems = new DiagnosticSink(path);
        try
        {
            var converted = Converter.Convert(source, keys.CredentialsFor(convert.Signing), convert, problems);
            if (measurement.Detail == Detail.Symbol && converted.Elf.Symbols is null)
                found.Report(Catalogue.NoSymbolsToShow, "--by symbol: the ELF has no symbol table");
            var app = asTbf
                ? measurement.Measure(path, TbfReader.Read(converted.Bytes))
                : measurement.Measure(path, converted, convert);
            return new FileSizes(path, "elf", [app], []);
        }
        catch (InputException)
        {
            return new FileSizes(path, "elf", [], [.. problems.Errors.Select(ProblemReport.Of)]);
        }
    }
}
