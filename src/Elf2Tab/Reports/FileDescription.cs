using Elf2Tab.Boards;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using TabFormat.Reading;

namespace Elf2Tab.Reports;

/// <summary>Names everything in a file of any kind that the tool knows.</summary>
internal static class FileDescription
{
    /// <summary>Describes a file of apps.</summary>
    public static FileReport Describe(AppsFile file)
    {
        var (path, bytes) = (file.Path, file.Bytes);
        if (file.Memory is { } memory)
            return new FileReport(path, memory.Kind, bytes.Length, null, null, null, []) { Image = Describe(memory) };
        if (!file.IsTab)
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

    /// <summary>Describes the apps of a file of flash, with the padding between them.</summary>
    public static ImageReport Describe(AppMemory memory)
    {
        var names = memory.Apps.ToDictionary(app => app.Found.Offset, app => app.Name);
        var parts = memory.Walk.Found.Select(found => new ImagePartReport(
            names.GetValueOrDefault(found.Offset),
            (long?)memory.Address + found.Offset,
            found.Offset,
            found.Tbf.Bytes.Length,
            names.ContainsKey(found.Offset) ? TbfDescription.Describe(found.Tbf) : null));
        var behind = memory.Walk.Behind.Select(offset => new ProblemReport(
            Catalogue.AppBehindEnd.Code, offset, $"the header of an app, behind the end at 0x{memory.Walk.End:x}"));
        return new ImageReport((long?)memory.Address, parts, memory.Walk.End, [.. behind]);
    }

    /// <summary>The TBFs in a file of apps, by name: a TBF alone has that of the file.</summary>
    public static IEnumerable<(string Name, TbfReading Tbf)> Tbfs(AppsFile file) =>
        file.Memory is { } memory ? memory.Apps.Select(app => (app.Name, app.Found.Tbf))
        : file.IsTab ? TabReader.ReadTbfs(file.Bytes).Select(member => (member.Name, TbfReader.Read(member.Bytes)))
        : [(file.Path, TbfReader.Read(file.Bytes))];
}
