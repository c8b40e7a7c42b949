namespace Elf2Tab.Diagnostics;

/// <summary>Collects the diagnostics about one input.</summary>
/// <param name="file">The input's name as the user wrote it; null: the command line as a whole.</param>
public sealed class DiagnosticSink(string? file)
{
    /// <summary>So many diagnostics of one kind are enough; a hostile file could cause millions.</summary>
    public const int MostOfOneKind = 20;

    private readonly List<Diagnostic> _diagnostics = [];
    private readonly Dictionary<DiagnosticKind, int> _counts = [];
    private readonly Dictionary<DiagnosticKind, int> _suppressed = [];

    /// <summary>What was reported, in order; of each kind the first <see cref="MostOfOneKind"/>.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>Kinds of which more were reported than are kept, and how many more.</summary>
    public IReadOnlyDictionary<DiagnosticKind, int> Suppressed => _suppressed;

    /// <summary>Whether only errors are printed.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Whether a warning was reported.</summary>
    public bool HasWarnings => _diagnostics.Exists(diagnostic => diagnostic.Kind.Severity == Severity.Warning);

    /// <summary>Whether an error was reported.</summary>
    public bool HasErrors => _diagnostics.Exists(diagnostic => diagnostic.Kind.Severity == Severity.Error);

    /// <summary>Whether an error is about the command line.</summary>
    public bool HasUsageErrors => _diagnostics.Exists(
        diagnostic => diagnostic.Kind is { Severity: Severity.Error, Number: < Catalogue.FirstFileNumber });

    /// <summary>Reports and goes on.</summary>
    /// <param name="kind">The cause.</param>
    /// <param name="text">What is wrong and where.</param>
    /// <param name="hint">What to do; null: what the catalogue says.</param>
    public void Report(DiagnosticKind kind, string text, string? hint = null)
    {
        int count = _counts.GetValueOrDefault(kind) + 1;
        _counts[kind] = count;
        if (count > MostOfOneKind)
            _suppressed[kind] = count - MostOfOneKind;
        else
            _diagnostics.Add(new Diagnostic(kind, file, text, hint ?? kind.Hint));
    }

    /// <summary>Reports an error after which this input cannot be read any further; to be thrown.</summary>
    /// <param name="kind">The cause.</param>
    /// <param name="text">What is wrong and where.</param>
    /// <param name="hint">What to do; null: what the catalogue says.</param>
    public InputException Fail(DiagnosticKind kind, string text, string? hint = null)
    {
        Report(kind, text, hint);
        return new InputException($"{kind.Code}: {text}");
    }

    /// <summary>Takes over what another sink has collected.</summary>
    public void Add(DiagnosticSink other)
    {
        _diagnostics.AddRange(other._diagnostics);
        foreach (var (kind, count) in other._suppressed)
            _suppressed[kind] = _suppressed.GetValueOrDefault(kind) + count;
    }

    /// <summary>Ends the work on this input when errors were reported.</summary>
    /// <exception cref="InputException">There were errors.</exception>
    public void StopOnErrors()
    {
        if (HasErrors)
            throw new InputException("errors were reported");
    }
}

/// <summary>Carries control from an input that cannot be used to the command; the diagnostics are in the sink.</summary>
public sealed class InputException(string message) : Exception(message);
