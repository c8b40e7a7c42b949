using Elf2Tab.Diagnostics;

namespace Elf2Tab.Building;

/// <summary>What the names of outputs say of them.</summary>
internal static class OutputName
{
    /// <summary>Warns of an output that is called as a file of another kind.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">Its path; null: there is none.</param>
    /// <param name="isTab">Whether it is a TAB, not a TBF.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static void Check(string option, string? path, bool isTab, DiagnosticSink diagnostics)
    {
        if (KindNamed(Path.GetExtension(path ?? "").ToLowerInvariant(), isTab) is { } kind)
            diagnostics.Report(Catalogue.OutputNamedStrangely, $"{option} {path}: it is a {(isTab ? "TAB" : "TBF")}, and is called as {kind}");
    }

    /// <summary>What a file of an extension is; null: it may be anything, or a TAB or TBF. The bytes of a TBF are what is in flash.</summary>
    private static string? KindNamed(string extension, bool isTab) => extension switch
    {
        ".elf" or ".axf" => "an ELF file",
        ".o" or ".obj" => "an object file",
        ".hex" or ".ihex" => "an Intel HEX file",
        ".srec" or ".s19" => "a file of S-records",
        ".uf2" => "a UF2 image",
        ".toml" => "a TOML file",
        ".bin" when isTab => "the bytes of flash",
        _ => null,
    };
}
