using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab.Building;

/// <summary>The files of a conversion, known before any is read.</summary>
/// <param name="Inputs">The ELFs, in the order given.</param>
/// <param name="Read">All files that are read: ELFs and keys.</param>
/// <param name="Written">All files that are written: the TBFs, what make is to know, and the TAB, which comes last.</param>
internal sealed record ConversionFiles(
    ImmutableArray<ConvertInput> Inputs, ImmutableArray<string> Read, ImmutableArray<string> Written)
{
    /// <summary>Finds the files, and outputs that would replace one another or an input.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="paths">What other conversions have seen of the disk already; null: nothing.</param>
    /// <exception cref="InputException">Names clash, or are none.</exception>
    public static ConversionFiles Find(RunOptions options, DiagnosticSink diagnostics, PathResolver? paths = null)
    {
        ImmutableArray<ConvertInput> inputs =
            [.. options.Inputs.SelectMany(input => ConvertInput.Find(input, diagnostics), (_, input) => Place(input, options))];
        CheckStandardInput(inputs, options, diagnostics);
        if (options.TbfFile is not null && inputs.Length > 1)
        {
            throw diagnostics.Fail(
                Catalogue.WrongFileCount, $"--tbf is the TBF of one ELF, {inputs.Length} are given", "use `--tbf-dir` for several");
        }
        CheckArchitectures(inputs, diagnostics);

        ImmutableArray<string> read = [.. inputs.Select(input => input.Path).Concat(options.Convert.Signing.Files)
            .Concat(options.BoardFile is { } board ? [board] : []).Distinct()];
        var sources = new SourceFiles(read, diagnostics, paths);
        var targets = new Dictionary<string, string>(OutputFiles.NameComparer);
        foreach (var input in inputs)
            Claim(input.TbfPath, input.Path);
        Claim(options.DependencyFile, "--depfile", "give `--depfile` another name");
        string? tab = options.NoTab ? null : options.Output;
        Claim(tab, "-o", "give `-o` another name");
        return new ConversionFiles(
            inputs,
            read,
            [.. inputs.Select(input => input.TbfPath).Distinct().Append(options.DependencyFile).Append(tab).OfType<string>()]);

        void Claim(string? path, string origin, string? hint = null)
        {
            if (path is null)
                return;
            string target = sources.CheckOutput(path, diagnostics, hint);
            if (!targets.TryAdd(target, origin) && targets[target] != origin)
                throw diagnostics.Fail(Catalogue.DuplicateOutput, $"{path} would be written for {targets[target]} and for {origin}");
        }
    }

    private static void CheckStandardInput(ImmutableArray<ConvertInput> inputs, RunOptions options, DiagnosticSink diagnostics)
    {
        if (inputs.FirstOrDefault(input => StandardInput.Is(input.Path)) is not { } input)
            return;
        if (!options.SaysWhereTbfsAre)
            throw diagnostics.Fail(Catalogue.PlaceNotSaid, "the TBF of the ELF from standard input has no place");
        if (StandardInput.Is(input.Architecture) && !options.NoTab)
            throw diagnostics.Fail(
                Catalogue.NoArchitecture, "the ELF from standard input is for no architecture", "write it behind a comma: `-,cortex-m4`");
    }

    /// <summary>
    /// An input with its TBF where it is wanted. In a directory of their own TBFs are called as in the TAB: no two of these are alike,
    /// other than names of files in different directories.
    /// </summary>
    private static ConvertInput Place(ConvertInput input, RunOptions options) => input with
    {
        Architecture = StandardInput.Is(input.Architecture) && options.TbfFile is { } file
            ? Path.GetFileNameWithoutExtension(file)
            : input.Architecture,
        TbfPath = options.NoTbf ? null
            : options.TbfFile
            ?? (options.TbfDirectory is { } directory ? Path.Combine(directory, input.Architecture + ".tbf") : input.TbfPath),
    };

    private static void CheckArchitectures(ImmutableArray<ConvertInput> inputs, DiagnosticSink diagnostics)
    {
        var duplicate = inputs.GroupBy(input => input.Architecture, OutputFiles.NameComparer).FirstOrDefault(group => group.Count() > 1);
        if (duplicate is not null)
        {
            throw diagnostics.Fail(
                Catalogue.DuplicateArchitecture,
                $"{string.Join(" and ", duplicate.Select(input => input.Path))} are both for {duplicate.Key}");
        }
    }
}
