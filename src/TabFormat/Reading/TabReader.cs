using System.Collections.Immutable;
using System.Formats.Tar;
using System.Runtime.InteropServices;
using System.Text;
using TabFormat.Binary;
using TabFormat.Tab;
using TabFormat.Tbf;

namespace TabFormat.Reading;

/// <summary>Reads TABs, those of other tools and hostile ones too. Nothing is copied or extracted.</summary>
public static class TabReader
{
    /// <summary>Most members that are read.</summary>
    public const int MostMembers = 256;

    /// <summary>Most bytes of metadata.toml that are read.</summary>
    public const int LargestMetadata = 64 * 1024;

    /// <summary>Most characters of a member's name: file systems have no longer ones.</summary>
    public const int LongestName = 255;

    /// <summary>
    /// Whether a file can be a TAB: it has a tar header, or begins with the name of the metadata, as archives without such a header
    /// do. A TBF can hold anything where the mark of a header stands, but a tar begins with a name, which the version of a TBF is not.
    /// </summary>
    public static bool IsTar(ReadOnlySpan<byte> bytes) =>
        (bytes.Length > TabMetadata.FileNameBytes.Length && TarHeader.NameOf(bytes).SequenceEqual(TabMetadata.FileNameBytes))
        || (bytes.Length >= TarHeader.BlockSize
            && bytes[TarHeader.MarkField].StartsWith(TarHeader.Mark)
            && new ByteReader(bytes).U16() != TbfFormat.Version);

    /// <summary>Reads <paramref name="bytes"/>. Never throws because of what they hold.</summary>
    public static TabReading Read(ReadOnlyMemory<byte> bytes) => Read(bytes, writtenMetadata: null);

    /// <summary>The rules that a TAB breaks that was just written: where its metadata.toml is as it was to be, that is not parsed.</summary>
    /// <param name="bytes">The TAB.</param>
    /// <param name="metadata">What was to be written to its metadata.toml.</param>
    public static ImmutableArray<TabFinding> CheckWritten(ReadOnlyMemory<byte> bytes, TabMetadata metadata) =>
        Read(bytes, Encoding.UTF8.GetBytes(metadata.ToToml())).Findings;

    private static TabReading Read(ReadOnlyMemory<byte> bytes, byte[]? writtenMetadata)
    {
        var findings = ImmutableArray.CreateBuilder<TabFinding>();
        var members = ReadMembers(bytes, findings);
        bool isDamaged = findings.Any(finding => finding.Rule == TabRule.Archive);
        foreach (var group in members.GroupBy(member => member.Name).Where(group => group.Count() > 1))
            findings.Add(new(TabRule.DuplicateMember, group.Key, $"{group.Count()} members have this name"));
        foreach (var member in members)
            CheckSize(member, findings);
        var reading = new TabReading
        {
            Members = members,
            Metadata = ReadMetadata(
                members.FirstOrDefault(member => member.Name == TabMetadata.FileName), isDamaged, writtenMetadata, findings),
        };
        if (!isDamaged && !reading.Tbfs.Any())
            findings.Add(new(TabRule.NoTbf, null, "there is no .tbf in it"));
        return reading with { Findings = findings.ToImmutable() };
    }

    /// <summary>The members that are TBFs, whatever else is in it.</summary>
    public static IEnumerable<ParsedTabMember> ReadTbfs(ReadOnlyMemory<byte> bytes) =>
        ReadMembers(bytes, ImmutableArray.CreateBuilder<TabFinding>()).Where(member => member.IsTbf);

