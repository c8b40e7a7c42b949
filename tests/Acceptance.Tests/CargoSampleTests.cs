using System.Runtime.InteropServices;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>samples/cargo, where <c>cargo run</c> makes a TAB.</summary>
public sealed class CargoSampleTests : IDisposable
{
    private const string Host = "x86_64-unknown-linux-gnu";

    private readonly Workspace _workspace = new Workspace().WithSample("cargo");

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("debug")]
    [InlineData("release", "--release")]
    public void Cargo_ends_with_a_TAB(string profile, params string[] options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, $"{Host} is not the host");
        Tool.Require("cargo");
        string elf = $"target/{Host}/{profile}/hello";

        var result = Run("cargo", ["run", "--offline", "--target", Host, .. options]);

        Assert.Empty(Workspace.Codes(result));
        _workspace.Convert("verify", "--kernel", "2.1", "--elf", elf, $"{elf}.tbf");
        var tab = Tab.Open(_workspace[$"{elf}.tab"]);
        Assert.Equal(["metadata.toml", "x86-64.tbf"], tab.Names);
        Assert.Equal("hello", _workspace.ReadTbf($"{elf}.tbf").PackageName);
        Assert.True(_workspace.Read($"{elf}.tbf").AsSpan().IndexOf("hello from flash\n"u8) > 0);
    }

    [Theory]
    [InlineData("rv32imac", "elf/blink.rv32imac.0x20040080.0x80002800.elf")]
    [InlineData("cortex-m4", "elf/blink.cortex-m4.elf", "--sha256", "--permissions", "1,0")]
    public void The_runner_converts_what_cargo_hands_it(string architecture, string elf, params string[] options)
    {
        string program = _workspace.With(elf, "target/some target/release/my-app")["target/some target/release/my-app"];

        Run(ElfToTab.Program, ["cargo-run", architecture, program, .. options]);

        var tab = Tab.Open($"{program}.tab");
        Assert.Equal(["metadata.toml", $"{architecture}.tbf"], tab.Names);
        Bytes.Equal(tab[$"{architecture}.tbf"], File.ReadAllBytes($"{program}.tbf"));
        Assert.Contains("name = \"my-app\"", tab.MetadataLines);
        Assert.Equal(options.Length > 0, !_workspace.ReadTbf($"{program}.tbf").Permissions.IsEmpty);
    }

    private ToolResult Run(string program, IEnumerable<string> arguments)
    {
        var result = RunWithProgram(program, arguments);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    private ToolResult RunWithProgram(string program, IEnumerable<string> arguments) =>
        Tool.Run(program, _workspace.Path, [("PATH", WithProgram), ("RUSTFLAGS", null), ("CARGO_TARGET_DIR", null)], arguments);

    /// <summary>A PATH on which the program is.</summary>
    private static string WithProgram =>
        $"{Path.GetDirectoryName(ElfToTab.Program)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
}
