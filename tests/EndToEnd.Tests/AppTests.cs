namespace EndToEnd.Tests;

/// <summary>What apps do, and what they are kept from, by the rights that the TBF states.</summary>
public sealed class AppTests(Platform platform)
{
    private const int InstructionAccess = 1;
    private const int LoadAccess = 5;
    private const int StoreAccess = 7;
    private const int ArmDataAccess = 0x82; // ARM does not tell loads from stores.

    public static TheoryData<string> Processors => Combinations.OfProcessors;

    [Theory]
    [MemberData(nameof(Processors))]
    public void Texts_reach_the_console(string processor)
    {
        var console = Boot(processor, [platform.Convert($"hello.relr.{processor}")]);
        Assert.Equal(["says hello", "says from the console", "waits"], console.LinesOf(0));
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Apps_that_execute_in_place_run_beside_the_others(string processor)
    {
        var machine = new Machine(platform, processor);
        var other = machine.Place([platform.Convert($"pointers.relr.{processor}")]);
        var console = machine.Boot([new(platform.Convert($"pointers-xip.none.{processor}"), Machine.FixedRam), .. other]);
        Assert.InRange(console.StartOf(0).Entry, machine.Apps, machine.Apps + 0x1000);
        console.IsGood(0);
        console.IsGood(1);
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Apps_linked_for_a_ram_address_run_there_and_nowhere_else(string processor)
    {
        byte[] tbf = platform.Convert($"pointers-fixed.none.{processor}", "--load", "ram");
        var console = new Machine(platform, processor).Boot([new(tbf, Machine.FixedRam), new(tbf, Machine.FixedRam + 0x8000)]);
        console.IsGood(0);
        Assert.Equal(["its RAM address"], console.Refusals);
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Text_is_not_writable(string processor) => Faults("write_to_text", processor, StoreAccess);

    [Theory]
    [MemberData(nameof(Processors))]
    public void Data_are_not_executable(string processor) => Faults("jump_to_data", processor, InstructionAccess);

    [Theory]
    [MemberData(nameof(Processors))]
    public void Memory_behind_the_break_is_not_readable(string processor) => Faults("read_behind_break", processor, LoadAccess);

    /// <summary>The first app says an address and faults there; the other does not mind.</summary>
    private void Faults(string app, string processor, int cause)
    {
        string[] elfs = [$"{app}.relr.{processor}", $"pointers.relr.{processor}"];
        var console = Boot(processor, [.. elfs.Select(elf => platform.Convert(elf))]);
        string[] lines = console.LinesOf(0);
        Assert.Equal(2, lines.Length);
        uint address = Console.Number(lines[0].Split(' ')[1]);
        int expected = processor == "cortex-m4" && cause != InstructionAccess ? ArmDataAccess : cause;
        Assert.Equal((expected, address), console.FaultOf(0));
        uint ram = console.StartOf(0).Ram;
        Assert.InRange(address, ram + 1, ram + 0x1000);
        console.IsGood(1);
    }

    private Console Boot(string processor, byte[][] tbfs)
    {
        var machine = new Machine(platform, processor);
        return machine.Boot(machine.Place(tbfs));
    }
}
