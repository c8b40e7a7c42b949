using Elf2Tab.Diagnostics;

namespace Elf2Tab.Commands;

/// <summary>An input of a conversion.</summary>
/// <param name="Path">The ELF.</param>
/// <param name="Architecture">Name of its TBF in the TAB, without extension.</param>
/// <param name="TbfPath">Where its TBF is written: beside the ELF.</param>
public sealed record ConvertInput(string Path, string Architecture, string TbfPath)
{
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
        string path = comma < 0 ? argument : argument[..comma];
        string stem = WithoutExtension(System.IO.Path.GetFileName(path));
        string architecture = comma < 0 ? stem : argument[(comma + 1)..];
        if (architecture == "" || stem == "")
            throw diagnostics.Fail(Catalogue.NoArchitecture, $"`{argument}` names no file or no architecture");
        return new ConvertInput(path, architecture, path[..^System.IO.Path.GetFileName(path).Length] + stem + ".tbf");
    }

    /// <summary>A leading dot does not start an extension.</summary>
    private static string WithoutExtension(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot <= 0 || name == ".." ? name : name[..dot];
    }
}
