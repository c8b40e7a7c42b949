using System.Diagnostics;
using System.Text;

namespace Tests.Shared;

/// <summary>What a process printed.</summary>
internal sealed record ToolResult(int ExitCode, string Out, string Error);

/// <summary>Programs of the machine. A test that needs one is skipped where it is missing, but not in CI.</summary>
internal static class Tool
{
    /// <summary>Skips the test when the program is missing; fails it with <c>ELF2TAB_REQUIRE_TOOLS=1</c>.</summary>
    public static void Require(string program)
    {
        bool exists = IsInstalled(program);
        if (!exists && Environment.GetEnvironmentVariable("ELF2TAB_REQUIRE_TOOLS") == "1")
            Assert.Fail($"{program} is required and not installed");
        Assert.SkipUnless(exists, $"{program} is not installed");
    }

    public static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(directory => File.Exists(Path.Combine(directory, program)));

    public static ToolResult Run(string program, string directory, params string[] arguments) =>
        Run(program, directory, [], arguments);

    public static ToolResult Run(
        string program, string directory, IEnumerable<(string Name, string? Value)> environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.Append(line.Data).Append(line.Data is null ? "" : "\n");
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolResult(process.ExitCode, output, error.ToString());
    }
}
