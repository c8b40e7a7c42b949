using System.Collections.Immutable;

namespace TabFormat.Reading;

/// <summary>Rules by which tools take a TAB.</summary>
public enum TabRule
{
    /// <summary>The file is a tar archive whose members lie inside it.</summary>
    Archive,

    /// <summary>There are no more members than <see cref="TabReader.MostMembers"/>.</summary>
    MemberCount,

    /// <summary>Members are plain files.</summary>
    MemberType,

    /// <summary>Names are plain: no directories, no control characters.</summary>
    MemberName,

    /// <summary>No two members have one name.</summary>
    DuplicateMember,

    /// <summary>There is a metadata.toml in TOML with tab-version 1 and a name.</summary>
    Metadata,

    /// <summary>There is at least one TBF.</summary>
    NoTbf,

    /// <summary>A TBF takes its member whole.</summary>
    MemberSize,
}

/// <summary>A rule that a TAB breaks.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Member">The member that breaks it; null: the archive as a whole.</param>
/// <param name="Text">What is there and what should be.</param>
public sealed record TabFinding(TabRule Rule, string? Member, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Member is null ? Text : $"{Member}: {Text}";
}

/// <summary>A file of a TAB as it was read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">Bytes from the start of the TAB to its content.</param>
/// <param name="Bytes">Its content.</param>
public sealed record ReadTabMember(string Name, long Offset, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The end of the name of a TBF.</summary>
    public const string TbfExtension = ".tbf";

    /// <summary>The end of the name of a TBF in TABs of 2017 to 2019.</summary>
    public const string OldTbfExtension = ".bin";

    /// <summary>Whether it is a TBF, by its name and, for <see cref="OldTbfExtension"/>, by those of the other members.</summary>
    public bool IsTbf { get; init; }

    /// <summary>Whether it is a TBF that has the name of TABs of 2017 to 2019.</summary>
    public bool HasOldName => IsTbf && Name.EndsWith(OldTbfExtension, StringComparison.Ordinal);

    /// <summary>The architecture for which a TBF is: its name without its end.</summary>
    public string Architecture => Path.GetFileNameWithoutExtension(Name);
}

/// <summary>All that could be read of a TAB, and the rules that it breaks.</summary>
public sealed record TabReading
{
    /// <summary>The entries of metadata.toml in order, values as TOML writes them, strings without quotes.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>All members in order, metadata.toml too.</summary>
    public ImmutableArray<ReadTabMember> Members { get; init; } = [];

    /// <summary>Rules that the file breaks.</summary>
    public ImmutableArray<TabFinding> Findings { get; init; } = [];

    /// <summary>The members that are TBFs.</summary>
    public IEnumerable<ReadTabMember> Tbfs => Members.Where(member => member.IsTbf);
}
