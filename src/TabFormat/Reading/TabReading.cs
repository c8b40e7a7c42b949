using System.Collections.Immutable;

namespace TabFormat.Reading;

/// <summary>All that could be read of a TAB, and the rules that it breaks.</summary>
public sealed record TabReading
{
    /// <summary>The entries of metadata.toml in order, values as TOML writes them, strings without quotes.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>All members in order, metadata.toml too.</summary>
    public ImmutableArray<ParsedTabMember> Members { get; init; } = [];

    /// <summary>Rules that the file breaks.</summary>
    public ImmutableArray<TabFinding> Findings { get; init; } = [];

    /// <summary>The members that are TBFs.</summary>
    public IEnumerable<ParsedTabMember> Tbfs => Members.Where(member => member.IsTbf);
}
