using Elf2Tab.Diagnostics;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>Paths and streams that are not what they seem: one clear error, and no program that waits or aborts.</summary>
public sealed class HostileInputTests : IDisposable
{
    private readonly Workspace _workspace = new Workspace().With("elf/blink.cortex-m4.elf");

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("mkfifo app.elf", "app.elf", "E2T0200")]
    [InlineData("true", "/dev/zero", "E2T0200")]
    [InlineData("mkdir app.elf", "app.elf", "E2T0101")]
    [InlineData("ln -s app.elf app.elf", "app.elf", "E2T0101")]
    [InlineData("ln -s l/b l", "l/app.elf", "E2T0101")]
    [InlineData("ln -s b/x a; ln -s a/x b", "a/app.elf", "E2T0101")]
    [InlineData("ln -s l/b l", "blink.cortex-m4.elf -o l/out.tab", "E2T0101")]
    [InlineData("truncate -s 3G app.elf; head -c 52 blink.cortex-m4.elf | dd of=app.elf conv=notrunc 2>/dev/null", "app.elf", null)]
    public void Inputs_that_are_no_files_are_refused(string prepare, string arguments, string? code)
    {
        var result = Shell($"{prepare}; \"$PROGRAM\" --kernel-major 2 {arguments}");

        Assert.InRange(result.ExitCode, 1, 2);
        string[] codes = [.. Workspace.Codes(result)];
        Assert.Single(codes);
        if (code is not null)
            Assert.Equal(code, codes[0]);
    }

    [Theory]
    [InlineData("--version >&-", 1)]
    [InlineData("-v --kernel-major 2 blink.cortex-m4.elf > /dev/full", 1)]
    [InlineData("blink.cortex-m4.elf 2> /dev/full", 0)]
    public void Streams_that_cannot_be_written_to_end_in_a_status(string arguments, int status) =>
        Assert.Equal(status, Shell($"\"$PROGRAM\" {arguments}").ExitCode);

    [Fact]
    public void Directories_that_contain_themselves_are_compared()
    {
        var result = Shell("mkdir a; ln -s . a/b; ln -s . a/c; \"$PROGRAM\" diff a a");

        Assert.Equal(new ToolResult(0, "", ""), result);
    }

    [Fact]
    public void Standard_output_can_be_the_output()
    {
        var result = Shell("\"$PROGRAM\" --kernel-major 2 -o /dev/stdout blink.cortex-m4.elf | tar tf -");

        Assert.Equal("metadata.toml\nblink.cortex-m4.tbf\n", result.Out);
    }

    [Theory]
    [InlineData("/dev/stdout")]
    [InlineData("/proc/self/fd/1")]
    public void What_was_written_to_standard_output_before_stays(string output)
    {
        string script = $"{{ echo before; \"$PROGRAM\" -q --deterministic --kernel-major 2 -o {output} blink.cortex-m4.elf; echo after; }} > log";
        _workspace.Convert("-q", "--deterministic", "--kernel-major", "2", "-o", "app.tab", "blink.cortex-m4.elf");

        var result = Tool.Run("bash", _workspace.Path, [("PROGRAM", ElfToTab.Program)], ["-c", script]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal([.. "before\n"u8, .. _workspace.Read("app.tab"), .. "after\n"u8], _workspace.Read("log"));
    }

    [Fact]
    public void Shared_memory_is_no_device()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "there is no /dev/shm");
        using var directory = new TemporaryDirectory();
        string shared = $"/dev/shm/{Path.GetFileName(directory.Path)}";
        var result = Shell($"mkdir {shared}; head -c 100000 /dev/zero > {shared}/out.tab; "
            + $"\"$PROGRAM\" --kernel-major 2 -o {shared}/out.tab blink.cortex-m4.elf; wc -c < {shared}/out.tab; rm -r {shared}");

        Assert.Equal("3072", result.Out.Trim());
    }

    [Fact]
    public void Together_the_outputs_have_a_limit()
    {
        string inputs = string.Join(' ', Enumerable.Range(0, 5).Select(index => $"a{index}.elf"));
        var result = Shell($"for i in 0 1 2 3 4; do cp blink.cortex-m4.elf a$i.elf; done; \"$PROGRAM\" --max-size 1000 {inputs}");

        Assert.Equal((1, Catalogue.TooLarge.Code), (result.ExitCode, Workspace.Codes(result, Severity.Error).Last()));
        Assert.DoesNotContain(_workspace.NamesIn("."), name => name.EndsWith(".tbf", StringComparison.Ordinal));
    }

    private ToolResult Shell(string script)
    {
        Tool.Require("bash");
        return Tool.Run("timeout", _workspace.Path, [("PROGRAM", ElfToTab.Program)], ["20", "bash", "-c", script]);
    }
}
