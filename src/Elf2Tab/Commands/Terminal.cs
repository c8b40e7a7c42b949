using System.Text;

namespace Elf2Tab.Commands;

/// <summary>Where a command prints.</summary>
/// <param name="Out">What was asked for.</param>
/// <param name="Error">Warnings and errors.</param>
/// <param name="HasColour">Whether errors may be coloured.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, bool HasColour)
{
    /// <summary>The process's own streams; colour only on a terminal that does not refuse it.</summary>
    public static Terminal OfProcess()
    {
        bool hasColour = !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return OperatingSystem.IsWindows()
            ? new Terminal(Console.Out, Console.Error, hasColour)
            : new Terminal(Open(Console.OpenStandardOutput()), Open(Console.OpenStandardError()), hasColour);
    }

    /// <summary>Other than the writers of <see cref="Console"/>, which prepare for much more, this one is there at once.</summary>
    private static StreamWriter Open(Stream stream) => new(stream, Encoding.Default) { AutoFlush = true };
}
