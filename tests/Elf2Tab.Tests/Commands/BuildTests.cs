using System.Text;
using Elf2Tab.Diagnostics;
using Tests.Shared;

namespace Elf2Tab.Tests.Commands;

/// <summary><c>elf2tab build</c>.</summary>
public sealed class BuildTests : IDisposable
{
    private const string Blink = "elf/blink.cortex-m4.elf";
    private const string Pointers = "elf/pointers.cortex-m4.elf";

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Every_app_gets_the_files_that_a_conversion_of_its_own_makes()
    {
        Manifest("""
            [defaults]
            kernel-major = 2
            deterministic = true
            [apps.a]
            inputs = ["a.elf"]
            stack = 4096
            [apps.b]
            inputs = ["b.elf,m4"]
            """);
        Assert.Equal(0, _bench.Run("~/a.elf -o ~/alone.tab -n a --kernel-major 2 --deterministic --stack 4096").Status);
        byte[] alone = _bench.Read("a.tbf");

        var printed = Build();

        Assert.Equal((0, ""), (printed.Status, printed.Error));
        Bytes.Equal(alone, _bench.Read("a.tbf"), "TBF");
        Bytes.Equal(_bench.Read("alone.tab"), _bench.Read("a.tab"), "TAB");
        Assert.Equal(["a.elf", "a.tab", "a.tbf", "alone.tab", "apps.toml", "b.elf", "b.tab", "b.tbf"], _bench.Names);
    }

    [Fact]
    public void Of_200_apps_a_second_run_writes_none_and_a_changed_input_its_own_files_only()
    {
        var text = new StringBuilder("[defaults]\nkernel-major = 2\n");
        for (int app = 0; app < 200; app++)
        {
            _bench.WithData(app % 2 == 0 ? Blink : Pointers, $"{app}/app.elf");
            text.Append(null, $"[apps.{app}]\ninputs = [\"{app}/*.elf\"]\n");
        }
        Manifest(text.ToString());
        Assert.EndsWith("Apps: 0 unchanged, 200 changed, 0 failed. Files that were written: 400.\n", Build().Out, StringComparison.Ordinal);

        string before = _bench.Content;
        Assert.EndsWith("Apps: 200 unchanged, 0 changed, 0 failed. Files that were written: 0.\n", Build().Out, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Content);

        _bench.WithData(Pointers, "8/app.elf");
        string[] unchanged = [.. _bench.Content.Split('\n').Where(line => !line.Contains("/8", StringComparison.Ordinal))];
        Assert.EndsWith("Apps: 199 unchanged, 1 changed, 0 failed. Files that were written: 2.\n", Build().Out, StringComparison.Ordinal);
        Assert.Subset(_bench.Content.Split('\n').ToHashSet(), unchanged.ToHashSet());
        Assert.Equal(_bench.Read("9/app.tbf").Skip(64), _bench.Read("8/app.tbf").Skip(64));
    }

