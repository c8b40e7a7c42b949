using System.Text.RegularExpressions;
using Elf2Tab.Diagnostics;
using TabFormat.Reading;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>A directory with copies of test data, in which the program runs.</summary>
internal sealed partial class Workspace : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string Path => _directory.Path;

    public string this[string name] => _directory[name];

    /// <summary>Copies a file of <c>testdata</c>, unless told otherwise under its own name.</summary>
    public Workspace With(string relative, string? name = null) =>
        With(TestData.Read(relative), name ?? System.IO.Path.GetFileName(relative));

    public Workspace With(byte[] content, string name)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return this;
    }

    /// <summary>Copies a directory of <c>samples</c>.</summary>
    public Workspace WithSample(string name)
    {
        TestData.CopySample(name, Path);
        return this;
    }

    public Workspace WithAllElfs()
    {
        foreach (string elf in Directory.EnumerateFiles(TestData.PathOf("elf"), "*.elf"))
            With(elf);
        return this;
    }

    public ToolResult Run(params string[] arguments) => ElfToTab.Run(Path, arguments);

    /// <summary>Runs the program, which must succeed.</summary>
    public ToolResult Convert(params string[] arguments)
    {
        var result = Run(arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    /// <summary>Runs the program, which must report this one error and neither make nor change any file.</summary>
    public void Refuses(string code, params string[] arguments) => Refuses(code, [], arguments);

    public void Refuses(string code, IEnumerable<(string Name, string? Value)> environment, params string[] arguments)
    {
        var before = Snapshot();
        var result = ElfToTab.Run(Path, environment, arguments);
        Assert.Equal([code], Codes(result, Severity.Error));
        Assert.Equal(string.CompareOrdinal(code, "E2T0100") < 0 ? 2 : 1, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.Equal(before, Snapshot());
    }

    public string[] NamesIn(string directory) =>
        [.. new DirectoryInfo(this[directory]).GetFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    public byte[] Read(string name) => File.ReadAllBytes(this[name]);

    /// <summary>A TBF that was made, which must break no rule.</summary>
    public TbfReading ReadTbf(string name)
    {
        var reading = TbfReader.Read(Read(name));
        Assert.Empty(reading.Findings);
        return reading;
    }

    /// <summary>The codes of what was reported, in order.</summary>
    public static IEnumerable<string> Codes(ToolResult result, Severity? severity = null) =>
        from line in Diagnostics().Matches(result.Error)
        where severity is null || line.Groups["severity"].Value.Equals($"{severity}", StringComparison.OrdinalIgnoreCase)
        select line.Groups["code"].Value;

    public void Dispose() => _directory.Dispose();

    /// <summary>All files with their times and bytes.</summary>
    private List<string> Snapshot() =>
    [
        .. from entry in Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
           let bytes = File.Exists(entry) ? System.Convert.ToHexString(File.ReadAllBytes(entry)) : null
           orderby entry
           select bytes is null ? entry : $"{entry} {File.GetLastWriteTimeUtc(entry):O} {bytes}",
    ];

    [GeneratedRegex(@"^.*: (?<severity>note|warning|error) (?<code>E2T\d{4}): ", RegexOptions.Multiline)]
    private static partial Regex Diagnostics();
}
