using System.Collections.Concurrent;
using Acceptance.Tests;
using EndToEnd.Tests;
using Tests.Shared;

[assembly: AssemblyFixture(typeof(Platform))]

namespace EndToEnd.Tests;

/// <summary>The supervisor and the apps of tests/EndToEnd, built once, and what the program makes of the apps.</summary>
public sealed class Platform : IDisposable
{
    private static readonly string[] Tools =
        ["bash", "clang", "ld.lld", "qemu-system-riscv32", "qemu-system-riscv64", "qemu-system-arm"];

    private readonly TemporaryDirectory _directory = new();
    private readonly Lazy<bool> _isBuilt;
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _tbfs = new();

    public Platform() => _isBuilt = new(Build);

    /// <summary>Converts an app once for all tests that want it so.</summary>
    /// <param name="elf">Name of the app, kind of its relocation tables and processor, with dots between.</param>
    /// <param name="options">Options of the program besides the usual ones.</param>
    /// <returns>A TBF that the caller may change.</returns>
    public byte[] Convert(string elf, params string[] options)
    {
        Require();
        string key = string.Join(' ', [elf, .. options]);
        return [.. _tbfs.GetOrAdd(key, _ => new(() => Convert(elf, $"tbf-{_tbfs.Count}", options))).Value];
    }

    public byte[] ReadElf(string elf)
    {
        Require();
        return File.ReadAllBytes(_directory[$"{elf}.elf"]);
    }

    /// <summary>The supervisor for a processor, for <c>-bios</c>.</summary>
    public string Supervisor(string processor)
    {
        Require();
        return _directory[$"supervisor.{processor}.elf"];
    }

    public void Dispose() => _directory.Dispose();

    private void Require()
    {
        foreach (string tool in Tools)
            Tool.Require(tool);
        _ = _isBuilt.Value;
    }

    private bool Build()
    {
        foreach (string part in (string[])["platform", "apps"])
        {
            var result = Tool.Run("bash", TestData.Root, $"tests/EndToEnd/{part}/build.sh", _directory.Path);
            Assert.True(result.ExitCode == 0, result.Error);
        }
        return true;
    }

    private byte[] Convert(string elf, string output, string[] options)
    {
        // Each in a directory of its own: several tests may convert an app at the same time.
        var directory = Directory.CreateDirectory(_directory[$"{elf}-{Guid.NewGuid():n}-{output}"]);
        File.Copy(_directory[$"{elf}.elf"], Path.Combine(directory.FullName, "app.elf"));
        var result = ElfToTab.Run(
            directory.FullName, ["-n", elf, "--kernel-major", "2", "--kernel-minor", "1", .. options, "app.elf"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return File.ReadAllBytes(Path.Combine(directory.FullName, "app.tbf"));
    }
}
