using System.Diagnostics;
using System.Security.Cryptography;
using Elf2Tab.CommandLine;
using Elf2Tab.Commands;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab;

/// <summary>The program.</summary>
internal static class Program
{
    private const string Explain = "--explain=";

    /// <summary>Runs a command line. A word is a command only as the very first argument; all else is a conversion.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(string[] arguments, Terminal terminal)
    {
        if (arguments is [var word, .. var rest])
        {
            if (Completion.IsAskedFor(word))
                return Completion.Print(word, rest, terminal);
            if (word == "--explain" || word.StartsWith(Explain, StringComparison.Ordinal))
                return new ExplainCommand().Run(word.Length < Explain.Length ? rest : [word[Explain.Length..], .. rest], terminal);
            if (CommandTree.Make(word) is { } command)
                return command.Run(rest, terminal);
        }
        return new ConvertCommand().Run(arguments, terminal);
    }

    private static int Main(string[] arguments)
    {
        // What happens in threads of the runtime is not caught below.
        AppDomain.CurrentDomain.UnhandledException += (_, happened) =>
        {
            Tell(Unforeseen((Exception)happened.ExceptionObject));
            Environment.Exit(ExitStatus.Failure.ToNumber(compares: false));
        };
        try
        {
            return Run(arguments, Terminal.OfProcess());
        }
        catch (Exception exception) when (!Debugger.IsAttached)
        {
            Tell(Unforeseen(exception));
            return ExitStatus.Failure.ToNumber(compares: false);
        }
    }

    /// <summary>What to say of an exception that no command has expected: the system's doing, or ours.</summary>
    internal static DiagnosticSink Unforeseen(Exception exception)
    {
        // Threads and static constructors wrap what has happened in them.
        var cause = exception;
        while (cause is AggregateException or TypeInitializationException or TaskSchedulerException && cause.InnerException is { } inner)
            cause = inner;
        var diagnostics = new DiagnosticSink(null);
        if (cause is OutOfMemoryException or IOException or UnauthorizedAccessException or CryptographicException or DllNotFoundException)
            diagnostics.Report(Catalogue.TooFewResources, FileErrors.Describe(cause));
        else
            diagnostics.Report(Catalogue.ProgramFault, $"{cause.GetType().Name}: {cause.Message}");
        return diagnostics;
    }

    private static void Tell(DiagnosticSink diagnostics)
    {
        try
        {
            DiagnosticPrinter.Print(Terminal.OfProcess().Error, diagnostics, MessageFormat.Human, colour: false);
        }
        catch (Exception)
        {
            // The streams are closed, or too little is left to make a line: these bytes are there already.
            DescriptorStream.TryWrite(2, "elf2tab: error E2T0901: the system has too little left\n"u8);
        }
    }
}
