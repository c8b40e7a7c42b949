using System.Text;
using Elf2Tab.Elf;
using Tests.Shared;

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
        { "a TAB", RawTar.Archive() },
        { "a tar archive", RawTar.Tar(RawTar.Member("a", [1])) },
    };

    [Theory]
    [MemberData(nameof(Starts))]
    public void Files_are_called_by_their_names(string name, byte[] start)
    {
        var kind = FileKind.Of(start.AsSpan(0, Math.Min(start.Length, FileKind.BytesThatTell)));
        Assert.Equal(name, kind?.Name);
        Assert.NotEmpty(kind!.Hint);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("#!/bin/sh\n")]
    [InlineData("S0 is not hexadecimal")]
    [InlineData("\u007fELF")]
    public void Others_are_not_known(string start) => Assert.Null(FileKind.Of(Encoding.UTF8.GetBytes(start)));
}
