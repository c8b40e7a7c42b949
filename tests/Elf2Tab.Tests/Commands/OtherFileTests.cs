using System.Text;
using Elf2Tab.Diagnostics;
using static Tests.Shared.RawTar;
using static Tests.Shared.RawTbf;

namespace Elf2Tab.Tests.Commands;

/// <summary>What commands about TBFs and TABs say of files that are neither.</summary>
public sealed class OtherFileTests : IDisposable
{
    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["a file of S-records"] = [.. "S00F000068656C6C6F202020202000003C\r\n"u8],
        ["a gzip archive"] = [0x1F, 0x8B, 8, .. new byte[100]],
        ["a zip archive"] = [.. "PK\u0003\u0004"u8, .. new byte[100]],
        ["a tar archive"] = Tar(Member("app.c", [1, 2, 3]), Member("app.h", [4])),
        ["an HTML page"] = [.. "<!DOCTYPE html>\n<html><body>Not Found</body></html>\n"u8],
        ["a Git LFS pointer"] = [.. "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"u8],
        ["a TOML file"] = [.. "# apps\n[apps.blink]\ninputs = [\"blink.elf\"]\n"u8],
        ["a program for macOS (Mach-O)"] = [0xCF, 0xFA, 0xED, 0xFE, .. new byte[100]],
        ["a program for Windows (PE)"] = [.. "MZ"u8, .. new byte[100]],
        ["a static library (ar)"] = [.. "!<arch>\n"u8, .. new byte[100]],
        ["a key or certificate"] = [.. "-----BEGIN PUBLIC KEY-----\n"u8],
    };

    private readonly Bench _bench = new();

    public static TheoryData<string> Names => [.. Files.Keys];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_of_another_kind_is_one_error_that_names_it(string name)
    {
        _bench.With("file", Files[name]).With("app.tbf", App());
        foreach (var (line, status) in (ReadOnlySpan<(string, int)>)
        [
            ("inspect ~/file", 1), ("inspect --map ~/file", 1), ("size ~/file", 1), ("size --by symbol ~/file", 1), ("verify ~/file", 2),
            ("size --compare ~/app.tbf ~/file", 2), ("size --compare ~/file ~/app.tbf", 2), ("diff ~/file ~/app.tbf", 2),
            ("diff ~/app.tbf ~/file", 2), ("image ~/file -o ~/out", 1), ("sign --sha256 ~/file -o ~/out", 1),
        ])
        {
            var printed = _bench.Run(line);
            Assert.Equal((status, ""), (printed.Status, printed.Out));
            Assert.Equal([Catalogue.OtherKind.Code], printed.Codes.Where(code => code != Catalogue.NoSymbolsToShow.Code));
            Assert.StartsWith($"{_bench["file"]}: error E2T0124: it is {name}\n  hint: ", printed.Error[printed.Error.IndexOf(
                _bench["file"] + ": error", StringComparison.Ordinal)..], StringComparison.Ordinal);
        }
        Assert.Equal(["app.tbf", "file"], _bench.Names);
    }

    [Fact]
    public void Files_beside_one_of_another_kind_are_shown()
    {
        _bench.With("page", Files["an HTML page"]).With("app.tbf", App(Element(8, U16(2, 0))));
        foreach (string command in (string[])["inspect", "size", "verify"])
        {
            var printed = _bench.Run($"{command} ~/page ~/app.tbf");
            Assert.Contains(_bench["app.tbf"] + ": ", printed.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("page", printed.Out, StringComparison.Ordinal);
        }
    }

    /// <summary>Damage and content that looks like something else do not make a TBF or a TAB something else.</summary>
    [Fact]
    public void Damaged_TBFs_and_TABs_are_still_taken_for_such()
    {
        byte[] named = App(Element(3, Encoding.ASCII.GetBytes("-----BEGIN PUBLIC KEY-----")));
        foreach (byte[] file in (byte[][])
        [
            Damaged(named, 12, 1, 2, 3, 4), [2, 0], [], Archive()[..1600], Tar(Member("metadata.toml", [1])), Tar(Member("app.tbf", [])),
            Tar(Member("dir/app.tbf", App())), Tar(Member("app.tbf", [], '5')),
        ])
        {
            var printed = _bench.With("file", file).Run("inspect ~/file");
            Assert.Equal((1, ""), (printed.Status, printed.Error));
            Assert.Contains("wrong: E2T05", printed.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("inspect --map --svg ~/app.tbf ~/app.tbf", "--svg")]
    [InlineData("image ~/app.tbf -o ~/app.tbf", "-o")]
    [InlineData("sign --sha256 --rsa4096-private ~/key ~/app.tbf -o ~/key", "-o")]
    public void An_output_in_place_of_an_input_is_told_which_option_to_change(string line, string option)
    {
        var printed = _bench.With("app.tbf", App()).With("key", [1]).Run(line);
        Assert.Equal([Catalogue.OutputIsInput.Code], printed.Codes);
        Assert.EndsWith($"  hint: give `{option}` another name\n", printed.Error, StringComparison.Ordinal);
    }
}
