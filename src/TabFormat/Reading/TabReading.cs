using System.Collections.Immutable;
using TabFormat.Binary;

namespace TabFormat.Reading;

/// <summary>All that could be read of a TAB, and the rules that it breaks.</summary>
public sealed record TabReading
{
    private readonly ItemList<KeyValuePair<string, string>> _metadata;
    private readonly ItemList<ParsedTabMember> _members;
    private readonly ItemList<TabFinding> _findings;

    /// <summary>The entries of metadata.toml in order, values as TOML writes them, strings without quotes.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Metadata { get => _metadata; init => _metadata = value; }

    /// <summary>All members in order, metadata.toml too.</summary>
    public ImmutableArray<ParsedTabMember> Members { get => _members; init => _members = value; }

    /// <summary>Rules that the file breaks.</summary>
    public ImmutableArray<TabFinding> Findings { get => _findings; init => _findings = value; }

    /// <summary>Whether the archive itself could not be read to its end.</summary>
    public bool IsDamaged => Findings.Any(finding => finding.Rule == TabRule.Archive);

    /// <summary>The members that are TBFs.</summary>
    public IEnumerable<ParsedTabMember> Tbfs => Members.Where(member => member.IsTbf);
}
