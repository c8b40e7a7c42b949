using System.Globalization;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Building;

/// <summary>What a conversion made, in one line for the one who waits at a terminal.</summary>
internal static class RunSummary
{
    /// <summary>The line: <c>blink.tab: cortex-m4 flash 4,096 RAM 4,264; ...</c>, sizes as <c>size</c> counts them.</summary>
    /// <param name="bundle">What was made.</param>
    public static string Of(Bundle bundle)
    {
        var apps = bundle.Converted.Select(made =>
            string.Create(CultureInfo.InvariantCulture, $"{made.Input.Architecture} flash {made.Tbf.Length:N0} RAM {made.RamSize:N0}"));
        string output = bundle.Outputs is [.., var last] ? last.Path : "nothing written";
        return PrintedText.Printable($"{output}: {string.Join("; ", apps)}");
    }
}
