using Elf2Tab.Diagnostics;

namespace Elf2Tab.Building;

/// <summary>How many values a setting has.</summary>
public enum SettingShape
{
    /// <summary>True or false.</summary>
    Flag,

    /// <summary>One.</summary>
    One,

    /// <summary>One, or an array.</summary>
    Many,
}

/// <summary>A setting of an app: an option of a conversion.</summary>
/// <param name="Name">The option's long name, without dashes.</param>
/// <param name="Shape">How many values it has.</param>
/// <param name="Expected">What a value must be, to follow "must be".</param>
/// <param name="IsPath">Whether its value is a path, relative to the manifest.</param>
/// <param name="IsOutput">Whether that is of what is written.</param>
/// <param name="Apply">The options with a value taken over; null when the text is no value.</param>
internal sealed record ManifestSetting(
    string Name, SettingShape Shape, string Expected, bool IsPath, bool IsOutput, Func<RunOptions, string, RunOptions?> Apply);

/// <summary>All settings of an app: what the options of the command line are.</summary>
/// <param name="All">All.</param>
/// <param name="Nearest">Of some names, the one that was probably meant by another; null: none.</param>
/// <param name="Complete">The options with what files say that they name; what is wrong with these is reported.</param>
/// <param name="Check">Checks settings together; it can ask which were given.</param>
internal sealed record ManifestSettings(
    IReadOnlyList<ManifestSetting> All,
    Func<string, IEnumerable<string>, string?> Nearest,
    Func<RunOptions, DiagnosticSink, RunOptions> Complete,
    Action<RunOptions, Func<string, bool>, DiagnosticSink> Check);
