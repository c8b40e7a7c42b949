using System.Globalization;

namespace EndToEnd.Tests;

/// <summary>What the apps are built for, and the addresses at which they run.</summary>
internal static class Combinations
{
    private static readonly string[] Processors = ["rv32imac", "rv64imac", "cortex-m4"];
    private static readonly string[] Tables = ["rel", "rela", "relr"];

    public static TheoryData<string> All =>
        [.. from tables in Tables from processor in Processors select $"{tables}.{processor}"];

    public static TheoryData<string> OfProcessors => [.. Processors];

    public static string ProcessorOf(string combination) => combination.Split('.')[^1];

    public static uint WordSizeOf(string combination) => ProcessorOf(combination) == "rv64imac" ? 8u : 4;

    /// <summary>Other addresses in every run; <c>ELF2TAB_SEED</c> repeats one.</summary>
    public static Random NewRandom()
    {
        int seed = Environment.GetEnvironmentVariable("ELF2TAB_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"ELF2TAB_SEED={seed}");
        return new Random(seed);
    }
}