    [Fact]
    public void An_app_that_fails_keeps_its_files_and_leaves_the_others_alone()
    {
        _bench.With("c.elf", [1, 2, 3]).With("c.tbf", [4]).With("bad.tab", [5]);
        Manifest("""
            [defaults]
            kernel-major = 2
            [apps.good]
            inputs = ["a.elf"]
            [apps.bad]
            inputs = ["c.elf"]
            [apps.none]
            inputs = ["none/*.elf"]
            """);

        var printed = Build();

        Assert.Equal(1, printed.Status);
        Assert.Equal([Catalogue.NotElf.Code, Catalogue.NotFound.Code], printed.Codes);
        Assert.Contains("apps.toml: [apps.none]: error E2T0100:", printed.Error, StringComparison.Ordinal);
        Assert.Equal(["a.elf", "a.tbf", "apps.toml", "bad.tab", "c.elf", "c.tbf", "good.tab"], _bench.Names);
        Assert.Equal([5], _bench.Read("bad.tab"));
        Assert.EndsWith("Apps: 0 unchanged, 1 changed, 2 failed. Files that were written: 2.\n", printed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_says_what_has_changed()
    {
        Manifest("[apps.one]\ninputs = [\"a.elf,m4\", \"b.elf,m7\"]");
        Assert.Equal(0, Build().Status);
        _bench.With("a.elf", _bench.Read("b.elf"));
        Manifest("[apps.one]\ninputs = [\"a.elf,m4\", \"b.elf,m7\"]\napp-heap = 2048\n[apps.two]\ninputs = [\"c.elf\"]\n");
        _bench.WithData(Blink, "c.elf");

        string[] lines = Build().Out.Split('\n');

        Assert.Equal("App  Architecture  Flash   RAM  Change", lines[0]);
        Assert.Matches("^one  m4            +[0-9]+  +[0-9]+  flash [+][0-9]+, RAM [+][0-9]+$", lines[1]);
        Assert.Matches("^     m7            +[0-9]+  +[0-9]+  RAM [+]1024$", lines[2]);
        Assert.Matches("^two  c             +[0-9]+  +[0-9]+  new$", lines[3]);
        Assert.Equal("Apps: 2 unchanged, 0 changed, 0 failed. Files that were written: 0.\n", Build().Out);
    }

    [Theory]
    [InlineData("inputs = [\"a.elf,x\\\\y\"]")]
    [InlineData("inputs = [\"a.elf\"]\nsupported-boards = \"LONG\"")]
    public void A_TAB_that_tools_do_not_take_is_not_written(string lines)
    {
        Manifest($"[defaults]\nkernel-major = 2\n[apps.a]\n{lines.Replace("LONG", new string('x', 70_000), StringComparison.Ordinal)}");

        var printed = Build();

        Assert.Equal(1, printed.Status);
        Assert.StartsWith("E2T055", Assert.Single(printed.Codes), StringComparison.Ordinal);
        Assert.Equal(["a.elf", "apps.toml"], _bench.Names);
    }

    [Fact]
    public void A_change_of_the_TAB_alone_is_written()
    {
        Manifest("[apps.a]\ninputs = [\"a.elf\"]");
        Build();
        Manifest("[apps.a]\ninputs = [\"a.elf\"]\nsupported-boards = \"imix\"");

        string[] lines = Build().Out.Split('\n');

        Assert.EndsWith("only the TAB", lines[1], StringComparison.Ordinal);
        Assert.Equal("Apps: 0 unchanged, 1 changed, 0 failed. Files that were written: 1.", lines[2]);
    }

    [Fact]
    public void Check_writes_nothing_and_says_what_differs()
    {
        Manifest("[apps.a]\ninputs = [\"a.elf\"]\ndepfile = \"a.d\"\n[apps.b]\ninputs = [\"b.elf\"]");
        Assert.Equal(1, Build("--check").Status);
        Assert.Equal(["a.elf", "apps.toml", "b.elf"], _bench.Names);
        Build();
        string before = _bench.Content;
        Assert.Equal(0, Build("--check").Status);

        Manifest("[apps.a]\ninputs = [\"a.elf\"]\napp-version = 2\n[apps.b]\ninputs = [\"b.elf\"]");
        var printed = Build("--check");
        Assert.Equal(1, printed.Status);
        Assert.StartsWith(
            $"{_bench["a.tbf"]}: version 0 -> 2 (+2)\n{_bench["a.tab"]}: a.tbf: differs as the file of that name\n", printed.Out, StringComparison.Ordinal);

        Manifest("[apps.a]\ninputs = [\"a.elf\"]\n[apps.b]\ninputs = [\"missing.elf\"]");
        Assert.Equal(2, Build("--check").Status);
        Manifest("[apps.a]\ninputs = [\"a.elf\"]\ndepfile = \"a.d\"\n[apps.b]\ninputs = [\"b.elf\"]");
        Assert.Equal(before.Split('\n').Where(IsOutput), _bench.Content.Split('\n').Where(IsOutput));

        static bool IsOutput(string line) => !line.Contains("apps.toml", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[apps.a]\ninputs = [\"a.elf\"]\noutput-file = \"x.tab\"\n[apps.b]\ninputs = [\"b.elf\"]\noutput-file = \"x.tab\"")]
    [InlineData("[apps.a]\ninputs = [\"a.elf\"]\n[apps.b]\ninputs = [\"a.elf\"]")]
    public void Two_apps_that_would_write_one_file_are_refused(string text) => IsRefused(Catalogue.DuplicateOutput, text);

    [Theory]
    [InlineData("[apps.a]\ninputs = [\"a.elf\"]\noutput-file = \"b.elf\"\n[apps.b]\ninputs = [\"b.elf\"]")]
    [InlineData("[apps.a]\ninputs = [\"a.elf\"]\noutput-file = \"apps.toml\"")]
    public void An_app_that_would_write_what_another_reads_is_refused(string text) => IsRefused(Catalogue.OutputIsInput, text);

    [Fact]
    public void A_manifest_that_is_not_understood_touches_nothing()
    {
        IsRefused(Catalogue.UnknownOption, "[apps.a]\ninputs = [\"a.elf\"]\n[apps.b]\ninputs = [\"b.elf\"]\nstak = 1", status: 2);
        Assert.Equal((1, Catalogue.NotFound.Code), Single(_bench.Run("build ~/none.toml")));
        Assert.Equal((2, Catalogue.WrongFileCount.Code), Single(_bench.Run("build")));
        Assert.Equal((2, Catalogue.NotFound.Code), Single(_bench.Run("build --check ~/none.toml")));

        static (int, string) Single(Printed printed) => (printed.Status, Assert.Single(printed.Codes));
    }

    [Fact]
    public void Signatures_that_verify_are_kept()
    {
        _bench.With("key", SampleKeys.Private(SampleKeys.Ecdsa));
        Manifest("[apps.a]\ninputs = [\"a.elf\"]\necdsa-nist-p256-private = \"key\"");
        Build();
        string before = _bench.Content;

        Build();

        Assert.Equal(before, _bench.Content);
    }

    private void IsRefused(DiagnosticKind kind, string text, int? status = null)
    {
        Manifest(text);
        string before = _bench.Content;
        var printed = Build();
        Assert.Equal((status ?? (kind.Number < Catalogue.FirstFileNumber ? 2 : 1), ""), (printed.Status, printed.Out));
        Assert.Equal([kind.Code], printed.Codes);
        Assert.Equal(before, _bench.Content);
    }

    private Printed Build(string options = "") => _bench.Run($"build {options} ~/apps.toml");

    /// <summary>Writes a manifest, and the ELFs that it may name.</summary>
    private void Manifest(string text)
    {
        foreach (var (name, data) in (ReadOnlySpan<(string, string)>)[("a.elf", Blink), ("b.elf", Pointers)])
        {
            if (text.Contains(name, StringComparison.Ordinal) && !File.Exists(_bench[name]))
                _bench.WithData(data, name);
        }
        _bench.With("apps.toml", Encoding.UTF8.GetBytes(text));
    }
}
