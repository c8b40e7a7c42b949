using System.Collections.Immutable;
using System.Text;
using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;

namespace Elf2Tab.Tests.Building;

public sealed class ManifestTests
{
    [Fact]
    public void An_app_is_named_by_its_table_and_its_TAB_lies_beside_the_manifest()
    {
        var app = Assert.Single(Read("[apps.blink]\ninputs = [\"build/a.elf\", \"/b.elf,x\"]").With());

        Assert.Equal("blink", app.Name);
        Assert.Equal("blink", app.Options.Convert.PackageName);
        Assert.Equal("dir/blink.tab", app.Options.Output);
        Assert.Equal(["dir/build/a.elf", "/b.elf,x"], app.Options.Inputs);
    }

    [Fact]
    public void Keys_are_the_options_of_the_command_line()
    {
        const string Text = """
            [apps.a]
            inputs = "a.elf"
            output-file = "out/a.tab"
            package-name = "A"
            stack = 0x1000
            permissions = ["1,0", "2,3"]
            read_ids = [1, "0x2"]
            load = "ram"
            sha256 = true
            rsa4096-private = "keys/rsa.pem"
            """;

        var options = Assert.Single(Read(Text).With()).Options;

        Assert.Equal("dir/out/a.tab", options.Output);
        Assert.Equal("A", options.Convert.PackageName);
        Assert.Equal(4096u, options.Convert.Stack);
        Assert.Equal([(1, 0), (2, 3)], options.Convert.Permissions);
        Assert.Equal([1, 2], options.Convert.ReadIds);
        Assert.Equal(LoadChoice.Ram, options.Convert.Load);
        Assert.True(options.Convert.Signing.Sha256);
        Assert.Equal("dir/keys/rsa.pem", options.Convert.Signing.Rsa4096Private);
    }

    [Fact]
    public void Every_option_but_those_of_the_run_can_stand_in_a_manifest()
    {
        foreach (var option in ConversionOptions.OfManifests.All)
        {
            string value = option.Shape == SettingShape.Flag ? "true" : "[]";
            var outcome = Read($"[apps.a]\ninputs = [\"a.elf\"]\n{option.Name} = {value}");
            bool isOfTheRun = option.Name is "check" or "quiet" or "verbose";
            Assert.Equal(isOfTheRun, outcome.Kinds.Contains(Catalogue.UnknownOption));
        }
    }

