using System.Text;
using TabFormat.Tab;

namespace TabFormat.Reading;

/// <summary>The way back from a TAB that was read to one that is written with changes, headers as upstream writes them.</summary>
public static class TabEditing
{
    /// <summary>The bytes of the TAB with other members, metadata as it is.</summary>
    /// <param name="tab">The TAB; it has metadata.</param>
    /// <param name="members">All members besides the metadata.</param>
    public static byte[] WithMembers(this TabReading tab, IEnumerable<TabMember> members) =>
        TabWriter.Rewrite(tab.Members.First(member => member.Name == TabMetadata.FileName).Bytes.Span, [.. members]);

    /// <summary>The members besides the metadata, to be written again.</summary>
    public static IEnumerable<ParsedTabMember> WithoutMetadata(this TabReading tab) =>
        tab.Members.Where(member => member.Name != TabMetadata.FileName);

    /// <summary>The text of a metadata.toml with another string for an entry; all else stays as it is, comments too.</summary>
    /// <param name="toml">A text in which <see cref="TabReader"/> finds nothing wrong.</param>
    /// <param name="key">The entry's key.</param>
    /// <param name="value">The string; null: no entry.</param>
    public static byte[] WithMetadata(ReadOnlySpan<byte> toml, string key, string? value) => Encoding.UTF8.GetBytes(
        MetadataEntries.Replace(Encoding.UTF8.GetString(toml), key, value is null ? null : TabMetadata.Quote(value)));
}
