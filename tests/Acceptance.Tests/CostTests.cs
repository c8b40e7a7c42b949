using System.Globalization;
using System.Text.RegularExpressions;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>
/// What the native program costs, counted and not timed, so that it is the same on a machine that does other things too. The limits are
/// some per cent above what was counted; who needs more raises one, and says in docs/performance.md what for.
/// </summary>
public sealed partial class CostTests : IDisposable
{
    /// <summary>Fewer than start threads.</summary>
    private const int FurtherElfs = 6;

    private const string Elf = "pointers.cortex-m4.elf";

    private static readonly string[] Options = ["-n", "app", "--kernel-major", "2", "--kernel-minor", "1", "-o", "app.tab"];

    private readonly Workspace _workspace = new();

    public CostTests() => Assert.SkipUnless(OperatingSystem.IsLinux() && ElfToTab.IsNative, "what is counted is the native program");

    public void Dispose() => _workspace.Dispose();

    /// <summary>
    /// Each takes 1,200 instructions at every start, used or not. Of a type of our own there are more than its static fields: one for
    /// each array, list and comparer of it.
    /// </summary>
    [Fact]
    public void Static_fields_are_few()
    {
        Tool.Require("nm");
        Assert.SkipUnless(ElfToTab.Symbols is not null, "ELF2TAB_SYMBOLS does not say where the program's symbols are");

        int count = Tool.Run("nm", _workspace.Path, ElfToTab.Symbols).Out.Split('\n').Count(IsStaticBase);

        Assert.InRange(count, 1, CostLimits.StaticBases);

        static bool IsStaticBase(string symbol) =>
            GcStatics().IsMatch(symbol) && !symbol.Contains("PreInitData", StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_takes_few_instructions()
    {
        Tool.Require("valgrind");

        Assert.InRange(Instructions("--version"), 1, CostLimits.InstructionsOfVersion);
    }

    [Fact]
    public void A_conversion_takes_few_instructions_and_each_further_ELF_fewer()
    {
        Tool.Require("valgrind");
        var (one, many) = CountBoth(Instructions);

        Assert.InRange(one, 1, CostLimits.InstructionsOfConversion);
        Assert.InRange((many - one) / FurtherElfs, 1, CostLimits.InstructionsOfFurtherElf);
    }

    [Fact]
    public void A_further_ELF_takes_few_calls_of_the_system()
    {
        Tool.Require("strace");
        var (one, many) = CountBoth(SystemCalls);

        Assert.InRange((many - one + FurtherElfs - 1) / FurtherElfs, 1, CostLimits.SystemCallsOfFurtherElf);
    }

    /// <summary>Counts for one ELF and for more, whose outputs are replaced: the usual case.</summary>
    private (long One, long Many) CountBoth(Func<string[], long> count)
    {
        string[] files = [.. Enumerable.Range(0, FurtherElfs + 1).Select(number => $"app{number}.elf")];
        foreach (string file in files)
            _workspace.With($"elf/{Elf}", file);
        string[] one = [.. Options, files[0]];
        string[] many = [.. Options, .. files];
        _workspace.Convert(many);
        return (count(one), count(many));
    }

    /// <summary>Counts in a copy of the program: valgrind gives up when it finds the symbols.</summary>
    private long Instructions(params string[] arguments)
    {
        string copy = _workspace["elf2tab"];
        File.Copy(ElfToTab.Program, copy, overwrite: true);
        var result = Tool.Run(
            "valgrind",
            _workspace.Path,
            [("DOTNET_PROCESSOR_COUNT", "1")],
            ["--tool=callgrind", "--callgrind-out-file=/dev/null", copy, .. arguments]);
        Assert.True(result.ExitCode == 0, result.Error);
        return long.Parse(Collected().Match(result.Error).Groups["count"].Value, CultureInfo.InvariantCulture);
    }

    private long SystemCalls(params string[] arguments)
    {
        var result = Tool.Run("strace", _workspace.Path, ["-f", "-o", "calls", ElfToTab.Program, .. arguments]);
        Assert.SkipWhen(result.Error.Contains("Operation not permitted", StringComparison.Ordinal), "processes may not be traced here");
        Assert.True(result.ExitCode == 0, result.Error);
        return File.ReadLines(_workspace["calls"]).LongCount(line => line.Contains('(', StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\b_*GCSTATICS")]
    private static partial Regex GcStatics();

    [GeneratedRegex(@"Collected : (?<count>\d+)")]
    private static partial Regex Collected();
}
