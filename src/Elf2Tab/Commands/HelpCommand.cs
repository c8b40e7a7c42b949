using System.CommandLine;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab help [COMMAND]</c>: what <c>--help</c> says.</summary>
internal sealed class HelpCommand : ToolCommand
{
    private readonly Option<bool> _man = Flags.Of("--man", "Print a page for man, in roff.");

    /// <summary>The command.</summary>
    public HelpCommand()
        : base("help", "say more of a command: `elf2tab help inspect`")
    {
        Add(Operands.Words("COMMAND", () => CommandTree.Names));
        Add(_man);
    }

    /// <inheritdoc/>
    public override string Introduction => """
        Says what a command does, and which options it has.

        Usage: elf2tab help [OPTIONS] [COMMAND]

          elf2tab help inspect
        """;

    /// <summary>Runs the command.</summary>
    /// <returns>0: help is printed; 2: there is no such command.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        var command = invocation.Operands is [var word, ..]
            ? CommandTree.Make(word) ?? throw invocation.Diagnostics.Fail(
                Catalogue.UnknownCommand,
                $"`{word}` is no command",
                Suggestions.Nearest(word, CommandTree.Names) is { } nearest ? $"did you mean `elf2tab help {nearest}`?" : null)
            : new ConvertCommand();
        if (invocation.Value(_man))
            ManPage.Print(invocation.Terminal.Out, command);
        else
            HelpPrinter.Print(invocation.Terminal.Out, command, invocation.Terminal.Width);
        return ExitStatus.Success;
    }
}
