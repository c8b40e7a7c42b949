using TabFormat.Reading;
using Tests.Shared;

namespace EndToEnd.Tests;

/// <summary>samples/ram: .bss lies on the relocation tables, and one ELF is relocated by the app or by the loader.</summary>
public sealed class SavingTests(Platform platform)
{
    private const string Gnu = "gnu.cortex-m4";

    public static TheoryData<string, string> All => [.. from combination in (string[])[.. Combinations.All.Select(row => row.Data), Gnu]
        from who in (string[])["app", "loader"] select (combination, who)];

    public static TheoryData<string> Tables => Combinations.All;

    public static TheoryData<string> Processors => Combinations.OfProcessors;

    [Theory]
    [MemberData(nameof(All))]
    public void Apps_run_at_any_base_whoever_relocates_them(string combination, string who)
    {
        RequireLinker(combination);
        Loading.IsGoodAnywhere(platform, combination, "-saving", ["--relocate-by", who], rounds: 2);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Apps_restart_although_they_have_zeroed_their_tables(string combination, string who)
    {
        RequireLinker(combination);
        byte[] tbf = platform.Convert($"restart-saving.{combination}", "--relocate-by", who);
        var machine = new Machine(platform, Combinations.ProcessorOf(combination));
        var app = machine.Place([tbf])[0] with { Restarts = 2 };

        string[] lines = machine.Boot([app]).LinesOf(0);

        Assert.Equal(3, lines.Count(line => line == "prints 0x600d"));
        Assert.Equal(8, lines.Length);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Apps_linked_elsewhere_run_at_any_base_and_where_they_are_linked(string combination)
    {
        var machine = new Machine(platform, Combinations.ProcessorOf(combination));
        foreach (string who in (string[])["app", "loader"])
        {
            byte[] tbf = platform.Convert($"pointers-saving_high.{combination}", "--relocate-by", who);
            var console = machine.Boot([new(tbf, Machine.FixedRam), machine.Place([tbf])[0]]);
            console.IsGood(0);
            console.IsGood(1);
        }
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void An_app_for_one_address_has_the_same_start_up_code(string processor)
    {
        byte[] tbf = platform.Convert($"pointers-saving_fixed.none.{processor}", "--load", "ram");
        new Machine(platform, processor).Boot([new(tbf, Machine.FixedRam)]).IsGood(0);
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void The_start_up_code_may_be_compiled_at_any_level(string processor)
    {
        var machine = new Machine(platform, processor);
        foreach (string who in (string[])["app", "loader"])
        {
            string[] levels = ["O0", "O1", "O2", "O3", "Oz"];
            byte[][] tbfs = [.. levels.Select(level => platform.Convert($"pointers-saving_{level}.rel.{processor}", "--relocate-by", who))];
            var console = machine.Boot(machine.Place(tbfs));
            for (int app = 0; app < levels.Length; app++)
                console.IsGood(app);
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Tables_cost_no_memory(string combination)
    {
        var saving = TbfReader.Read(platform.Convert($"memory-saving.{combination}"));
        var other = TbfReader.Read(platform.Convert($"memory.{combination}"));
        uint tables = saving.RelocationTables.Aggregate(0u, (sum, table) => sum + table.Size);
        Assert.True(tables > 0);
        uint least = tables + (uint)(Combinations.WordSizeOf(combination) * 2 * 6); // the tables, and six entries of .dynamic at least
        Assert.InRange(saving.LoadTarget!.RamSize, 1u, other.LoadTarget!.RamSize - least + StartUpCode);
    }

    /// <summary>It is longer for knowing whether it has been relocated.</summary>
    private const uint StartUpCode = 64;

    private static void RequireLinker(string combination) =>
        Assert.SkipUnless(combination != Gnu || Tool.IsInstalled("arm-none-eabi-gcc"), "arm-none-eabi-gcc is not installed");
}
