using Elf2Tab.Diagnostics;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>What an output replaces, what it is written to, and what it leaves alone.</summary>
public sealed class ReplacementTests : IDisposable
{
    private const string App = "blink.cortex-m4";
    private const string Quietly = "-q --deterministic --kernel-major 2 --minimum-footer-size 100";
    private const string Command = $"\"$PROGRAM\" {Quietly}";

    private readonly Workspace _workspace = new Workspace().With($"elf/{App}.elf");

    /// <summary>Every option that names an output, behind which there is nothing yet.</summary>
    public static TheoryData<string> Options =>
    [
        $"{Quietly} {App}.elf -o",
        $"{Quietly} {App}.elf --depfile",
        $"sign app.tab --sha256 -o",
        $"image -q app.tab -o",
        $"inspect --json app.tab --svg",
    ];

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [MemberData(nameof(Options))]
    public void An_ELF_or_a_key_is_not_replaced(string options)
    {
        Convert();
        _workspace.With($"elf/{App}.elf", "other.elf").With("keys/rsa4096.der", "rsa.der")
            .With("-----BEGIN PRIVATE KEY-----\n"u8.ToArray(), "rsa.pem");
        File.CreateSymbolicLink(_workspace["link"], "other.elf");

        foreach (string file in (string[])["other.elf", "rsa.der", "rsa.pem", "link"])
            _workspace.Refuses(Catalogue.OutputOfOtherKind.Code, [.. options.Split(' '), file]);
    }

    [Theory]
    [InlineData($"{Quietly} {App}.elf -o {App}.tbf.old")]
    [InlineData($"{Quietly} {App}.elf -o map.svg")]
    [InlineData($"{Quietly} {App}.elf --depfile app.tab -o new.tab")]
    [InlineData($"sign app.tab --sha256 -o {App}.tbf.old")]
    [InlineData("image -q app.tab -o old.tab")]
    [InlineData("inspect --svg old.tab app.tab")]
    public void An_output_of_another_kind_is_not_replaced(string arguments)
    {
        Convert();
        _workspace.Convert("inspect", "--svg", "map.svg", "app.tab");
        File.Copy(_workspace[$"{App}.tbf"], _workspace[$"{App}.tbf.old"]);
        File.Copy(_workspace["app.tab"], _workspace["old.tab"]);

        _workspace.Refuses(Catalogue.OutputOfOtherKind.Code, arguments.Split(' '));
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_earlier_output_and_what_is_of_no_known_kind_are_replaced(string options)
    {
        Convert();
        _workspace.With("earlier"u8.ToArray(), "out");
        for (int run = 0; run < 2; run++)
        {
            _workspace.Convert([.. options.Split(' '), "out"]);
            Assert.NotEqual("earlier"u8.ToArray(), _workspace.Read("out"));
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_link_to_a_device_is_written_through(string options)
    {
        Convert();
        var result = Mounts.Run(
            _workspace,
            "mkdir devices; touch devices/null; mount --bind /dev/null devices/null; ln -s devices/null link; "
            + $"\"$PROGRAM\" {options} link && \"$PROGRAM\" {options} devices/null "
            + "&& test -L link && test -c devices/null && ls -A devices");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.EndsWith("null\n", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_pipe_is_written_through(string options)
    {
        Convert();
        _workspace.Convert([.. options.Split(' '), "out"]);
        string[] names = _workspace.NamesIn(".");

        var result = Shell(
            $"mkfifo pipe; ln -s pipe link; cat pipe > copy & \"$PROGRAM\" {options} link > report; wait; cmp copy out && test -p pipe");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string[] made = ["copy", "link", "pipe", "report"];
        Assert.Equal(names.Concat(made).Order(StringComparer.Ordinal), _workspace.NamesIn("."));
    }

    [Theory]
    [InlineData("/dev/fd/3")]
    [InlineData("/proc/self/fd/3")]
    [InlineData("link")]
    [InlineData("directory/3")]
    public void What_the_caller_has_opened_is_written_from_where_it_stands(string output)
    {
        Convert();
        var result = Shell(
            "ln -s /dev/fd/3 link; ln -s /proc/self/fd directory; exec 3> log; echo before >&3; "
            + $"{Command} -o {output} {App}.elf; echo after >&3; ls -l /dev/fd/3");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal([.. "before\n"u8, .. _workspace.Read("app.tab"), .. "after\n"u8], _workspace.Read("log"));
    }

    [Fact]
    public void What_the_caller_has_not_opened_is_not_written_to()
    {
        for (int descriptor = 3; descriptor < 9; descriptor++)
        {
            var result = Shell($"exec {descriptor}>&-; {Command} -o /dev/fd/{descriptor} {App}.elf");

            Assert.Equal((1, Catalogue.CannotWrite.Code), (result.ExitCode, string.Join(' ', Workspace.Codes(result))));
            Assert.Equal([$"{App}.elf"], _workspace.NamesIn("."));
        }
    }

    [Fact]
    public void A_device_that_fails_leaves_earlier_outputs()
    {
        Convert();
        byte[] old = _workspace.Read($"{App}.tbf");

        var result = Shell($"{Command} --app-version 9 -o /dev/full {App}.elf");

        Assert.Equal((1, Catalogue.CannotWrite.Code), (result.ExitCode, string.Join(' ', Workspace.Codes(result))));
        Assert.Equal(old, _workspace.Read($"{App}.tbf"));
    }

    private void Convert() => _workspace.Convert([.. Quietly.Split(' '), "-o", "app.tab", $"{App}.elf"]);

    private ToolResult Shell(string script)
    {
        Tool.Require("bash");
        return Tool.Run("timeout", _workspace.Path, [("PROGRAM", ElfToTab.Program)], ["20", "bash", "-c", script]);
    }
}
