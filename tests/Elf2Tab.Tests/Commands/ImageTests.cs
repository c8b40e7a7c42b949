using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;
using TabFormat.Reading;
using Tests.Shared;
using static Elf2Tab.Diagnostics.Catalogue;
using static Tests.Shared.ImageApps;
using static Tests.Shared.RawTar;

namespace Elf2Tab.Tests.Commands;

public sealed class ImageTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("--base 40000", "E2T0125")]
    [InlineData("--base 0x40000")]
    [InlineData("--base 256K")]
    [InlineData("--base 262144")]
    [InlineData("--base 0")]
    public void An_address_that_seems_to_lack_its_prefix_is_noted(string option, params string[] codes) =>
        Assert.Equal(codes, _bench.With("a.tbf", Tbf("blink", 1024)).Run($"image -o ~/apps.bin {option} ~/a.tbf").Codes);

    [Fact]
    public void Apps_are_placed_and_the_map_says_where()
    {
        _bench.With("a.tbf", Tbf("blink", 1024)).With("b.tbf", Tbf("", 1000, isForRam: true)).With("c.tbf", Tbf("fixed", 512, 0x40C00));
        var printed = _bench.Run("image -o ~/apps.bin --base 0x40000 ~/a.tbf ~/b.tbf ~/c.tbf");

        Assert.Equal(
            new Printed(
                0,
                """
                address           size  name
                0x00040000        1024  blink                           any address
                0x00040400        1000  b.tbf                           copied to RAM
                0x000407e8        1048                                  padding
                0x00040c00         512  fixed                           fixed address
                0x00040e00        3584                                  end; 1048 padding

                """,
                ""),
            printed);
        var found = Walk(_bench.Read("apps.bin"), 0x40000).ToList();
        Assert.Equal([0x40000, 0x40400, 0x407e8, 0x40c00], found.Select(part => part.Address));
        Bytes.Equal(_bench.Read("a.tbf"), found[0].Bytes);
        Bytes.Equal(_bench.Read("b.tbf"), found[1].Bytes);
        Bytes.Equal(_bench.Read("c.tbf"), found[3].Bytes);
        Assert.Equal(["a.tbf", "apps.bin", "b.tbf", "c.tbf"], _bench.Names);
    }

    [Fact]
    public void The_map_fits_in_80_columns_and_steers_no_terminal()
    {
        _bench.With("a.tbf", Tbf("\u001b[31m" + new string('n', 100), 2000, 0x40000, isEnabled: false));
        string map = _bench.Run("image -o ~/apps.bin --base 0x3f000 ~/a.tbf").Out;
        Assert.All(map.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("fixed address, disabled\n", map, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', map);
    }

    [Theory]
    [InlineData("", 0, 512)]
    [InlineData("--base 262144", 0, 512)]
    [InlineData("--base=0x40000", 0, 512)]
    [InlineData("--align 4", 0, 496)]
    [InlineData("--align 0x400", 0, 1024)]
    [InlineData("--base 0x40100 --align 1024", 768, 1792)]
    public void Base_and_alignment_are_numbers_decimal_or_hexadecimal(string options, int first, int second)
    {
        _bench.With("a.tbf", Tbf("a", 496)).With("b.tbf", Tbf("b", 256));
        Assert.Equal(new Printed(0, "", ""), _bench.Run($"image -q {options} -o ~/apps.bin ~/a.tbf ~/b.tbf"));
        byte[] image = _bench.Read("apps.bin");
        Assert.Equal("a", TbfReader.Read(image.AsMemory(first)).PackageName);
        Assert.Equal("b", TbfReader.Read(image.AsMemory(second)).PackageName);
    }

    [Theory]
    [InlineData("--base 0x40002")]
    [InlineData("--base 4294967296")]
    [InlineData("--base=-4")]
    [InlineData("--align 0")]
    [InlineData("--align 6")]
    [InlineData("--align 0x40000004")]
    public void Other_numbers_are_refused(string option) => Refuses(option, 2, InvalidValue);

    [Fact]
    public void A_command_line_without_apps_or_output_is_refused()
    {
        Fails("image -o ~/apps.bin", 2, NoInput);
        _bench.With("a.tbf", Tbf("a", 500));
        Fails("image ~/a.tbf", 2, NoOutput);
        Fails("image ~/a.tbf --output-file=", 2, InvalidValue);
        Fails("image", 2, NoInput);
    }

    [Theory]
    [InlineData("a.tbf")]
    [InlineData("./a.tbf")]
    [InlineData("x/../b.tab")]
    public void The_output_is_no_input(string output)
    {
        Directory.CreateDirectory(_bench["x"]);
        _bench.With("a.tbf", Tbf("a", 500)).With("b.tab", Archive());
        string before = _bench.Content;
        Fails($"image -o ~/{output} ~/a.tbf ~/b.tab,a", 2, OutputIsInput);
        Assert.Equal(before, _bench.Content);
    }

    [Fact]
    public void Every_input_that_is_damaged_is_told_and_nothing_is_written()
    {
        byte[] good = Tbf("a", 500);
        _bench.With("a.tbf", good).With("cut.tbf", good[..^1]).With("long.tbf", [.. good, 0]).With("sum.tbf", RawTbf.Damaged(good, 8, 3));
        _bench.With("padding.tbf", RawTbf.Patched(good, 2, 16)).With("link.tab", Archive(Member("b.tbf", [], '2'))).With("apps.bin", [1]);
        string before = _bench.Content;
        Fails(
            "image -o ~/apps.bin ~/a.tbf ~/cut.tbf ~/long.tbf ~/sum.tbf ~/padding.tbf ~/link.tab ~/none.tbf",
            1,
            RuleCatalogue.Of(TbfRule.TotalSize),
            BytesBehindTbf,
            RuleCatalogue.Of(TbfRule.Checksum),
            NoAppInTbf,
            RuleCatalogue.Of(TabRule.MemberType),
            NotFound);
        Assert.Equal(before, _bench.Content);
    }

    [Fact]
    public void Of_a_TAB_the_only_TBF_is_taken_or_the_one_that_is_named()
    {
        byte[] toml = Member("metadata.toml", Metadata);
        byte[] m0 = Tbf("m0", 256);
        byte[] m4 = Tbf("m4", 512);
        _bench.With("one.tab", Tar(toml, Member("cortex-m0.tbf", m0)));
        _bench.With("two.tab", Tar(toml, Member("cortex-m0.tbf", m0), Member("cortex-m4.tbf", m4)));

        Makes(m0, "~/one.tab");
        Makes(m0, "~/one.tab,cortex-m0");
        Makes(m4, "~/two.tab,cortex-m4");
        Refuses("~/two.tab", 1, ArchitectureNotChosen);
        Refuses("~/two.tab,cortex-m7", 1, ArchitectureNotChosen);
        Refuses("~/two.tab,", 1, ArchitectureNotChosen);
        Assert.Contains($"  hint: write `{_bench["two.tab"]},ARCHITECTURE`, with that of the board\n", _bench.Run("image ~/two.tab -o ~/image.bin").Error, StringComparison.Ordinal);
        Refuses("~/none.tab,cortex-m0", 1, NotFound);
        _bench.With("two.tab,cortex-m4", m0);
        Makes(m0, "~/two.tab,cortex-m4");
        Makes(m0, "~/on*.tab");
        Refuses("~/none*.tab", 1, NotFound);

        void Makes(byte[] expected, string input)
        {
            Assert.Equal(new Printed(0, "", ""), _bench.Run($"image -q -o ~/apps.bin {input}"));
            Bytes.Equal([.. expected, .. Enumerable.Repeat((byte)0xFF, 16)], _bench.Read("apps.bin"), input);
        }
    }

    [Fact]
    public void Disabled_apps_and_equal_names_are_told()
    {
        _bench.With("a.tbf", Tbf("same", 512, isEnabled: false)).With("b.tbf", Tbf("same", 256)).With("c.tbf", Tbf("", 200)).With("d.tbf", Tbf("", 200));
        var printed = _bench.Run("image -o ~/apps.bin ~/a.tbf ~/b.tbf ~/c.tbf ~/d.tbf");
        Assert.Equal(0, printed.Status);
        Assert.Equal([AppDisabled.Code, SameName.Code], printed.Codes);
        Assert.Contains($"{_bench["a.tbf"]} and {_bench["b.tbf"]}", printed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x3FF00, "--base 0x40000", 115)]
    [InlineData(0x40100, "--base 0x40000", 116)]
    [InlineData(0x40208, "--base 0x40000", 117)]
    [InlineData(0x20000000, "", 118)]
    public void Fixed_addresses_that_cannot_be_are_refused_with_the_file(int start, string options, int code)
    {
        _bench.With("a.tbf", Tbf("a", 512, 0x40000)).With("f.tbf", Tbf("f", 512, start)).With("apps.bin", [1]);
        string before = _bench.Content;
        var printed = _bench.Run($"image {options} -o ~/apps.bin ~/a.tbf ~/f.tbf");
        Assert.Equal((1, ""), (printed.Status, printed.Out));
        Assert.Equal([$"E2T{code:0000}"], printed.Codes);
        Assert.StartsWith($"{_bench["f.tbf"]}: error", printed.Error, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Content);
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_told()
    {
        _bench.With("a.tbf", Tbf("a", 512));
        Directory.CreateDirectory(_bench["x"]);
        Fails("image -q --format bin -o ~/x ~/a.tbf", 1, OutputIsDirectory);
        Fails("image -q -o ~/y/z.bin ~/a.tbf", 1, CannotWrite);
        Assert.Equal(["a.tbf", "x"], Directory.EnumerateFileSystemEntries(_bench["."]).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public void Help_fits_in_80_columns_and_names_every_option()
    {
        var printed = _bench.Run("image --help");
        Assert.Equal((0, ""), (printed.Status, printed.Error));
        Assert.All(printed.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        foreach (string option in (string[])["--output-file", "--base", "--align", "--quiet"])
            Assert.Contains(option, printed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_path_is_no_crash()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, error, HasColour: false);
        Assert.Equal(1, Program.Run(["image", "-o", _bench["apps.bin"], ""], terminal));
        Assert.Contains(CannotRead.Code, error.ToString(), StringComparison.Ordinal);
    }

    private void Refuses(string arguments, int status, DiagnosticKind kind)
    {
        _bench.With("a.tbf", Tbf("a", 500)).With("apps.bin", [1]);
        string before = _bench.Content;
        Fails($"image -o ~/apps.bin {arguments} ~/a.tbf", status, kind);
        Assert.Equal(before, _bench.Content);
    }

    /// <summary>Runs a command that fails, with these codes in order.</summary>
    private void Fails(string line, int status, params DiagnosticKind[] kinds)
    {
        var printed = _bench.Run(line);
        Assert.Equal((status, ""), (printed.Status, printed.Out));
        Assert.Equal(kinds.Select(kind => kind.Code), printed.Codes);
    }
}
