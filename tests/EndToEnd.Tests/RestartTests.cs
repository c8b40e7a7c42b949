using TabFormat.Reading;

namespace EndToEnd.Tests;

/// <summary>An app that was stopped starts again as if it were new.</summary>
public sealed class RestartTests(Platform platform)
{
    private const int Restarts = 3;
    private const uint Write = 2;

    public static TheoryData<string> All => Combinations.All;

    [Theory]
    [MemberData(nameof(All))]
    public void An_app_that_relocates_itself_restarts_on_request(string combination) =>
        RestartsAsNew(combination, "restart", "exits 0x0", []);

    [Theory]
    [MemberData(nameof(All))]
    public void An_app_that_the_loader_relocates_restarts_on_request(string combination) =>
        RestartsAsNew(combination, "restart-bare", "exits 0x0", ["--relocate-by", "loader", "--sha256"]);

    [Theory]
    [MemberData(nameof(All))]
    public void An_app_restarts_after_a_fault(string combination) =>
        RestartsAsNew(combination, "restart_by_fault-bare", "fault ", ["--relocate-by", "loader"]);

    [Theory]
    [InlineData("restart.relr.rv32imac")]
    [InlineData("restart.relr.rv64imac")]
    [InlineData("restart.relr.cortex-m4")]
    public void Without_rows_all_is_loaded_again(string elf)
    {
        byte[] tbf = platform.Convert(elf, "--load-info", "flags");
        AssertRead(ReadForARestart(elf, tbf, "exits 0x0"), TbfReader.Read(tbf), constant: 0);
    }

    /// <summary>The app finds its memory in order, spoils it, and stops in some way.</summary>
    private void RestartsAsNew(string combination, string app, string stop, string[] options)
    {
        string elf = $"{app}.{combination}";
        byte[] tbf = platform.Convert(elf, options);
        var reading = TbfReader.Read(tbf);
        long constant = reading.LoadSegments.Where(row => (row.Flags & Write) == 0).Sum(row => row.FileSize);

        AssertRead(ReadForARestart(elf, tbf, stop), reading, constant);
    }

    /// <summary>Besides what is not constant, the protected region and perhaps the footers are read.</summary>
    private static void AssertRead(long bytes, TbfReading tbf, long constant)
    {
        long expected = tbf.BinaryOffset - tbf.HeaderSize + tbf.Binary.Length - constant;
        Assert.InRange(bytes, expected, expected + tbf.TotalSize - tbf.BinaryEndOffset);
    }

    /// <summary>Restarts an app beside one that does not.</summary>
    /// <returns>Bytes of the storage that are read for it.</returns>
    private long ReadForARestart(string elf, byte[] tbf, string stop)
    {
        string combination = elf[(elf.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var machine = new Machine(platform, Combinations.ProcessorOf(combination));
        var apps = machine.Place([tbf, platform.Convert($"memory.{combination}")]);
        var console = machine.Boot([apps[0] with { Restarts = Restarts }, apps[1]]);

        string[] lines = console.LinesOf(0);
        Assert.Equal((3 * Restarts) + 2, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            string expected = (i % 3) switch { 0 => "prints 0x600d", 1 => stop, _ => "restarts, " };
            Assert.StartsWith(expected, lines[i], StringComparison.Ordinal);
        }
        console.IsGood(1);
        return Assert.Single(lines.Where(line => line.StartsWith("restarts", StringComparison.Ordinal)).Select(BytesOf).Distinct());
    }

    private static long BytesOf(string line) =>
        long.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>An app whose TBF lies in RAM needs no copy of it.</summary>
public sealed class InPlaceTests(Platform platform)
{
    private readonly string[] _options = ["--relocate-by", "loader", "--sha256", "--protected-region-size", "512"];

    public static TheoryData<string> All => Combinations.All;

    [Theory]
    [MemberData(nameof(All))]
    public void An_app_runs_where_its_TBF_lies(string combination)
    {
        byte[] tbf = platform.Convert($"pointers-bare.{combination}", _options);
        var machine = new Machine(platform, Combinations.ProcessorOf(combination));

        var console = machine.Boot([new(tbf, 0, Restarts: 1)]);

        Assert.Equal(machine.Apps + 512, console.StartOf(0).Ram);
        console.IsGood(0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_cannot_restart(string combination)
    {
        byte[] tbf = platform.Convert($"restart-bare.{combination}", _options);
        var machine = new Machine(platform, Combinations.ProcessorOf(combination));
        string[] lines = machine.Boot([new(tbf, 0, Restarts: 1)]).LinesOf(0);
        Assert.Equal(["prints 0x600d", "exits 0x0", "does not restart: its storage was overwritten"], lines);
    }

    [Fact]
    public void What_is_not_aligned_is_refused()
    {
        byte[] tbf = platform.Convert("pointers-bare.relr.rv64imac", ["--relocate-by", "loader", "--no-fixed-addresses"]);
        var machine = new Machine(platform, "rv64imac");
        byte[] padding = [2, 0, 16, 0, 20, 0, 0, 0, 0, 0, 0, 0, 22, 0, 16, 0, 0, 0, 0, 0];
        var console = machine.Boot([.. padding, .. tbf], [0]);
        Assert.Equal(["the alignment of its RAM"], console.Refusals);
    }

    [Fact]
    public void What_is_not_what_was_hashed_is_refused()
    {
        byte[] tbf = platform.Convert("pointers-bare.relr.rv32imac", _options);
        tbf[512 + 40] ^= 1;
        Assert.Equal(["its hash"], new Machine(platform, "rv32imac").Boot([new(tbf, 0)]).Refusals);
    }
}
