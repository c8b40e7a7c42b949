namespace Elf2Tab.Diagnostics;

// What goes wrong with an input is a diagnostic, not an exception: it has a code that tests, scripts and docs/diagnostics.md know it by, a
// place, and a hint. An exception only carries control out of work that cannot go on.

/// <summary>How much a diagnostic weighs.</summary>
public enum Severity
{
    /// <summary>Good to know; nothing is wrong.</summary>
    Note,

    /// <summary>The output is made, and may not be what was meant.</summary>
    Warning,

    /// <summary>No output is made.</summary>
    Error,
}

/// <summary>One cause of diagnostics: its code never means anything else.</summary>
/// <param name="Number">The number of the code.</param>
/// <param name="Severity">Its weight.</param>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="Explanation">Why it matters.</param>
/// <param name="Hint">What to do about it, unless the place that reports it knows better.</param>
internal sealed record DiagnosticKind(int Number, Severity Severity, string Title, string Explanation, string Hint)
{
    /// <summary>The code, <c>E2T0123</c>.</summary>
    public string Code => $"E2T{Number:0000}";
}

/// <summary>Something to tell about an input.</summary>
/// <param name="Kind">Its cause.</param>
/// <param name="Severity">Its weight: that of its kind, unless the user says otherwise.</param>
/// <param name="File">The file it is about; null: the command line as a whole.</param>
/// <param name="Member">The member of the file, a TAB; null: the file as a whole.</param>
/// <param name="Place">Where in the file or member; null: no particular place, or the text says it.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Hint">What to do about it.</param>
internal sealed record Diagnostic(
    DiagnosticKind Kind, Severity Severity, string? File, string? Member, Place? Place, string Text, string Hint)
{
    /// <summary>The file, and the line of it, as compilers name them: <c>apps.toml:12</c>; null: it is about no file.</summary>
    public string? FileAndLine => File is not null && Place is { Line: { } line } ? $"{File}:{line}" : File;

    /// <summary>What is wrong and where in the file, in one line; the line of a text stands with the file's name.</summary>
    public string Message => (Member is null ? "" : $"{Member}: ") + (Place is { Line: null } place ? $"{place}: " : "") + Text;
}
