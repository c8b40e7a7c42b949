using Elf2Tab.Commands;

namespace Elf2Tab;

/// <summary>The program.</summary>
public static class Program
{
    /// <summary>What <c>--version</c> prints; build systems read the second word.</summary>
    public const string Version = "elf2tab 1.0.0";

    /// <summary>Runs a command line. A word is a command only as the very first argument; all else is a conversion.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(string[] arguments, Terminal terminal) => arguments switch
    {
        ["build", .. var rest] => BuildCommand.Run(rest, terminal),
        ["inspect", .. var rest] => InspectCommand.Run(rest, terminal),
        ["size", .. var rest] => SizeCommand.Run(rest, terminal),
        ["verify", .. var rest] => VerifyCommand.Run(rest, terminal),
        ["diff", .. var rest] => DiffCommand.Run(rest, terminal),
        ["sign", .. var rest] => SignCommand.Run(rest, terminal),
        ["image", .. var rest] => ImageCommand.Run(rest, terminal),
        _ => ConvertCommand.Run(arguments, terminal),
    };

    private static int Main(string[] arguments)
    {
        try
        {
            return Run(arguments, Terminal.OfProcess());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 1; // the standard streams are closed: there is nobody to tell
        }
    }
}
