namespace Acceptance.Tests;

/// <summary>How much the native program may cost.</summary>
internal static class CostLimits
{
    /// <summary>Counted: 1,458.</summary>
    public const int StaticBases = 1_550;

    /// <summary>Counted: 2.66 million, of which the empty program takes 0.86.</summary>
    public const long InstructionsOfVersion = 3_300_000;

    /// <summary>Counted: 3.69 million.</summary>
    public const long InstructionsOfConversion = 4_400_000;

    /// <summary>Counted: 266,000; 37,000 of them are bytes that are cleared by one instruction, which valgrind counts one by one.</summary>
    public const long InstructionsOfFurtherElf = 290_000;

    /// <summary>Counted: 24.</summary>
    public const long SystemCallsOfFurtherElf = 25;
}
