using System.Security.Cryptography;
using System.Text;
using static Tests.Shared.RawTar;

namespace Elf2Tab.Tests.Commands;

/// <summary>Hints speak of what was written, and of what the tool and others can do.</summary>
public sealed class HintTests : IDisposable
{
    private readonly Bench _bench = new Bench().WithData("elf/blink.cortex-m4.elf", "app.elf").Convert();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("--minimum-ram-size 4096 --stack 1024 ~/app.elf", "give either `--minimum-ram-size` or the sizes of the parts")]
    [InlineData("size --json --format csv ~/app.tbf", "give one of them")]
    [InlineData("sign --digest ~/d --sha256 ~/app.tbf", "leave out `--sha256`, or `--digest`")]
    [InlineData("~/app.elf --stack", "write the value behind the option; one that begins with a dash behind `=`, as in `--option=-VALUE`")]
    public void Of_options_that_do_not_go_together(string line, string hint) => Assert.Equal([hint], HintsOf(line, 2));

    [Theory]
    [InlineData("~/dir ~/app.elf --kernel-major 2")]
    [InlineData("inspect ~/dir")]
    [InlineData("verify ~/dir")]
    [InlineData("verify --elf ~/dir ~/app.tbf")]
    [InlineData("verify --public-key ~/dir ~/app.tbf")]
    [InlineData("size ~/dir")]
    [InlineData("size --compare ~/dir ~/app.tbf")]
    [InlineData("build ~/dir")]
    [InlineData("sign --sha256 -o ~/new ~/dir")]
    [InlineData("sign --ecdsa-nist-p256-private ~/dir -o ~/new ~/app.tbf")]
    [InlineData("sign --sha256 -o ~/dir ~/app.tbf")]
    [InlineData("sign --digest ~/dir ~/app.tbf")]
    [InlineData("edit --sticky -o ~/new.tbf ~/dir")]
    [InlineData("edit --sticky -o ~/dir ~/app.tbf")]
    [InlineData("tab extract ~/dir")]
    [InlineData("tab add -o ~/new.tab ~/dir ~/app.tbf,m7")]
    [InlineData("tab add -o ~/new.tab ~/app.tab ~/dir,m7")]
    [InlineData("image -o ~/new.bin ~/dir")]
    [InlineData("image -o ~/dir --format bin ~/app.tbf")]
    [InlineData("image --kernel ~/dir -o ~/new.bin ~/app.tbf")]
    [InlineData("image --board ~/dir -o ~/new.bin ~/app.tbf")]
    [InlineData("where ~/dir 0x0")]
    [InlineData("gdb ~/dir")]
    [InlineData("cargo-run m4 ~/dir")]
    [InlineData("~/app.elf --kernel-major 2 -o ~/dir")]
    [InlineData("~/app.elf --kernel-major 2 --tbf ~/dir -o ~/new.tab")]
    [InlineData("~/app.elf --kernel-major 2 --depfile ~/dir -o ~/new.tab")]
    public void Of_a_directory_in_place_of_a_file(string line)
    {
        _bench.With("dir/x", [1]);
        string before = _bench.Content;

        Assert.Equal(["name a file inside it"], HintsOf(line, line.StartsWith("verify ~/dir", StringComparison.Ordinal) ? 2 : null));
        Assert.Equal(before, _bench.Content);
    }

    [Fact]
    public void Of_a_file_in_place_of_a_directory() =>
        Assert.Contains(
            $"E2T0102: {_bench["app.tbf/app.tbf"]}: {_bench["app.tbf"]} is a file, and no directory\n",
            _bench.Run("~/app.elf --kernel-major 2 --tbf-dir ~/app.tbf -o ~/new.tab").Error,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("--machine cortex-m4", "write `~/two.tab,cortex-m4`")]
    [InlineData("--machine cortex-m0", "write `~/two.tab,cortex-m0`")]
    [InlineData("--arch cortex-m7", "write `~/two.tab,cortex-m4`")]
    [InlineData("--arch rv32imac", "the board has RISC-V: give a TAB with a build for it")]
    [InlineData("", "write `~/two.tab,ARCHITECTURE`, with that of the board")]
    public void Of_an_architecture_that_is_the_boards(string options, string hint)
    {
        byte[] tbf = _bench.Read("app.tbf");
        _bench.With("two.tab", Tar(Member("metadata.toml", Metadata), Member("cortex-m0.tbf", tbf), Member("cortex-m4.tbf", tbf)));

        Assert.Equal([hint.Replace("~", _bench[""].TrimEnd('/'), StringComparison.Ordinal)], HintsOf($"image -o ~/a.bin {options} ~/two.tab", 1));
    }

    [Fact]
    public void Builds_of_which_each_would_do_are_not_chosen_by_their_order()
    {
        byte[] tbf = _bench.Read("app.tbf");
        _bench.With("two.tab", Tar(Member("metadata.toml", Metadata), Member("app.cortex-m0.tbf", tbf), Member("app.cortex-m4.tbf", tbf)));

        var printed = _bench.Run("image -o ~/a.bin --machine cortex-m4 ~/two.tab");

        Assert.Equal(["E2T0112"], printed.Codes);
        Assert.EndsWith(",app.cortex-m4`\n", printed.Error, StringComparison.Ordinal);
        Assert.Equal(0, _bench.Run($"image -q -o ~/a.bin ~/two.tab,app.cortex-m4").Status);
    }

    [Fact]
    public void Of_a_signature_with_the_hash_that_its_key_takes()
    {
        _bench.With("rsa.pub", SampleKeys.Public(SampleKeys.Rsa)).With("ec.pub", SampleKeys.Public(SampleKeys.Ecdsa)).With("bad", [1]);

        foreach (var (key, hash) in ((string, string)[])[("rsa", "sha512"), ("ec", "sha256")])
            Assert.EndsWith($"digest:{hash}`", Assert.Single(HintsOf($"sign --signature ~/bad --public-key ~/{key}.pub -o ~/new.tbf ~/app.tbf", 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_the_space_that_credentials_take()
    {
        _bench.With("key", SampleKeys.Private(SampleKeys.Rsa));
        const string Line = "sign --rsa4096-private ~/key -o ~/new.tbf ~/app.tbf";

        string hint = Assert.Single(HintsOf(Line, 1));
        _bench.Convert(hint.Split('`')[1]);

        Assert.Equal(0, _bench.Run(Line).Status);
    }

    [Fact]
    public void Of_public_keys_in_other_containers()
    {
        _bench.With("rsa.pub", Encoding.ASCII.GetBytes(SampleKeys.Rsa.ExportRSAPublicKeyPem()))
            .With("certificate", Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", [0x30, 0])));

        Assert.StartsWith("convert it: `openssl rsa -RSAPublicKey_in ", Assert.Single(HintsOf("verify --public-key ~/rsa.pub ~/app.tbf", null)), StringComparison.Ordinal);
        Assert.StartsWith("take the key out of it: `openssl x509 ", Assert.Single(HintsOf("verify --public-key ~/certificate ~/app.tbf", null)), StringComparison.Ordinal);
    }

    /// <param name="line">A command line that fails.</param>
    /// <param name="status">Its exit status; null: whichever a failure has.</param>
    private IEnumerable<string> HintsOf(string line, int? status)
    {
        var printed = _bench.Run(line);
        Assert.True(printed.Out == "" || line.StartsWith("verify", StringComparison.Ordinal), printed.Out);
        Assert.True(status is null ? printed.Status != 0 : printed.Status == status, printed.Error);
        return printed.Error.Split('\n').Where(text => text.StartsWith("  hint: ", StringComparison.Ordinal)).Select(text => text["  hint: ".Length..]);
    }
}
