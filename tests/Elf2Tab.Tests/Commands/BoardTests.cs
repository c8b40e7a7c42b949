using System.Security.Cryptography;
using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Tests.Boards;
using Elf2Tab.Tests.Elf;
using TabFormat.Images;
using TabFormat.Reading;
using Tests.Shared;
using static Elf2Tab.Diagnostics.Catalogue;
using static Tests.Shared.ImageApps;
using static Tests.Shared.RawTar;

namespace Elf2Tab.Tests.Commands;

/// <summary>What commands make of kernels, boards and files of flash.</summary>
public sealed class BoardTests : IDisposable
{
    private readonly Bench _bench = new();

    public BoardTests() => _bench.With("kernel.elf", Kernels.Of("placeholder").Build()).With("a.tbf", Tbf("blink", 1024)).With("b.tbf", Tbf("sensors", 512));

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("board.elf", "")]
    [InlineData("board.hex", "")]
    [InlineData("board.uf2", "--uf2-family rp2350-riscv")]
    [InlineData("board.bin", "")]
    public void A_board_is_written_by_its_name_and_read_again(string output, string options)
    {
        var printed = _bench.Run($"image --kernel ~/kernel.elf -o ~/{output} {options} ~/a.tbf ~/b.tbf");
        Assert.Equal((0, ""), (printed.Status, printed.Error));
        Assert.Contains("0x20040000        1024  blink", printed.Out, StringComparison.Ordinal);
        Assert.Contains("kernel", printed.Out, StringComparison.Ordinal);
        Assert.Contains("RAM of 2 apps, of 57344", printed.Out, StringComparison.Ordinal);

        string offset = output == "board.bin" ? "--offset 0x40000 --flash-address 0x20040000 --machine rv32imac" : "";
        string verified = _bench.Run($"verify ~/{output} {offset} --ram-address 0x80002000..0x80010000").Out;
        Assert.Contains("blink: header", verified, StringComparison.Ordinal);
        Assert.Contains("2 of 2 apps", verified, StringComparison.Ordinal);
        if (output == "board.bin")
            return;
        Assert.Contains("0x20040400 sensors, 512 bytes", _bench.Run($"inspect ~/{output}").Out, StringComparison.Ordinal);
        Assert.Contains("\"address\": 537133056", _bench.Run($"inspect --json ~/{output}").Out, StringComparison.Ordinal);
        Assert.Contains("sensors", _bench.Run($"size ~/{output}").Out, StringComparison.Ordinal);

        _bench.Run($"image -q --kernel ~/kernel.elf -o ~/other-{output} {options} ~/b.tbf");
        var different = _bench.Run($"diff ~/{output} ~/other-{output}");
        Assert.Equal((1, ""), (different.Status, different.Error));
        Assert.Contains("sensors: address 0x20040400 -> 0x20040000 (-1024)", different.Out, StringComparison.Ordinal);
        Assert.Contains("blink present -> (none)", different.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_sapps", 0x2004_0001U)]
    [InlineData("_sapps", 0x2008_0000U)]
    [InlineData("_sapps", 0xFFFF_FFFCU)]
    [InlineData("_eapps", 0x2003_0000U)]
    [InlineData("_sappmem", 0x8001_0000U)]
    public void A_kernel_whose_places_cannot_be_is_refused(string symbol, uint value)
    {
        var kernel = Kernels.Of("symbols");
        kernel.Symbols[kernel.Symbols.FindIndex(known => known.Name == symbol)] = new(symbol, value);
        _bench.With("kernel.elf", kernel.Build());

        var printed = _bench.Run("image --kernel ~/kernel.elf -o ~/board.elf ~/a.tbf");

        Assert.Equal(1, printed.Status);
        Assert.Contains(KernelPlacesWrong.Code, printed.Codes);
        Assert.False(File.Exists(_bench["board.elf"]));
    }

    [Fact]
    public void A_conversion_takes_what_the_board_says_and_refuses_what_it_would()
    {
        _bench.WithData("elf/blink.rv32imac.0x20040080.0x80002800.elf", "app.elf")
            .With("good.toml", Encoding.UTF8.GetBytes("machine = \"rv32imac\"\nkernel = \"2.1\"\nflash = { start = 0x20040000, size = 0x40000 }\npadding = \"multiple:512\"\n"))
            .With("elsewhere.toml", Encoding.UTF8.GetBytes("machine = \"rv32imac\"\nkernel = \"2.1\"\nflash = { start = 0x30000000, size = 0x40000 }\n"))
            .With("small.toml", Encoding.UTF8.GetBytes("machine = \"rv32imac\"\nkernel = \"2.1\"\nram = { start = 0x80002800, size = 1024 }\n"))
            .With("other.toml", Encoding.UTF8.GetBytes("machine = \"cortex-m4\"\nkernel = \"2.1\"\nram = { start = 0x20000000, size = 1024 }\n"))
            .With("apps.toml", "[apps.app]\ninputs = [\"app.elf\"]\nboard = \"small.toml\"\n"u8.ToArray());

        Assert.Equal(new Printed(0, "", ""), _bench.Run("~/app.elf -o ~/app.tab --board ~/good.toml"));
        var made = TbfReader.Read(_bench.Read("app.tbf"));
        Assert.Equal(new ParsedKernelVersion(2, 1), made.KernelVersion);
        Assert.Equal(0U, made.TotalSize % 512);
        Assert.Equal(0, _bench.Run("~/app.elf -o ~/app.tab --board ~/other.toml").Status);
        Assert.Equal(1, _bench.Run("~/app.elf -o ~/new.tab --board ~/small.toml").Status);
        Assert.Equal(1, _bench.Run("build ~/apps.toml").Status);
        var outside = _bench.Run("~/app.elf -o ~/new.tab --board ~/elsewhere.toml");
        Assert.Equal((1, false), (outside.Status, File.Exists(_bench["new.tab"])));
        Assert.Contains(OutsideRoom.Code, outside.Codes);
    }

    [Theory]
    [InlineData("board.elf")]
    [InlineData("board.hex")]
    [InlineData("apps.bin")]
    public void Every_app_of_a_file_of_flash_is_signed(string name)
    {
        string kernel = name == "apps.bin" ? "" : "--kernel ~/kernel.elf";
        _bench.Run($"image -q {kernel} -o ~/{name} ~/a.tbf ~/b.tbf");
        Assert.Equal(new Printed(0, "", ""), _bench.Run($"sign --sha256 ~/{name} -o ~/{name}"));
        string shown = _bench.Run($"inspect ~/{name}").Out;
        Assert.Equal(2, shown.Split("Sha256").Length - 1);
    }

    [Fact]
    public void A_name_that_tells_no_format_is_noted_and_the_format_can_be_said()
    {
        Assert.Equal([FormatNotTold.Code], _bench.Run("image -q -o ~/image ~/a.tbf").Codes.Concat(_bench.Run("image -o ~/image ~/a.tbf").Codes));
        Assert.Equal(new Printed(0, "", ""), _bench.Run("image -q --format hex -o ~/image.txt ~/a.tbf"));
        Assert.NotNull(IntelHex.Read(_bench.Read("image.txt"), out _));
    }

    [Fact]
    public void What_cannot_be_on_a_board_is_refused_with_its_numbers()
    {
        _bench.With("app.elf", Apps.Fixed().Build()).With("large.tbf", Tbf("large", 300_000)).With("low.tbf", Tbf("low", 512, Kernels.Flash));
        Refuses("-o ~/x.uf2 ~/a.tbf", 2, MissingOption);
        Refuses("-o ~/x.hex --kernel ~/app.elf ~/a.tbf", 1, NoRoomForApps);
        Refuses("-o ~/x.hex --kernel ~/kernel.elf ~/large.tbf", 1, OutsideRoom);
        Refuses("-o ~/x.hex --kernel ~/kernel.elf --size 1K ~/a.tbf ~/b.tbf", 1, OutsideRoom);
        Refuses("-o ~/x.hex --kernel ~/kernel.elf --base 0x20000000 ~/a.tbf", 1, KernelOverlaps);
        Refuses("-o ~/x.hex --kernel ~/kernel.elf --ram-address 0x80002000..0x80003000 ~/a.tbf", 1, BoardRamTooSmall);
        Refuses("-o ~/x.bin --kernel ~/kernel.elf --max-size 1K ~/a.tbf", 1, BinaryTooLarge);
        Refuses("-o ~/x.bin --kernel ~/kernel.elf ~/low.tbf", 1, BelowImage);
        Refuses("-o ~/kernel.elf --kernel ~/kernel.elf ~/a.tbf", 2, OutputIsInput);
        Refuses("--board-out ~/x.toml", 2, MissingOption);
    }

    [Theory]
    [InlineData("-o ~/x.hex --uf2-family rp2350-riscv")]
    [InlineData("-o ~/x.bin --uf2-family 1")]
    [InlineData("-o ~/x.hex --max-size 1K")]
    [InlineData("-o ~/x.elf --max-size 1K")]
    public void An_option_for_another_format_is_told(string arguments)
    {
        var printed = _bench.Run($"image --kernel ~/kernel.elf {arguments} ~/a.tbf");

        Assert.Equal((0, OptionWithoutEffect.Code), (printed.Status, Assert.Single(printed.Codes)));
    }

    [Theory]
    [InlineData("-o ~/x.uf2 --uf2-family rp2350-riscv")]
    [InlineData("-o ~/x.bin --max-size 1M")]
    public void An_option_for_this_format_is_not(string arguments) =>
        Assert.Empty(_bench.Run($"image --kernel ~/kernel.elf {arguments} ~/a.tbf").Codes);

    [Fact]
    public void Of_builds_for_fixed_addresses_the_one_that_fits_is_taken()
    {
        byte[] toml = Member("metadata.toml", Metadata);
        byte[] Build(uint flash, uint ram) => Tbf($"f{flash:x}", 512, flash, ram: ram);
        byte[] tab = Tar(
            toml,
            Member("cortex-m4.tbf", Tbf("arm", 512)),
            Member("rv32imac.0x10000000.tbf", Build(0x1000_0000, 0x8000_2000)),
            Member("rv32imac.0x20040000.tbf", Build(Kernels.Apps, 0x8000_2000)),
            Member("rv32imac.0x20050000.tbf", Build(0x2005_0000, 0x8000_8000)));
        _bench.With("one.tab", tab).With("two.tab", tab);
        var printed = _bench.Run("image --kernel ~/kernel.elf --arch rv32imac -o ~/board.hex ~/*.tab");
        Assert.Equal((0, ""), (printed.Status, printed.Error));
        Assert.Contains("0x20040000         512  f20040000", printed.Out, StringComparison.Ordinal);
        Assert.Contains("0x20050000         512  f20050000", printed.Out, StringComparison.Ordinal);

        _bench.With("three.tab", tab);
        Refuses("--kernel ~/kernel.elf --arch rv32imac -o ~/x.hex ~/one.tab ~/two.tab ~/three.tab", 1, NoBuildFits);
        Assert.Equal(0, _bench.Run("image -q --kernel ~/kernel.elf -o ~/x.hex ~/one.tab,rv32imac").Status);
        Refuses("--kernel ~/kernel.elf -o ~/y.hex ~/one.tab", 1, ArchitectureNotChosen);
    }

    [Fact]
    public void Old_apps_behind_the_end_are_told()
    {
        _bench.With("dump", [.. new byte[64], .. Tbf("one", 512), .. Enumerable.Repeat((byte)0xFF, 64), .. Tbf("old", 512)]);
        var printed = _bench.Run("verify --offset 64 ~/dump");
        Assert.Contains(AppBehindEnd.Code, printed.Codes);
        Assert.Contains(AppBehindEnd.Code, _bench.Run("inspect --offset 64 ~/dump").Out, StringComparison.Ordinal);
        Assert.Equal([NoAppInFlash.Code], _bench.Run("inspect --offset 32 ~/dump").Codes);
        Assert.Contains("--offset 0x40", _bench.Run("inspect --offset 32 ~/dump").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_file_is_made_from_a_kernel_and_says_what_options_would()
    {
        Assert.Equal(new Printed(0, "", ""), _bench.Run("image --kernel ~/kernel.elf --board-out ~/board.toml"));
        Assert.Equal(
            """
            # What elf2tab checks apps against and places them by (docs/image.md).
            machine = "rv32imac"
            # kernel = "2.1"
            flash = { start = 0x20040000, end = 0x20080000 }
            ram = { start = 0x80002000, end = 0x80010000 }

            """,
            Encoding.UTF8.GetString(_bench.Read("board.toml")));
        var printed = _bench.Run("image --board ~/board.toml -o ~/apps.hex ~/a.tbf");
        Assert.Contains("0x20040000        1024  blink", printed.Out, StringComparison.Ordinal);
        Refuses("--board ~/board.toml -o ~/x.hex ~/a.tbf --size 512", 1, OutsideRoom);
        Assert.Contains("RAM 0x80002000 to 0x80010000", _bench.Run("verify --board ~/board.toml ~/apps.hex").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("machine = \"z80\"")]
    [InlineData("machine = 3")]
    [InlineData("flash = { start = 8, end = 4 }")]
    [InlineData("flash = { start = 8 }")]
    [InlineData("flash.size = 8")]
    [InlineData("granule = 6")]
    [InlineData("granule = \"6\"")]
    [InlineData("flash = { start = 8, size = \"much\" }")]
    [InlineData("[[flash]]\nstart = 0\nend = 2048")]
    [InlineData("flash = { start = 8, end = 16 }\nram = { start = 12, end = 20 }")]
    [InlineData("kernel = \"2\"")]
    [InlineData("padding = \"much\"")]
    [InlineData("colour = \"red\"")]
    [InlineData("machine = ")]
    public void A_board_file_that_is_not_understood_is_told(string line)
    {
        _bench.With("board.toml", Encoding.UTF8.GetBytes(line + "\n"));
        Refuses("--board ~/board.toml -o ~/x.hex ~/a.tbf", 1, BoardInvalid);
    }

    [Fact]
    public void Numbers_of_a_board_file_may_have_units()
    {
        _bench.With("board.toml", "flash = { start = 0x20040000, size = \"1KiB\" } # all there is\ngranule = '0x400'\n"u8.ToArray());
        Assert.Equal(0, _bench.Run("image -q --board ~/board.toml -o ~/x.hex ~/a.tbf").Status);
        Refuses("--board ~/board.toml -o ~/y.hex ~/a.tbf ~/b.tbf", 1, OutsideRoom);
    }

    [Theory]
    [InlineData("granule = \"6K6\" # a page", "`\"6K6\"` is no value of `granule`")]
    [InlineData("flash = { start = -1, size = 8 } # low", "`-1` is no value of `flash.start`")]
    [InlineData("machine = [ 1,2 ] # two", "`[1,2]` is no value of `machine`")]
    [InlineData("granule = 4 KiB # a page", "`\"4KiB\"`")]
    [InlineData("flash = { start = 0, size = 256K }", "`\"256K\"`")]
    public void A_wrong_value_is_shown_without_what_is_behind_it(string line, string told)
    {
        _bench.With("board.toml", Encoding.UTF8.GetBytes("# a board\n" + line + "\n"));
        var printed = _bench.Run("image --board ~/board.toml -o ~/x.hex ~/a.tbf");
        Assert.Contains(told, printed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("# ", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernel_version_of_a_board_is_held_against_apps()
    {
        _bench.WithData("elf/blink.rv32imac.0x20040080.0x80002800.elf", "app.elf").Convert("--kernel-minor 2");
        foreach (var (version, codes) in (ReadOnlySpan<(string, string[])>)[("2.2", []), ("2.1", [KernelVersionMismatch.Code]), ("3.9", [KernelVersionMismatch.Code])])
        {
            _bench.With("board.toml", Encoding.UTF8.GetBytes($"kernel = \"{version}\"\n"));
            var printed = _bench.Run("image -q --board ~/board.toml --base 0x20040000 -o ~/apps.bin ~/app.tbf");
            Assert.Equal(codes, printed.Codes);
            Assert.Equal(codes.Length > 0 ? 1 : 0, printed.Status);
        }
        _bench.With("board.toml", "kernel = \"2.1\"\n"u8.ToArray());
        _bench.With("unversioned.tbf", RawTbf.App());
        Refuses("--board ~/board.toml -o ~/x.bin ~/unversioned.tbf", 1, KernelVersionMissing);
        Assert.Equal([NoKernelVersion.Code], _bench.Run("image -q -o ~/x.bin ~/unversioned.tbf").Codes.Concat(_bench.Run("image -o ~/x.bin ~/unversioned.tbf").Codes));
    }

    [Fact]
    public void A_kernel_version_that_does_not_suit_is_told_with_what_would()
    {
        _bench.WithData("elf/blink.rv32imac.0x20040080.0x80002800.elf", "app.elf").Run("~/app.elf -o ~/app.tab --kernel-major 3 --kernel-minor 1 -q");
        string printed = _bench.Run("verify --kernel 2.1 ~/app.tbf").Error;
        Assert.Contains("it is for kernels of version 3, 3.1 at least; this one is 2.1", printed, StringComparison.Ordinal);
        Assert.Contains("`--kernel-major 2 --kernel-minor N`, N at most 1", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kernel-major 2.1")]
    [InlineData("--kernel-version 2.1")]
    [InlineData("--kernel-version=2.1")]
    [InlineData("--kernel 2.1")]
    [InlineData("--kernel-major 2 --kernel-minor 2.1")]
    [InlineData("--kernel-version")]
    public void A_version_in_one_option_is_answered_with_two(string option)
    {
        var printed = _bench.Run($"~/app.elf {option}");
        Assert.Equal(2, printed.Status);
        Assert.Contains("hint: write `--kernel-major 2 --kernel-minor 1`", printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_a_kernel_is_refused()
    {
        var kernel = Kernels.Of("symbols");
        Refused(kernel with { Type = ElfType.Relocatable }, NotKernel);
        Refused(kernel with { Type = ElfType.Core }, NotKernel);
        Refused(kernel with { Segments = [], Sections = [] }, NotKernel);
        Refused(kernel with { Segments = [kernel.Segments[2]], Sections = [] }, NotKernel);
        Refused(kernel with { Symbols = [.. kernel.Symbols, new("_sapps", Kernels.Apps + 0x1000)] }, KernelPlacesWrong);
        Refused(kernel with { Symbols = [.. kernel.Symbols, new("_eappmem", Kernels.RamEnd + 4)] }, KernelPlacesWrong);
        Refused(kernel with { Segments = [kernel.Segments[0] with { MemorySize = 0xD000_0000 }, .. kernel.Segments[1..]] }, KernelPlacesWrong);
        Refused(WithMemory(1UL << 40), KernelPlacesWrong);
        Refused(Apps.Fixed(), NoRoomForApps);
        Refused(WithSymbol("_sappmem", Kernels.Apps), KernelPlacesWrong);
        _bench.With("kernel.elf", (kernel with { Symbols = [.. kernel.Symbols, new("_sapps", Kernels.Apps)] }).Build());
        Assert.Equal(0, _bench.Run("image -q --kernel ~/kernel.elf -o ~/x.hex ~/a.tbf").Status);

        static ElfBuilder WithSymbol(string name, uint value)
        {
            var other = Kernels.Of("symbols");
            other.Symbols[other.Symbols.FindIndex(known => known.Name == name)] = new(name, value);
            return other;
        }

        static ElfBuilder WithMemory(ulong size)
        {
            var large = Kernels.Of("symbols", is64Bit: true);
            return large with { Segments = [.. large.Segments[..2], large.Segments[2] with { MemorySize = size }] };
        }

        void Refused(ElfBuilder elf, DiagnosticKind kind)
        {
            _bench.With("kernel.elf", elf.Build());
            Refuses("--kernel ~/kernel.elf -o ~/x.hex ~/a.tbf", 1, kind);
            Refuses("--kernel ~/kernel.elf --board-out ~/x.hex", 1, kind);
        }
    }

    [Theory]
    [InlineData("--base 0x20050000", true)]
    [InlineData("--base 0x20040000")]
    [InlineData("--base 0x20040000 --size 1M")]
    [InlineData("--ram-address 0x80002000..0x80010000")]
    [InlineData("--ram-address 0x80003000..0x80010000")]
    [InlineData("--ram-address 0x80003000..0x80010004", true)]
    [InlineData("--ram-address 0x80001000..0x80010000", true)]
    [InlineData("--base 0x20040000 --size 1M ~/large.tbf", true)]
    public void What_the_kernel_does_not_look_at_is_told_of(string options, bool isTold = false)
    {
        _bench.With("large.tbf", Tbf("large", 512 * 1024));
        var printed = _bench.Run($"image --kernel ~/kernel.elf -o ~/x.hex {options} ~/a.tbf");
        Assert.Equal(isTold ? [ElsewhereThanKernel.Code] : [], printed.Codes);
        Assert.Equal(0, printed.Status);
    }

    [Fact]
    public void What_a_kernel_does_not_say_is_noted_where_a_board_file_is_made()
    {
        var kernel = Kernels.Of("symbols");
        kernel.Symbols.RemoveAll(symbol => symbol.Name == "_eappmem");
        var printed = _bench.With("kernel.elf", kernel.Build()).Run("image --kernel ~/kernel.elf --board-out ~/board.toml");
        Assert.Equal([PlacesNotSaid.Code], printed.Codes);
        Refuses("--kernel ~/kernel.elf --board-out ~/x.hex -o ~/x.hex ~/a.tbf", 2, DuplicateOutput);
    }

    [Fact]
    public void A_board_of_64_bits_is_named_so()
    {
        _bench.With("kernel.elf", Kernels.Of("symbols", is64Bit: true).Build());
        Assert.Equal(new Printed(0, "", ""), _bench.Run("image --kernel ~/kernel.elf --board-out ~/board.toml"));
        Assert.Contains("machine = \"rv64imac\"", Encoding.UTF8.GetString(_bench.Read("board.toml")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_is_made_elsewhere_and_put_in()
    {
        _bench.With("app.elf", Apps.Fixed().Build()).Convert("--minimum-footer-size 1200");
        foreach (var (key, length) in (ReadOnlySpan<(AsymmetricAlgorithm, int)>)[(SampleKeys.Ecdsa, 32), (SampleKeys.Rsa, 64)])
        {
            _bench.With("key.pub", SampleKeys.PublicPem(key));
            var told = _bench.Run("sign --digest ~/digest --public-key ~/key.pub ~/app.tbf");
            Assert.Equal((0, ""), (told.Status, told.Error));
            byte[] digest = _bench.Read("digest");
            Assert.Equal(length, digest.Length);
            Assert.Contains(length == 32 ? "SHA-256" : "SHA-512", told.Out, StringComparison.Ordinal);
            byte[] signature = key is RSA rsa
                ? rsa.SignHash(digest, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1)
                : ((ECDsa)key).SignHash(digest, DSASignatureFormat.Rfc3279DerSequence);
            _bench.With("signature", signature);
            Assert.Equal(new Printed(0, "", ""), _bench.Run("sign --signature ~/signature --public-key ~/key.pub ~/app.tbf -o ~/signed.tbf"));
            Assert.Equal(0, _bench.Run("verify --public-key ~/key.pub ~/signed.tbf").Status);

            // A signature does not change what is signed.
            _bench.Run("sign --digest ~/again --public-key ~/key.pub ~/signed.tbf");
            Bytes.Equal(digest, _bench.Read("again"));
            _bench.With("signature", [.. signature[..^1], (byte)(signature[^1] ^ 1)]);
            Assert.Equal([SignatureInvalid.Code], _bench.Run("sign --signature ~/signature --public-key ~/key.pub ~/app.tbf -o ~/bad.tbf").Codes);
            Assert.False(File.Exists(_bench["bad.tbf"]));
        }
        Assert.Equal([SeveralToSign.Code], _bench.With("two", [.. Tbf("a", 512), .. Tbf("b", 512)]).Run("sign --digest ~/d ~/two").Codes);
        Assert.Equal([MissingOption.Code], _bench.Run("sign --signature ~/signature ~/app.tbf -o ~/x.tbf").Codes);
        Assert.Equal([ConflictingOptions.Code], _bench.Run("sign --digest ~/d --sha256 ~/app.tbf").Codes);
    }

    [Fact]
    public void The_apps_of_an_image_end_with_what_no_kernel_takes_for_one()
    {
        _bench.Run("image -q -o ~/apps.bin --round 4K --fill 0 ~/a.tbf");
        byte[] image = _bench.Read("apps.bin");
        Assert.Equal(4096, image.Length);
        Assert.Equal(-1, image.AsSpan(1024).IndexOfAnyExcept((byte)0));
        Assert.Equal("blink", TbfReader.Read(image).PackageName);
    }

    private void Refuses(string arguments, int status, DiagnosticKind kind)
    {
        string before = _bench.Content;
        var printed = _bench.Run($"image {arguments}");
        Assert.Equal((status, kind.Code), (printed.Status, string.Join(' ', printed.Codes)));
        Assert.Equal(before, _bench.Content);
    }
}
