using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using Elf2Tab.Tests.Diagnostics;
using static Tests.Shared.RawTar;

namespace Elf2Tab.Tests.Commands;

/// <summary>What the program proposes to shells.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly Bench _bench = new Bench().With("app.elf", [1])
        .With("apps.toml", "[defaults]\nstack = 1\n[apps.blink]\ninputs = ['a.elf']\n[apps.sensors]\nstak = 2\n[apps.\"a\\u001Bb\"]\n"u8.ToArray())
        .With("two.tab", Tar(Member("metadata.toml", Metadata), Member("cortex-m4.tbf", [1]), Member("rv32imac.tbf", [1])));

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("build ~/apps.toml ", "blink sensors")]
    [InlineData("build --check --message-format json ~/apps.toml s", "sensors")]
    [InlineData("build ~/apps.toml blink ", "sensors")]
    [InlineData("build ~/none.toml ", "")]
    [InlineData("build ~/app.elf ", "")]
    [InlineData("image -o ~/x.bin ~/two.tab,", "~/two.tab,cortex-m4 ~/two.tab,rv32imac")]
    [InlineData("image ~/two.tab,r", "~/two.tab,rv32imac")]
    [InlineData("~/app.elf,cortex-m7", "~/app.elf,cortex-m7")]
    [InlineData("tab ", "extract add remove")]
    [InlineData("tab r", "remove")]
    [InlineData("tab remove ~/tw", "~/two.tab")]
    [InlineData("tab remove -o ~/new.tab ~/two.tab ", "cortex-m4 rv32imac")]
    [InlineData("tab extract ~/two.tab cortex-m4 ", "rv32imac")]
    [InlineData("cargo-run rv32ima", "rv32imac")]
    [InlineData("where ~/app.elf ", "")]
    [InlineData("--load ", "auto flash ram")]
    [InlineData("--allow E2T0325 E2T032", "E2T0320 E2T0321 E2T0322 E2T0323 E2T0324 E2T0325 E2T0326 E2T0327 E2T0328 E2T0329")]
    public void Words_are_those_that_fit(string line, string words) =>
        Assert.Equal(words.Replace("~", _bench[""].TrimEnd('/'), StringComparison.Ordinal), string.Join(' ', Ask("suggest", line)));

    [Fact]
    public void Warnings_and_notes_are_proposed_with_their_titles_and_no_errors()
    {
        string[] proposed = Ask("describe", "--deny ");

        Assert.Contains($"{Catalogue.NoKernelVersion.Code}\t{Catalogue.NoKernelVersion.Title}", proposed);
        Assert.Equal(
            Kinds.All.Where(kind => kind.Severity != Severity.Error).Select(kind => kind.Code).Order(StringComparer.Ordinal),
            proposed.Select(line => line.Split('\t')[0]));
        Assert.Equal(Kinds.All.Count(), Ask("suggest", "explain ").Length);
    }

    [Fact]
    public void Commands_and_options_are_described_where_that_is_asked_for()
    {
        Assert.Equal(["inspect"], Ask("suggest", "insp"));
        Assert.StartsWith("inspect\t", Assert.Single(Ask("describe", "insp")), StringComparison.Ordinal);
        Assert.StartsWith("--kernel-heap\t", Assert.Single(Ask("describe", "--kernel-h")), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_no_line_of_text_are_left_out()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such names");
        _bench.With("dir/a\nb.elf", [1]).With("dir/a\e[2J.elf", [1]).With("dir/ab.elf", [1]);

        Assert.Equal([_bench["dir/ab.elf"]], Ask("suggest", "inspect ~/dir/a"));
    }

    [Theory]
    [InlineData("inspect \"~/with s")]
    [InlineData("inspect '~/with ")]
    [InlineData("inspect ~/with\\ sp")]
    public void Words_may_be_quoted_and_the_quote_open(string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a backslash is a separator there");

        Assert.Equal([_bench["with space.elf"]], _bench.With("with space.elf", [1]) is not null ? Ask("suggest", line) : []);
    }

    [Fact]
    public void That_nobody_takes_the_proposals_is_told_as_of_any_output()
    {
        using var error = new StringWriter { NewLine = "\n" };

        int status = Program.Run(["[suggest:12]", "elf2tab insp"], new Terminal(new FullWriter(), error, HasColour: false));

        Assert.Equal(1, status);
        Assert.StartsWith("elf2tab: error E2T0102: standard output: ", error.ToString(), StringComparison.Ordinal);
    }

    /// <param name="directive">What is asked.</param>
    /// <param name="line">What is typed behind the program's name; a tilde stands for the directory.</param>
    private string[] Ask(string directive, string line)
    {
        using var output = new StringWriter { NewLine = "\n" };
        string typed = "elf2tab " + line.Replace("~", _bench[""].TrimEnd('/'), StringComparison.Ordinal);
        Assert.Equal(0, Program.Run([$"[{directive}:{typed.Length}]", typed], new Terminal(output, TextWriter.Null, HasColour: false)));
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class FullWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("no space left");
    }
}
