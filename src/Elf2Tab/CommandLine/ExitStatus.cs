namespace Elf2Tab.CommandLine;

/// <summary>How a command ended; the worse, the greater.</summary>
public enum ExitStatus
{
    /// <summary>All is done, or as it should be.</summary>
    Success,

    /// <summary>What was compared or verified is not as it should be.</summary>
    Difference,

    /// <summary>The command could not do its work.</summary>
    Failure,

    /// <summary>The command line was not understood.</summary>
    Usage,
}

/// <summary>The numbers that the system is given.</summary>
internal static class ExitStatuses
{
    /// <summary>The number of a status.</summary>
    /// <param name="status">How the command ended.</param>
    /// <param name="compares">Whether it answers a question, so that 1 means no.</param>
    public static int ToNumber(this ExitStatus status, bool compares) => status switch
    {
        ExitStatus.Success => 0,
        ExitStatus.Difference => 1,
        ExitStatus.Failure => compares ? 2 : 1,
        _ => 2,
    };
}
