namespace Elf2Tab.Tests.Commands;

/// <summary>Outputs whose names say what they are not, and streams that are named twice.</summary>
public sealed class OutputNameTests : IDisposable
{
    private const string Options = "--kernel-major 2 --deterministic";

    private readonly Bench _bench = new Bench().WithData("elf/blink.cortex-m4.elf", "app.elf").Convert();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("-o ~/new.elf --no-tbf", "new.elf", "E2T0032")]
    [InlineData("-o ~/new.HEX --no-tbf", "new.HEX", "E2T0032")]
    [InlineData("-o ~/new.bin --no-tbf", "new.bin", "E2T0032")]
    [InlineData("--no-tab --tbf ~/new.elf", "new.elf", "E2T0032")]
    [InlineData("--no-tab --tbf ~/new.bin", "new.bin")]
    [InlineData("-o ~/new.tar --no-tbf", "new.tar")]
    [InlineData("-o ~/new --no-tbf", "new")]
    [InlineData("-o ~/new.elf --no-tbf --allow E2T0032", "new.elf")]
    [InlineData("-o ~/new.elf --no-tbf -q", "new.elf")]
    public void An_output_that_is_called_as_something_else_is_told_of_and_written(string output, string name, params string[] codes)
    {
        var printed = _bench.Run($"~/app.elf {Options} {output}");

        Assert.Equal(0, printed.Status);
        Assert.Equal(codes, printed.Codes);
        Assert.Equal(_bench.Read(output.Contains("--no-tab", StringComparison.Ordinal) ? "app.tbf" : "app.tab"), _bench.Read(name));
    }

    [Theory]
    [InlineData("--deny E2T0032", 2)]
    [InlineData("--warnings-as-errors", 1)]
    public void It_is_refused_where_warnings_are(string option, int status)
    {
        Assert.Equal(status, _bench.Run($"~/app.elf {Options} -o ~/new.elf --no-tbf {option}").Status);
        Assert.DoesNotContain("new.elf", _bench.Names);
    }

    [Theory]
    [InlineData("sign --sha256 -o ~/new.hex ~/app.tbf")]
    [InlineData("edit --sticky -o ~/new.elf ~/app.tbf")]
    [InlineData("edit --sticky -o ~/new.uf2 ~/app.tab")]
    public void Commands_that_write_anew_tell_it_too(string line)
    {
        var printed = _bench.Run(line);

        Assert.Equal((0, "E2T0032"), (printed.Status, Assert.Single(printed.Codes)));
    }

    [Fact]
    public void Apps_of_a_manifest_have_it_each_for_itself()
    {
        _bench.With(
            "apps.toml",
            "[defaults]\ninputs = ['app.elf']\nno-tbf = true\nkernel-major = 2\n[apps.a]\noutput-file = 'a.elf'\n[apps.b]\noutput-file = 'b.hex'\nallow = ['E2T0032']\n"u8.ToArray());

        var printed = _bench.Run("build ~/apps.toml");

        Assert.Equal((0, "E2T0032"), (printed.Status, Assert.Single(printed.Codes)));
        Assert.Contains("[apps.a]: warning", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ELF_that_is_there_is_not_replaced()
    {
        _bench.WithData("elf/blink.cortex-m4.elf", "other.elf");
        string before = _bench.Content;

        Assert.Contains("E2T0106", _bench.Run($"~/app.elf {Options} -o ~/other.elf").Codes);
        Assert.Equal(["E2T0012"], _bench.Run($"~/app.elf {Options} -o ~/app.elf").Codes);
        Assert.Equal(before, _bench.Content);
    }

    [Theory]
    [InlineData("-,a -,b --no-tbf -o ~/new.tab")]
    [InlineData("-,a /dev/stdin,b --no-tbf -o ~/new.tab")]
    [InlineData("diff - -")]
    [InlineData("inspect - ~/app.tbf -")]
    [InlineData("verify --elf - -")]
    [InlineData("verify --public-key=/dev/stdin -")]
    [InlineData("sign --rsa4096-private - -o ~/new.tbf -")]
    [InlineData("size --compare - -")]
    [InlineData("image -o ~/new.bin - -")]
    public void Standard_input_is_one_file(string line) => Refuses(line, "E2T0033");

    [Theory]
    [InlineData("~/app.elf -o - --tbf -")]
    [InlineData("~/app.elf -o - --tbf /dev/stdout")]
    [InlineData("~/app.elf -o /dev/fd/1 --tbf ~/new.tbf --depfile -")]
    [InlineData("image --kernel ~/app.elf --board-out - -o - ~/app.tbf")]
    public void Standard_output_takes_one_file(string line) => Refuses(line, "E2T0011");

    [Theory]
    [InlineData("output-file = '-'\nno-tbf = true")]
    [InlineData("output-file = '/dev/stdout'\nno-tbf = true")]
    [InlineData("tbf = '-'")]
    [InlineData("inputs = ['-,cortex-m4']\nno-tbf = true")]
    public void A_manifest_takes_no_streams(string settings)
    {
        string inputs = settings.StartsWith("inputs", StringComparison.Ordinal) ? "" : "inputs = ['app.elf']\n";
        _bench.With("apps.toml", System.Text.Encoding.UTF8.GetBytes($"[apps.a]\n{inputs}{settings}\n"));

        Refuses("build ~/apps.toml", "E2T0003");
    }

    [Theory]
    [InlineData("app.elf", "it is an ELF file")]
    [InlineData("app.tab", "it is a TAB")]
    public void Another_file_in_place_of_a_manifest_is_called_by_its_name(string file, string text)
    {
        var printed = _bench.Run($"build ~/{file}");

        Assert.Equal((2, "E2T0019"), (printed.Status, Assert.Single(printed.Codes)));
        Assert.Contains($"{text}\n  hint: give the manifest", printed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[apps.x]\ninputs = [build/a.elf]\n", 2)]
    [InlineData("[apps.x]\ninputs = [\"a.elf\"\nstack = 5\n", 3)]
    [InlineData("[apps.x]\ninputs = [\"a.elf]\nstack = 4\n", 2)]
    [InlineData("apps:\n  x:\n    inputs: a.elf\n", 1)]
    public void What_is_no_TOML_is_told_once_where_it_begins(string text, int line)
    {
        _bench.With("apps.toml", System.Text.Encoding.UTF8.GetBytes(text));

        var printed = _bench.Run("build ~/apps.toml");

        Assert.Equal((2, "E2T0019"), (printed.Status, Assert.Single(printed.Codes)));
        Assert.StartsWith($"{_bench["apps.toml"]}:{line}: error E2T0019: from here on it is no TOML: ", printed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("(token: ", printed.Error, StringComparison.Ordinal);
    }

    private void Refuses(string line, string code)
    {
        string before = _bench.Content;
        var printed = _bench.Run(line);

        Assert.Equal((2, "", code), (printed.Status, printed.Out, Assert.Single(printed.Codes)));
        Assert.Equal(before, _bench.Content);
    }
}
