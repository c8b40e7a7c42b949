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
