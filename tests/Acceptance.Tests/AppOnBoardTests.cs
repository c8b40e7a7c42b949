using Tests.Shared;

namespace Acceptance.Tests;

/// <summary><c>gdb</c> and <c>where</c> with the tools of the machine.</summary>
public sealed class AppOnBoardTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Lines_are_told_where_a_tool_knows_them()
    {
        Tool.Require("llvm-symbolizer");
        Link();
        string[] arguments = ["where", "app.elf", "--flash-address", "0x40040", "0x40040", "0x40041", "0x90000"];

        var result = _workspace.Run(arguments);
        string[] lines = result.Out.Split('\n');
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"^0x00040040  first\+0x0 in \.text, .*app\.c:2$", lines[0]);
        Assert.Matches(@"^0x00040041  first\+0x0 in \.text, .*app\.c:2$", lines[1]);
        Assert.Equal("0x00090000  not in the app", lines[2]);

        // A program of that name in the current directory is nobody's debugging tool.
        _workspace.With([.. "#!/bin/sh\ntouch called\n"u8], "llvm-symbolizer");
        var bare = ElfToTab.Run(_workspace.Path, [("PATH", _workspace["none"])], arguments);
        Assert.Equal("0x00040040  first+0x0 in .text", bare.Out.Split('\n')[0]);
        Assert.False(File.Exists(_workspace["called"]));
    }

    [Fact]
    public void Gdb_finds_symbols_where_the_app_runs()
    {
        Tool.Require("gdb-multiarch");
        Link();
        string line = _workspace.Convert("gdb", "app.elf", "--flash-address", "0x40040", "--ram-address", "0x20004000").Out.TrimEnd();

        var result = Tool.Run("gdb-multiarch", _workspace.Path, "-nx", "-batch", "-ex", line, "-ex", "info symbol 0x40040", "-ex", "info symbol 0x20004000");

        Assert.Contains("first in section .text", result.Out, StringComparison.Ordinal);
        Assert.Contains("state in section .data", result.Out, StringComparison.Ordinal);
    }

    private void Link()
    {
        Tool.Require("clang");
        Tool.Require("ld.lld");
        _workspace.With([.. "__attribute__((section(\".data\"))) int state = 1;\nint first(void) { return state; }\n"u8], "app.c")
            .With(
                [.. """
                MEMORY { FLASH (rx) : ORIGIN = 0x80000000, LENGTH = 0x10000 SRAM (rw) : ORIGIN = 0, LENGTH = 0x10000 }
                _sram_origin = ORIGIN(SRAM);
                SECTIONS { .text : { *(.text*) } > FLASH  .data : { *(.data*) } > SRAM AT > FLASH  /DISCARD/ : { *(.ARM.exidx*) } }
                """u8],
                "app.ld");
        var result = Tool.Run(
            "clang", _workspace.Path, "--target=thumbv7em-none-eabi", "-g", "-O1", "-nostdlib", "-fuse-ld=lld", "-Wl,-Tapp.ld", "-Wl,-efirst", "app.c", "-o", "app.elf");
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
