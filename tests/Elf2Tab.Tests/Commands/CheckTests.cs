using System.Security.Cryptography;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;

namespace Elf2Tab.Tests.Commands;

/// <summary><c>--check</c>, <c>--quiet</c> and <c>--warnings-as-errors</c>.</summary>
public sealed class CheckTests : IDisposable
{
    private const string Key = "--ecdsa-nist-p256-private ~/key";
    private const string Dated = "~/app.elf -o ~/app.tab --kernel-major 2 -q";

    private readonly Bench _bench = new Bench()
        .WithData("elf/pointers.rv32imac.0x20040080.0x80002800.elf", "app.elf").With("key", SampleKeys.Private(SampleKeys.Ecdsa));

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("-n app --app-version 3 --minimum-footer-size 100")]
    [InlineData("--sha256 --sha512")]
    [InlineData(Key)]
    public void What_was_converted_is_equal(string options)
    {
        _bench.Convert(options);
        Assert.Equal((0, ""), Check(options));
    }

    [Fact]
    public void Another_option_is_named_by_its_field_once()
    {
        _bench.Convert("--app-version 1");

        var (status, output) = Check("--app-version 2");
        Assert.Equal(1, status);
        Assert.Equal($"{_bench["app.tbf"]}: version 1 -> 2 (+1)\n{_bench["app.tab"]}: app.tbf: differs as the file of that name\n", output);
    }

    [Fact]
    public void Missing_files_differ()
    {
        Assert.Equal((1, 2), Lines(Check("")));
        File.Delete(_bench.Convert()["app.tab"]);
        Assert.Equal((1, 1), Lines(Check("")));
        File.Delete(_bench.Convert()["app.tbf"]);
        Assert.Equal((1, 1), Lines(Check("")));

        static (int, int) Lines((int Status, string Out) result) => (result.Status, result.Out.Split('\n').Length - 1);
    }

    [Fact]
    public void A_changed_byte_on_disk_differs()
    {
        byte[] tbf = _bench.Convert().Read("app.tbf");
        int offset = (int)TbfReader.Read(tbf).BinaryOffset;
        _bench.With("app.tbf", RawTbf.Damaged(tbf, offset, (byte)~tbf[offset]));
        Assert.Equal(1, Check("").Status);
    }

    [Fact]
    public void The_build_date_does_not_count()
    {
        Assert.Equal(0, _bench.Run(Dated).Status);
        Assert.Equal((0, ""), Check(""));
        Assert.Equal(0, _bench.Run($"{Dated} --check").Status);

        Assert.Equal(0, _bench.Run($"{Dated} {Key}").Status);
        Assert.Equal((0, ""), Check(Key));
    }

    [Fact]
    public void The_build_date_does_not_count_where_it_takes_a_block_of_the_TAB()
    {
        string name = "-n " + new string('n', 430);
        Assert.Equal(0, _bench.Run($"{Dated} {name} {Key}").Status);
        Assert.Equal((0, ""), Check($"{name} {Key}"));
    }

    [Fact]
    public void A_signature_on_disk_counts_when_it_verifies()
    {
        byte[] signed = _bench.Convert(Key).Read("app.tbf");
        byte[] tab = _bench.Read("app.tab");
        var footer = TbfReader.Read(signed).Footers.Single(footer => footer.Format == CredentialFormat.EcdsaNistP256);
        int inTbf = footer.Offset + TbfFormat.CredentialPrefixSize + 40;
        int inTab = (int)TabReader.Read(tab).Tbfs.Single().Offset + inTbf;
        Assert.Equal((0, ""), Check(Key));

        _bench.With("app.tbf", RawTbf.Damaged(signed, inTbf, (byte)~signed[inTbf]));
        Assert.Equal((1, "app.tbf"), Files(Check(Key)));

        _bench.With("app.tbf", signed).With("app.tab", RawTbf.Damaged(tab, inTab, (byte)~tab[inTab]));
        Assert.Equal((1, "app.tab"), Files(Check(Key)));

        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _bench.With("app.tab", tab).With("key", SampleKeys.Private(other));
        Assert.Equal((1, "app.tbf app.tab"), Files(Check(Key)));

        static (int, string) Files((int Status, string Out) result)
        {
            var files = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ")[0]);
            return (result.Status, string.Join(' ', files.Select(Path.GetFileName).Distinct()));
        }
    }

    [Fact]
    public void A_signature_over_other_bytes_does_not_count()
    {
        _bench.Convert($"{Key} --app-version 1");
        Assert.Equal(1, Check($"{Key} --app-version 2").Status);
    }

    [Theory]
    [InlineData("--stack big", "E2T0003")]
    [InlineData("~/none.elf", "E2T0100")]
    [InlineData("--max-size 100", "E2T0304")]
    [InlineData("--rsa4096-private ~/key", "E2T0404")]
    [InlineData("--warnings-as-errors --protected-region-size 1", "E2T0312")]
    public void Trouble_has_status_2(string options, string code)
    {
        _bench.Convert();
        string before = _bench.Content;
        var printed = _bench.Run($"{Bench.ConvertLine} --check {options}");

        Assert.Equal((2, ""), (printed.Status, printed.Out));
        Assert.Equal([code], printed.Codes);
        Assert.Equal(before, _bench.Content);
    }

    [Fact]
    public void Quiet_leaves_errors_only()
    {
        Assert.NotEmpty(_bench.Run("~/app.elf -o ~/app.tab").Error);
        Assert.Equal(new Printed(0, "", ""), _bench.Run("~/app.elf -o ~/app.tab -q"));
        Assert.Equal(["E2T0100"], _bench.Run("~/app.elf ~/none.elf -o ~/app.tab --quiet").Codes);
    }

    [Theory]
    [InlineData("", "E2T0323")]
    [InlineData("-q", null)]
    public void Warnings_may_count_as_errors(string option, string? warning)
    {
        string before = _bench.Content;
        var printed = _bench.Run($"~/app.elf -o ~/app.tab --warnings-as-errors {option}");

        Assert.Equal(1, printed.Status);
        Assert.Equal(warning is null ? ["E2T0105"] : [warning, "E2T0105"], printed.Codes);
        Assert.Equal(before, _bench.Content);
        Assert.Equal(new Printed(0, "", ""), _bench.Run($"{Bench.ConvertLine} --warnings-as-errors"));
    }

    /// <summary>Checks, which writes nothing.</summary>
    private (int Status, string Out) Check(string options)
    {
        string before = _bench.Content;
        var (status, output, error) = _bench.Run($"{Bench.ConvertLine} --check {options}");
        Assert.Equal("", error);
        Assert.Equal(before, _bench.Content);
        return (status, output);
    }
}
