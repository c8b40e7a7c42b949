using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>The built program: that of <c>ELF2TAB_PROGRAM</c>, relative to the repository, or the one built with the tests.</summary>
internal static class ElfToTab
{
    /// <summary>Whether the program is machine code that needs no runtime beside it.</summary>
    public static bool IsNative => !File.Exists(Program + ".dll");

    public static string Program { get; } = Environment.GetEnvironmentVariable("ELF2TAB_PROGRAM") is { Length: > 0 } path
        ? Path.GetFullPath(path, TestData.Root)
        : Path.Combine(
            Directory.Exists(Compiled) ? Compiled : AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "elf2tab.exe" : "elf2tab");

    /// <summary>The symbols of the native program, which are kept apart from it; null: nobody says where they are.</summary>
    public static string? Symbols { get; } = Environment.GetEnvironmentVariable("ELF2TAB_SYMBOLS") is { Length: > 0 } path
        ? Path.GetFullPath(path, TestData.Root)
        : null;

    /// <summary>Where the program is that was compiled beforehand, on systems where the build can do that.</summary>
    private static string Compiled => Path.Combine(AppContext.BaseDirectory, "program");

    public static ToolResult Run(string directory, params string[] arguments) => Run(directory, [], arguments);

    public static ToolResult Run(
        string directory, IEnumerable<(string Name, string? Value)> environment, IEnumerable<string> arguments) =>
        Tool.Run(Program, directory, environment, arguments);

    /// <summary>Runs commands of a shell that finds the program by its name, and ends at the first that fails.</summary>
    public static ToolResult RunCommands(string directory, string commands)
    {
        string path = $"{Path.GetDirectoryName(Program)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        return Tool.Run("sh", directory, [("PATH", path)], ["-ec", commands]);
    }
}
