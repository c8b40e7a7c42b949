using Elf2Tab.CommandLine;

namespace Elf2Tab.Commands;

/// <summary>All commands. Only the one that is called is made.</summary>
internal static class CommandTree
{
    /// <summary>The names of the commands besides the conversion, in the order of the help.</summary>
    public static IReadOnlyList<string> Names =>
        ["build", "inspect", "size", "verify", "diff", "sign", "edit", "tab", "image", "header", "cargo-run", "gdb", "where", "completions", "explain", "help"];

    /// <summary>Makes a command; null: there is none of this name.</summary>
    public static ToolCommand? Make(string name) => name switch
    {
        "build" => new BuildCommand(),
        "inspect" => new InspectCommand(),
        "size" => new SizeCommand(),
        "verify" => new VerifyCommand(),
        "diff" => new DiffCommand(),
        "sign" => new SignCommand(),
        "edit" => new EditCommand(),
        "tab" => new TabCommand(),
        "image" => new ImageCommand(),
        "header" => new HeaderCommand(),
        "cargo-run" => new CargoRunCommand(),
        "gdb" => new GdbCommand(),
        "where" => new WhereCommand(),
        "completions" => new CompletionsCommand(),
        "explain" => new ExplainCommand(),
        "help" => new HelpCommand(),
        _ => null,
    };
}
