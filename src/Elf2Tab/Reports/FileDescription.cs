using TabFormat.Reading;

namespace Elf2Tab.Reports;

/// <summary>Names everything in a file of any kind that the tool knows.</summary>
internal static class FileDescription
{
    /// <summary>Describes a TBF or a TAB.</summary>
    /// <param name="path">The file as given.</param>
    /// <param name="bytes">Its content.</param>
    public static FileReport Describe(string path, ReadOnlyMemory<byte> bytes)
    {
        if (!TabReader.IsTar(bytes.Span))
            return new FileReport(path, "tbf", bytes.Length, TbfDescription.Describe(TbfReader.Read(bytes)), null, null, []);
        var tab = TabReader.Read(bytes);
        var members = tab.Members.Select(member => new TabMemberReport(
            member.Name, member.Offset, member.Bytes.Length, member.IsTbf ? TbfDescription.Describe(TbfReader.Read(member.Bytes)) : null));
        return new FileReport(
            path,
            "tab",
            bytes.Length,
            null,
            new TabReport([.. tab.Metadata.Select(entry => new FieldReport(entry.Key, entry.Value))], members),
            null,
            [.. tab.Findings.Select(ProblemReport.Of)]);
    }

    /// <summary>The TBFs in a TBF or TAB.</summary>
    /// <param name="path">The file as given: the name of a TBF; those in a TAB have names of their own.</param>
    /// <param name="bytes">Its content.</param>
    public static IEnumerable<(string Name, TbfReading Tbf)> Tbfs(string path, ReadOnlyMemory<byte> bytes) =>
        TabReader.IsTar(bytes.Span)
            ? TabReader.ReadTbfs(bytes).Select(member => (member.Name, TbfReader.Read(member.Bytes)))
            : [(path, TbfReader.Read(bytes))];
}