    [Theory]
    [InlineData("[defaults]\nstack = 1\ndeterministic = true\npermissions = [\"1,1\"]\n")]
    [InlineData("defaults = { stack = 1, deterministic = true, permissions = [\"1,1\"] }\n")]
    [InlineData("defaults.stack = 1\ndefaults.deterministic = true\ndefaults.\"permissions\" = [\"1,1\"]\n")]
    public void Defaults_are_for_all_apps_that_do_not_say_otherwise(string defaults)
    {
        var apps = Read(defaults + """
            [apps.a]
            inputs = ["a.elf"]
            [apps.b]
            inputs = ["b.elf"]
            stack = 2
            deterministic = false
            permissions = []
            """).With();

        Assert.Equal([1, 2], apps.Select(app => app.Options.Convert.Stack!.Value));
        Assert.Equal([true, false], apps.Select(app => app.Options.Deterministic));
        Assert.Equal([1, 0], apps.Select(app => app.Options.Convert.Permissions.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[defaults]\nstack = 1")]
    [InlineData("[apps.a]\n")]
    [InlineData("apps.a.inputs = []")]
    [InlineData("apps.a = {}")]
    public void An_app_without_inputs_and_a_manifest_without_apps_are_refused(string text) => Read(text).IsRefusedFor(Catalogue.NoInput);

    [Theory]
    [InlineData("stak = 1", "`stak` is no option of an app", "did you mean `stack`?")]
    [InlineData("input = 1", "`input` is no option of an app", "did you mean `inputs`?")]
    [InlineData("verbose = true", "`verbose` is no option of an app", "give --verbose on the command line")]
    public void Unknown_keys_are_refused_with_the_line_and_the_nearest_name(string line, string text, string hint)
    {
        var outcome = Read($"[apps.a]\ninputs = [\"a.elf\"]\n{line}");

        outcome.IsRefusedFor(Catalogue.UnknownOption);
        var diagnostic = Assert.Single(outcome.Diagnostics.Diagnostics);
        Assert.Equal((Place.AtLine(3), text, hint), (diagnostic.Place, diagnostic.Message, diagnostic.Hint));
    }

    [Theory]
    [InlineData("stack = -1")]
    [InlineData("stack = 4294967296")]
    [InlineData("stack = 1.5")]
    [InlineData("stack = true")]
    [InlineData("stack = [1]")]
    [InlineData("stack = \"much\"")]
    [InlineData("disable = 1")]
    [InlineData("disable = \"true\"")]
    [InlineData("permissions = [1]")]
    [InlineData("permissions = true")]
    [InlineData("load = \"rom\"")]
    [InlineData("output-file = \"\"")]
    [InlineData("output-file = \"a\\u0000b\"")]
    [InlineData("permissions = [\"1,0\", 2.5, true]")]
    [InlineData("read_ids = [1, [2.5]]")]
    public void Values_that_an_option_does_not_take_are_refused(string line) =>
        Read($"[apps.a]\ninputs = [\"a.elf\"]\n{line}").IsRefusedFor(Catalogue.InvalidValue);

    [Theory]
    [InlineData("[apps.a]\ninputs = [")]
    [InlineData("[apps.a\ninputs = []")]
    [InlineData("[[apps]]\ninputs = [\"a.elf\"]")]
    [InlineData("[app.a]\ninputs = [\"a.elf\"]")]
    [InlineData("[apps.a.b]\ninputs = [\"a.elf\"]")]
    [InlineData("[apps.a]\ninputs = [\"a.elf\"]\n[apps.a.stack]")]
    [InlineData("[apps.\"../a\"]\ninputs = [\"a.elf\"]")]
    [InlineData("[apps.\"\"]\ninputs = [\"a.elf\"]")]
    [InlineData("inputs = [\"a.elf\"]")]
    public void What_is_no_manifest_is_refused(string text) =>
        Assert.Contains(Catalogue.ManifestInvalid, Read(text).Kinds);

    [Theory]
    [InlineData("[apps.a]\ninputs = [\"a.elf\"]\ninputs = [\"b.elf\"]")]
    [InlineData("apps.a.inputs = [\"a.elf\"]\n[apps.a]\ninputs = [\"b.elf\"]")]
    [InlineData("apps = { a = { inputs = [\"a.elf\"] } }\n[apps.a]\ninputs = [\"b.elf\"]")]
    [InlineData("apps = { a = { inputs = [\"a.elf\"], inputs = [\"b.elf\"] } }")]
    [InlineData("[apps.a]\ninputs = [\"a.elf\"]\n[apps.a]\nstack = 1")]
    [InlineData("[apps.a]\ninputs = [\"a.elf\"]\n[apps.\"a\"]\ninputs = [\"b.elf\"]")]
    public void What_is_given_twice_is_refused(string text) => Read(text).IsRefusedFor(Catalogue.ManifestInvalid);

    [Fact]
    public void Options_that_exclude_one_another_are_refused_under_the_name_of_the_app()
    {
        var outcome = Read("[defaults]\nstack = 1\n[apps.a]\ninputs = [\"a.elf\"]\nminimum-ram-size = 1");

        outcome.IsRefusedFor(Catalogue.ConflictingOptions);
        Assert.Equal("dir/apps.toml: [apps.a]", Assert.Single(outcome.Diagnostics.Diagnostics).File);
    }

    [Theory]
    [InlineData("inputs = [\"a.elf\", true]")]
    [InlineData("inputs = 1.5")]
    [InlineData("inputs = [\"a.elf\"]\nstack = {}")]
    public void Nothing_is_left_out_of_what_is_not_understood(string lines) =>
        Assert.Contains(Catalogue.InvalidValue, Read($"[apps.a]\n{lines}").Kinds);

    [Fact]
    public void A_fault_of_the_defaults_is_reported_once_whoever_replaces_it() =>
        Assert.Equal(
            [Catalogue.InvalidValue],
            Read("[defaults]\nstack = \"lots\"\n[apps.a]\ninputs = [\"a.elf\"]\nstack = 1\n[apps.b]\ninputs = [\"b.elf\"]\n").Kinds);

    [Fact]
    public void All_faults_are_reported_at_once() =>
        Assert.Equal(
            [Catalogue.UnknownOption, Catalogue.InvalidValue, Catalogue.NoInput],
            Read("[apps.a]\nx = 1\ninputs = [\"a.elf\"]\n[apps.b]\nstack = 1.5").Kinds);

    private static Outcome<ImmutableArray<ManifestApp>> Read(string text) =>
        Outcome.Of(diagnostics => Manifest.Read(
            "dir/apps.toml", Encoding.UTF8.GetBytes(text), ConversionOptions.OfManifests, diagnostics));
}
