using System.Globalization;
using Fuzz.Targets;
using Fuzz.Tests.Mutation;

namespace Fuzz.Tests;

/// <summary>
/// Hostile files: damaged ones end in diagnostics, and never in an unhandled exception, a hang, much memory or changed outputs.
/// <c>ELF2TAB_FUZZ_SECONDS</c> says how long each kind is tried, <c>ELF2TAB_FUZZ_SEED</c> repeats a run.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int DefaultSeconds = 2;

    /// <summary>In CI all kinds together take less than a minute.</summary>
    private const int DefaultSecondsInCI = 4;

    /// <summary>What changes the inputs of a target. A further kind of input is a line here and a target in FuzzTarget.All.</summary>
    private static readonly Dictionary<string, Func<Random, byte[], byte[], byte[]>> Mutators = new()
    {
        ["elf"] = (random, file, other) => StructureMutator.Mutate(ElfFiles.Format, random, file, other),
        ["convert"] = (random, file, other) => StructureMutator.Mutate(ElfFiles.Format, random, file, other),
        ["tbf"] = (random, file, other) => StructureMutator.Mutate(TbfFiles.Format, random, file, other),
        ["tab"] = (random, file, other) => StructureMutator.Mutate(TabFiles.Format, random, file, other),
        ["read"] = (random, file, other) => StructureMutator.Mutate(
            file.AsSpan().StartsWith("metadata"u8) ? TabFiles.Format : TbfFiles.Format, random, file, other),
        ["manifest"] = TextMutator.Mutate,
        ["private-key"] = KeyMutator.Mutate,
        ["public-key"] = KeyMutator.Mutate,
    };

    public static IEnumerable<TheoryDataRow<string>> Targets => FuzzTarget.All.Select(target => new TheoryDataRow<string>(target.Name));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Changed_inputs_are_accepted_or_refused_and_do_no_harm(string name)
    {
        bool isCI = Environment.GetEnvironmentVariable("CI") is not null;
        int seconds = Setting("ELF2TAB_FUZZ_SECONDS") ?? (isCI ? DefaultSecondsInCI : DefaultSeconds);
        int seed = Setting("ELF2TAB_FUZZ_SEED") ?? Random.Shared.Next();
        var campaign = new Campaign(FuzzTarget.Named(name), Mutators[name], seed);

        campaign.Run(TimeSpan.FromSeconds(seconds));

        output.WriteLine($"{name}: {campaign.Count} inputs, {campaign.Accepted} accepted, ELF2TAB_FUZZ_SEED={seed}");
        Assert.InRange(campaign.Accepted, 1, campaign.Count - 1);
    }

    private static int? Setting(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
