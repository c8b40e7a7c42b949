using TabFormat.Reading;

namespace Elf2Tab.Tests.Commands;

/// <summary>Outputs where they are wanted.</summary>
public sealed class OutputPlaceTests : IDisposable
{
    private const string Options = "--kernel-major 2 --deterministic -q";

    private readonly Bench _bench = new Bench()
        .WithData("elf/blink.cortex-m4.elf", "m4/blink.elf").WithData("elf/pie-rel.rv32imac.elf", "rv/blink.elf").With("out/x", []);

    private IEnumerable<string> Names =>
        Directory.EnumerateFiles(_bench[""], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_bench[""], file)).Order(StringComparer.Ordinal);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void TBFs_in_a_directory_of_their_own_are_called_as_in_the_TAB()
    {
        var printed = _bench.Run($"~/m4/blink.elf,cortex-m4 ~/rv/blink.elf,rv32imac --tbf-dir ~/out -o ~/blink.tab {Options}");

        Assert.Equal(new Printed(0, "", ""), printed);
        Assert.Equal(["blink.tab", "m4/blink.elf", "out/cortex-m4.tbf", "out/rv32imac.tbf", "out/x", "rv/blink.elf"], Names);
        Assert.Equal(
            TabReader.Read(_bench.Read("blink.tab")).Tbfs.Select(member => member.Bytes.ToArray()),
            [_bench.Read("out/cortex-m4.tbf"), _bench.Read("out/rv32imac.tbf")]);
    }

    [Theory]
    [InlineData("--tbf ~/a.tbf -o ~/a.tab", "a.tab a.tbf")]
    [InlineData("--tbf ~/a.tbf --no-tab", "a.tbf")]
    [InlineData("--no-tbf -o ~/a.tab", "a.tab")]
    [InlineData("--no-tab", "m4/blink.tbf")]
    [InlineData("--no-tab --no-tbf", "")]
    [InlineData("--no-tbf -o ~/a.tab --depfile ~/rule", "a.tab rule")]
    public void Nothing_is_written_but_what_is_wanted(string options, string written)
    {
        Assert.Equal(new Printed(0, "", ""), _bench.Run($"~/m4/blink.elf {options} {Options}"));

        Assert.Equal(written, string.Join(' ', Names.Except(["m4/blink.elf", "rv/blink.elf", "out/x"])));
    }

    [Fact]
    public void A_check_and_a_rule_for_make_know_the_places()
    {
        const string Line = $"~/m4/blink.elf --tbf ~/out/a.tbf -o ~/out/a.tab {Options}";
        Assert.Equal(0, _bench.Run($"{Line} --depfile ~/rule").Status);

        Assert.StartsWith(
            $"{_bench["out/a.tbf"]} {_bench["out/a.tab"]}: ",
            File.ReadAllText(_bench["rule"]),
            StringComparison.Ordinal);
        Assert.Equal(new Printed(0, "", ""), _bench.Run($"{Line} --check"));
        File.Delete(_bench["out/a.tbf"]);
        Assert.Equal((1, $"{_bench["out/a.tbf"]}: it is missing\n"), (_bench.Run($"{Line} --check") is var printed ? printed.Status : 0, printed.Out));
    }

    [Fact]
    public void A_manifest_knows_the_places()
    {
        _bench.With("apps.toml", "[apps.blink]\ninputs = [\"m4/blink.elf\"]\ntbf-dir = \"out\"\nno-tab = true\nkernel-major = 2\n"u8.ToArray());

        Assert.Equal(0, _bench.Run("build ~/apps.toml").Status);
        Assert.Equal(["apps.toml", "m4/blink.elf", "out/blink.tbf", "out/x", "rv/blink.elf"], Names);
        Assert.StartsWith("Apps: 1 unchanged", _bench.Run("build ~/apps.toml").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sign --sha256 -o ~/signed.tab ~/m4/blink.tbf", "`sign` writes the kind of file that it reads")]
    [InlineData("~/m4/blink.elf -o ~/blink.tbf", "`--tbf")]
    [InlineData("~/m4/blink.elf --tbf ~/blink.tab -o ~/x.tab", "`-o")]
    public void An_output_that_is_called_as_the_other_kind_is_refused_with_what_was_meant(string line, string hint)
    {
        Assert.Equal(0, _bench.Run($"~/m4/blink.elf -o ~/blink.tab {Options}").Status);

        var printed = _bench.Run(line);

        Assert.Equal((2, "E2T0021"), (printed.Status, Assert.Single(printed.Codes)));
        Assert.Contains($"hint: {hint}", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Some_apps_of_a_manifest_are_made()
    {
        _bench.With(
            "apps.toml",
            "[defaults]\nkernel-major = 2\n[apps.one]\ninputs = [\"m4/blink.elf\"]\n[apps.sensors]\ninputs = [\"rv/blink.elf\"]\n"u8.ToArray());

        Assert.Equal(0, _bench.Run("build ~/apps.toml sensors").Status);
        Assert.Equal(["apps.toml", "m4/blink.elf", "out/x", "rv/blink.elf", "rv/blink.tbf", "sensors.tab"], Names);

        var unknown = _bench.Run("build ~/apps.toml sensor");
        Assert.Equal((2, "E2T0023"), (unknown.Status, Assert.Single(unknown.Codes)));
        Assert.Contains("did you mean `sensors`?", unknown.Error, StringComparison.Ordinal);
    }
}
