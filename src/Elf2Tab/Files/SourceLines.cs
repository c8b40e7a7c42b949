using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Elf2Tab.Files;

/// <summary>Lines of source text by addresses, as the debugging tools of the machine tell them. Where there are none, none are told.</summary>
internal static class SourceLines
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Programs that tell a line for each address, and their options. The GNU ones know one family of processors each.</summary>
    private static readonly (string Program, string[] Options)[] Tools =
    [
        ("llvm-symbolizer", ["--functions=none", "--no-inlines", "--output-style=GNU"]),
        ("llvm-addr2line", []),
        ("addr2line", []),
        ("arm-none-eabi-addr2line", []),
        ("riscv64-unknown-elf-addr2line", []),
        ("riscv64-elf-addr2line", []),
    ];

    /// <summary>The lines, <c>main.c:12</c>; null where none is known.</summary>
    /// <param name="elf">The path of an ELF file.</param>
    /// <param name="addresses">Addresses as the file has them.</param>
    public static IReadOnlyList<string?> Find(string elf, IReadOnlyList<ulong> addresses)
    {
        string[] hexadecimal = [.. addresses.Select(address => string.Create(CultureInfo.InvariantCulture, $"0x{address:x}"))];
        foreach (var (program, options) in StandardInput.Is(elf) || addresses.Count == 0 ? [] : Tools)
        {
            if (OnPath(program) is { } path && Run(path, [.. options, "-e", Path.GetFullPath(elf), .. hexadecimal]) is { } lines
                && lines.Length == addresses.Count && lines.Any(IsKnown))
            {
                return [.. lines.Select(line => IsKnown(line) ? line : null)];
            }
        }
        return new string?[addresses.Count];
    }

    /// <summary>Of what is not known tools say <c>??:0</c>, or the file alone: <c>main.c:?</c>.</summary>
    private static bool IsKnown(string line) =>
        line.LastIndexOf(':') is var colon and > 0 && colon + 1 < line.Length && line[colon + 1] is >= '1' and <= '9';

    /// <summary>A program in a directory of PATH; other than the system's own search, never one in the current directory.</summary>
    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(Path.IsPathFullyQualified)
        .Select(directory => Path.Combine(directory, OperatingSystem.IsWindows() ? program + ".exe" : program))
        .FirstOrDefault(File.Exists);

    /// <summary>What a program prints, line by line; null: it cannot be run, or fails.</summary>
    private static string[]? Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!output.Wait(Longest) || !process.WaitForExit(Longest))
            {
                process.Kill();
                return null;
            }
            return process.ExitCode == 0 ? output.Result.TrimEnd().Split('\n', StringSplitOptions.TrimEntries) : null;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or InvalidOperationException or AggregateException)
        {
            return null;
        }
    }
}
