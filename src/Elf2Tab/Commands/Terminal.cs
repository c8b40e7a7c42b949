namespace Elf2Tab.Commands;

/// <summary>Where a command prints.</summary>
/// <param name="Out">What was asked for.</param>
/// <param name="Error">Warnings and errors.</param>
/// <param name="HasColour">Whether errors may be coloured.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, bool HasColour)
{
    /// <summary>The process's own streams; colour only on a terminal that does not refuse it.</summary>
    public static Terminal OfProcess() => new(
        Console.Out, Console.Error, !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
}
