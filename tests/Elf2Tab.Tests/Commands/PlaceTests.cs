using TabFormat.Reading;
using Tests.Shared;

namespace Elf2Tab.Tests.Commands;

/// <summary><c>gdb</c> and <c>where</c>: apps on a board.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly Bench _bench = new Bench()
        .WithData("elf/state.cortex-m4.elf", "app.elf")
        .WithData("elf/pie-rel.rv32imac.elf", "ram.elf")
        .WithData("elf/blink.rv32imac.0x20040080.0x80002800.elf", "fixed.elf");

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("app.elf --flash-address 0x40040 --ram-address 0x20004000", ".text 0x40268", ".got 0x20004800", ".stack 0x20004000")]
    [InlineData("app.elf --flash-address 0x40040", ".text 0x40268", ".got 0x800")]
    [InlineData("app.elf", ".text 0x80000228", ".got 0x800")]
    [InlineData("fixed.elf", ".text 0x200400a8", ".stack 0x80002800")]
    [InlineData("fixed.elf --flash-address 0x80 --ram-address 0x100", ".text 0xa8", ".stack 0x100")]
    [InlineData("ram.elf --ram-address 0x20000000", ".text 0x20000818", ".data 0x20000a30", ".bss 0x20000ab0")]
    public void Sections_are_where_they_run(string line, params string[] sections)
    {
        var printed = _bench.Run($"gdb ~/{line}");

        Assert.Equal((0, ""), (printed.Status, printed.Error));
        Assert.StartsWith($"add-symbol-file {_bench[line.Split(' ')[0]]} -s ", printed.Out, StringComparison.Ordinal);
        Assert.All(sections, section => Assert.Contains($" -s {section}", printed.Out, StringComparison.Ordinal));
        Assert.Single(printed.Out.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_TBF_says_what_is_in_front_of_the_app_binary()
    {
        _bench.Convert("-n state");
        long start = TbfReader.Read(_bench.Read("app.tbf")).BinaryOffset;

        Assert.Equal(_bench.Run($"gdb ~/app.elf --flash-address {0x40000 + start}"), _bench.Run("gdb ~/app.elf --flash-address 0x40000 --tbf ~/app.tbf"));
    }

    [Fact]
    public void Names_with_spaces_are_quoted()
    {
        string path = _bench.With("an app.elf", TestData.Read("elf/ram-rel.rv32imac.elf"))["an app.elf"];
        using var output = new StringWriter();
        Program.Run(["gdb", path], new(output, TextWriter.Null, HasColour: false));

        Assert.StartsWith($"add-symbol-file \"{path}\" -s ", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app.elf --flash-address 0x40040 0x40268 0x40269", "0x00040268  _start+0x0 in .text", "0x00040269  _start+0x0 in .text")]
    [InlineData("app.elf --flash-address 0x40040 --ram-address 0x20004000 0x20004804", "0x20004804  .got+0x4")]
    [InlineData("ram.elf --ram-address 0x20000000 0x20000abc", "0x20000abc  .bss+0xc")]
    [InlineData("app.elf 0x8000022b", "0x8000022b  _start+0x2 in .text")]
    public void Addresses_of_a_board_are_told_as_functions_and_sections(string line, params string[] answers)
    {
        var printed = _bench.Run($"where ~/{line}");

        Assert.Equal((0, ""), (printed.Status, printed.Error));
        Assert.Equal(answers, printed.Out.TrimEnd().Split('\n'));
    }

    [Fact]
    public void An_address_outside_is_not_in_the_app()
    {
        var printed = _bench.Run("where ~/app.elf --flash-address 0x40040 0x80000228 0x40268");

        Assert.Equal(1, printed.Status);
        Assert.Equal("0x80000228  not in the app\n0x00040268  _start+0x0 in .text\n", printed.Out);
    }

    [Theory]
    [InlineData("gdb", 2, "E2T0016")]
    [InlineData("gdb ~/app.elf ~/ram.elf", 2, "E2T0016")]
    [InlineData("gdb ~/ram.elf --flash-address 0x40000", 2, "E2T0007")]
    [InlineData("gdb ~/app.elf --tbf ~/app.tbf", 2, "E2T0008")]
    [InlineData("gdb ~/app.elf --flash-address 0x40000 --tbf ~/app.elf", 1, "E2T0122")]
    [InlineData("gdb ~/app.elf --flash-address x", 2, "E2T0003")]
    [InlineData("where ~/app.elf", 2, "E2T0016")]
    [InlineData("where ~/app.elf main", 2, "E2T0003")]
    [InlineData("where ~/missing.elf 0x40000", 1, "E2T0100")]
    [InlineData("gdb ~/bare.elf", 1, "E2T0134")]
    public void What_cannot_be_is_refused(string line, int status, string code)
    {
        byte[] bare = _bench.Read("app.elf");
        bare.AsSpan(32, 4).Clear(); // e_shoff
        bare.AsSpan(46, 6).Clear(); // e_shentsize, e_shnum, e_shstrndx
        var printed = _bench.With("bare.elf", bare).Run(line);

        Assert.Equal((status, code), (printed.Status, printed.Codes.FirstOrDefault()));
        Assert.Equal("", printed.Out);
    }
}
