using System.Security.Cryptography;
using System.Text;
using Elf2Tab.Elf;
using Tests.Shared;
using static Tests.Shared.RawTar;

namespace Elf2Tab.Tests.Elf;

public sealed class FileKindTests
{
    public static TheoryData<string, byte[]> Starts => new()
    {
        { "an Intel HEX file", [.. ":10010000214601360121470136007EFE09D2190140\n"u8] },
        { "a file of S-records", [.. "S00F000068656C6C6F202020202000003C\r\n"u8] },
        { "a UF2 image", [.. "UF2\n"u8, 0x57, 0x51, 0x5D, 0x9E] },
        { "a gzip archive", [0x1F, 0x8B, 8, 0] },
        { "a zstd archive", [0x28, 0xB5, 0x2F, 0xFD] },
        { "an xz archive", [0xFD, .. "7zXZ"u8, 0] },
        { "a zip archive", [.. "PK\u0003\u0004"u8] },
        { "a program for Windows (PE)", [.. "MZ"u8, 0x90, 0] },
        { "a program for macOS (Mach-O)", [0xCF, 0xFA, 0xED, 0xFE] },
        { "a program for macOS (Mach-O)", [0xCA, 0xFE, 0xBA, 0xBE] },
        { "a WebAssembly module", [.. "\0asm"u8, 1, 0, 0, 0] },
        { "LLVM bitcode, an object file made with -flto", [(byte)'B', (byte)'C', 0xC0, 0xDE] },
        { "LLVM bitcode, an object file made with -flto", [0xDE, 0xC0, 0x17, 0x0B] },
        { "a static library (ar)", [.. "!<arch>\n"u8] },
        { "a thin static library (ar)", [.. "!<thin>\n"u8] },
        { "a Git LFS pointer", [.. "version https://git-lfs.github.com/spec/v1\n"u8] },
        { "a TBF", RawTbf.App() },
        { "a TBF", TestData.Read("cases/blink-m4/blink.cortex-m4.tbf") },
        { "a TBF", RawTbf.WithTarMark() },
        { "a TAB", Archive() },
        { "a TAB", TestData.Read("cases/blink-m4/app.tab") },
        { "a TAB", Tar(Member("cortex-m4.tbf", [1])) },
        { "a tar archive", Tar(Member("a", [1])) },
        { "an ELF file", TestData.Read("elf/blink.cortex-m4.elf") },
        { "a picture", Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>") },
        { "a script", [.. "#!/bin/sh\n"u8] },
        { "an HTML page", [.. "<!DOCTYPE html>\n<html>"u8] },
        { "an HTML page", [.. "\uFEFF\r\n<HTML lang=\"en\">"u8] },
        { "an HTML page", [.. "<?xml version=\"1.0\"?>\n<!DOCTYPE html>\n<html xmlns=\"a\">"u8] },
        { "a TOML file", [.. "tab-version = 1\nname = \"app\"\n"u8] },
        { "a TOML file", [.. "# Apps = some\r\n\r\n[defaults]\r\n"u8] },
        { "a TOML file", [.. "[[bin]]\n"u8] },
        { "a TOML file", [.. "[apps.\"a b\"]\n"u8] },
        { "a TOML file", [.. "tests=[\n"u8] },
        { "a TAB", [.. "metadata.toml\0"u8] },
        { "a tar archive", Tar(Member("a.bin", [1])) },
    };

    public static TheoryData<byte[]> KeyFiles
    {
        get
        {
            using var small = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            byte[][] files =
            [
                TestData.Read("keys/rsa4096.der"), small.ExportPkcs8PrivateKey(), small.ExportECPrivateKey(),
                small.ExportSubjectPublicKeyInfo(), SampleKeys.Encrypted(small), SampleKeys.PrivatePem(small),
                [.. "Bag Attributes\n"u8, .. SampleKeys.PrivatePem(small)],
            ];
            return [.. files];
        }
    }

    public static TheoryData<byte[]> Others
    {
        get
        {
            byte[] key = SampleKeys.Private(SampleKeys.Ecdsa);
            byte[][] files =
            [
                [], [2, 0], [.. "CC = gcc\n"u8], [.. "[1, 2]\n"u8], [.. "# [a]\n"u8], [.. "= 1\n"u8], [.. "a\0 = 1\n"u8], [.. ":"u8], [.. "S0 is not hexadecimal"u8], [.. "app.tab: app.elf\n"u8], [.. "0A is text\n"u8],
                [.. key, 0], key[..^1], RawTbf.Damaged(RawTbf.App(), 12, 1, 2, 3, 4), RawTbf.Damaged(RawTbf.App(), 0, 3),
                RawTbf.Damaged(RawTbf.WithTarMark(), 12, 1, 2, 3, 4), new byte[512],
            ];
            return [.. files];
        }
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void Files_are_called_by_their_names(string name, byte[] start)
    {
        var kind = FileKind.Of(start);
        Assert.Equal(name, kind?.Name);
        Assert.NotEmpty(kind!.Hint);
        Assert.NotEmpty(kind.HintForTbf);
    }

    [Theory]
    [MemberData(nameof(KeyFiles))]
    public void Keys_are_told_in_every_form(byte[] file) => Assert.Equal("a key or certificate", FileKind.Of(file)?.Name);

    [Theory]
    [MemberData(nameof(Others))]
    public void Others_are_not_known(byte[] file) => Assert.Null(FileKind.Of(file));
}
