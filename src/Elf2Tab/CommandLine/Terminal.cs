using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab.CommandLine;

/// <summary>Where a command prints.</summary>
/// <param name="Out">What was asked for.</param>
/// <param name="Error">Warnings and errors.</param>
/// <param name="HasColour">Whether errors may be coloured.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool HasColour)
{
    private const int Narrowest = 60;
    private const int Widest = 120;

    /// <summary>Whether somebody reads what is printed while it is printed.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Characters of a line of tables and help; in files as on the terminals of old.</summary>
    public int Width { get; init; } = PrintedText.Width;

    /// <summary>Whether what was asked for may be coloured.</summary>
    public bool HasOutputColour { get; init; }

    /// <summary>The process's own streams; colour only on a terminal that does not refuse it.</summary>
    public static Terminal OfProcess()
    {
        bool mayColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        bool hasColour = mayColour && !Console.IsErrorRedirected;
        bool isWatched = !Console.IsOutputRedirected;
        return (OperatingSystem.IsWindows()
            ? new Terminal(Console.Out, Console.Error, hasColour)
            : new Terminal(Open(1), Open(2), hasColour)) with
        {
            HasOutputColour = mayColour && isWatched,
            IsWatched = isWatched,
            Width = isWatched ? Math.Clamp(Columns(), Narrowest, Widest) : PrintedText.Width,
        };
    }

    /// <summary>Where to print beside an output: when that goes to standard output, to standard error.</summary>
    /// <param name="output">The output's path; null: there is none.</param>
    public TextWriter Beside(string? output) => DescriptorStream.IsStandardOutput(output) ? Error : Out;

    /// <summary>Columns of the terminal; some say none. The console of the runtime would send it commands before it is asked.</summary>
    private static int Columns()
    {
        if (OperatingSystem.IsWindows())
            return Console.WindowWidth;
        return OperatingSystem.IsLinux() && DescriptorStream.ColumnsOf(1) is > 0 and var columns ? columns : PrintedText.Width;
    }

    /// <summary>
    /// Other than the writers of <see cref="Console"/>, which prepare a terminal for reading keys, this one leaves it as it is, and
    /// is there at once. A stream that is closed or full fails when something is printed.
    /// </summary>
    private static StreamWriter Open(int descriptor) =>
        new(DescriptorStream.OpenForPrinting(descriptor), Encoding.Default) { AutoFlush = true };
}
