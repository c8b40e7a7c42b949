using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Tests.Boards;
using Tests.Shared;
using static Elf2Tab.Diagnostics.Catalogue;
using static Tests.Shared.RawTar;

namespace Elf2Tab.Tests.Commands;

/// <summary>What commands say of apps, names, kernels and boards of different processors.</summary>
public sealed class ProcessorTests : IDisposable
{
    private const string Toml = "machine = \"rv32imac\"\n";

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("pie-rel.rv32imac.elf", "cortex-m4", true)]
    [InlineData("pie-rel.rv32imac.elf", "rv64imac", true)]
    [InlineData("pie-rela.rv64imac.elf", "rv32imac", true)]
    [InlineData("pie-rela.rv64imac.elf", "rv64gc", false)]
    [InlineData("pie-rel.rv32imac.elf", "riscv", false)]
    [InlineData("pie-rel.rv32imac.elf", "x86", true)]
    [InlineData("pie-rel.i386.elf", "x86", false)]
    [InlineData("pie-rel.i386.elf", "x86_64", true)]
    [InlineData("blink.cortex-m4.elf", "RV32IMAC.0x20040000.0x80002800", true)]
    [InlineData("blink.cortex-m4.elf", "cortex-m0", true)]
    [InlineData("blink.cortex-m4.elf", "cortex-m3", false)]
    [InlineData("blink.cortex-m4.elf", "cortex-m33", false)]
    [InlineData("pointers.cortex-m0.elf", "cortex-m4", false)]
    [InlineData("blink.cortex-m4.elf", "thumbv7em-none-eabi", false)]
    [InlineData("pie-rel.rv32imac.elf", "my-app", false)]
    [InlineData("pie-rel.rv32imac.elf", "app.cortex-m4", false)]
    public void An_app_for_another_processor_than_its_name_says_is_told_of(string elf, string name, bool isTold)
    {
        _bench.WithData($"elf/{elf}", "app.elf").WithData($"elf/{elf}", $"{name}.elf");
        foreach (string input in (ReadOnlySpan<string>)[$"app.elf,{name}", $"{name}.elf"])
        {
            var printed = _bench.Run($"~/{input} -o ~/{name}.tab --kernel-major 2 --deterministic");
            Assert.Equal((0, isTold ? 1 : 0), (printed.Status, printed.Codes.Count(code => code == OtherArchitecture.Code)));
            if (isTold)
                Assert.Contains(": warning E2T0223: at 0x12: ", printed.Error, StringComparison.Ordinal);
        }
        Assert.Equal(1, _bench.Run($"~/app.elf,cortex-m4 ~/{name}.elf,x86 -o ~/a.tab --kernel-major 2 --warnings-as-errors").Status);
    }

    /// <summary>One ELF under two names is converted once, and told of for the one that is wrong.</summary>
    [Fact]
    public void Each_name_of_an_app_counts()
    {
        _bench.WithData("elf/blink.cortex-m4.elf", "app.elf");
        var printed = _bench.Run("~/app.elf,cortex-m4 ~/app.elf,rv32imac -o ~/app.tab --kernel-major 2");
        Assert.Equal([OtherArchitecture.Code], printed.Codes);
        Assert.Contains("rv32imac", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_for_which_nothing_is_converted_is_told_of()
    {
        _bench.WithData("elf/blink.cortex-m4.elf", "a.elf").WithData("elf/blink.rv32imac.0x20040080.0x80002800.elf", "b.elf")
            .With("board.toml", Encoding.UTF8.GetBytes(Toml));
        Assert.Equal([NothingForBoard.Code], _bench.Run("~/a.elf -o ~/app.tab --kernel-major 2 --board ~/board.toml").Codes);
        Assert.Equal(new Printed(0, "", ""), _bench.Run("~/a.elf ~/b.elf -o ~/app.tab --kernel-major 2 --board ~/board.toml"));
    }

    [Theory]
    [InlineData("--machine rv32imac", "rv32imac.tbf", "")]
    [InlineData("--machine rv32imac", "app.tbf", "")]
    [InlineData("--machine rv32imac", "cortex-m4.tbf", "E2T0566")]
    [InlineData("--machine cortex-m0", "cortex-m4.tbf", "E2T0566")]
    [InlineData("--machine cortex-m4", "cortex-m0.tbf", "")]
    [InlineData("--board ~/board.toml", "cortex-m4.tbf", "E2T0566")]
    [InlineData("--board ~/board.toml", "x86.tbf", "E2T0566")]
    [InlineData("--board ~/board.toml --machine cortex-m4", "cortex-m4.tbf", "")]
    public void A_TBF_for_another_processor_would_not_load(string options, string name, string code)
    {
        _bench.With(name, Named("app")).With("board.toml", Encoding.UTF8.GetBytes(Toml));
        var printed = _bench.Run($"verify {options} ~/{name}");
        Assert.Equal(code == "" ? [] : [code], printed.Codes);
        Assert.Equal(code == "" ? 0 : 1, printed.Status);
        Assert.Equal(code == "" ? 0 : 1, _bench.Run($"image -q {options} -o ~/x.bin ~/{name}").Status);
        Assert.Equal(code == "", File.Exists(_bench["x.bin"]));
    }

    [Fact]
    public void Of_a_TAB_the_builds_for_the_board_count()
    {
        _bench.With("app.tab", Tar(Member("metadata.toml", Metadata), Member("cortex-m4.tbf", Named("app", 1000)), Member("rv32imac.tbf", Named("app", 1000))));
        string line = "~/app.tab --flash-address 0x20040000";
        var printed = _bench.Run($"verify --machine rv32imac {line}");
        Assert.Equal((0, ""), (printed.Status, printed.Error));
        Assert.Contains("cortex-m4.tbf: no more: it is for cortex-m4, the board has rv32imac", printed.Out, StringComparison.Ordinal);
        Assert.Equal([FlashPlaceUnsuitable.Code], _bench.Run($"verify --machine cortex-m4 {line}").Codes);

        var none = _bench.Run("verify --machine x86 ~/app.tab");
        Assert.Equal([OtherProcessor.Code, OtherProcessor.Code], none.Codes);
        Assert.Equal(1, none.Status);
        Assert.Contains("header", none.Out, StringComparison.Ordinal);
        Assert.Equal([OtherProcessor.Code], _bench.Run("image -q --machine x86 -o ~/x.bin ~/app.tab,rv32imac").Codes);
    }

    [Fact]
    public void The_ELF_says_for_which_processor_an_app_is()
    {
        _bench.WithData("elf/blink.cortex-m4.elf", "app.elf").Convert();
        Assert.Equal([OtherProcessor.Code], _bench.Run("verify --machine rv32imac --elf ~/app.elf ~/app.tbf").Codes);
        Assert.Equal(0, _bench.Run("verify --machine cortex-m4 --elf ~/app.elf ~/app.tbf").Status);
    }

    [Fact]
    public void A_kernel_for_another_processor_than_its_board_or_its_apps_is_refused()
    {
        _bench.With("kernel.elf", Kernels.Of("placeholder").Build()).With("arm.elf", (Kernels.Of("placeholder") with { Machine = ElfMachine.Arm }).Build())
            .With("cortex-m4.tbf", Named("app")).With("rv32imac.tbf", Named("app")).With("board.toml", Encoding.UTF8.GetBytes(Toml));

        Image("--kernel ~/kernel.elf ~/rv32imac.tbf");
        Image("--kernel ~/kernel.elf --board ~/board.toml ~/rv32imac.tbf");
        Image("--kernel ~/kernel.elf ~/cortex-m4.tbf", OtherProcessor);
        Image("--kernel ~/kernel.elf ~/rv32imac.tbf,cortex-m4", OtherProcessor);
        Image("--kernel ~/kernel.elf ~/cortex-m4.tbf,rv32imac");
        Image("--kernel ~/arm.elf ~/rv32imac.tbf", OtherProcessor);
        Image("--kernel ~/arm.elf --board ~/board.toml ~/cortex-m4.tbf", KernelForOtherProcessor);
        Image("--kernel ~/arm.elf --machine rv32imac ~/rv32imac.tbf", KernelForOtherProcessor);
        Image("~/cortex-m4.tbf ~/rv32imac.tbf", OtherProcessor);

        Assert.Equal(0, _bench.Run("image -q --kernel ~/arm.elf -o ~/board.elf ~/cortex-m4.tbf").Status);
        Assert.Equal([KernelForOtherProcessor.Code], _bench.Run("verify --machine rv32imac ~/board.elf").Codes);
        Assert.Equal(0, _bench.Run("verify --machine cortex-m4 ~/board.elf").Status);

        void Image(string line, params DiagnosticKind[] kinds)
        {
            var printed = _bench.Run($"image -q -o ~/x.hex {line}");
            Assert.Equal(kinds.Select(kind => kind.Code), printed.Codes);
            Assert.Equal(kinds is [] ? 0 : 1, printed.Status);
            Assert.Equal(kinds is [], File.Exists(_bench["x.hex"]));
            File.Delete(_bench["x.hex"]);
        }
    }

    /// <summary>A TBF that names a kernel version.</summary>
    private static byte[] Named(string name, int size = 512)
    {
        byte[][] elements = [RawTbf.Element(3, Encoding.UTF8.GetBytes(name)), RawTbf.Element(8, RawTbf.U16(2, 1))];
        int left = size - RawTbf.PlainBinaryEnd - elements.Sum(element => element.Length) - 8;
        return RawTbf.Build(elements, _ => [RawTbf.Footer(128, 0, new byte[left])]);
    }
}
