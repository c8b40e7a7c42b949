using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab.CommandLine;

/// <summary>What all commands have in common: options, help, diagnostics, exit status.</summary>
/// <param name="Table">The options.</param>
/// <param name="Help">The help.</param>
/// <param name="Compares">Whether options make the command answer a question, by an exit status of 0 or 1.</param>
internal sealed record Command<T>(OptionTable<T> Table, Func<string> Help, Func<T, bool> Compares)
    where T : class
{
    /// <summary>Runs a command.</summary>
    /// <param name="defaults">The options when none is given.</param>
    /// <param name="arguments">The command line behind the command's name.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="run">The work.</param>
    /// <returns>The exit status.</returns>
    public int Run(
        T defaults, IReadOnlyList<string> arguments, Terminal terminal, Func<ParsedOptions<T>, DiagnosticSink, ExitStatus> run)
    {
        var diagnostics = new DiagnosticSink(null);
        var format = MessageFormats.Of(arguments);
        var status = ExitStatus.Success;
        var options = defaults;
        try
        {
            var parsed = Table.Parse(defaults, arguments, diagnostics);
            options = parsed.Options;
            if (parsed.Request == Request.Run)
                status = run(parsed, diagnostics);
            else
                terminal.Out.WriteLine(parsed.Request == Request.Help ? Help() : ToolVersion.Text);
        }
        catch (InputException)
        {
            status = diagnostics.HasUsageErrors ? ExitStatus.Usage : ExitStatus.Failure;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Report(
                Catalogue.CannotWrite, $"standard output: {FileErrors.Describe(exception)}", "check where the output is directed to");
            status = ExitStatus.Failure;
        }
        try
        {
            DiagnosticPrinter.Print(terminal.Error, diagnostics, format, terminal.HasColour);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // There is nobody left to tell; the exit status says it.
        }
        return status.ToNumber(Compares(options));
    }
}
