namespace Elf2Tab.Diagnostics;

/// <summary>Collects the diagnostics about one input.</summary>
internal sealed class DiagnosticSink
{
    /// <summary>So many diagnostics of one kind are enough; a hostile file could cause millions.</summary>
    public const int MostOfOneKind = 20;

    private readonly string? _file;
    private readonly string? _member;
    private readonly Collection _collected;

    /// <summary>A sink that nothing has been reported to.</summary>
    /// <param name="file">The input's name as the user wrote it; null: the command line as a whole.</param>
    public DiagnosticSink(string? file)
        : this(file, null, new Collection())
    {
    }

    private DiagnosticSink(string? file, string? member, Collection collected) => (_file, _member, _collected) = (file, member, collected);

    /// <summary>What was reported, in order; of each kind the first <see cref="MostOfOneKind"/>.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _collected.Diagnostics;

    /// <summary>Kinds of which more were reported than are kept, and how many more.</summary>
    public IReadOnlyDictionary<DiagnosticKind, int> Suppressed => _collected.Suppressed;

    /// <summary>Whether only errors are printed.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>What the user says about the weight of what is reported from now on.</summary>
    public SeverityRules Rules
    {
        get => _collected.Rules;
        set => _collected.Rules = value;
    }

    /// <summary>Whether a warning was reported.</summary>
    public bool HasWarnings => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Warning);

    /// <summary>Whether an error was reported.</summary>
    public bool HasErrors => Errors.Any();

    /// <summary>Whether an error is about the command line.</summary>
    public bool HasUsageErrors => Errors.Any(diagnostic => diagnostic.Kind.Number < Catalogue.FirstFileNumber);

    /// <summary>The errors among what was reported.</summary>
    public IEnumerable<Diagnostic> Errors => Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error);

    /// <summary>Reports and goes on.</summary>
    /// <param name="kind">The cause.</param>
    /// <param name="text">What is wrong.</param>
    /// <param name="hint">What to do; null: what the catalogue says.</param>
    /// <param name="place">Where; null: no particular place, or the text says it.</param>
    public void Report(DiagnosticKind kind, string text, string? hint = null, Place? place = null)
    {
        if (Rules.Of(kind) is not { } severity)
            return;
        int count = _collected.Counts.GetValueOrDefault(kind) + 1;
        _collected.Counts[kind] = count;
        if (count > MostOfOneKind)
            _collected.Suppressed[kind] = count - MostOfOneKind;
        else
            _collected.Diagnostics.Add(new Diagnostic(kind, severity, _file, _member, place, text, hint ?? kind.Hint));
    }

    /// <summary>Reports an error after which this input cannot be read any further; to be thrown.</summary>
    /// <param name="kind">The cause.</param>
    /// <param name="text">What is wrong.</param>
    /// <param name="hint">What to do; null: what the catalogue says.</param>
    public InputException Fail(DiagnosticKind kind, string text, string? hint = null)
    {
        Report(kind, text, hint);
        return new InputException($"{kind.Code}: {text}");
    }

    /// <summary>This sink, for what is about a member of the file.</summary>
    /// <param name="member">The member's name; null: the file as a whole.</param>
    public DiagnosticSink In(string? member) => new(_file, member, _collected);

    /// <summary>A sink of the same rules for another input, whose diagnostics are to be added later.</summary>
    /// <param name="file">The input's name as the user wrote it.</param>
    public DiagnosticSink Apart(string file) => new(file) { Rules = Rules };

    /// <summary>Works on another input. What is reported about it is taken over at the end, also when the work fails.</summary>
    /// <param name="file">The input's name as the user wrote it.</param>
    /// <param name="work">The work; it is given a sink of its own.</param>
    public T About<T>(string file, Func<DiagnosticSink, T> work)
    {
        var found = Apart(file);
        try
        {
            return work(found);
        }
        finally
        {
            Add(found);
        }
    }

    /// <inheritdoc cref="About{T}(string, Func{DiagnosticSink, T})"/>
    public void About(string file, Action<DiagnosticSink> work) => About(file, found =>
    {
        work(found);
        return true;
    });

    /// <summary>Takes over what another sink has collected.</summary>
    public void Add(DiagnosticSink other)
    {
        _collected.Diagnostics.AddRange(other.Diagnostics);
        foreach (var (kind, count) in other.Suppressed)
            _collected.Suppressed[kind] = _collected.Suppressed.GetValueOrDefault(kind) + count;
    }

    /// <summary>Ends the work on this input when errors were reported.</summary>
    /// <exception cref="InputException">There were errors.</exception>
    public void StopOnErrors()
    {
        if (HasErrors)
            throw new InputException("errors were reported");
    }

    /// <summary>What sinks for the members of one file share.</summary>
    private sealed class Collection
    {
        public SeverityRules Rules { get; set; } = SeverityRules.None;

        public List<Diagnostic> Diagnostics { get; } = [];

        public Dictionary<DiagnosticKind, int> Counts { get; } = [];

        public Dictionary<DiagnosticKind, int> Suppressed { get; } = [];
    }
}

/// <summary>Carries control from an input that cannot be used to the command; the diagnostics are in the sink.</summary>
internal sealed class InputException(string message) : Exception(message);
