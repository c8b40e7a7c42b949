using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Inspection;

namespace Elf2Tab.Commands;

/// <summary>Options of <c>inspect</c>.</summary>
public sealed record InspectOptions
{
    /// <summary>The files.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Print JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Draw where every byte goes.</summary>
    public bool Map { get; init; }
}

/// <summary><c>elf2tab inspect FILE...</c>: shows what is in TABs, TBFs and ELFs, damaged ones too.</summary>
public static class InspectCommand
{
    private static readonly OptionTable<InspectOptions> Options = new(
        [
            new("json", '\0', OptionArity.None, OptionValue.None, "Print JSON (docs/inspect.md describes it).", (o, _) => o with { Json = true }),
            new("map", '\0', OptionArity.None, OptionValue.None, "Draw where every byte goes.", (o, _) => o with { Map = true }),
        ],
        (options, argument) => options with { Files = options.Files.Add(argument) });

    private static readonly Command<InspectOptions> Command = new(Options, () => $"""
        Shows every field of TABs, TBFs and ELFs, damaged ones too.

        Usage: elf2tab inspect [OPTIONS] <FILE>...

        Options:
        {Options.Describe()}
        """, TroubleStatus: 1);

    /// <summary>Runs the command.</summary>
    /// <returns>0: all files are shown and whole; 1: one is damaged or cannot be read; 2: the command line was not understood.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) =>
        Command.Run(new InspectOptions(), arguments, terminal, (parsed, diagnostics) =>
        {
            if (parsed.Options.Files.IsEmpty)
                throw diagnostics.Fail(Catalogue.NoInput, "no file to inspect", "name at least one file: `elf2tab inspect app.tab`");
            var reports = new List<FileReport>();
            foreach (string file in parsed.Options.Files)
            {
                try
                {
                    reports.Add(Describe(file, diagnostics));
                }
                catch (InputException)
                {
                    // Reported; the other files are shown all the same.
                }
            }
            if (parsed.Options.Json)
                terminal.Out.Write(new InspectReport(InspectReport.CurrentSchemaVersion, reports).ToJson());
            else
                ReportPrinter.Print(terminal.Out, reports, parsed.Options.Map);
            return diagnostics.HasErrors || reports.Exists(HasProblems) ? 1 : 0;
        });

    private static FileReport Describe(string file, DiagnosticSink diagnostics) => InputFile.Use(file, diagnostics, (source, _) =>
        source.Holds(0, 4) && source.Read(0, 4).Span.SequenceEqual("\u007fELF"u8)
            ? ElfDescription.Describe(file, source)
            : FileDescription.Describe(file, InputFile.ReadWhole(file, diagnostics)));

    private static bool HasProblems(FileReport report) =>
        report.Problems.Count > 0
        || report.Tbf?.Problems.Count > 0
        || report.Tab?.Members.Any(member => member.Tbf?.Problems.Count > 0) == true;
}
