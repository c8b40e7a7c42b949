using System.Collections.Immutable;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab help [COMMAND]</c>: what <c>--help</c> says.</summary>
internal static class HelpCommand
{
    private static readonly OptionTable<HelpOptions> Options =
        new([], (options, argument) => new HelpOptions(options.Words.Add(argument)));

    private static readonly Command<HelpOptions> Command = new(Options, () => ConvertOptionTable.Help, Compares: _ => false);

    /// <summary>The words behind <c>help</c>.</summary>
    private sealed record HelpOptions(ImmutableArray<string> Words);

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The command line behind <c>help</c>.</param>
    /// <param name="terminal">Where to print.</param>
    /// <param name="helpOf">Prints the help of a command, and returns the exit status.</param>
    /// <returns>0: help is printed; 2: there is no such command.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal, Func<string, int> helpOf)
    {
        if (arguments is [var known] && ConvertCommand.Others.Contains(known))
            return helpOf(known);
        return Command.Run(new HelpOptions([]), arguments, terminal, (parsed, diagnostics) =>
        {
            if (parsed.Options.Words is [var word, ..])
            {
                throw diagnostics.Fail(
                    Catalogue.UnknownCommand,
                    $"`{word}` is no command",
                    Suggestions.Nearest(word, ConvertCommand.Others) is { } nearest ? $"did you mean `elf2tab help {nearest}`?" : null);
            }
            terminal.Out.WriteLine(ConvertOptionTable.Help);
            return ExitStatus.Success;
        });
    }
}
