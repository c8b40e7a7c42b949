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
    /// <exception cref="InputException">Names clash, or are none.</exception>
    public static ConversionFiles Find(RunOptions options, DiagnosticSink diagnostics)
    {
        var inputs = options.Inputs.SelectMany(input => ConvertInput.Find(input, diagnostics)).ToImmutableArray();
        CheckArchitectures(inputs, diagnostics);

        ImmutableArray<string> read = [.. inputs.Select(input => input.Path).Concat(options.Convert.Signing.Files).Distinct()];
        var sources = new SourceFiles(read, diagnostics);
        var targets = new Dictionary<string, string>(OutputFiles.NameComparer);
        foreach (var input in inputs)
            Claim(input.TbfPath, input.Path);
        if (options.DependencyFile is { } rule)
            Claim(rule, "--depfile", "give `--depfile` another name");
        Claim(options.Output, "-o", "give `-o` another name");

        IEnumerable<string> written = inputs.Select(input => input.TbfPath).Distinct();
        return new ConversionFiles(
            inputs, read, [.. options.DependencyFile is null ? written : written.Append(options.DependencyFile), options.Output]);

        void Claim(string path, string origin, string? hint = null)
        {
            string target = sources.CheckOutput(path, diagnostics, hint);
            if (!targets.TryAdd(target, origin) && targets[target] != origin)
                throw diagnostics.Fail(Catalogue.DuplicateOutput, $"{path} would be written for {targets[target]} and for {origin}");
        }
    }

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
