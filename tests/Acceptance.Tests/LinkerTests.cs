using System.Globalization;
using System.Text.RegularExpressions;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>Apps that clang and lld make now, compared with what llvm-readelf says about them.</summary>
public sealed partial class LinkerTests : IDisposable
{
    private const string Compile = "-Os -ffreestanding -fdata-sections -ffunction-sections -fno-asynchronous-unwind-tables";
    private const string Link = "--gc-sections --build-id=none --emit-relocs --defsym=STACK_SIZE=2048 -T";
    private const string Arm = "--target=armv7em-none-eabi -mcpu=cortex-m4 -mthumb";
    private const string RiscV32 = "--target=riscv32-unknown-elf -march=rv32imac -mabi=ilp32 -mcmodel=medany -mno-relax";
    private const string RiscV64 = "--target=riscv64-unknown-elf -march=rv64imac -mabi=lp64 -mcmodel=medany -mno-relax";
    private const string Fixed = "fixed.ld --defsym=FLASH_START=0x20040080 --defsym=RAM_START=0x80002800";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("blink", RiscV32, Fixed)]
    [InlineData("pointers", RiscV32, Fixed)]
    [InlineData("state", RiscV32, Fixed)]
    [InlineData("big", RiscV32, Fixed)]
    [InlineData("pointers", RiscV64, Fixed)]
    [InlineData("pointers", Arm, Fixed)]
    [InlineData("pointers", $"{Arm} -fPIC", "pic.ld")]
    public void Every_stored_segment_lies_at_its_address(string app, string target, string script)
    {
        string elf = Build(app, target, script);
        _workspace.Convert("--kernel-major", "2", "--deterministic", elf);

        var tbf = _workspace.ReadTbf($"{app}.tbf");
        byte[] file = _workspace.Read(elf);
        string headers = Run("llvm-readelf", "-lW", elf).Out;
        var segments = Load().Matches(headers).Where(match => Number(match, "size") > 0).ToList();
        long start = segments.Min(segment => Number(segment, "address"));

        foreach (var segment in segments)
        {
            int size = (int)Number(segment, "size");
            Bytes.Equal(
                file.AsSpan((int)Number(segment, "offset"), size),
                tbf.Binary.Span.Slice((int)(Number(segment, "address") - start), size),
                segment.Value);
        }
        Assert.Equal(Number(Entry().Match(headers), "address") - start, tbf.EntryInBinary);
        Assert.Equal(script == Fixed ? (uint?)0x20040080 : null, tbf.FixedAddresses?.Flash);
        Assert.Equal(script == Fixed ? 0x80002800 : null, tbf.FixedAddresses?.Ram);
    }

    private static long Number(Match match, string group) =>
        long.Parse(match.Groups[group].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"LOAD +0x(?<offset>\w+) 0x\w+ 0x(?<address>\w+) 0x(?<size>\w+) ")]
    private static partial Regex Load();

    [GeneratedRegex(@"Entry point 0x(?<address>\w+)")]
    private static partial Regex Entry();

    private string Build(string app, string target, string script)
    {
        foreach (string tool in (string[])["clang", "ld.lld", "llvm-readelf"])
            Tool.Require(tool);
        foreach (string source in (string[])["start", app])
            Run("clang", [.. $"{target} {Compile} -c -o {source}.o".Split(' '), TestData.PathOf($"apps/{source}.c")]);

        // lld gives the stack file bytes unless told not to.
        string name = script.Split(' ')[0];
        string text = File.ReadAllText(TestData.PathOf($"ld/{name}"));
        File.WriteAllText(_workspace[name], text.Replace(".stack :", ".stack (NOLOAD) :", StringComparison.Ordinal));
        Run("ld.lld", $"{Link} {script} start.o {app}.o -o {app}.elf".Split(' '));
        return $"{app}.elf";
    }

    private ToolResult Run(string program, params string[] arguments)
    {
        var result = Tool.Run(program, _workspace.Path, arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }
}
