using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>
/// Small ELFs of the kinds that went wrong in silence (<c>faults/faults.tsv</c>), and right ones, of which nothing new may be said.
/// </summary>
public sealed class FaultyElfTests : IDisposable
{
    private readonly Workspace _workspace = new();

    /// <param name="Elf">The file.</param>
    /// <param name="Options">Options besides name and kernel.</param>
    /// <param name="Status">The exit status.</param>
    /// <param name="Load"><c>ram</c>, <c>flash</c>, or <c>-</c> where nothing is made.</param>
    /// <param name="Said">A regular expression for what is said; with <c>!</c> in front for what is not; <c>-</c>: any.</param>
    private sealed record Row(string Elf, string[] Options, int Status, string Load, string Said);

    private static readonly Dictionary<string, Row> Table = TestData.Rows("faults/faults.tsv")
        .Select(row => Parse(row.Name, row.Text))
        .ToDictionary(row => string.Join(' ', [row.Elf, .. row.Options]));

    public static TheoryData<string> Rows => [.. Table.Keys];

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_is_wrong_is_said(string name)
    {
        var row = Table[name];
        _workspace.With($"faults/{row.Elf}");

        var result = _workspace.Run(
            ["-n", "app", "--kernel-major", "2", "--kernel-minor", "1", "--deterministic", "-o", "app.tab", .. row.Options, row.Elf]);

        Assert.Equal(row.Status, result.ExitCode);
        bool isSaid = row.Said == "-" || (row.Said[0] == '!'
            ? !Regex.IsMatch(result.Error, row.Said[1..])
            : Regex.IsMatch(result.Error, row.Said));
        Assert.True(isSaid, $"{row.Said} in:\n{result.Error}");
        string tbf = Path.ChangeExtension(row.Elf, "tbf");
        Assert.Equal(row.Load != "-", File.Exists(_workspace[tbf]));
        if (row.Load != "-")
            Assert.Equal(row.Load == "ram", _workspace.ReadTbf(tbf).IsLoadedToRam);
    }

    [Fact]
    public void Where_the_header_says_that_relocations_start_they_start_and_the_unwind_table_is_left_out()
    {
        const string Name = "p1-exidx-behind-trailer";
        _workspace.With($"faults/{Name}.elf").Convert("--kernel-major", "2", $"{Name}.elf");
        var tbf = _workspace.ReadTbf($"{Name}.tbf");
        var binary = tbf.Binary.Span;
        var elf = ElfFile.Read(new ElfSource(_workspace.Read($"{Name}.elf")), new DiagnosticSink(Name));
        var table = elf.Sections.First(section => section.Name == ".rel.data");

        int start = BinaryPrimitives.ReadInt32LittleEndian(binary[32..]);

        Assert.Equal(table.Size, BinaryPrimitives.ReadUInt32LittleEndian(binary[start..]));
        Bytes.Equal(elf.Content(table).Span, binary[(start + 4)..], "relocations");
        Assert.Equal(0, _workspace.Run("verify", "--elf", $"{Name}.elf", $"{Name}.tbf").ExitCode);
    }

    /// <summary>Apps that are as they should be, and what was said of them before more was looked at.</summary>
    [Theory]
    [InlineData("elf/*.elf")]
    [InlineData("edge/pic-*.elf")]
    [InlineData("edge/fixed-*.elf")]
    [InlineData("edge/pie-*.elf")]
    public void Of_right_files_nothing_new_is_said(string pattern)
    {
        string directory = Path.GetDirectoryName(pattern)!;
        string[] names = [.. Directory.EnumerateFiles(TestData.PathOf(directory), Path.GetFileName(pattern)).Select(path => Path.GetFileName(path))];
        foreach (string name in names)
            _workspace.With($"{directory}/{name}");
        var said = names.SelectMany(name => Workspace.Codes(_workspace.Run(
                "-n", "app", "--kernel-major", "2", "--kernel-minor", "1", "--deterministic", "-o", "app.tab", name))
            .Where(IsNew)
            .Select(code => (name, code)));

        Assert.Equal(
            names.SelectMany(name => Expected(name).Select(kind => (name, kind.Code))).Order(),
            said.Order());
    }

    /// <summary>What memory protection cannot tell apart (397 to 399) is another matter.</summary>
    private static bool IsNew(string code) =>
        int.Parse(code.AsSpan(3), System.Globalization.CultureInfo.InvariantCulture) is (>= 214 and <= 219) or (>= 326 and <= 329)
            or (>= 367 and <= 374) or (>= 384 and <= 389) or (>= 394 and <= 396) or 306 or 337 or 343;

    private static DiagnosticKind[] Expected(string name) => name switch
    {
        "pic-no-section-headers.elf" or "pic-stripped-syms.elf" => [Catalogue.PointersNotRelocated],
        "fixed-data-in-ram-lma.elf" => [Catalogue.SectionTakesFlash],
        _ when Regex.IsMatch(name, "^pie-(rela|relr|bfd-rv)") => [Catalogue.StartUpCannotRelocate],
        _ => [],
    };

    private static Row Parse(string elf, string text)
    {
        // The table has six columns; the second may be empty, and the first of them is gone.
        string[] columns = text.Split('\t');
        string[] rest = columns[0].StartsWith('-') ? columns : ["", .. columns];
        return new Row(
            elf,
            rest[0].Split(' ', StringSplitOptions.RemoveEmptyEntries),
            int.Parse(rest[1], System.Globalization.CultureInfo.InvariantCulture),
            rest[2],
            rest[3]);
    }
}
