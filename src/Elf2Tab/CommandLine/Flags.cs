using System.CommandLine;

namespace Elf2Tab.CommandLine;

/// <summary>Options without values.</summary>
internal static class Flags
{
    /// <summary>An option that is given or not.</summary>
    /// <param name="name">Its name, with dashes.</param>
    /// <param name="description">What it does.</param>
    /// <param name="letters">A letter, with a dash, or none.</param>
    public static Option<bool> Of(string name, string description, params string[] letters) =>
        new(name, letters) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>Print errors only.</summary>
    public static Option<bool> Quiet => Of("--quiet", "Print errors only.", "-q");

    /// <summary>Print JSON.</summary>
    /// <param name="page">Where it is described.</param>
    public static Option<bool> Json(string page) => Of("--json", $"Print JSON ({page} describes it).");
}
