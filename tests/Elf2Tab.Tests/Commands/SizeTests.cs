using Elf2Tab.Reports;
using Elf2Tab.Tests.Elf;
using Elf2Tab.Tests.Reports;
using Tests.Shared;
using static Tests.Shared.RawTar;
using static Tests.Shared.RawTbf;

namespace Elf2Tab.Tests.Commands;

public sealed class SizeTests : IDisposable
{
    /// <summary>Samples: the file, and whether it is whole.</summary>
    private static readonly Dictionary<string, (Func<byte[]> File, bool IsWhole)> Samples = new()
    {
        ["pointers.elf"] = (() => TestData.Read("elf/pointers.cortex-m4.elf"), true),
        ["ram.elf"] = (() => TestData.Read("elf/ram-rela.rv64imac.elf"), true),
        ["everything.tab"] = (() => TestData.Read("cases/everything/app.tab"), true),
        ["ram.tbf"] = (() => Converted("ram-rel.rv32imac.elf"), true),
        ["damaged.tab"] = (() => Tar(Member("a.tbf", App()[..^1]), Member("b\e.tbf", App()), Member("dir", [], '5')), false),
        ["damaged.elf"] = (() => TestData.Read("elf/blink.cortex-m4.elf")[..200], false),
        ["cut.tbf"] = (() => App()[..10], false),
    };

    private readonly Bench _bench = new();

    public static TheoryData<string> Names => [.. Samples.Keys];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Tables_are_as_they_were(string name) => Golden.Matches($"testdata/golden/size/{name}.txt", Show("--by section --top 5", name));