    private static ImmutableArray<ParsedTabMember> ReadMembers(
        ReadOnlyMemory<byte> bytes, ImmutableArray<TabFinding>.Builder findings)
    {
        var members = ImmutableArray.CreateBuilder<ParsedTabMember>();
        var (fault, wholeSize) = TarStructure.Check(bytes.Span);
        if (fault is not null)
        {
            findings.Add(new(TabRule.Archive, null, fault));
            bytes = bytes[..wholeSize];
        }
        if (!MemoryMarshal.TryGetArray(bytes, out var array))
            array = bytes.ToArray();
        using var stream = new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        try
        {
            using var tar = new TarReader(stream);
            while (tar.GetNextEntry() is { } entry)
            {
                if (members.Count == MostMembers)
                {
                    findings.Add(new(TabRule.MemberCount, null, $"more than {MostMembers} members"));
                    break;
                }
                if (ReadMember(entry, bytes, findings) is { } member)
                    members.Add(member);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or OverflowException
            or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            findings.Add(new(TabRule.Archive, null, $"the archive is damaged: {exception.Message}"));
        }
        return WithKinds(members);
    }

    /// <summary>Tells the TBFs by their names. Where one has today's name, another name is that of something else.</summary>
    private static ImmutableArray<ParsedTabMember> WithKinds(IReadOnlyList<ParsedTabMember> members)
    {
        bool isOfToday = members.Any(member => member.Name.EndsWith(ParsedTabMember.TbfExtension, StringComparison.Ordinal));
        string extension = isOfToday ? ParsedTabMember.TbfExtension : ParsedTabMember.OldTbfExtension;
        return [.. members.Select(member => member with { IsTbf = member.Name.EndsWith(extension, StringComparison.Ordinal) })];
    }

    private static ParsedTabMember? ReadMember(
        TarEntry entry, ReadOnlyMemory<byte> bytes, ImmutableArray<TabFinding>.Builder findings)
    {
        string name = entry.Name.Length <= LongestName ? entry.Name : entry.Name[..LongestName];
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
        {
            findings.Add(new(TabRule.MemberType, name, $"it is no plain file but {entry.EntryType}"));
            return null;
        }
        if (name.Length < entry.Name.Length)
            findings.Add(new(TabRule.MemberName, name, $"its name has {entry.Name.Length} characters, more than {LongestName}"));
        if (name.Length == 0 || name is "." or ".." || name.AsSpan().ContainsAny('/', '\\', '\0') || name.Any(char.IsControl))
            findings.Add(new(TabRule.MemberName, name, "its name is not a plain file name"));
        if (entry.Length == 0)
            return new ParsedTabMember(name, Math.Max(entry.DataOffset, 0), default);
        if (entry.DataOffset >= 0 && entry.DataOffset <= bytes.Length && entry.Length <= bytes.Length - entry.DataOffset)
            return new ParsedTabMember(name, entry.DataOffset, bytes.Slice((int)entry.DataOffset, (int)entry.Length));
        findings.Add(new(TabRule.Archive, name, $"its {entry.Length} bytes run past the end of the archive"));
        return null;
    }

    /// <summary>Tools install the bytes of a member, and a kernel looks for the next app where the TBF ends.</summary>
    private static void CheckSize(ParsedTabMember member, ImmutableArray<TabFinding>.Builder findings)
    {
        if (!member.IsTbf || member.Bytes.Length < TbfFormat.BaseHeaderSize)
            return;
        var header = new ByteReader(member.Bytes.Span);
        var (version, _, totalSize) = (header.U16(), header.U16(), header.U32());
        if (version == TbfFormat.Version && totalSize >= TbfFormat.BaseHeaderSize && totalSize < member.Bytes.Length)
            findings.Add(new(TabRule.MemberSize, member.Name, $"it has {member.Bytes.Length} bytes, its TBF {totalSize}"));
    }

    private static ImmutableArray<KeyValuePair<string, string>> ReadMetadata(
        ParsedTabMember? member, bool isDamaged, byte[]? written, ImmutableArray<TabFinding>.Builder findings)
    {
        if (member is null && isDamaged)
            return [];
        if (member is null || member.Bytes.Length > LargestMetadata)
        {
            findings.Add(new(TabRule.Metadata, TabMetadata.FileName, member is null ? "it is missing" : $"it has {member.Bytes.Length} bytes"));
            return [];
        }
        if (written is not null && member.Bytes.Span.SequenceEqual(written))
            return [];
        var (entries, fault) = MetadataEntries.Read(member.Bytes.Span);
        if (fault is not null)
        {
            findings.Add(new(TabRule.Metadata, TabMetadata.FileName, fault));
            return entries;
        }
        if (entries.FirstOrDefault(entry => entry.Key == "tab-version").Value is not "1")
            findings.Add(new(TabRule.Metadata, TabMetadata.FileName, "it has no `tab-version = 1`"));
        if (!entries.Any(entry => entry.Key == "name"))
            findings.Add(new(TabRule.Metadata, TabMetadata.FileName, "it has no `name`"));
        return entries;
    }
}
