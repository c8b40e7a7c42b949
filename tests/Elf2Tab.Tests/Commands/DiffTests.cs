using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Reports;
using Elf2Tab.Tests.Reports;
using TabFormat.Reading;
using Tests.Shared;
using static Tests.Shared.RawTar;
using static Tests.Shared.RawTbf;

namespace Elf2Tab.Tests.Commands;

public sealed class DiffTests : IDisposable
{
    private const string Blink = "blink.cortex-m4.elf";
    private const string FixedBlink = "blink.rv32imac.0x20040080.0x80002800.elf";

    private readonly Bench _bench = new();

    public static TheoryData<string> ExpectedFiles =>
        [.. Directory.EnumerateFiles(TestData.PathOf("cases"), "*.t*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(TestData.PathOf("cases"), path))];

    /// <summary>Options of two builds of an ELF, and the fields in which the TBFs differ.</summary>
    public static TheoryData<string, string, string, string[]> Options => new()
    {
        { Blink, "--app-version 1", "--app-version 2", ["version 1 -> 2"] },
        { Blink, "--stack 1024", "--stack 2048", ["minimum_ram_size"] },
        { Blink, "--app-heap 1024", "--app-heap 2048", ["minimum_ram_size"] },
        { Blink, "--kernel-heap 1024", "--kernel-heap 2048", ["minimum_ram_size"] },
        { Blink, "--minimum-ram-size 4252", "--minimum-ram-size 4380", ["minimum_ram_size 4252 -> 4380"] },
        { Blink, "-n blink", "-n blonk", ["PackageName name blink -> blonk"] },
        { Blink, "--kernel-minor 0", "--kernel-minor 1", ["KernelVersion minor 0 -> 1"] },
        { Blink, "--short-id 1", "--short-id 0xABCD", ["ShortId short_id 1 -> 43981"] },
        { Blink, "--write_id 1", "--write_id 2", ["StoragePermissions write_id 1 -> 2"] },
        { Blink, "--read_ids 1 2", "--read_ids 1 3", ["StoragePermissions read_ids 1, 2 -> 1, 3"] },
        { Blink, "--access_ids 1", "--access_ids 2", ["StoragePermissions modify_ids 1 -> 2"] },
        { Blink, "--permissions 1,0 --", "--permissions 1,64 --", ["Permissions driver 1 commands 0 -> commands 64"] },
        { Blink, "--permissions 1,0 1,64 --", "--app-version 3 --permissions 1,0 1,64 --", ["version 0 -> 3"] },
        { Blink, "", "--disable", ["flags Enabled -> None"] },
        { Blink, "", "--sticky", ["flags Enabled -> Enabled, Sticky"] },
        { Blink, "", "--supported-boards hail", [] },
        { FixedBlink, "--minimum-footer-size 100", "--minimum-footer-size 200", ["total_size", "Reserved reserved bytes"] },
        {
            FixedBlink, "--protected-region-size 128", "--protected-region-size 256",
            ["total_size", "init_fn_offset", "protected_trailer_size", "binary_end_offset"]
        },
        { FixedBlink, "--sha256", "--sha384", ["total_size", "Sha256 bytes", "Sha384 bytes"] },
    };

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(ExpectedFiles))]
    public void A_file_does_not_differ_from_itself(string name)
    {
        _bench.WithData($"cases/{name}", "file");
        Assert.Equal(new Printed(0, "", ""), _bench.Run("diff ~/file ~/file"));
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Fields_that_options_change_are_named_and_no_others(string elf, string left, string right, string[] expected)
    {
        Make(elf, "left", left);
        Make(elf, "right", right);

        var differences = Diff("~/left.tbf ~/right.tbf");
        Assert.Equal(
            expected,
            differences.Zip(expected.Concat(Enumerable.Repeat("", differences.Count)), (difference, row) =>
                row.Contains("->", StringComparison.Ordinal)
                    ? $"{difference.Field} {difference.Old} -> {difference.New}"
                    : difference.Field));
        foreach (var difference in differences.Where(difference => difference.Change is not null))
            Assert.Equal(difference.New!.Value.Number - difference.Old!.Value.Number, difference.Change);
    }

    [Theory]
    [InlineData("diff ~/app.elf ~/app.tbf", 2)]
    [InlineData("diff ~/app.tbf ~/app.elf", 2)]
    [InlineData("verify ~/app.elf", 2)]
    [InlineData("sign ~/app.elf -o ~/signed --sha256", 1)]
    [InlineData("image ~/app.elf -o ~/image.bin", 1)]
    public void An_ELF_file_in_place_of_an_output_is_said_to_be_one(string line, int status)
    {
        using var bench = new Bench().WithData("elf/blink.cortex-m4.elf", "app.elf").Convert();

        var printed = bench.Run(line);

        Assert.Equal((status, ""), (printed.Status, printed.Out));
        Assert.Equal([Catalogue.ElfInPlaceOfTbf.Code], printed.Codes);
    }

    [Fact]
    public void Differences_of_TABs_name_the_member()
    {
        Make(Blink, "left", "-n a --kernel-minor 0 --supported-boards hail");
        Make(Blink, "right", "-n b --kernel-minor 1");

        Assert.Equal(
            [
                "metadata.toml: name a -> b", "metadata.toml: minimum-tock-kernel-version 2.0 -> 2.1",
                "metadata.toml: only-for-boards hail -> ", "app.tbf: PackageName name a -> b",
                "app.tbf: KernelVersion minor 0 -> 1",
            ],
            Diff("~/left.tab ~/right.tab").Select(Text));
    }

    [Fact]
    public void Members_that_only_one_TAB_has_are_named()
    {
        _bench.With("left.tab", Tar(Member("metadata.toml", Metadata), Member("a.tbf", App()), Member("b.tbf", App())));
        _bench.With("right.tab", Tar(Member("metadata.toml", Metadata), Member("a.tbf", App()), Member("c.tbf", App())));

        Assert.Equal(
            [": b.tbf present -> ", ": c.tbf  -> present"], Diff("~/left.tab ~/right.tab").Select(Text));
    }

    [Fact]
    public void Archives_of_another_order_differ_although_their_members_do_not()
    {
        _bench.With("left.tab", Archive())
            .With("right.tab", Tar(Member("a.tbf", App()), Member("metadata.toml", Metadata)));
        Assert.Single(Diff("~/left.tab ~/right.tab"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Bytes_of_the_app_binary_are_counted(int count)
    {
        byte[] other = App();
        other.AsSpan(PlainBinaryOffset + 3, count).Fill(0xFF);
        _bench.With("left", App()).With("right", other);

        var difference = Assert.Single(Diff("~/left ~/right"));
        Assert.Equal(("app binary", new ByteDifference(count, PlainBinaryOffset + 3, null)), (difference.Field, difference.Bytes));
        Assert.Equal(new string('f', 2 * count), difference.New!.Value.Text);
        Assert.Equal(Convert.ToHexStringLower(App().AsSpan(PlainBinaryOffset + 3, count)), difference.Old!.Value.Text);
    }

    [Fact]
    public void Bytes_of_a_RAM_loaded_app_are_named_by_their_segment()
    {
        Make("ram-rel.rv32imac.elf", "left", "");
        byte[] file = _bench.Read("left.tbf");
        var tbf = TbfReader.Read(file);
        foreach (var (index, row) in tbf.LoadSegments.Index().Where(row => row.Item.FileSize > 0))
        {
            int offset = (int)(tbf.BinaryOffset + row.BinaryOffset);
            _bench.With("right.tbf", Damaged(file, offset, (byte)~file[offset]));
            var difference = Assert.Single(Diff("~/left.tbf ~/right.tbf"));
            Assert.Equal(new ByteDifference(1, offset, $"segment {index}"), difference.Bytes);
        }
    }

    [Fact]
    public void Bytes_outside_of_all_fields_differ_too()
    {
        _bench.With("left", App()).With("right", [.. App(), 0]);
        Assert.Single(Diff("~/left ~/right"));
        _bench.With("right", Damaged(App(), PlainHeaderSize, 1));
        Assert.Single(Diff("~/left ~/right"));
    }

    [Fact]
    public void Damaged_files_are_compared_as_far_as_they_can_be_read()
    {
        byte[][] files =
            [App(), App()[..^1], [], [1, 2, 3], Damaged(App(), 2, 0, 0), Archive(), Archive()[..1600]];
        foreach (var (left, right) in files.SelectMany(left => files, (left, right) => (left, right)))
        {
            _bench.With("left", left).With("right", right);
            var printed = _bench.Run("diff ~/left ~/right");
            Assert.Equal(left == right, printed.Out == "");
            bool isWhole = IsWhole(left) && IsWhole(right);
            Assert.Equal((isWhole ? left == right ? 0 : 1 : 2, isWhole), (printed.Status, printed.Error == ""));
        }

        bool IsWhole(byte[] file) => file == files[0] || file == files[5];
    }

    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    public void Two_directories_without_outputs_are_trouble(string option)
    {
        _bench.With("one/README", [1]).With("two/README", [2]);
        var printed = _bench.Run($"diff {option} ~/one ~/two");
        Assert.Equal((2, "", Catalogue.NothingToCompare.Code), (printed.Status, printed.Out, Assert.Single(printed.Codes)));
    }

    [Fact]
    public void What_is_damaged_is_told_of_its_file_and_is_trouble()
    {
        byte[] damaged = Damaged(App(), 15, 0xFF);
        _bench.With("good.tbf", App()).With("bad.tbf", damaged).With("bad.tab", Tar(Member("metadata.toml", Metadata), Member("a.tbf", damaged)));

        var printed = _bench.Run("diff ~/good.tbf ~/bad.tbf");
        Assert.Equal([RuleCatalogue.Of(TbfRule.Checksum).Code], printed.Codes);
        Assert.Equal(2, printed.Status);
        Assert.StartsWith($"{_bench["bad.tbf"]}: error E2T0504: at 0xc: ", printed.Error, StringComparison.Ordinal);
        Assert.Equal(2, _bench.Run("diff ~/bad.tbf ~/bad.tbf").Status);
        var bundle = _bench.Run("diff -q ~/bad.tab ~/bad.tab");
        Assert.Equal((2, ""), (bundle.Status, bundle.Out));
        Assert.Contains("bad.tab: error E2T0504: a.tbf: ", bundle.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_build_date_may_be_left_out()
    {
        _bench.With("left.tab", Dated(2020, Metadata)).With("right.tab", Dated(2021, Metadata));
        _bench.With("other.tab", Dated(2021, [.. "name = 'b'\n"u8]));

        Assert.Equal(["build-date"], Diff("~/left.tab ~/right.tab").Select(difference => difference.Field));
        Assert.Equal(new Printed(0, "", ""), _bench.Run("diff --ignore build-date ~/left.tab ~/right.tab"));
        Assert.Equal(
            ["tab-version", "name"], Diff("--ignore build-date ~/left.tab ~/other.tab").Select(difference => difference.Field));

        static byte[] Dated(int year, byte[] toml) => Tar(
            Member("metadata.toml", [.. toml, .. Encoding.ASCII.GetBytes($"build-date = {year}-01-01T00:00:00Z\n")]),
            Member("a.tbf", App()));
    }

    [Fact]
    public void Without_the_build_date_the_archive_still_counts()
    {
        byte[] left = Dated(2020, "a.tbf", "b.tbf");
        _bench.With("left.tab", left).With("same.tab", Dated(2021, "a.tbf", "b.tbf")).With("order.tab", Dated(2021, "b.tbf", "a.tbf"))
            .With("longer.tab", [.. Dated(2021, "a.tbf", "b.tbf"), 1, 2, 3]);

        Assert.Empty(Diff("--ignore build-date ~/left.tab ~/same.tab"));
        Assert.Single(Diff("--ignore build-date ~/left.tab ~/order.tab"));
        Assert.Single(Diff("--ignore build-date ~/left.tab ~/longer.tab"));

        static byte[] Dated(int year, string first, string second) => Tar(
            Member("metadata.toml", [.. Metadata, .. Encoding.ASCII.GetBytes($"build-date = {year}-01-01T00:00:00Z\n")]),
            Member(first, App()),
            Member(second, App()));
    }

    [Fact]
    public void Without_the_build_date_other_members_still_count()
    {
        _bench.With("left.tab", WithNotes(2020, 1)).With("right.tab", WithNotes(2021, 2));
        Assert.Single(Diff("--ignore build-date ~/left.tab ~/right.tab"));

        static byte[] WithNotes(int year, byte notes) => Tar(
            Member("metadata.toml", [.. Metadata, .. Encoding.ASCII.GetBytes($"build-date = {year}-01-01T00:00:00Z\n")]),
            Member("a.tbf", App()),
            Member("notes", [notes]));
    }

    [Fact]
    public void Directories_are_compared_by_the_names_of_their_files()
    {
        byte[] other = Patched(App(), 52, 8);
        foreach (var (name, content) in (ReadOnlySpan<(string, byte[])>)
        [
            ("left/same.tbf", App()), ("right/same.tbf", App()), ("left/a.tbf", App()), ("right/a.tbf", other),
            ("left/sub/b.tab", Archive()),
            ("right/sub/b.tab", Tar(Member("metadata.toml", Metadata), Member("a.tbf", other))),
            ("left/only.tbf", App()), ("right/new.tab", Archive()), ("left/other.bin", [1]),
        ])
        {
            _bench.With(name, content);
        }

        Assert.Equal(
            [
                "a.tbf: version 7 -> 8", ": only.tbf present -> ", ": new.tab  -> present", "sub/b.tab/a.tbf: version 7 -> 8",
            ],
            Diff("~/left ~/right").Select(Text));
        Assert.Equal(new Printed(0, "", ""), _bench.Run("diff ~/left ~/left"));
    }

    [Fact]
    public void What_a_TBF_and_the_TAB_that_holds_it_have_in_common_is_told_once()
    {
        byte[] other = Patched(App(), 52, 8);
        _bench.With("left/a.tbf", App()).With("right/a.tbf", other);
        foreach (var (side, bytes) in (ReadOnlySpan<(string, byte[])>)[("left", App()), ("right", other)])
            _bench.With($"{side}/app.tab", Tar(Member("metadata.toml", Metadata), Member("a.tbf", bytes), Member("c.tbf", bytes)));

        Assert.Equal(
            [
                "a.tbf: version 7 -> 8 (+1)", "app.tab/c.tbf: version 7 -> 8 (+1)", "app.tab/a.tbf: differs as the file of that name",
            ],
            Diff("~/left ~/right").Select(difference => difference.ToString()));
    }

    /// <summary>An ELF that gives other bytes than the TBF tells nothing about it.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("-n other --app-heap 4096", true)]
    [InlineData("", false)]
    public void Bytes_are_named_by_the_symbol_of_the_ELF_beside_the_file(string options, bool isKnown)
    {
        _bench.WithData("elf/pointers.cortex-m4.elf", "app.elf").Convert();
        var elf = ElfFile.Read(new ElfSource(_bench.Read("app.elf")), new DiagnosticSink(null));
        var symbols = elf.Symbols!;
        var symbol = symbols.Symbols.First(symbol => symbol.IsFunction && symbol.Size > 4);
        string name = Encoding.ASCII.GetString(symbols.NameOf(symbol).Span);
        _bench.With("old.elf", _bench.Read("app.elf"));
        if (!isKnown)
            _bench.With("old.elf", Damaged(_bench.Read("app.elf"), (int)elf.LoadSegments[1].FileOffset + 60, 0xA5));
        _bench.Convert(options);
        byte[] tbf = _bench.Read("app.tbf");
        var read = TbfReader.Read(tbf);
        int offset = (int)((symbol.Value & ~1UL) - 0x8000_0000) + 2;
        _bench.With("old.tbf", tbf).With("new.tbf", Damaged(tbf, (int)read.BinaryOffset + offset, (byte)~tbf[read.BinaryOffset + offset]));

        var difference = Assert.Single(Diff("~/old.tbf ~/new.tbf"));
        Assert.Equal(isKnown ? $"{name}+0x2" : null, difference.Bytes!.Place);
    }

    [Fact]
    public void Links_to_directories_are_not_followed_and_links_to_files_are()
    {
        _bench.With("left/a.tbf", App()).With("right/a.tbf", App()).With("store/b.tbf", App());
        foreach (string side in (string[])["left", "right"])
        {
            File.CreateSymbolicLink(_bench[$"{side}/one"], ".");
            File.CreateSymbolicLink(_bench[$"{side}/two"], ".");
        }
        File.CreateSymbolicLink(_bench["left/b.tbf"], "../store/b.tbf");
        Directory.CreateSymbolicLink(_bench["right/other"], _bench["store"]);
        Directory.CreateSymbolicLink(_bench["link"], _bench["left"]);

        Assert.Equal([": b.tbf present -> "], Diff("~/left ~/right").Select(Text));
        Assert.Equal([": b.tbf present -> "], Diff("~/link ~/right").Select(Text));
    }

    [Fact]
    public void A_TBF_is_not_a_TAB()
    {
        _bench.With("left", App()).With("right", Archive());
        Assert.Equal([new Difference(null, "kind", FieldValue.Of("TBF"), FieldValue.Of("TAB"))], Diff("~/left ~/right"));
    }

    [Theory]
    [InlineData("~/none ~/app.tbf", "E2T0100")]
    [InlineData("~/app.tbf ~/none", "E2T0100")]
    [InlineData("~/app.tbf ~/dir", "E2T0123")]
    [InlineData("~/dir ~/app.tbf", "E2T0123")]
    [InlineData("~/dir ~/none", "E2T0100")]
    [InlineData("~/none ~/dir", "E2T0100")]
    [InlineData("~/app.tbf ~/old", "E2T0501")]
    [InlineData("~/old ~/old.tab", "E2T0501")]
    [InlineData("~/app.tab ~/old.tab", "E2T0501")]
    [InlineData("~/app.tbf", "E2T0016")]
    public void Trouble_has_status_2(string arguments, string code)
    {
        var printed = _bench.With("app.tbf", App()).With("dir/file", []).With("app.tab", Archive())
            .With("old", Version1).With("old.tab", Archive(Member("b.tbf", Version1))).Run($"diff {arguments}");
        Assert.Equal((2, ""), (printed.Status, printed.Out));
        Assert.Equal([code], printed.Codes);
    }

    [Theory]
    [InlineData("~/dir ~/app.tbf")]
    [InlineData("~/app.tbf ~/dir")]
    public void The_file_is_named_that_is_compared_with_a_directory(string arguments)
    {
        var printed = _bench.With("app.tbf", App()).With("dir/file", []).Run($"diff {arguments}");
        Assert.StartsWith($"{_bench["app.tbf"]}: error E2T0123: it is a file", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_as_it_was_and_read_strictly_gives_the_same_json()
    {
        Make(Blink, "left", "-n a --app-version 1 --short-id 3");
        Make(Blink, "right", "-n b --app-version 2 --sticky");
        string json = _bench.Run("diff --json ~/left.tab ~/right.tab").Out;

        Assert.Equal(json, ReportReader.Text(ReportReader.Read<DiffReport>(json).Print));
        Golden.Matches(
            "testdata/golden/diff/options.json",
            json.Replace(_bench["left.tab"], "left.tab", StringComparison.Ordinal)
                .Replace(_bench["right.tab"], "right.tab", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tab-version = 1\nname = \"a\"\n[t]\nx = 1\n", "tab-version = 1\nname = \"a\"\n[t]\nx = 2\n")]
    [InlineData("tab-version = 1\nname = \"a\"\n", "tab-version = \"1\"\nname = \"a\"\n")]
    [InlineData("=", "==")]
    public void Metadata_that_differ_in_no_entry_are_not_called_equal(string left, string right)
    {
        _bench.With("left.tab", Archive(left)).With("right.tab", Archive(right));

        Assert.Equal(["metadata.toml: its bytes differ"], Diff("~/left.tab ~/right.tab").Select(difference => difference.ToString()));

        static byte[] Archive(string metadata) => RawTar.Tar(
            RawTar.Member("metadata.toml", System.Text.Encoding.UTF8.GetBytes(metadata)), RawTar.Member("a.tbf", RawTbf.App()));
    }

    private static string Text(Difference difference) =>
        $"{difference.Member}: {difference.Field} {difference.Old} -> {difference.New}";

    /// <summary>Makes <paramref name="name"/>.tbf and <paramref name="name"/>.tab, whose member is app.tbf.</summary>
    private void Make(string elf, string name, string options)
    {
        _bench.WithData($"elf/{elf}", "app.elf").Convert(options);
        _bench.With($"{name}.tbf", _bench.Read("app.tbf")).With($"{name}.tab", _bench.Read("app.tab"));
    }

    /// <summary>The differences, which the text shows as well, one a line.</summary>
    private IReadOnlyList<Difference> Diff(string arguments)
    {
        var printed = _bench.Run($"diff --json {arguments}");
        var report = ReportReader.Read<DiffReport>(printed.Out);
        IReadOnlyList<Difference> differences = [.. report.Differences];
        Assert.Equal((differences.Count == 0 ? 0 : 1, ""), (printed.Status, printed.Error));

        string text = string.Concat(differences.Select(difference => difference + "\n"));
        Assert.Equal(new Printed(printed.Status, text, ""), _bench.Run($"diff {arguments}"));
        return differences;
    }
}
