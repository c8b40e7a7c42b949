using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;

namespace Elf2Tab.Tests.Commands;

public sealed class TabTests : IDisposable
{
    private readonly Bench _bench = new Bench().WithData("elf/blink.cortex-m4.elf", "m4.elf").WithData("elf/pie-rel.rv32imac.elf", "rv.elf");

    public TabTests() =>
        Assert.Equal(0, _bench.Run("-n app --kernel-major 2 --deterministic -q -o ~/app.tab ~/m4.elf,cortex-m4 ~/rv.elf,rv32imac").Status);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void What_is_taken_out_and_in_gives_the_same_TAB()
    {
        byte[] before = _bench.Read("app.tab");
        Directory.CreateDirectory(_bench["parts"]);
        Assert.Equal(new Printed(0, "", ""), _bench.Run("tab extract -o ~/parts ~/app.tab"));
        Bytes.Equal(_bench.Read("m4.tbf"), _bench.Read("parts/cortex-m4.tbf"), "a member");
        Assert.True(File.Exists(_bench["parts/metadata.toml"]));

        Assert.Equal(new Printed(0, "", ""), _bench.Run("tab remove -o ~/app.tab ~/app.tab rv32imac"));
        Assert.Equal(["metadata.toml", "cortex-m4.tbf"], TabReader.Read(_bench.Read("app.tab")).Members.Select(member => member.Name));
        Assert.Equal(new Printed(0, "", ""), _bench.Run("tab add -o ~/app.tab ~/app.tab ~/rv.tbf,rv32imac"));
        Bytes.Equal(before, _bench.Read("app.tab"), "as it was");
    }

    [Fact]
    public void Only_what_is_named_is_taken_out()
    {
        Directory.CreateDirectory(_bench["parts"]);
        Assert.Equal(0, _bench.Run("tab extract -o ~/parts ~/app.tab rv32imac rv32imac.tbf").Status);

        Assert.Equal(["rv32imac.tbf"], Directory.GetFiles(_bench["parts"]).Select(Path.GetFileName));
    }

    [Fact]
    public void A_damaged_member_is_taken_out_as_it_is_and_told_of()
    {
        byte[] damaged = RawTbf.App()[..^1];
        _bench.With("bad.tab", RawTar.Tar(RawTar.Member("metadata.toml", RawTar.Metadata), RawTar.Member("a.tbf", damaged)));
        Directory.CreateDirectory(_bench["parts"]);
        var printed = _bench.Run("tab extract -o ~/parts ~/bad.tab a");
        Assert.Equal((0, "E2T0136"), (printed.Status, Assert.Single(printed.Codes)));
        Bytes.Equal(damaged, _bench.Read("parts/a.tbf"));
    }

    [Theory]
    [InlineData("tab", 2, "E2T0025")]
    [InlineData("tab list ~/app.tab", 2, "E2T0025")]
    [InlineData("tab extract", 2, "E2T0016")]
    [InlineData("tab remove -o ~/out.tab ~/app.tab", 2, "E2T0016")]
    [InlineData("tab remove ~/app.tab rv32imac", 2, "E2T0015")]
    [InlineData("tab remove -o ~/out.tab ~/app.tab rv64", 2, "E2T0026")]
    [InlineData("tab extract -o ~ ~/app.tab rv64", 2, "E2T0026")]
    [InlineData("tab remove -o ~/out.tab ~/app.tab metadata.toml", 1, "E2T0133")]
    [InlineData("tab remove -o ~/out.tab ~/app.tab rv32imac cortex-m4", 1, "E2T0133")]
    [InlineData("tab add -o ~/out.tab ~/app.tab ~/rv.tbf,rv32imac", 1, "E2T0132")]
    [InlineData("tab add -o ~/out.tab ~/app.tab ~/rv.tbf,a ~/m4.tbf,a", 1, "E2T0132")]
    [InlineData("tab add -o ~/out.tab ~/app.tab ~/rv.elf", 1, "E2T0122")]
    [InlineData("tab add -o ~/out.tab ~/app.tab ~/app.tab", 1, "E2T0124")]
    [InlineData("tab add -o ~/rv.tbf ~/app.tab ~/rv.tbf", 2, "E2T0012")]
    [InlineData("tab add -o ~/out.tab ~/rv.tbf ~/m4.tbf", 2, "E2T0021")]
    [InlineData("tab extract -o ~ ~/rv.tbf", 1, "E2T0124")]
    [InlineData("tab add -o ~/out.tab ~/app.tab ~/padding.tbf", 1, "E2T0111")]
    [InlineData("tab add -o ~/out.tab ~/app.tab ~/an\tapp.tbf", 2, "E2T0009")]
    public void What_cannot_be_is_refused(string line, int status, string code)
    {
        byte[] padding = new byte[64];
        TbfWriter.WritePadding(padding);
        _bench.With("padding.tbf", padding);
        var printed = _bench.Run(line);

        Assert.Equal((status, code), (printed.Status, printed.Codes.FirstOrDefault()));
        Assert.DoesNotContain("out.tab", _bench.Names);
    }
}
