using System.Collections.Immutable;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Reports;
using TabFormat.Reading;

namespace Elf2Tab.Commands;

/// <summary>Options of <c>diff</c>.</summary>
internal sealed record DiffOptions
{
    /// <summary>The two files.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Print JSON.</summary>
    public bool Json { get; init; }

    /// <summary>The build date does not count.</summary>
    public bool IgnoreBuildDate { get; init; }
}

/// <summary><c>elf2tab diff A B</c>: in which fields two TBFs or TABs differ, or directories of them.</summary>
internal static class DiffCommand
{
    private static readonly OptionTable<DiffOptions> Options = new(
        [
            new("ignore", '\0', OptionArity.One, new("build-date", "build-date"), "What does not count.",
                (o, v) => v == "build-date" ? o with { IgnoreBuildDate = true } : null),
            new("json", '\0', OptionArity.None, OptionValue.None, "Print JSON (docs/inspect.md describes it).",
                (o, _) => o with { Json = true }),
        ],
        (options, argument) => options with { Files = options.Files.Add(argument) });

    private static readonly Command<DiffOptions> Command = new(Options, () => $"""
        Says in which fields two TBFs or TABs differ, or two directories of them.

        Usage: elf2tab diff [OPTIONS] <A> <B>

        Options:
        {Options.Describe()}
        """, Compares: _ => true);

    /// <summary>Runs the command.</summary>
    /// <returns>0: equal; 1: different; 2: trouble.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal) =>
        Command.Run(new DiffOptions(), arguments, terminal, (parsed, diagnostics) =>
        {
            var options = parsed.Options;
            if (options.Files.Length != 2)
                throw diagnostics.Fail(Catalogue.WrongFileCount, $"diff compares two files, {options.Files.Length} are given");
            var (left, right) = (options.Files[0], options.Files[1]);
            if (Directory.Exists(left) != Directory.Exists(right))
                RefuseFile(Directory.Exists(left) ? right : left, diagnostics);
            var differences = Directory.Exists(left)
                ? CompareDirectories(left, right, options, diagnostics)
                : CompareFiles(left, right, options, diagnostics);
            bool isEqual = true;
            var found = differences.Select(difference =>
            {
                isEqual = false;
                return difference;
            });
            if (options.Json)
                new DiffReport(DiffReport.CurrentSchemaVersion, left, right, found).Print(terminal.Out);
            foreach (var difference in options.Json ? [] : found)
                terminal.Out.WriteLine(PrintedText.Printable(difference.ToString()));
            return diagnostics.HasErrors ? ExitStatus.Failure : isEqual ? ExitStatus.Success : ExitStatus.Difference;
        });

    private static IEnumerable<Difference> CompareFiles(
        string left, string right, DiffOptions options, DiagnosticSink diagnostics) =>
        Differ.Compare(ReadFile(left, diagnostics), ReadFile(right, diagnostics), options.IgnoreBuildDate);

    /// <summary>All bytes of a TBF or TAB; fields of TBFs of another version are not known, so there is nothing to compare.</summary>
    private static ReadOnlyMemory<byte> ReadFile(string path, DiagnosticSink diagnostics)
    {
        var bytes = InputFile.ReadOutput(path, diagnostics);
        return diagnostics.About(path, found =>
        {
            foreach (var (name, tbf) in FileDescription.Tbfs(path, bytes))
            {
                var unknown = tbf.Findings.Where(finding => finding.Rule == TbfRule.Version);
                found.In(name == path ? null : name).Report(unknown, withPlace: false);
            }
            found.StopOnErrors();
            return bytes;
        });
    }

    /// <summary>Reports a file that is to be compared with a directory, or that it cannot be read at all.</summary>
    private static void RefuseFile(string path, DiagnosticSink diagnostics) =>
        InputFile.Use<DiffReport>(path, diagnostics, (_, found) =>
            throw found.Fail(Catalogue.FileInPlaceOfDirectory, "it is a file, to be compared with a directory"));

    /// <summary>A file that cannot be compared is reported; the others are compared all the same.</summary>
    private static IEnumerable<Difference> CompareDirectories(string left, string right, DiffOptions options, DiagnosticSink diagnostics)
    {
        var (lefts, rights) = (Names(left, diagnostics), Names(right, diagnostics));
        foreach (string name in lefts.Union(rights).Order(StringComparer.Ordinal))
        {
            var found = lefts.Contains(name) && rights.Contains(name)
                ? Compare(name).Select(Within)
                : [new(null, name, lefts.Contains(name) ? "present" : null, rights.Contains(name) ? "present" : null, null)];
            foreach (var difference in found)
                yield return difference;

            IEnumerable<Difference> Compare(string file)
            {
                try
                {
                    return CompareFiles(Path.Combine(left, file), Path.Combine(right, file), options, diagnostics);
                }
                catch (InputException)
                {
                    return [];
                }
            }

            Difference Within(Difference difference) =>
                difference with { Member = difference.Member is null ? name : $"{name}/{difference.Member}" };
        }
    }

    private static HashSet<string> Names(string directory, DiagnosticSink diagnostics)
    {
        try
        {
            return
            [
                .. RealDirectory.FilesBelow(directory)
                    .Where(file => Path.GetExtension(file) is ".tbf" or ".tab")
                    .Select(file => Path.GetRelativePath(directory, file)),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw diagnostics.Fail(Catalogue.CannotRead, $"{directory}: {FileErrors.Describe(exception)}");
        }
    }
}
