using Elf2Tab.Commands;

namespace Elf2Tab;

/// <summary>The program.</summary>
public static class Program
{
    /// <summary>What <c>--version</c> prints; build systems read the second word.</summary>
    public const string Version = "elf2tab 1.0.0";

    private static int Main(string[] arguments) => ConvertCommand.Run(arguments, Terminal.OfProcess());
}
