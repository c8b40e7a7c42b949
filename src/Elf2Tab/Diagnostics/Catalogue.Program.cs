using static Elf2Tab.Diagnostics.Severity;

namespace Elf2Tab.Diagnostics;

/// <content>Faults that are not of the input: 0900-0999.</content>
internal static partial class Catalogue
{
    /// <summary>Output that is not what was planned.</summary>
    public static readonly DiagnosticKind CheckFailed = new(
        900, Error, "output is not what was planned",
        "Every output is read back before it is written. This one differed from the plan, which is a fault of this program.",
        "nothing was written; please report this with the ELF file");

    /// <summary>A system that refuses what every program needs.</summary>
    public static readonly DiagnosticKind TooFewResources = new(
        901, Error, "the system has too little left",
        "The system refuses what every program needs: memory, open files, threads, random numbers.",
        "raise the limits that `ulimit -a` shows, or convert fewer files at once");

    /// <summary>An exception that nothing has foreseen.</summary>
    public static readonly DiagnosticKind ProgramFault = new(
        902, Error, "fault of this program",
        "Something has happened that the program does not foresee.",
        "please report this with the command line and its files");
}
