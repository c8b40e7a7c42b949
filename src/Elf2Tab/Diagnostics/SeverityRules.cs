using System.Collections.Immutable;

namespace Elf2Tab.Diagnostics;

/// <summary>What the user says about the weight of warnings and notes: one that is harmless for an app need not be told again.</summary>
internal sealed record SeverityRules
{
    /// <summary>No word about any.</summary>
    public static SeverityRules None { get; } = new();

    private ImmutableDictionary<DiagnosticKind, bool> Said { get; init; } = ImmutableDictionary<DiagnosticKind, bool>.Empty;

    /// <summary>A kind is not reported; the last word about it counts.</summary>
    public SeverityRules Allow(DiagnosticKind kind) => this with { Said = Said.SetItem(kind, true) };

    /// <summary>A kind is an error; the last word about it counts.</summary>
    public SeverityRules Deny(DiagnosticKind kind) => this with { Said = Said.SetItem(kind, false) };

    /// <summary>The weight of a kind; null: it is not reported. Errors stay errors.</summary>
    public Severity? Of(DiagnosticKind kind) =>
        kind.Severity == Severity.Error || !Said.TryGetValue(kind, out bool isAllowed) ? kind.Severity : isAllowed ? null : Severity.Error;
}
