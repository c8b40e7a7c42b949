using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Commands;

/// <summary><c>elf2tab completions SHELL</c>: what a shell reads to complete command lines.</summary>
internal sealed class CompletionsCommand : ToolCommand
{
    /// <summary>The command.</summary>
    public CompletionsCommand()
        : base("completions", "print what bash, zsh, fish or pwsh needs to complete command lines") =>
        Add(Operands.Words("SHELL", () => CompletionScripts.Shells));

    /// <inheritdoc/>
    public override string Introduction => """
        Prints a script for a shell, which then completes commands, options, their
        values and files by asking this program.

        Usage: elf2tab completions <bash|zsh|fish|pwsh>

          bash: source <(elf2tab completions bash)       in ~/.bashrc
          zsh:  source <(elf2tab completions zsh)        in ~/.zshrc, behind compinit
          fish: elf2tab completions fish > ~/.config/fish/completions/elf2tab.fish
          pwsh: elf2tab completions pwsh | Out-String | Invoke-Expression
                                                         in $PROFILE
        """;

    /// <summary>Runs the command.</summary>
    /// <returns>0: the script is printed; 2: there is none for such a shell.</returns>
    protected override ExitStatus Run(Invocation invocation)
    {
        string shells = string.Join(", ", CompletionScripts.Shells);
        if (invocation.Operands is not [var shell])
            throw invocation.Diagnostics.Fail(Catalogue.MissingValue, "completions needs the name of a shell", $"name one: {shells}");
        if (CompletionScripts.Find(shell) is not { } script)
            throw invocation.Diagnostics.Fail(Catalogue.InvalidValue, $"there is no script for `{shell}`: it must be one of {shells}");
        invocation.Terminal.Out.Write(script);
        return ExitStatus.Success;
    }
}
