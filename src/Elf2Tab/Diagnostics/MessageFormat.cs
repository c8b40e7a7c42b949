namespace Elf2Tab.Diagnostics;

/// <summary>How diagnostics are printed.</summary>
public enum MessageFormat
{
    /// <summary>For people: a line and a hint.</summary>
    Human,

    /// <summary>For programs: a line of JSON for each.</summary>
    Json,

    /// <summary>For workflows of GitHub: annotations of the files.</summary>
    GitHub,
}
