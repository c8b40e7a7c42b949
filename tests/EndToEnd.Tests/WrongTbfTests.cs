using TabFormat.Reading;
using TabFormat.Tbf;

namespace EndToEnd.Tests;

/// <summary>A change of what the program has written is noticed: either by the loader, or because the app does not work. (Were
/// it not, the good runs would prove little.) An app that is in order runs beside the wrong one, untouched.</summary>
public sealed class WrongTbfTests(Platform platform)
{
    private const int InitFunctionOffset = 0;
    private const int FixedRam = 0;
    private const uint NotExecutable = unchecked((uint)-1);
    private const uint Writable = 2;
    private const uint Minus16 = unchecked((uint)-16);

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
    public void A_relocation_of_another_word_by_the_loader_is_noticed(string combination)
    {
        var tbf = Edit($"pointers-bare.{combination}", "--relocate-by", "loader");
        tbf.MoveFirstRelocation(Combinations.WordSizeOf(combination));
        IsNoticed(combination, tbf.Finish(), "a relocation that is repeated");
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
    public void A_segment_in_the_wrong_place_is_refused(string combination) => Refuses(
        "segments that are not one run",
        Edit($"pointers.{combination}").AddToSegment(1, EditedTbf.SegmentMemoryOffset, 16).AddToSegment(1, EditedTbf.SegmentMemorySize, Minus16).Finish(),
        Combinations.ProcessorOf(combination));

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
    public void Text_without_the_right_to_execute_is_refused(string combination) => Refuses(
        "the entry point",
        Edit($"pointers.{combination}").AddToSegment(0, EditedTbf.SegmentFlags, NotExecutable).Finish(),
        Combinations.ProcessorOf(combination));

    [Theory]
    [InlineData("rel.rv32imac")]
    [InlineData("rel.rv64imac")]
    [InlineData("rel.cortex-m4")]
    public void Memory_that_is_writable_and_executable_is_refused(string combination) => Refuses(
        "memory that is writable and executable",
        Edit($"pointers.{combination}").AddToSegment(0, EditedTbf.SegmentFlags, Writable).Finish(),
        Combinations.ProcessorOf(combination));

    [Theory]
    [InlineData("relr.rv32imac")]
    [InlineData("rela.rv64imac")]
    [InlineData("rel.cortex-m4")]
    public void An_image_that_is_not_what_was_hashed_is_refused(string combination)
    {
        byte[] tbf = platform.Convert($"pointers-bare.{combination}", "--relocate-by", "loader", "--sha256");
        tbf[(int)TbfReader.Read(tbf).BinaryOffset + 40] ^= 1;
        Refuses("its hash", tbf, Combinations.ProcessorOf(combination));
    }

    [Theory]
    [InlineData("rv32imac", "rv64imac")]
    [InlineData("rv64imac", "rv32imac")]
    [InlineData("rv32imac", "cortex-m4")]
    public void An_app_of_another_processor_is_refused(string processor, string other) =>
        Refuses("another processor", platform.Convert($"pointers.relr.{other}"), processor);

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
        "a relocation outside the segments",
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

    /// <summary>The loader refuses the app, or it does not work.</summary>
    private void IsNoticed(string combination, byte[] wrong, string refusal)
    {
        var machine = new Machine(platform, Combinations.ProcessorOf(combination));
        var console = machine.Boot(machine.Place([wrong, platform.Convert($"memory.{combination}")]));
        if (console.Refusals is [var reason])
        {
            Assert.Equal(refusal, reason);
            console.IsGood(0);
            return;
        }
        console.IsBad(0);
        console.IsGood(1);
    }

    private void Refuses(string reason, byte[] wrong, string processor = "rv32imac")
    {
        var machine = new Machine(platform, processor);
        var console = machine.Boot(machine.Place([wrong, platform.Convert($"pointers.relr.{processor}")]));
        Assert.Equal([reason], console.Refusals);
        console.IsGood(0);
    }
}
