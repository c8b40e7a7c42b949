using Elf2Tab.Diagnostics;
using Elf2Tab.Files;

namespace Elf2Tab.Building;

/// <summary>An input of a conversion.</summary>
/// <param name="Path">The ELF.</param>
/// <param name="Architecture">Name of its TBF in the TAB, without extension.</param>
/// <param name="TbfPath">Where its TBF is written: by default beside the ELF; null: nowhere.</param>
internal sealed record ConvertInput(string Path, string Architecture, string? TbfPath)
{
    /// <summary>The inputs that an argument names: <c>path</c>, <c>path,architecture</c>, or a pattern; their TBFs beside them.</summary>
    /// <exception cref="InputException">It names none.</exception>
    public static IEnumerable<ConvertInput> Find(string argument, DiagnosticSink diagnostics)
    {
        var input = Parse(argument, diagnostics);
        if (!InputPattern.Is(input.Path))
            return [input];
        return input.Path == argument
            ? InputPattern.Expand(argument, diagnostics).Select(Of)
            : throw diagnostics.Fail(
                Catalogue.PatternWithArchitecture,
                $"`{input.Path}` stands for several files, which cannot all be for {input.Architecture}");
    }

    /// <summary>
    /// Reads <c>path</c> or <c>path,architecture</c>: what follows the last comma is the architecture, unless the comma is
    /// part of a directory's name.
    /// </summary>
    /// <exception cref="InputException">The architecture is empty.</exception>
    public static ConvertInput Parse(string argument, DiagnosticSink diagnostics)
    {
        int comma = argument.LastIndexOf(',');
        if (comma >= 0 && argument.AsSpan(comma).Contains('/'))
            comma = -1;
        var input = Of(comma < 0 ? argument : argument[..comma]);
        if (comma >= 0)
            input = input with { Architecture = argument[(comma + 1)..] };
        if (comma >= 0 && input.Architecture.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
            throw diagnostics.Fail(
                Catalogue.NoArchitecture, $"`{argument}`: no tool looks for an architecture with spaces or control characters in its name");
        return input.Architecture == "" || System.IO.Path.GetFileName(input.TbfPath) == ".tbf"
            ? throw diagnostics.Fail(Catalogue.NoArchitecture, $"`{argument}` names no file or no architecture")
            : input;
    }

    /// <summary>A file whose name says the architecture.</summary>
    private static ConvertInput Of(string path)
    {
        string name = System.IO.Path.GetFileName(path);
        string stem = WithoutExtension(name);
        return new ConvertInput(path, stem, path[..^name.Length] + stem + ".tbf");
    }

    /// <summary>A leading dot does not start an extension.</summary>
    private static string WithoutExtension(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot <= 0 || name == ".." ? name : name[..dot];
    }
}
