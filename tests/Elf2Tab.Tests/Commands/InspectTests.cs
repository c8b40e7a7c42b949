using System.Text.Json;
using Elf2Tab.CommandLine;
using Elf2Tab.Reports;
using Elf2Tab.Sizes;
using Elf2Tab.Tests.Reports;
using TabFormat.Reading;
using Tests.Shared;
using static Tests.Shared.RawTar;
using static Tests.Shared.RawTbf;

namespace Elf2Tab.Tests.Commands;

public sealed class InspectTests : IDisposable
{
    /// <summary>Samples: the file, and whether it is whole.</summary>
    private static readonly Dictionary<string, (Func<byte[]> File, bool IsWhole)> Samples = new()
    {
        ["hashes.tbf"] = (() => TestData.Read("cases/hashes/pointers.cortex-m4.tbf"), true),
        ["everything.tab"] = (() => TestData.Read("cases/everything/app.tab"), true),
        ["fixed.tbf"] = (() => TestData.Read("cases/fixed-blink/blink.rv32imac.0x20040080.0x80002800.tbf"), true),
        ["ram.tbf"] = (() => Converted("ram-rel.rv32imac.elf"), true),
        ["ram.elf"] = (() => TestData.Read("elf/ram-rela.rv64imac.elf"), true),
        ["unknown-element.tbf"] = (() => App(Element(0x8001, 1, 2, 3), Element(3, [.. "Ünï\e"u8])), true),
        ["damaged.tbf"] = (() => Patched(App(Element(10, U32(0)), Element(6, 1)), 28, 1), false),
        ["cut.tbf"] = (() => App()[..40], false),
        ["empty"] = (() => [], false),
        ["damaged.tab"] = (() => Tar(Member("a.tbf", App()[..^1]), Member("../b\e", [1]), Member("dir", [], '5')), false),
        ["damaged.elf"] = (() => TestData.Read("elf/blink.cortex-m4.elf")[..200], false),
    };

    private readonly Bench _bench = new();

    public static TheoryData<string> Names => [.. Samples.Keys];

    public static TheoryData<string> Tbfs =>
        [.. Directory.EnumerateFiles(TestData.PathOf("cases"), "*.tbf", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(TestData.Root, path))];

