using TabFormat.Tbf;

namespace EndToEnd.Tests;

/// <summary>A change of what the program has written is noticed: either by the loader, or because the app does not work. (Were
/// it not, the good runs would prove little.) An app that is in order runs beside the wrong one, untouched.</summary>
public sealed class WrongTbfTests(Platform platform)
{
    private const int InitFunctionOffset = 0;
    private const int FixedRam = 0;
    private const uint NotExecutable = unchecked((uint)-1);

    public static TheoryData<string> All => Combinations.All;

    [Theory]
    [MemberData(nameof(All))]
    public void A_relocation_of_another_word_breaks_an_app(string combination)
    {
        var tbf = Edit($"pointers.{combination}").MoveFirstRelocation(Combinations.WordSizeOf(combination));
        Boot(combination, tbf.Finish()).IsBad(0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_relocation_of_another_word_by_the_loader_breaks_an_app(string combination)
    {
        var tbf = Edit($"pointers-bare.{combination}", "--relocate-by", "loader");
        tbf.MoveFirstRelocation(Combinations.WordSizeOf(combination));
        Boot(combination, tbf.Finish()).IsBad(0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Without_its_relocations_an_app_breaks(string combination) =>
        Boot(combination, platform.Convert($"pointers-bare.{combination}")).IsBad(0);

    [Theory]
    [InlineData("relr.rv32imac")]
    [InlineData("relr.rv64imac")]
    [InlineData("relr.cortex-m4")]
    public void A_moved_entry_point_breaks_an_app(string combination)
    {
        var tbf = Edit($"pointers.{combination}");
        tbf.Add(TbfElementType.Main, InitFunctionOffset, 4).Add(TbfElementType.Program, InitFunctionOffset, 4);
        Boot(combination, tbf.Finish()).IsBad(0);
    }

    [Theory]
    [InlineData("rel.rv32imac")]
    [InlineData("rel.rv64imac")]
    [InlineData("rel.cortex-m4")]
    public void A_segment_in_the_wrong_place_breaks_an_app(string combination)
    {
        var tbf = Edit($"pointers.{combination}").AddToSegment(1, EditedTbf.SegmentMemoryOffset, 32);
        Boot(combination, tbf.Finish()).IsBad(0);
    }

    [Theory]
    [InlineData("rel.rv32imac")]
    [InlineData("rel.rv64imac")]
    [InlineData("rel.cortex-m4")]
    public void An_image_in_the_wrong_place_breaks_an_app(string combination)
    {
        var tbf = Edit($"pointers.{combination}", "--load-info", "flags").Add(TbfElementType.FixedAddresses, FixedRam, 32);
        Boot(combination, tbf.Finish()).IsBad(0);
    }

    [Theory]
    [InlineData("rel.rv32imac")]
    [InlineData("rel.rv64imac")]
    [InlineData("rel.cortex-m4")]
    public void Text_without_the_right_to_execute_breaks_an_app(string combination)
    {
        var tbf = Edit($"pointers.{combination}").AddToSegment(0, EditedTbf.SegmentFlags, NotExecutable);
        var console = Boot(combination, tbf.Finish());
        Assert.Equal((1, console.StartOf(0).Entry & ~1u), console.FaultOf(0));
    }

    [Fact]
    public void A_wrong_checksum_is_refused()
    {
        byte[] tbf = platform.Convert("pointers.relr.rv32imac");
        tbf[TbfFormat.ChecksumOffset] ^= 1;
        Refuses("checksum", tbf);
    }

    [Fact]
    public void A_segment_outside_ram_is_refused() =>
        Refuses(
            "a segment outside RAM",
            Edit("pointers.relr.rv32imac").AddToSegment(1, EditedTbf.SegmentMemorySize, 0x10000).Finish());

    [Fact]
    public void A_relocation_outside_ram_is_refused() => Refuses(
        "a relocation outside RAM",
        Edit("pointers-bare.rela.rv32imac", "--relocate-by", "loader").MoveFirstRelocation(0x10000).Finish());

    [Fact]
    public void A_truncated_image_is_refused()
    {
        byte[] tbf = platform.Convert("pointers.relr.rv32imac");
        byte[] other = platform.Convert("memory.relr.rv32imac");
        var machine = new Machine(platform, "rv32imac");
        var console = machine.Boot(machine.Place([tbf, other]), tbf.Length + other.Length - 4);
        Assert.Equal(["truncated"], console.Refusals);
        console.IsGood(0);
    }

    [Fact]
    public void A_disabled_app_does_not_run()
    {
        var machine = new Machine(platform, "rv32imac");
        var console = machine.Boot(
            machine.Place([platform.Convert("pointers.relr.rv32imac", "--disable"), platform.Convert("pointers.relr.rv32imac")]));
        Assert.Contains($"disabled at 0x{machine.Apps:x}\n", console.ToString(), StringComparison.Ordinal);
        console.IsGood(0);
    }

    private EditedTbf Edit(string elf, params string[] options) => new(platform.Convert(elf, options));

    private Console Boot(string combination, byte[] wrong)
    {
        var machine = new Machine(platform, Combinations.ProcessorOf(combination));
        var console = machine.Boot(machine.Place([wrong, platform.Convert($"memory.{combination}")]));
        console.IsGood(1);
        return console;
    }

    private void Refuses(string reason, byte[] wrong)
    {
        var machine = new Machine(platform, "rv32imac");
        var console = machine.Boot(machine.Place([wrong, platform.Convert("pointers.relr.rv32imac")]));
        Assert.Equal([reason], console.Refusals);
        console.IsGood(0);
    }
}
