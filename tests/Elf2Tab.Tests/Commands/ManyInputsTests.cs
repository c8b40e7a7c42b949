using Elf2Tab.Diagnostics;
using static Tests.Shared.RawTbf;

namespace Elf2Tab.Tests.Commands;

/// <summary>An exit status has eight bits: 256 faults must not look like none.</summary>
public sealed class ManyInputsTests : IDisposable
{
    private const int Count = 256;

    private static readonly string[] Files = [.. Enumerable.Range(0, Count).Select(index => $"~/{index}.elf")];

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("inspect", 1, "E2T0100")]
    [InlineData("size", 1, "E2T0100")]
    [InlineData("verify", 2, "E2T0100")]
    [InlineData("image -o ~/out", 1, "E2T0100")]
    [InlineData("-o ~/out --kernel-major 2", 1, "E2T0100")]
    [InlineData("--check -o ~/out --kernel-major 2", 2, "E2T0100")]
    [InlineData("diff", 2, "E2T0016")]
    [InlineData("sign --sha256 -o ~/out", 2, "E2T0016")]
    [InlineData("verify --elf ~/app.elf", 2, "E2T0016")]
    [InlineData("size --compare ~/app.elf", 2, "E2T0016")]
    public void As_many_missing_files_as_a_status_has_values_are_all_named_or_counted(string command, int status, string code)
    {
        var printed = _bench.Run($"{command} {string.Join(' ', Files)}");

        Assert.Equal(status, printed.Status);
        Assert.Equal([code], printed.Codes.Distinct());
        if (code == Catalogue.NotFound.Code)
            Assert.All(Enumerable.Range(0, Count), index => Assert.Contains(_bench[$"{index}.elf"], printed.Error, StringComparison.Ordinal));
        else
            Assert.Contains($"{Count} ", printed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect", 1)]
    [InlineData("size", 1)]
    [InlineData("verify", 1)]
    [InlineData("image -o ~/out", 1)]
    [InlineData("-o ~/out --kernel-major 2", 1)]
    public void As_many_damaged_files_are_a_failure(string command, int status)
    {
        for (int index = 0; index < Count; index++)
            _bench.With($"{index}.elf", App()[..^1]);
        Assert.Equal(status, _bench.Run($"{command} {string.Join(' ', Files)}").Status);
    }

    [Theory]
    [InlineData("build ~/apps.toml", 1)]
    [InlineData("build --check ~/apps.toml", 2)]
    public void As_many_apps_that_fail_are_counted(string line, int status)
    {
        string manifest = string.Concat(Enumerable.Range(0, Count).Select(index => $"[apps.a{index}]\ninputs = [\"{index}.elf\"]\n"));
        var printed = _bench.With("apps.toml", [.. manifest.Select(character => (byte)character)]).Run(line);

        Assert.Equal(status, printed.Status);
        Assert.Contains($" {Count} failed", printed.Out, StringComparison.Ordinal);
    }

    /// <summary>Codes are looked up by reflection, which takes a while and a hundred kilobytes.</summary>
    [Fact]
    public void A_code_that_is_given_again_is_not_looked_up_again()
    {
        _bench.WithData("elf/blink.cortex-m4.elf", "app.elf").Convert("--allow E2T0327");
        string line = $"{Bench.ConvertLine} {string.Concat(Enumerable.Repeat("--allow E2T0327 ", 1000))}";

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(0, _bench.Run(line).Status);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void A_file_that_cannot_be_read_keeps_no_other_from_being_verified()
    {
        byte[] app = App(Element(8, U16(2, 0)));
        var printed = _bench.With("a.tbf", app).With("b.tbf", app[..^1]).Run("verify ~/none ~/a.tbf ~/none.tab ~/b.tbf");

        Assert.Equal(2, printed.Status);
        Assert.Equal(
            [$"{_bench["a.tbf"]}: would load", $"{_bench["b.tbf"]}: would not load"],
            printed.Out.Split('\n').Where(line => line.Contains("would", StringComparison.Ordinal)));
        Assert.Equal(["E2T0100", "E2T0503"], printed.Codes.Distinct().Order());
    }
}