    [Theory]
    [InlineData("ram.elf")]
    [InlineData("damaged.tab")]
    public void Json_is_as_it_was(string name) => Golden.Matches($"testdata/golden/size/{name}.json", Show("--by symbol --json", name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Tables_have_80_columns_and_no_control_characters(string name)
    {
        string text = Show("--by symbol", name);
        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void The_largest_table_has_80_columns()
    {
        byte[] ram = U32(uint.MaxValue);
        byte[] app = Patched(Patched(App(), 28, ram), 44, ram);
        string text = _bench.With("a", app).With("b", app).Run("size ~/a ~/b").Out;
        Assert.Contains("8589934590", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Where(line => line.StartsWith(' ')), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_read_strictly_gives_the_same_json(string name)
    {
        string json = Show("--by section --json", name);
        var report = ReportReader.Read<SizeReport>(json);

        Assert.Equal(SizeReport.CurrentSchemaVersion, report.SchemaVersion);
        Assert.Equal(json, ReportReader.Text(writer => report.Print(writer, SizeFormat.Json, Detail.Section)));
    }

    [Fact]
    public void An_ELF_is_measured_with_the_options_of_a_conversion()
    {
        var before = Only(Apps.PositionIndependent().Build(), "");
        var after = Only(Apps.PositionIndependent().Build(), "-n name --stack 4096 --app-heap 0 --sha256 --minimum-footer-size 600");

        Assert.Equal(before.Ram + 4096 - 2048 - 1024, after.Ram);
        Assert.Equal((512, 1024), (before.Flash, after.Flash));
        Assert.Equal(40, after.Purposes.Single(row => row.Name == "footers").Flash);
    }

    /// <summary>Letters of one byte in front of one of two, and how many characters are shown.</summary>
    [Theory]
    [InlineData(126, 127)]
    [InlineData(127, 127)]
    [InlineData(128, 128)]
    public void Names_are_shown_up_to_128_bytes_of_whole_characters(int letters, int shown)
    {
        string name = new string('x', letters) + "é";
        var app = Apps.Fixed();
        app.Sections[0] = app.Sections[0] with { Name = name };
        app.Symbols.Add(new("y" + name[1..], Apps.Flash) { Section = 1, Size = 8, Type = 1 });
        _bench.With("app.elf", app.Build());

        var rows = Read(_bench.Run("size --by symbol --top 100 --json ~/app.elf")).Files.Single().Apps.Single().Largest;
        Assert.Contains(rows, row => row.Name == name[..shown]);
        Assert.Contains(rows, row => row.Name == "y" + name[1..shown]);
    }

    [Fact]
    public void Files_that_cannot_be_read_are_reported_and_the_others_shown()
    {
        var printed = _bench.With("a.tbf", App()).Run("size --json ~/none ~/a.tbf");

        Assert.Equal((1, "E2T0100"), (printed.Status, Assert.Single(printed.Codes)));
        Assert.Equal(_bench["a.tbf"], Read(printed).Files.Single().File);
    }

    [Theory]
    [InlineData("size", "E2T0006")]
    [InlineData("size --by file ~/a", "E2T0003")]
    [InlineData("size --top many ~/a", "E2T0003")]
    [InlineData("size --max-growth 1 ~/a", "E2T0008")]
    [InlineData("size --compare ~/a --max-growth 1G ~/a", "E2T0003")]
    [InlineData("size --compare ~/a --max-growth -1% ~/a", "E2T0002")]
    [InlineData("size --compare ~/a --max-growth % ~/a", "E2T0003")]
    [InlineData("size --compare ~/a ~/a ~/a", "E2T0016")]
    [InlineData("size --stack 1 --minimum-ram-size 1 ~/a", "E2T0007")]
    [InlineData("size --json --format csv ~/a", "E2T0007")]
    [InlineData("size --format html ~/a", "E2T0003")]
    [InlineData("size --output-file ~/b ~/a", "E2T0001")]
    [InlineData("--max-flash 4096M ~/a", "E2T0003")]
    [InlineData("--max-ram K ~/a", "E2T0003")]
    public void Command_lines_that_say_nothing_are_refused(string line, string code)
    {
        var printed = _bench.With("a", App()).Run(line);
        Assert.Equal((2, "", code), (printed.Status, printed.Out, Assert.Single(printed.Codes)));
    }

    [Fact]
    public void Symbols_of_a_file_that_has_none_are_missed()
    {
        _bench.With("a.tbf", App()).With("b.elf", (Apps.Fixed() with { HasSections = false }).Build());
        foreach (string file in (string[])["a.tbf", "b.elf"])
        {
            var printed = _bench.Run($"size --by symbol ~/{file}");
            Assert.Equal((0, "E2T0121"), (printed.Status, Assert.Single(printed.Codes)));
        }
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("--max-growth 512", 0)]
    [InlineData("--max-growth 511", 1)]
    [InlineData("--max-growth 1K", 0)]
    [InlineData("--max-growth 100%", 0)]
    [InlineData("--max-growth 99.9%", 1)]
    [InlineData("--max-growth 0", 1)]
    public void Flash_may_grow_up_to_the_limit(string limit, int status)
    {
        var printed = Grown(Apps.PositionIndependent(), "--minimum-footer-size 600").Run($"size {limit} --compare ~/old.tbf ~/app.tbf");

        Assert.Equal((status, ""), (printed.Status, printed.Error));
        Assert.Contains("+512", printed.Out, StringComparison.Ordinal);
        Assert.Equal(status == 1, printed.Out.Contains("  It grows by 512 bytes of flash; --max-growth allows ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("8", 0)]
    [InlineData("7", 1)]
    public void RAM_may_grow_up_to_the_limit(string limit, int status) =>
        Assert.Equal(status, Grown(Apps.PositionIndependent(), "--stack 2056").Run($"size --max-growth {limit} --compare ~/old.tbf ~/app.tbf").Status);

    [Fact]
    public void What_shrinks_is_within_every_limit() =>
        Assert.Equal(0, Grown(Apps.PositionIndependent(), "--stack 0").Run("size --max-growth 0 --compare ~/old.tbf ~/app.tbf").Status);

    [Fact]
    public void An_ELF_and_a_TBF_are_compared_by_what_both_tell()
    {
        var printed = Grown(Apps.PositionIndependent(), "").Run("size --kernel-major 2 --max-growth 0 --json --compare ~/old.tbf ~/app.elf");
        var growth = ReportReader.Read<GrowthReport>(printed.Out);

        Assert.Equal(0, printed.Status);
        Assert.Equal(printed.Out, ReportReader.Text(writer => growth.Print(writer, SizeFormat.Json, Detail.None)));
        Assert.All(growth.Apps.Single().Purposes, row => Assert.Equal((row.OldFlash, row.OldRam), (row.Flash, row.Ram)));
    }

    [Fact]
    public void Apps_of_TABs_are_compared_by_name()
    {
        byte[] app = App();
        _bench.With("old.tab", Tar(Member("metadata.toml", Metadata), Member("same.tbf", app), Member("gone.tbf", app)))
            .With("new.tab", Tar(Member("metadata.toml", Metadata), Member("new.tbf", app), Member("same.tbf", App(Element(3, 1, 2, 3, 4)))));

        var printed = _bench.Run("size --json --compare ~/old.tab ~/new.tab --max-growth 7");
        var growth = ReportReader.Read<GrowthReport>(printed.Out);

        Assert.Equal((1, false), (printed.Status, growth.WithinLimit));
        Assert.Equal(("same.tbf", 8), growth.Apps.Single() is var one ? (one.Name, one.Total.Flash - one.Total.OldFlash) : default);
        Assert.Equal(["new.tbf"], growth.Added);
        Assert.Equal(["gone.tbf"], growth.Removed);
    }

    [Fact]
    public void Growth_is_shown_as_it_was()
    {
        string text = Grown(Apps.PositionIndependent(), "-n longer --stack 4096 --minimum-footer-size 600")
            .Run("size --compare ~/old.tbf ~/app.tbf").Out;
        Golden.Matches("testdata/golden/size/growth.txt", text.Replace(_bench[""] + "/", "", StringComparison.Ordinal));
        Assert.All(text.Split('\n').Skip(1), line => Assert.InRange(line.Length, 0, 80));
    }

    [Theory]
    [InlineData("md", "markdown", "--by symbol --top 4")]
    [InlineData("csv", "csv", "--by section --top 4")]
    public void Other_formats_are_as_they_were(string extension, string format, string options)
    {
        foreach (string name in (string[])["pointers.elf", "damaged.tab"])
            Golden.Matches($"testdata/golden/size/{name}.{extension}", Show($"--format {format} {options}", name));
    }

    [Fact]
    public void The_same_is_JSON_by_either_option() =>
        Assert.Equal(Show("--json", "pointers.elf"), Show("--format json", "pointers.elf"));

    [Theory]
    [InlineData("growth-symbols.txt", "--by symbol --top 5")]
    [InlineData("growth-symbols.md", "--by symbol --top 5 --format markdown")]
    [InlineData("growth.md", "--format markdown")]
    [InlineData("growth.csv", "--by section --format csv")]
    [InlineData("growth.json", "--by symbol --top 5 --format json")]
    public void Growth_of_an_ELF_is_shown_as_it_was(string golden, string options)
    {
        Symbol[] old = [new("main", 0, 24), new("same", 24, 8), new("gone", 32, 8), new("_ZN4core5write17h0123456789abcdefE", 40, 12)];
        Symbol[] now = [new("main", 0, 36), new("same", 36, 8), new("_ZN4core5write17hfedcba9876543210E", 44, 8), new("ne|w`", 52, 12)];
        _bench.With("old.elf", WithSymbols(old)).With("new.elf", WithSymbols(now));

        var printed = _bench.Run($"size --compare ~/old.elf --max-growth 1% {options} --stack 100 ~/new.elf --app-heap 100");
        string text = printed.Out.Replace(_bench[""] + "/", "", StringComparison.Ordinal);

        Assert.Equal((0, ""), (printed.Status, printed.Error));
        Golden.Matches($"testdata/golden/size/{golden}", text);
    }

    [Fact]
    public void The_sample_of_a_workflow_compares_sizes()
    {
        string workflow = File.ReadAllText(Path.Combine(TestData.Root, "samples/github/sizes.yml"));
        string line = workflow.Split('\n').Single(line => line.TrimStart().StartsWith("elf2tab size ", StringComparison.Ordinal)).Trim();
        line = line["elf2tab ".Length..line.IndexOf(" >", StringComparison.Ordinal)].Replace("\"old/$APP\"", "~/old.tab", StringComparison.Ordinal)
            .Replace("\"new/$APP\"", "~/new.tab", StringComparison.Ordinal);
        _bench.With("old.tab", Tar(Member("metadata.toml", Metadata), Member("same.tbf", App())))
            .With("new.tab", Tar(Member("metadata.toml", Metadata), Member("same.tbf", App(Element(3, 1, 2, 3, 4)))));

        var printed = _bench.Run(line);
        Assert.Equal((1, ""), (printed.Status, printed.Error));
        Assert.Contains("**`same.tbf` grows by 8 bytes of flash; --max-growth allows 2.**", printed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_what_changed_most_add_up_to_the_totals()
    {
        _bench.With("old.elf", WithSymbols([new("a", 0, 24), new("b", 24, 8)])).With("new.elf", WithSymbols([new("a", 0, 8), new("c", 8, 40)]));
        foreach (int top in (int[])[0, 1, 100])
        {
            var growth = ReportReader.Read<GrowthReport>(
                _bench.Run($"size --compare ~/old.elf --by symbol --top {top} --format json --minimum-footer-size 200 ~/new.elf").Out).Apps.Single();
            Assert.Equal(growth.Total, growth.Largest.Aggregate((sum, row) => sum.Plus(row)) with { Name = "total" });
        }
    }

    [Theory]
    [InlineData("markdown", "**`app.tbf` grows by 512 bytes of flash; --max-growth allows 51.**")]
    [InlineData("table", "  It grows by 512 bytes of flash; --max-growth allows 51.")]
    [InlineData("json", "\"flash\": 51,")]
    public void Growth_beyond_the_limit_is_told_with_amount_and_limit(string format, string line)
    {
        var printed = Grown(Apps.PositionIndependent(), "--minimum-footer-size 600")
            .With("old/app.tbf", _bench.Read("old.tbf")).Run($"size --format {format} --max-growth 10% --compare ~/old.tbf ~/app.tbf");
        string name = $"`{_bench["old.tbf"]}` → `{_bench["app.tbf"]}`";

        Assert.Equal(1, printed.Status);
        Assert.Contains(line.Replace("`app.tbf`", name, StringComparison.Ordinal), printed.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("~/none", "~/app.tbf")]
    [InlineData("~/app.tbf", "~/none")]
    [InlineData("~/cut", "~/app.tbf")]
    [InlineData("~/app.tbf", "~/cut")]
    [InlineData("~/a.tab", "~/b.tab")]
    public void What_cannot_be_compared_is_trouble(string old, string file)
    {
        _bench.With("app.tbf", App()).With("cut", App()[..^1])
            .With("a.tab", Archive(Member("b.tbf", App())))
            .With("b.tab", Tar(Member("metadata.toml", Metadata), Member("c.tbf", App()), Member("d.tbf", App())));

        Assert.Equal(2, _bench.Run($"size --compare {old} {file}").Status);
    }

    [Theory]
    [InlineData("--max-flash 512", 0)]
    [InlineData("--max-flash 511", 1, "E2T0390")]
    [InlineData("--max-ram 4096", 0)]
    [InlineData("--max-ram 4095", 1, "E2T0391")]
    [InlineData("--max-flash 500 --max-ram 4000", 1, "E2T0390", "E2T0391")]
    public void Budgets_hold_for_TBFs_and_TABs_too(string options, int status, params string[] codes)
    {
        byte[] tbf = ImageApps.Tbf("app", 512);
        _bench.With("app.tbf", tbf).With("app.tab", RawTar.Tar(RawTar.Member("metadata.toml", RawTar.Metadata), RawTar.Member("a.tbf", tbf)));
        foreach (string file in (ReadOnlySpan<string>)["app.tbf", "app.tab"])
        {
            var printed = _bench.Run($"size {options} ~/{file}");
            Assert.Equal((status, ""), (printed.Status, printed.Error));
            Assert.All(codes, code => Assert.Contains(code, printed.Out, StringComparison.Ordinal));
            Assert.Equal(codes.Length, printed.Out.Split("E2T").Length - 1);
        }
    }

    [Theory]
    [InlineData("--stack 8192 ~/app.tbf", "E2T0135")]
    [InlineData("--stack 8192 ~/app.tbf ~/app.elf")]
    [InlineData("--max-flash 8192 ~/app.tbf")]
    public void Options_of_a_conversion_without_an_ELF_are_told_of(string line, params string[] codes) =>
        Assert.Equal(codes, _bench.With("app.elf", Apps.Fixed().Build()).With("app.tbf", ImageApps.Tbf("app", 512)).Run($"size {line}").Codes);

    [Fact]
    public void Over_its_budget_nothing_is_written()
    {
        _bench.With("app.elf", Apps.PositionIndependent().Build());
        string before = _bench.Content;

        var printed = _bench.Run(Bench.ConvertLine + " --max-flash 511 --max-ram 4K");

        Assert.Equal(1, printed.Status);
        Assert.Equal(["E2T0390", "E2T0391"], printed.Codes);
        Assert.Equal(before, _bench.Content);
        Assert.Equal(0, _bench.Run(Bench.ConvertLine + " --max-flash 512 --max-ram 1M").Status);
    }

    private sealed record Symbol(string Name, ulong Offset, ulong Size);

    /// <summary>An app with 64 bytes of code that consist of symbols.</summary>
    private static byte[] WithSymbols(IEnumerable<Symbol> symbols)
    {
        var app = Apps.Fixed(new SegmentSpec(Apps.Flash, Apps.Code(64)));
        app.Symbols.AddRange(symbols.Select(symbol => new SymbolSpec(symbol.Name, Apps.Flash + symbol.Offset) { Section = 1, Size = (uint)symbol.Size, Type = 1 }));
        return app.Build();
    }

    /// <summary>old.tbf of an app, and app.tbf and app.elf of what it has become.</summary>
    private Bench Grown(ElfBuilder app, string options)
    {
        _bench.With("app.elf", app.Build()).Convert();
        return _bench.With("old.tbf", _bench.Read("app.tbf")).Convert(options);
    }

    private AppSizes Only(byte[] elf, string options) => Read(_bench.With("app.elf", elf).Run($"size --json ~/app.elf {options}")).Files.First().Apps.First();

    private static SizeReport Read(Printed printed) => ReportReader.Read<SizeReport>(printed.Out);

    private static byte[] Converted(string elf)
    {
        using var bench = new Bench();
        return bench.WithData($"elf/{elf}", "app.elf").Convert("-n app").Read("app.tbf");
    }

    /// <summary>What is printed about a sample, the same on all machines.</summary>
    private string Show(string options, string name)
    {
        var (file, isWhole) = Samples[name];
        var (status, output, error) = _bench.With(name, file()).Run($"size {options} ~/{name}");
        Assert.Equal(isWhole ? 0 : 1, status);
        Assert.DoesNotContain("error", error, StringComparison.Ordinal);
        return output.Replace(_bench[name], name, StringComparison.Ordinal);
    }
}
