using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab.Building;

/// <summary>An input of <c>image</c>.</summary>
/// <param name="Path">A TBF or a TAB.</param>
/// <param name="Architecture">Which TBF of a TAB; null: its only one.</param>
internal sealed record ImageInput(string Path, string? Architecture)
{
    /// <summary>
    /// The inputs that an argument names: <c>app.tbf</c>, <c>app.tab</c>, <c>app.tab,architecture</c>, or a pattern. What exists
    /// as it is written is a file.
    /// </summary>
    /// <exception cref="InputException">It is a pattern that nothing matches.</exception>
    public static IEnumerable<ImageInput> Find(string argument, DiagnosticSink diagnostics)
    {
        if (InputPattern.Is(argument))
            return InputPattern.Expand(argument, diagnostics).Select(path => new ImageInput(path, null));
        int comma = argument.LastIndexOf(',');
        return comma > 0 && !File.Exists(argument) && File.Exists(argument[..comma])
            ? [new ImageInput(argument[..comma], argument[(comma + 1)..])]
            : [new ImageInput(argument, null)];
    }
}
