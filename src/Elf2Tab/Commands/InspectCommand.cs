using System.Collections.Immutable;
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

/// <summary>Options of <c>inspect</c>.</summary>
internal sealed record InspectOptions
{
    /// <summary>The files.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Print JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Draw where every byte goes.</summary>
    public bool Map { get; init; }

    /// <summary>Path of a picture of the map.</summary>
    public string? Svg { get; init; }
}

/// <summary><c>elf2tab inspect FILE...</c>: shows what is in TABs, TBFs and ELFs, damaged ones too.</summary>
internal static class InspectCommand
{
    private static readonly OptionTable<InspectOptions> Options = new(
        [
            new("json", '\0', OptionArity.None, OptionValue.None, "Print JSON (docs/inspect.md describes it).",
                (o, _) => o with { Json = true }),
            new("map", '\0', OptionArity.None, OptionValue.None, "Draw where every byte goes. An ELF tells more than a TBF.",
                (o, _) => o with { Map = true }),
            new("svg", '\0', OptionArity.One, OptionValue.Path, "Write the map as a picture.", (o, v) => o with { Svg = v }),
        ],
        (options, argument) => options with { Files = options.Files.Add(argument) });

    private static readonly Command<InspectOptions> Command = new(Options, () => $"""
        Shows every field of TABs, TBFs and ELFs, damaged ones too.

        Usage: elf2tab inspect [OPTIONS] <FILE>...

        Options:
        {Options.Describe()}
        """, Compares: _ => false);

    /// <summary>Runs the command.</summary>
    /// <returns>0: all files are shown and whole; 1: one is damaged or cannot be read; 2: the command line was not understood.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) =>
        Command.Run(new InspectOptions(), arguments, terminal, (parsed, diagnostics) =>
        {
            if (parsed.Options.Files.IsEmpty)
                throw diagnostics.Fail(Catalogue.NoInput, "no file to inspect", "name at least one file: `elf2tab inspect app.tab`");
            var options = parsed.Options;
            WritePicture(options, diagnostics);
            bool isDamaged = false;
            var output = terminal.Beside(options.Svg);
            if (options.Json)
                new InspectReport(InspectReport.CurrentSchemaVersion, Shown().Select(shown => shown.Report)).Print(output);
            foreach (var (report, map) in options.Json ? [] : Shown())
            {
                ReportPrinter.Print(output, report);
                MapPrinter.Print(output, options.Map ? map : [], hasColour: false);
            }
            return diagnostics.HasErrors || isDamaged ? ExitStatus.Failure : ExitStatus.Success;

            IEnumerable<Shown> Shown()
            {
                foreach (string file in options.Files)
                {
                    if (Describe(file, options.Map, diagnostics) is not { } shown)
                        continue;
                    yield return shown;
                    isDamaged |= HasProblems(shown.Report);
                }
            }
        });

    /// <summary>A file to show.</summary>
    /// <param name="Report">What is in it.</param>
    /// <param name="Map">Where every byte goes, worked out while it is asked for.</param>
    private readonly record struct Shown(FileReport Report, IEnumerable<MapBar> Map);

    /// <summary>Describes a file; null: it cannot be read, which is reported, and the other files are shown all the same.</summary>
    private static Shown? Describe(string file, bool withMap, DiagnosticSink diagnostics)
    {
        try
        {
            return InputFile.Use(file, diagnostics, (source, _) =>
            {
                if (InputFile.IsElf(source))
                    return WithMap(ElfDescription.Describe(file, source), source, withMap);
                var bytes = InputFile.ReadOutput(file, diagnostics);
                return new Shown(FileDescription.Describe(file, bytes), withMap ? MapOf(file, bytes) : []);
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

    private static IEnumerable<MapBar> MapOf(string file, ReadOnlyMemory<byte> bytes)
    {
        foreach (var (name, tbf) in FileDescription.Tbfs(file, bytes).Where(app => app.Tbf.HasBaseHeader))
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
    private static void WritePicture(InspectOptions options, DiagnosticSink diagnostics)
    {
        if (options.Svg is not { } path)
            return;
        new SourceFiles(options.Files, diagnostics).CheckOutput(path, diagnostics, "give `--svg` another name");
        var bars = options.Files.SelectMany(file => Describe(file, withMap: true, new DiagnosticSink(null))?.Map ?? []);
        OutputFiles.Write([new OutputFile(path, Encoding.UTF8.GetBytes(MapSvg.Draw([.. bars])))], diagnostics);
    }

    private static bool HasProblems(FileReport report) =>
        report.Problems.Count > 0
        || report.Tbf?.Problems.Count > 0
        || report.Tab?.Members.Any(member => member.Tbf?.Problems.Count > 0) == true;
}
