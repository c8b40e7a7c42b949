using System.Buffers.Binary;

namespace EndToEnd.Tests;

/// <summary>Static PIEs run wherever a loader puts them that knows docs/non-xip.md and nothing else.</summary>
public sealed class SelfRelocatingTests(Platform platform)
{
    public static TheoryData<string> All => Combinations.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Two_apps_run_at_any_base(string combination) => Loading.IsGoodAnywhere(platform, combination, "", []);

    [Theory]
    [MemberData(nameof(All))]
    public void Apps_behind_their_stack_run_at_any_base(string combination) =>
        Loading.IsGoodAnywhere(platform, combination, "-behind_stack", [], rounds: 1);
}

/// <summary>The same with apps that neither relocate themselves nor zero their .bss.</summary>
public sealed class LoaderRelocatingTests(Platform platform)
{
    public static TheoryData<string> All => Combinations.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Two_apps_run_at_any_base(string combination) =>
        Loading.IsGoodAnywhere(platform, combination, "-bare", ["--relocate-by", "loader"]);
}

public sealed class HeaderTests(Platform platform)
{
    [Theory]
    [InlineData("--load-info", "flags")]
    [InlineData("--no-fixed-addresses")]
    [InlineData("--sha256")]
    [InlineData("--protected-region-size", "512")]
    [InlineData("--minimum-footer-size", "3000")]
    public void Apps_run_whatever_else_the_tbf_has(params string[] options) =>
        Loading.IsGoodAnywhere(platform, "relr.rv32imac", "", options, rounds: 1);

    [Theory]
    [InlineData("--load-info", "flags")]
    public void Apps_behind_their_stack_run_whatever_else_the_tbf_has(params string[] options) =>
        Loading.IsGoodAnywhere(platform, "rela.rv64imac", "-behind_stack", options, rounds: 1);
}

internal static class Loading
{
    private const int Rounds = 5;
    private const int EntryInElf = 24;

    public static void IsGoodAnywhere(
        Platform platform, string combination, string variant, string[] options, int rounds = Rounds)
    {
        var random = Combinations.NewRandom();
        var machine = new Machine(platform, Combinations.ProcessorOf(combination));
        string[] elfs = [$"pointers{variant}.{combination}", $"memory{variant}.{combination}"];
        byte[][] tbfs = [.. elfs.Select(elf => platform.Convert(elf, options))];
        uint alignment = tbfs.Max(tbf => new EditedTbf(tbf).Alignment);
        for (int round = 0; round < rounds; round++)
        {
            uint[] bases = machine.RandomBases(random, elfs.Length, alignment);
            var console = machine.Boot([.. tbfs.Zip(bases, (tbf, address) => new PlacedApp(tbf, address))]);
            for (int app = 0; app < elfs.Length; app++)
            {
                uint entry = BinaryPrimitives.ReadUInt32LittleEndian(platform.ReadElf(elfs[app]).AsSpan(EntryInElf));
                Assert.Equal((bases[app] + entry, bases[app]), console.StartOf(app));
                console.IsGood(app);
            }
        }
    }
}
