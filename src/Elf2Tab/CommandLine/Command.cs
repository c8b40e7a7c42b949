using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab.CommandLine;

/// <summary>What all commands have in common: options, help, diagnostics, exit status.</summary>
/// <param name="Table">The options.</param>
/// <param name="Help">The help.</param>
/// <param name="TroubleStatus">Exit status when the command could not do its work.</param>
public sealed record Command<T>(OptionTable<T> Table, Func<string> Help, int TroubleStatus)
    where T : class
{
    /// <summary>Exit status of a command line that is not understood.</summary>
    public const int UsageStatus = 2;

    /// <summary>Runs a command.</summary>
    /// <param name="defaults">The options when none is given.</param>
    /// <param name="arguments">The command line behind the command's name.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="run">The work; it returns the exit status.</param>
    public int Run(
        T defaults, IReadOnlyList<string> arguments, Terminal terminal, Func<ParsedOptions<T>, DiagnosticSink, int> run)
    {
        var diagnostics = new DiagnosticSink(null);
        int status = 0;
        try
        {
            var parsed = Table.Parse(defaults, arguments, diagnostics);
            if (parsed.Request == Request.Run)
                status = run(parsed, diagnostics);
            else
                terminal.Out.WriteLine(parsed.Request == Request.Help ? Help() : ToolVersion.Text);
        }
        catch (InputException)
        {
            status = diagnostics.HasUsageErrors ? UsageStatus : TroubleStatus;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Report(
                Catalogue.CannotWrite, $"standard output: {FileErrors.Describe(exception)}", "check where the output is directed to");
            status = TroubleStatus;
        }
        try
        {
            DiagnosticPrinter.Print(terminal.Error, diagnostics, terminal.HasColour);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // There is nobody left to tell; the exit status says it.
        }
        return status;
    }
}