    public static TheoryData<string> RamElfs =>
        [.. Directory.EnumerateFiles(TestData.PathOf("elf"), "ram-*.elf").Select(path => Path.GetFileName(path))];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("inspect")]
    [InlineData("size")]
    public void What_follows_a_TBF_is_told_of(string command)
    {
        _bench.With("more.tbf", [.. App(), 1, 2, 3]).With("erased.tbf", [.. App(), 0xFF, 0xFF]);
        var printed = _bench.Run($"{command} ~/more.tbf");
        Assert.Equal(1, printed.Status);
        Assert.Contains("E2T0110", printed.Out, StringComparison.Ordinal);
        Assert.Equal(0, _bench.Run($"{command} ~/erased.tbf").Status);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_is_as_it_was(string name) => Golden.Matches($"testdata/golden/inspect/{name}.json", Inspect("--json", name));

    [Theory]
    [InlineData("everything.tab")]
    [InlineData("ram.tbf")]
    [InlineData("ram.elf")]
    [InlineData("damaged.tab")]
    [InlineData("unknown-element.tbf")]
    public void Text_and_maps_are_as_they_were(string name) =>
        Golden.Matches($"testdata/golden/inspect/{name}.txt", Inspect("--all", name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_map_is_drawn_alone_with_what_is_wrong(string name)
    {
        string map = Inspect("--map", name);
        string fields = Inspect("", name);
        string all = Inspect("--all", name);

        Assert.Equal(fields.Split("wrong: ").Length, map.Split("wrong: ").Length);
        Assert.StartsWith(fields, all, StringComparison.Ordinal);
        Assert.StartsWith(all[fields.Length..], map, StringComparison.Ordinal);
        Assert.DoesNotContain("format_version", map, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_read_strictly_gives_the_same_json(string name)
    {
        string json = Inspect("--json", name);
        var report = ReportReader.Read<InspectReport>(json);

        Assert.Equal(InspectReport.CurrentSchemaVersion, report.SchemaVersion);
        Assert.Equal(json, ReportReader.Text(report.Print));
        Assert.Throws<JsonException>(() => ReportReader.Read<InspectReport>(
            json.Replace("\"kind\"", "\"added\": 1, \"kind\"", StringComparison.Ordinal)));
        Assert.Throws<JsonException>(() => ReportReader.Read<InspectReport>(
            json.Replace("\"kind\"", "\"Kind\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_map_of_the_page_is_that_of_the_file() =>
        Assert.Contains(
            "\n" + _bench.WithData("elf/pointers.cortex-m4.elf", "pointers.cortex-m4.elf").Run("inspect --map ~/pointers.cortex-m4.elf").Out + "```\n",
            File.ReadAllText(Path.Combine(TestData.Root, "docs/inspect.md")),
            StringComparison.Ordinal);

    [Fact]
    public void A_map_is_coloured_on_a_terminal_alone()
    {
        _bench.WithData("elf/pointers.cortex-m4.elf", "app.elf");
        using var output = new StringWriter();
        var terminal = new Terminal(output, TextWriter.Null, HasColour: false) { HasOutputColour = true };

        Assert.Equal(0, Program.Run(["inspect", "--map", _bench["app.elf"]], terminal));
        Assert.Contains("\e[38;2;", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\e", _bench.Run("inspect --map ~/app.elf").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_of_zeros_is_empty() =>
        Assert.Equal(1, _bench.With("file", Damaged(new byte[16], 0, 2)).Run("inspect --map ~/file").Status);

    [Theory]
    [InlineData(0x0000_0001, "Enabled")]
    [InlineData(0x0000_0083, "Enabled, Sticky, 0x80")]
    [InlineData(0x8000_0004, "LoadToRam, 0x4")]
    [InlineData(0x0001_0080, "0x10080")]
    [InlineData(0x0000_0000, "None")]
    public void Flags_are_named_beside_others_that_are_not_known(uint flags, string names)
    {
        _bench.With("app.tbf", Patched(App(), 8, U32(flags)));
        Assert.Contains($"      flags: {names}\n", _bench.Run("inspect ~/app.tbf").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_map_has_80_columns()
    {
        byte[] ram = U32(uint.MaxValue);
        _bench.With("file", Patched(Patched(App(), 28, ram), 44, ram));
        Assert.All(_bench.Run("inspect --map ~/file").Out.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_has_no_control_characters(string name) =>
        Assert.DoesNotContain(Inspect("--map", name), character => char.IsControl(character) && character != '\n');

    [Fact]
    public void Several_files_are_shown_in_order_and_missing_ones_reported()
    {
        _bench.With("a.tbf", App()).With("b.tab", Archive());
        var (status, output, error) = _bench.Run("inspect --json ~/b.tab ~/none ~/a.tbf");
        using var report = JsonDocument.Parse(output);

        Assert.Equal((1, "E2T0100"), (status, Assert.Single(new Printed(status, output, error).Codes)));
        Assert.Equal(
            [(_bench["b.tab"], "tab"), (_bench["a.tbf"], "tbf")],
            report.RootElement.GetProperty("files").EnumerateArray().Select(file =>
                (file.GetProperty("file").GetString()!, file.GetProperty("kind").GetString()!)));
    }

    /// <summary>The archive itself is whole: all that is wrong is a TBF in it, in front of a good one or behind it.</summary>
    [Theory]
    [InlineData("damaged", 1)]
    [InlineData("damaged good", 1)]
    [InlineData("good damaged", 1)]
    [InlineData("front", 1)]
    [InlineData("front good", 1)]
    [InlineData("good", 0)]
    public void A_damaged_TBF_in_a_TAB_is_damage_whatever_else_is_shown(string files, int status)
    {
        byte[] toml = Member("metadata.toml", Metadata);
        byte[] damaged = App()[..^1];
        _bench.With("damaged", Archive(Member("b.tbf", damaged)))
            .With("front", Tar(toml, Member("a.tbf", damaged), Member("b.tbf", App())))
            .With("good", Archive());
        foreach (string option in (string[])["", "--json", "--map"])
        {
            var printed = _bench.Run($"inspect {option} {string.Join(' ', files.Split(' ').Select(name => $"~/{name}"))}");
            Assert.Equal((status, ""), (printed.Status, printed.Error));
        }
    }

    [Theory]
    [MemberData(nameof(Tbfs))]
    public void Parts_of_a_map_fill_it_and_flash_is_the_whole_TBF(string name) =>
        CheckMap(File.ReadAllBytes(Path.Combine(TestData.Root, name)));

    [Theory]
    [MemberData(nameof(RamElfs))]
    public void Maps_of_RAM_loaded_apps_are_filled_too(string elf) => CheckMap(Converted(elf));

    private static void CheckMap(byte[] file)
    {
        var tbf = TbfReader.Read(file);
        var (flash, ram) = TbfMap.Of(tbf);
        MapBar[] bars = [flash, ram];
        long imageEnd = tbf.LoadSegments.Where(row => row.BinaryOffset != uint.MaxValue)
            .Max(row => (long?)row.MemoryOffset + row.FileSize) ?? 0;

        Assert.Equal([tbf.TotalSize, imageEnd + tbf.Entry!.MinimumRamSize], bars.Select(bar => bar.Size));
        foreach (var bar in bars)
        {
            long end = 0;
            foreach (var part in bar.Parts)
            {
                Assert.Equal(end, part.Offset);
                Assert.True(part.Size > 0);
                end += part.Size;
            }
            Assert.Equal(bar.Size, end);
        }
        using var drawn = new StringWriter();
        MapPrinter.Print(drawn, bars, hasColour: false);
        Assert.All(drawn.ToString().Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 80));
    }

    private static byte[] Converted(string elf)
    {
        using var bench = new Bench();
        return bench.WithData($"elf/{elf}", "app.elf").Convert("-n app").Read("app.tbf");
    }

    /// <summary>What is printed about a sample, the same on all machines.</summary>
    private string Inspect(string option, string name)
    {
        var (file, isWhole) = Samples[name];
        var (status, output, error) = _bench.With(name, file()).Run($"inspect {option} ~/{name}");
        Assert.Equal((isWhole ? 0 : 1, ""), (status, error));
        return output.Replace(_bench[name], name, StringComparison.Ordinal);
    }
}
