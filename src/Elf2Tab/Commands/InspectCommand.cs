using System.CommandLine;
using System.Text;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Files;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Sizes;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab inspect FILE...</c>: shows what is in TABs, TBFs and ELFs, damaged ones too.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly Option<bool> _json = Flags.Json("docs/inspect.md");
    private readonly Option<bool> _quiet = Flags.Of("--quiet", "Print nothing of files that are whole.", "-q");
    private readonly Option<bool> _map = Flags.Of("--map", "Draw where every byte goes, in place of fields. An ELF tells more than a TBF.");
    private readonly Option<bool> _all = Flags.Of("--all", "Show fields and map.");
    private readonly ValueOption<string?> _svg = ValueOption.Output("--svg", "Write the map as a picture.", ".svg");
    private readonly ValueOption<uint?> _offset = BoardOptions.Offset;

    /// <summary>The command.</summary>
    public InspectCommand()
        : base("inspect", "show what is in TABs, TBFs and ELFs")
    {
        Add(Operands.Files(".tab", ".tbf", ".elf"));
        Add(_json);
        Add(_map);
        Add(_all);
        Add(_svg);
        Add(_offset);
        Add(_quiet);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Shows every field of TABs, TBFs and ELFs, damaged ones too, and every app in
        files of flash: binaries of several apps, Intel HEX, UF2, ELFs of a kernel.

        Usage: elf2tab inspect [OPTIONS] <FILE>...

          elf2tab inspect blink.tab
          elf2tab inspect --map build/blink.elf
          elf2tab inspect --svg blink.svg build/blink.elf
        """;

    /// <summary>Runs the command.</summary>
    /// <returns>0: all files are shown and whole; 1: one is damaged or cannot be read; 2: the command line was not understood.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var (files, diagnostics) = (invocation.Operands, invocation.Diagnostics);
        if (files.Count == 0)
            throw diagnostics.Fail(Catalogue.NoInput, "no file to inspect", "name at least one file: `elf2tab inspect app.tab`");
        string? picture = invocation.Value(_svg);
        uint? offset = invocation.Value(_offset);
        WritePicture(picture, files, offset, diagnostics);
        diagnostics.IsQuiet = invocation.Value(_quiet);
        bool isDamaged = false;
        var output = invocation.Terminal.Beside(picture);
        bool isJson = invocation.Value(_json);
        bool isAll = invocation.Value(_all);
        bool withMap = invocation.Value(_map) || isAll;
        bool hasColour = invocation.Terminal.HasOutputColour && output == invocation.Terminal.Out;
        if (isJson)
            new InspectReport(InspectReport.CurrentSchemaVersion, Shown().Select(shown => shown.Report)).Print(output);
        foreach (var (report, map) in isJson ? [] : Shown())
        {
            if (diagnostics.IsQuiet && !HasProblems(report))
                continue;
            if (isAll || !withMap)
                ReportPrinter.Print(output, report);
            if (!withMap)
                continue;
            MapPrinter.Print(output, map, hasColour);
            if (!isAll)
                ReportPrinter.PrintProblems(output, report);
        }
        return diagnostics.HasErrors || isDamaged ? ExitStatus.Failure : ExitStatus.Success;

        IEnumerable<Shown> Shown()
        {
            foreach (string file in files)
            {
                if (Describe(file, withMap, offset, diagnostics) is not { } shown)
                    continue;
                yield return shown;
                isDamaged |= HasProblems(shown.Report);
            }
        }
    }

    /// <summary>A file to show.</summary>
    /// <param name="Report">What is in it.</param>
    /// <param name="Map">Where every byte goes, worked out while it is asked for.</param>
    private readonly record struct Shown(FileReport Report, IEnumerable<MapBar> Map);

    /// <summary>Describes a file; null: it cannot be read, which is reported, and the other files are shown all the same.</summary>
    private static Shown? Describe(string file, bool withMap, uint? offset, DiagnosticSink diagnostics)
    {
        try
        {
            return InputFile.Use(file, diagnostics, (source, _) =>
            {
                if (InputFile.IsElf(source) && InputFile.FindInKernel(file, source, offset) is { } board)
                {
                    var report = ElfDescription.Describe(file, source) with { Image = FileDescription.Describe(board.Memory!) };
                    return new Shown(report, withMap ? MapOf(board) : []);
                }
                if (InputFile.IsElf(source))
                    return WithMap(ElfDescription.Describe(file, source), source, withMap);
                var apps = InputFile.ReadApps(file, offset, diagnostics);
                return new Shown(FileDescription.Describe(apps), withMap ? MapOf(apps) : []);
            });
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>Of an ELF, the map of the TBF that it would give; what stands in the way is a problem of the ELF.</summary>
    private static Shown WithMap(FileReport report, ElfSource source, bool withMap)
    {
        if (!withMap || report.Problems.Count > 0)
            return new Shown(report, []);
        var found = new DiagnosticSink(report.File);
        try
        {
            var converted = Converter.Convert(source, [], new ConvertOptions(), found);
            var (flash, ram) = PlanMap.Of(converted.Plan, converted.Tbf);
            return new Shown(report, [Titled(flash, report.File), Titled(ram, report.File)]);
        }
        catch (InputException)
        {
            return new Shown(report with { Problems = [.. found.Errors.Select(ProblemReport.Of)] }, []);
        }
    }

    private static IEnumerable<MapBar> MapOf(AppsFile file)
    {
        foreach (var (name, tbf) in FileDescription.Tbfs(file).Where(app => app.Tbf.HasBaseHeader))
        {
            var (flash, ram) = TbfMap.Of(tbf);
            yield return Titled(flash, name);
            yield return Titled(ram, name);
        }
    }

    private static MapBar Titled(MapBar bar, string file) => bar with { Name = $"{Path.GetFileName(file)}: {bar.Name}" };

    /// <summary>
    /// Writes the picture before anything is printed, for that it may not be written is then all that is said; what is wrong with the
    /// files is told when they are shown.
    /// </summary>
    private static void WritePicture(string? path, IReadOnlyList<string> files, uint? offset, DiagnosticSink diagnostics)
    {
        if (path is null)
            return;
        new SourceFiles(files, diagnostics).CheckOutput(path, diagnostics, "give `--svg` another name");
        var bars = files.SelectMany(file => Describe(file, withMap: true, offset, new DiagnosticSink(null))?.Map ?? []);
        OutputFiles.Write([new OutputFile(path, Encoding.UTF8.GetBytes(MapSvg.Draw([.. bars])))], diagnostics);
    }

    private static bool HasProblems(FileReport report) =>
        report.Problems.Count > 0
        || report.Tbf?.Problems.Count > 0
        || report.Tab?.Members.Any(member => member.Tbf?.Problems.Count > 0) == true
        || report.Image?.Parts.Any(part => part.Tbf?.Problems.Count > 0) == true;
}
