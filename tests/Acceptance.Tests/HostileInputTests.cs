using System.Text;
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
        var result = Shell(
            "mkdir a; ln -s . a/b; ln -s . a/c; \"$PROGRAM\" --kernel-major 2 -o a/app.tab --no-tbf blink.cortex-m4.elf; \"$PROGRAM\" diff a a");

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

    [Theory]
    [InlineData("-v --kernel-major 2 -o /dev/stdout blink.cortex-m4.elf", "writing")]
    [InlineData("image -o /dev/stdout good.tbf", "good.tbf")]
    [InlineData("inspect --svg /dev/stdout good.tbf", "TBF")]
    public void What_is_said_beside_an_output_on_standard_output_is_not_mixed_into_it(string arguments, string said)
    {
        _workspace.Convert("-q", "--kernel-major", "2", "-o", "app.tab", "blink.cortex-m4.elf");
        _workspace.With(_workspace.Read("blink.cortex-m4.tbf"), "good.tbf");
        string toFile = arguments.Replace("/dev/stdout", "file", StringComparison.Ordinal);

        var result = Shell($"\"$PROGRAM\" {arguments} > stream");
        Shell($"\"$PROGRAM\" {toFile.Replace("-v ", "--deterministic ", StringComparison.Ordinal)} > /dev/null");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(said, result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, Shell("head -c 64 stream > a; head -c 64 file > b; cmp a b; tail -c 8 stream > a; tail -c 8 file > b; cmp a b").ExitCode);
    }

    [Theory]
    [InlineData("diff /dev/zero /dev/null", 2)]
    [InlineData("diff pipe pipe", 2)]
    [InlineData("inspect pipe", 1)]
    [InlineData("verify /dev/zero", 2)]
    [InlineData("size pipe", 1)]
    public void What_has_no_length_is_not_taken_for_an_empty_file(string arguments, int status)
    {
        var result = Shell($"mkfifo pipe; \"$PROGRAM\" {arguments}");

        Assert.Equal(status, result.ExitCode);
        Assert.Contains(Catalogue.CannotRead.Code, Workspace.Codes(result));
    }

    /// <summary>Its other end stays open, so that whoever waits for the end of the stream waits for ever.</summary>
    [Fact]
    public void A_stream_that_begins_as_no_ELF_is_refused_at_once()
    {
        var result = Shell("mkfifo pipe; exec 3<>pipe; head -c 1000 /dev/zero >&3; \"$PROGRAM\" --kernel-major 2 --no-tab --tbf app.tbf - <&3");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal([Catalogue.NotElf.Code], Workspace.Codes(result));
    }

    [Fact]
    public void Runs_that_sign_a_file_in_place_at_once_all_leave_their_hash()
    {
        _workspace.Convert("-q", "--kernel-major", "2", "--minimum-footer-size", "2000", "-o", "app.tab", "blink.cortex-m4.elf");

        var result = Shell(
            "for h in 256 384 512; do \"$PROGRAM\" sign --sha$h -o app.tab app.tab & done; wait; \"$PROGRAM\" inspect app.tab | grep -c Sha");

        Assert.Equal("3\n", result.Out);
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
    public void The_TBFs_of_a_TAB_have_a_limit_that_counts_every_member()
    {
        // Of a few bytes a TBF of 16 MB, for more architectures than there is room for.
        string inputs = string.Join(' ', Enumerable.Range(0, 130).Select(index => $"gap.elf,arch{index}"));
        _workspace.With(HostileFiles.ElfWithGap(), "gap.elf");
        string manifest = $"[apps.large]\ninputs = [{string.Join(", ", inputs.Split(' ').Select(input => $"\"{input}\""))}]\n"
            + "[apps.small]\ninputs = [\"blink.cortex-m4.elf\"]\n[defaults]\nkernel-major = 2\n";
        _workspace.With(Encoding.UTF8.GetBytes(manifest), "apps.toml");

        var result = Shell($"\"$PROGRAM\" --kernel-major 2 {inputs}");
        var built = Shell("\"$PROGRAM\" build apps.toml");

        Assert.Equal((1, Catalogue.TooLarge.Code), (result.ExitCode, Workspace.Codes(result, Severity.Error).Last()));
        Assert.Equal((1, Catalogue.TooLarge.Code), (built.ExitCode, Workspace.Codes(built, Severity.Error).Last()));
        Assert.Equal(
            ["apps.toml", "blink.cortex-m4.elf", "blink.cortex-m4.tbf", "gap.elf", "small.tab"], _workspace.NamesIn("."));
    }

    /// <summary>Reports are printed while they are made: held as a whole, those of these files take hundreds of megabytes.</summary>
    [Theory]
    [InlineData("inspect", "permissions.tab")]
    [InlineData("inspect --json", "permissions.tab")]
    [InlineData("size", "permissions.tab")]
    [InlineData("diff --json other.tab", "permissions.tab")]
    [InlineData("inspect --json", "sections.elf")]
    [InlineData("inspect --map", "sections.elf")]
    [InlineData("inspect --json", "metadata.tab")]
    [InlineData("inspect", "segments.elf")]
    public void Of_a_hostile_file_a_report_is_printed_in_little_memory(string command, string file)
    {
        _workspace.With(HostileFiles.Named(file), file);
        if (command.Contains("other.tab", StringComparison.Ordinal))
            _workspace.With(HostileFiles.Named("permissions.tab", first: 1), "other.tab");

        var result = Shell($"export DOTNET_GCHeapHardLimit=0x{HostileFiles.HeapFor(file):x}; \"$PROGRAM\" {command} {file} | tail -c 100");

        Assert.DoesNotContain(Catalogue.TooFewResources.Code, Workspace.Codes(result, Severity.Error));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.NotEqual("", result.Out + result.Error);
    }

    /// <summary>The program that is shipped; a runtime that has to be found first needs more than it is given here.</summary>
    [Fact]
    public void Where_the_system_has_too_little_left_one_line_says_it()
    {
        Assert.SkipUnless(ElfToTab.IsNative, "the program is not the native one");
        const string convert = "\"$PROGRAM\" --kernel-major 2 blink.cortex-m4.elf";
        string limits = string.Concat(Enumerable.Range(4, 6).Select(files => $"(ulimit -n {files}; {convert}; echo $? >> status); "))
            + string.Concat(Enumerable.Range(3, 10).Select(memory => $"(ulimit -v {memory * 10_000}; {convert}; echo $? >> status); "));
        string apps = string.Concat(Enumerable.Range(0, 24).Select(index => $"[apps.a{index}]\ninputs = ['a{index}.elf']\nkernel-major = 2\n"));
        _workspace.With(Encoding.UTF8.GetBytes(apps), "apps.toml");
        limits += "for i in $(seq 0 23); do cp blink.cortex-m4.elf a$i.elf; done; "
            + string.Concat(((int[])[20_000, 24_576, 28_000]).Select(data => $"(ulimit -d {data}; \"$PROGRAM\" build -q apps.toml; echo $? >> status); "));
        var result = Shell($"{limits} true");

        Assert.DoesNotContain("Unhandled exception", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Contains(Catalogue.TooFewResources.Code, Workspace.Codes(result, Severity.Error));
        Assert.Contains("0", Encoding.UTF8.GetString(_workspace.Read("status")).Split('\n'));
        Assert.DoesNotContain("134", Encoding.UTF8.GetString(_workspace.Read("status")).Split('\n'));
        Assert.DoesNotContain(Catalogue.ProgramFault.Code, Workspace.Codes(result, Severity.Error));
        Assert.Contains("1", Encoding.UTF8.GetString(_workspace.Read("status")).Split('\n'));
    }

    private ToolResult Shell(string script)
    {
        Tool.Require("bash");
        return Tool.Run("timeout", _workspace.Path, [("PROGRAM", ElfToTab.Program)], ["20", "bash", "-c", script]);
    }
}
