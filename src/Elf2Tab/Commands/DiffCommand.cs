using System.CommandLine;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Sizes;
using TabFormat.Reading;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab diff A B</c>: in which fields two TBFs or TABs differ, or directories of them.</summary>
internal sealed class DiffCommand : ToolCommand
{
    private readonly ValueOption<Uncounted?> _ignore =
        new("--ignore", ChoiceValues.Of<Uncounted>("build-date"), "What does not count.");

    private readonly Option<bool> _quiet = Flags.Of("--quiet", "Print nothing: the exit status says whether they differ.", "-q");
    private readonly Option<bool> _json = Flags.Json("docs/inspect.md");

    /// <summary>The command.</summary>
    public DiffCommand()
        : base("diff", "say in which fields two TABs or TBFs differ")
    {
        Add(Operands.Files(".tab", ".tbf"));
        Add(_ignore);
        Add(_json);
        Add(_quiet);
    }

    /// <summary>What does not count.</summary>
    private enum Uncounted
    {
        /// <summary>When a TAB was made.</summary>
        BuildDate,
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Says in which fields two TBFs or TABs differ, or two directories of them.

        Usage: elf2tab diff [OPTIONS] <A> <B>

          elf2tab diff --ignore build-date released/blink.tab build/blink.tab
        """;

    /// <inheritdoc/>
    protected override bool Compares(Invocation invocation) => true;

    /// <summary>Runs the command.</summary>
    /// <returns>0: equal; 1: different; 2: trouble.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var (diagnostics, writer) = (invocation.Diagnostics, invocation.Terminal.Out);
        if (invocation.Operands is not [var left, var right])
            throw diagnostics.Fail(Catalogue.WrongFileCount, $"diff compares two files, {invocation.Operands.Count} are given");
        if (Directory.Exists(left) != Directory.Exists(right))
            RefuseFile(Directory.Exists(left) ? right : left, diagnostics);
        bool ignoreBuildDate = invocation.Value(_ignore) is not null;
        var differences = Directory.Exists(left)
            ? CompareDirectories(left, right, ignoreBuildDate, diagnostics)
            : CompareFiles(left, right, ignoreBuildDate, diagnostics);
        diagnostics.IsQuiet = invocation.Value(_quiet);
        bool isEqual = true;
        var found = differences.Select(difference =>
        {
            isEqual = false;
            return difference;
        });
        if (invocation.Value(_json))
            new DiffReport(DiffReport.CurrentSchemaVersion, left, right, found).Print(writer);
        foreach (var difference in invocation.Value(_json) ? [] : found)
        {
            if (!diagnostics.IsQuiet)
                writer.WriteLine(PrintedText.Printable(difference.ToString()));
        }
        return diagnostics.HasErrors ? ExitStatus.Failure : isEqual ? ExitStatus.Success : ExitStatus.Difference;
    }

    private static IEnumerable<Difference> CompareFiles(
        string left, string right, bool ignoreBuildDate, DiagnosticSink diagnostics) =>
        Differ.Compare(
            ReadFile(left, diagnostics),
            ReadFile(right, diagnostics),
            ignoreBuildDate,
            (member, leftTbf, rightTbf) => MapOf(left, member, leftTbf) ?? MapOf(right, member, rightTbf));

    /// <summary>
    /// What is where in a TBF, from the ELF beside it; null: there is none, or it gives other bytes.
    /// </summary>
    /// <param name="path">The TBF, or the TAB that it is in.</param>
    /// <param name="member">Its name in the TAB.</param>
    /// <param name="tbf">The TBF.</param>
    private static KnownMap? MapOf(string path, string? member, TbfReading tbf)
    {
        string name = Path.ChangeExtension(member ?? Path.GetFileName(path), ".elf");
        string elf = Path.Join(Path.GetDirectoryName(path), name);
        if (!tbf.HasBinary || Path.GetFileName(name) != name || !File.Exists(elf))
            return null;
        try
        {
            return InputFile.Use<KnownMap?>(elf, new DiagnosticSink(null), (source, found) =>
            {
                if (!InputFile.IsElf(source))
                    return null;
                var converted = Converter.Convert(source, [], new ConvertOptions(), found);
                var made = TbfReader.Read(converted.Bytes);
                return made.HasBinary && made.Binary.Span.SequenceEqual(tbf.Binary.Span)
                    ? new KnownMap(PlanMap.Of(converted.Plan, converted.Tbf, converted.Elf.Symbols).Flash.Parts, made.BinaryOffset)
                    : null;
            });
        }
        catch (InputException)
        {
            return null;
        }
    }

    /// <summary>
    /// A file of apps. What is damaged is reported, and compared as far as it can be read; fields of TBFs of another version are not
    /// known, so there is nothing to compare.
    /// </summary>
    private static AppsFile ReadFile(string path, DiagnosticSink diagnostics)
    {
        var file = InputFile.ReadApps(path, null, diagnostics);
        return diagnostics.About(path, found =>
        {
            bool isComparable = true;
            if (file.IsTab)
                found.Report(TabReader.Read(file.Bytes).Findings.Where(finding => finding.Rule != TabRule.Metadata)); // a text that is compared
            foreach (var (name, tbf) in FileDescription.Tbfs(file))
            {
                found.In(name == path ? null : name).Report(tbf.Findings);
                isComparable &= tbf.Findings.All(finding => finding.Rule != TbfRule.Version);
            }
            return isComparable ? file : throw new InputException("another version of the format");
        });
    }

    /// <summary>Reports a file that is to be compared with a directory, or that it cannot be read at all.</summary>
    private static void RefuseFile(string path, DiagnosticSink diagnostics) =>
        InputFile.Use<DiffReport>(path, diagnostics, (_, found) =>
            throw found.Fail(Catalogue.FileInPlaceOfDirectory, "it is a file, to be compared with a directory"));

    /// <summary>A file that cannot be compared is reported; the others are compared all the same.</summary>
    private static IEnumerable<Difference> CompareDirectories(string left, string right, bool ignoreBuildDate, DiagnosticSink diagnostics)
    {
        var (lefts, rights) = (Names(left, diagnostics), Names(right, diagnostics));
        return lefts.Count + rights.Count > 0
            ? CompareDirectories((left, lefts), (right, rights), ignoreBuildDate, diagnostics)
            : throw diagnostics.Fail(Catalogue.NothingToCompare, $"neither {left} nor {right} has a `.tbf` or `.tab`", "give directories with outputs in them");
    }

    private static IEnumerable<Difference> CompareDirectories(
        (string Path, HashSet<string> Names) left, (string Path, HashSet<string> Names) right, bool ignoreBuildDate, DiagnosticSink diagnostics)
    {
        var (lefts, rights) = (left.Names, right.Names);
        var told = new Dictionary<string, List<Difference>>();
        foreach (string name in lefts.Union(rights).OrderBy(Path.GetExtension, TbfsFirst).ThenBy(name => name, StringComparer.Ordinal))
        {
            var found = lefts.Contains(name) && rights.Contains(name)
                ? Found(name).Select(Within)
                : [new(null, name, Present(lefts, name), Present(rights, name))];
            foreach (var difference in found)
                yield return difference;

            // A TBF of a TAB is often there as a file too.
            IEnumerable<Difference> Found(string file) => Path.GetExtension(file) == ".tbf"
                ? told[file] = [.. Compare(file)]
                : Differ.TellOnce(Compare(file), member => told.GetValueOrDefault(Path.Join(Path.GetDirectoryName(file), member)));

            IEnumerable<Difference> Compare(string file)
            {
                try
                {
                    return CompareFiles(Path.Combine(left.Path, file), Path.Combine(right.Path, file), ignoreBuildDate, diagnostics);
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

    private static readonly Comparer<string?> TbfsFirst =
        Comparer<string?>.Create((left, right) => string.CompareOrdinal(right, left));

    private static FieldValue? Present(HashSet<string> names, string name) => names.Contains(name) ? FieldValue.Of("present") : null;

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
