using Elf2Tab.Building;
using Elf2Tab.CommandLine;
using Elf2Tab.Diagnostics;

namespace Fuzz.Targets;

/// <summary>Manifests. They are only read: what a changed one says could be written anywhere.</summary>
internal static class ManifestTarget
{
    /// <summary>Reads; whether it is understood.</summary>
    public static bool Read(byte[] file, string directory)
    {
        var diagnostics = new DiagnosticSink("apps.toml");
        try
        {
            Memory.Count(file.Length, () => Manifest.Read("apps.toml", file, ConversionOptions.OfManifests, diagnostics));
            WrongOutcomeException.Unless(!diagnostics.HasErrors, "understood in spite of an error");
            return true;
        }
        catch (InputException)
        {
            WrongOutcomeException.Unless(diagnostics.HasErrors, "refused without an error");
            return false;
        }
    }
}
