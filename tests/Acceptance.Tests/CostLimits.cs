namespace Acceptance.Tests;

/// <summary>How much the native program may cost.</summary>
internal static class CostLimits
{
    /// <summary>Counted: 1,683.</summary>
    public const int StaticBases = 1_700;

    /// <summary>Counted: 3.14 million, of which the empty program takes 0.86.</summary>
    public const long InstructionsOfVersion = 3_250_000;

    /// <summary>Counted: 4.19 million.</summary>
    public const long InstructionsOfConversion = 4_330_000;

    /// <summary>Counted: 243,000; 35,000 of them are bytes that are cleared by one instruction, which valgrind counts one by one.</summary>
    public const long InstructionsOfFurtherElf = 255_000;

    /// <summary>Counted: 22.</summary>
    public const long SystemCallsOfFurtherElf = 22;
}
