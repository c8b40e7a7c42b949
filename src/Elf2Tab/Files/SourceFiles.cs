using Elf2Tab.Diagnostics;

namespace Elf2Tab.Files;

/// <summary>The files that a run reads: none of its outputs may be one of them.</summary>
internal sealed class SourceFiles
{
    private readonly PathResolver _resolver;
    private readonly HashSet<string> _paths;

    /// <summary>Files that are read.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="resolver">What other runs have seen of the disk already; null: nothing.</param>
    /// <exception cref="InputException">A path leads nowhere, and that is reported.</exception>
    public SourceFiles(IEnumerable<string> paths, DiagnosticSink diagnostics, PathResolver? resolver = null)
    {
        _resolver = resolver ?? new PathResolver();
        _paths = new HashSet<string>(OutputFiles.NameComparer);
        foreach (string path in paths.Where(path => !StandardInput.Is(path)))
            _paths.Add(Resolve(path, diagnostics));
    }

    /// <summary>Checks that an output is none of the files.</summary>
    /// <param name="output">Its path.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <param name="hint">What to do; null: what the catalogue says.</param>
    /// <returns>The path of the output when all links are followed.</returns>
    /// <exception cref="InputException">It is one of them, or its path leads nowhere; that is reported.</exception>
    public string CheckOutput(string output, DiagnosticSink diagnostics, string? hint = null)
    {
        string target = Resolve(output, diagnostics);
        return _paths.Contains(target)
            ? throw diagnostics.Fail(Catalogue.OutputIsInput, $"{output} would be written and is read", hint)
            : target;
    }

    private string Resolve(string path, DiagnosticSink diagnostics)
    {
        try
        {
            return _resolver.Resolve(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw diagnostics.Fail(Catalogue.CannotRead, $"{path}: {FileErrors.Describe(exception)}");
        }
    }
}
