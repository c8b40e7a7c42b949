using System.Diagnostics;
using CsCheck;
using TabFormat.Images;
using TabFormat.Tbf;
using Tests.Shared;
using static TabFormat.Tests.Images.Placement;

namespace TabFormat.Tests.Images;

/// <summary>What kernels ask of the places of several apps, and what a board has for them.</summary>
public sealed class ImageRoomTests
{
    private const uint Flash = 0x40000;

    /// <summary>Why random apps have no place: all but what gaps and protection are for.</summary>
    private static readonly ImageRule[] Refusals =
        [ImageRule.RamOverlap, ImageRule.RamSize, ImageRule.StartsInImage, ImageRule.RamOrder, ImageRule.EndsInRoom];

    [Theory]
    [InlineData("cortex-m0", "0x40100 padding 256, 0x40200 a 512")]
    [InlineData("cortex-m4", "0x40100 padding 256, 0x40200 a 512")]
    [InlineData("cortex-m33", "0x40100 a 512")]
    [InlineData("rv32imac", "0x40100 a 512")]
    public void The_machine_says_where_an_app_may_start(string machine, string expected) =>
        Assert.Equal(expected, Describe(Place([App("a", 512)], new ImageRoom(Flash + 0x100) { Unit = ProtectionUnit.Named(machine) })));

    [Fact]
    public void Apps_of_x86_start_at_pages() =>
        Assert.Equal(
            "0x41000 a 4096, 0x42000 b 4096",
            Describe(Place([App("a", 4096), App("b", 4096)], new ImageRoom(0x41000) { Unit = ProtectionUnit.X86 })));

    [Fact]
    public void The_machine_of_an_app_counts_where_the_board_is_not_known()
    {
        var app = App("a", 4096) with { Unit = ProtectionUnit.X86 };
        Assert.Equal("0x40100 padding 3840, 0x41000 a 4096", Describe(Place([app], new ImageRoom(Flash + 0x100))));
        Assert.Equal("0x40100 a 4096", Describe(Place([app], new ImageRoom(Flash + 0x100) { Unit = ProtectionUnit.RiscV })));
    }

    [Theory]
    [InlineData("i386", 512, 0x41000)]
    [InlineData("i386", 4096, 0x40F00)]
    [InlineData("i386", 8192, 0x3FF000)]
    [InlineData("cortex-m4", 600, 0x40000)]
    [InlineData("cortex-m4", 1024, 0x40020)]
    [InlineData("cortex-m0", 128, 0x40000)]
    [InlineData("cortex-m33", 516, 0x40000)]
    public void What_a_machine_cannot_protect_is_refused(string machine, int size, long start)
    {
        var room = new ImageRoom(Flash) { Unit = ProtectionUnit.Named(machine) };
        var finding = Refuse([App("ok", 4096, Flash + 0x20000), App("a", Math.Max(size, 140), start)], room);
        Assert.Equal((ImageRule.Protection, "a.tbf"), (finding.Rule, finding.App.File));
    }

    [Theory]
    [InlineData("i386", 516)]
    [InlineData("cortex-m4", 600)]
    public void A_size_that_a_machine_can_protect_nowhere_is_refused(string machine, int size) =>
        Assert.Equal(ImageRule.Protection, Refuse([App("a", size)], new ImageRoom(Flash) { Unit = ProtectionUnit.Named(machine) }).Rule);

    [Fact]
    public void Apps_that_are_copied_to_RAM_start_at_multiples_of_4_on_any_machine() =>
        Assert.Equal(
            "0x40004 a 150, 0x4009a padding 18, 0x400ac b 142",
            Describe(Place([App("a", 150, isForRam: true), App("b", 142, isForRam: true)], new ImageRoom(Flash + 4) { Unit = ProtectionUnit.X86 })));

    [Fact]
    public void Apps_with_fixed_RAM_come_in_its_order_before_those_that_take_it_anywhere() =>
        Assert.Equal(
            "0x40000 low 256, 0x40100 padding 256, 0x40200 high 512, 0x40400 any 1024",
            Describe(Place([App("any", 1024), App("high", 512, ram: 0x2000_4000), App("low", 256, ram: 0x2000_0000)], Flash)));

    [Fact]
    public void Gaps_between_apps_with_fixed_RAM_stay_gaps() =>
        Assert.Equal(
            "0x40000 low 256, 0x40100 padding 3840, 0x41000 high 4096, 0x42000 any 512",
            Describe(Place([App("any", 512), App("high", 4096, ram: 0x2000_4000), App("low", 256, ram: 0x2000_0000)], Flash)));

    [Fact]
    public void Apps_go_behind_the_last_one_with_fixed_RAM_wherever_that_is() =>
        Assert.Equal(
            "0x40000 padding 4096, 0x41000 fixed 512, 0x41200 any 512",
            Describe(Place([App("any", 512), App("fixed", 512, Flash + 0x1000, ram: 0x2000_0000)], Flash)));

    [Fact]
    public void A_disabled_app_takes_no_RAM() =>
        Assert.Equal(
            "0x40000 any 512, 0x40200 fixed 512",
            Describe(Place([App("any", 512, Flash), App("fixed", 512, Flash + 0x200, ram: 0x2000_0000, isEnabled: false)], Flash)));

    [Theory]
    [InlineData(0x2000_4000U, 0x2000_0000U)]
    [InlineData(null, 0x2000_0000U)]
    public void Fixed_flash_in_another_order_than_RAM_is_refused(uint? first, uint second)
    {
        var finding = Refuse([App("a", 512, Flash, ram: first), App("b", 512, Flash + 0x1000, ram: second)], Flash);
        Assert.Equal(ImageRule.RamOrder, finding.Rule);
        Assert.Contains(finding.App.File == "a.tbf" ? "b.tbf" : "a.tbf", finding.Text, StringComparison.Ordinal);
    }

    /// <summary>An app asks for 4096 bytes; a kernel of RISC-V adds about 1080 of its own (tock/tock#3954).</summary>
    [Theory]
    [InlineData(4096, null, true)]
    [InlineData(4095, null, false)]
    [InlineData(4096, "rv32imac", false)]
    [InlineData(5176, "rv32imac", true)]
    [InlineData(8192, "cortex-m4", true)]
    [InlineData(4096, "cortex-m4", false)]
    [InlineData(0, null, false)]
    public void Fixed_RAM_of_two_apps_may_not_overlap(uint distance, string? machine, bool fits)
    {
        var room = new ImageRoom(Flash) { Unit = machine is null ? null : ProtectionUnit.Named(machine) };
        ImageApp[] apps = [App("a", 512, Flash, ram: 0x2000_0000), App("b", 512, Flash + 512, ram: 0x2000_0000 + distance)];
        if (fits)
        {
            Place(apps, room);
            return;
        }
        var finding = Refuse(apps, room);
        Assert.Equal((ImageRule.RamOverlap, "b.tbf"), (finding.Rule, finding.App.File));
        Assert.Contains("a.tbf", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Fixed_RAM_must_suit_the_machine() =>
        Assert.Equal(
            ImageRule.RamPlace,
            Refuse([App("a", 512, ram: 0x2000_0100)], new ImageRoom(Flash) { Unit = ProtectionUnit.ArmV7M }).Rule);

    [Theory]
    [InlineData(3 * 5176, true)]
    [InlineData((3 * 5176) - 1, false)]
    public void The_RAM_of_all_apps_together_must_be_there(uint size, bool fits)
    {
        ImageApp[] apps = [App("a", 512), App("b", 512), App("c", 512)];
        var room = new ImageRoom(Flash) { Unit = ProtectionUnit.RiscV, Ram = (0x2000_0000, 0x2000_0000 + size) };
        if (fits)
        {
            Assert.Equal([0x2000_0000UL, 0x2000_1438, 0x2000_2870], Place(apps, room).Ram.Select(part => part.Start));
            return;
        }
        var finding = Refuse(apps, room);
        Assert.Equal((ImageRule.RamSize, "c.tbf"), (finding.Rule, finding.App.File));
        Assert.Contains("b.tbf", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_app_with_fixed_RAM_outside_of_what_there_is_is_refused() =>
        Assert.Equal(
            ImageRule.RamSize,
            Refuse([App("a", 512, ram: 0x2000_0000)], new ImageRoom(Flash) { Ram = (0x2000_1000, 0x2001_0000) }).Rule);

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1023, false)]
    public void Apps_end_inside_the_room(uint size, bool fits)
    {
        var room = new ImageRoom(Flash) { End = Flash + size };
        ImageApp[] apps = [App("a", 512), App("b", 512)];
        if (fits)
            Place(apps, room);
        else
            Assert.Equal((ImageRule.EndsInRoom, "b.tbf"), (Refuse(apps, room).Rule, Refuse(apps, room).App.File));
    }

    /// <summary>Old apps behind an image would be found by a kernel.</summary>
    [Theory]
    [InlineData(null, 1, 16)]
    [InlineData(528, 1, 16)]
    [InlineData(520, 1, 8)]
    [InlineData(512, 1, 0)]
    [InlineData(null, 512, 512)]
    [InlineData(null, 256, 256)]
    [InlineData(600, 256, 88)]
    public void Behind_the_last_app_are_bytes_that_no_kernel_takes_for_one(int? size, uint round, int tail)
    {
        var room = new ImageRoom(Flash) { End = size is { } bytes ? Flash + (ulong)bytes : null, Round = round };
        var layout = Place([App("a", 512)], room);
        Assert.Equal((ulong)tail, layout.Tail);
        Assert.Equal([.. Enumerable.Repeat((byte)0xFF, tail)], layout.Write()[512..]);
        Assert.Equal([.. Enumerable.Repeat((byte)0, tail)], layout.Write(0)[512..]);
    }

    /// <summary>It took 14 s when each app looked at all that were placed.</summary>
    [Fact]
    public void Twenty_thousand_apps_are_placed_in_no_time()
    {
        ImageApp[] kinds = [App("a", 512), App("b", 640), App("c", 1024), App("d", 1000), App("e", 150, isForRam: true)];
        ImageApp[] apps = [.. Enumerable.Range(0, 20_000).Select(index => kinds[index % kinds.Length])];
        var watch = Stopwatch.StartNew();
        var layout = Place(apps, Flash);
        Assert.Equal(apps.Length, layout.Parts.Count(part => part.App is not null));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_kernel_finds_and_starts_each_of_random_apps()
    {
        var app = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 7]);
        string[] machines = ["cortex-m0", "cortex-m4", "cortex-m33", "rv32imac"];
        Gen.Select(app.Array[1, 10], Gen.Int[0, machines.Length - 1].Select(index => machines[index]), Gen.Int[0, 63]).Sample((rows, machine, offset) =>
        {
            var unit = ProtectionUnit.Named(machine)!;
            var room = new ImageRoom(Flash + (256UL * (uint)offset))
            {
                Unit = unit,
                End = Flash + 0x40000,
                Ram = (0x2000_0000, 0x2004_0000),
            };
            ImageApp[] apps = [.. rows.Select((row, index) => Random(row, index))];
            if (!ImageLayout.TryMake(apps, room, out var layout, out var finding))
            {
                Assert.Contains(finding.Rule, Refusals);
                return;
            }
            byte[] image = layout.Write();
            var found = ImageApps.Walk(image, (long)room.Start).Where(part => part.Bytes[2] != 16).ToList();
            Assert.Equal(apps.Length, found.Count);
            var (free, end) = ((ulong)0x2000_0000, 0x2004_0000UL);
            foreach (var (address, size, bytes) in found)
            {
                var placed = apps.Single(app => app.Tbf.Bytes.Span.SequenceEqual(bytes));
                Assert.True(unit.TakesFlash((ulong)address, size), $"{placed.Name} at 0x{address:x}");
                Assert.Equal(placed.FixedStart ?? address, address);
                var (needed, multiple) = placed.RamOn(unit);
                ulong start = placed.FixedRam ?? ((free + multiple - 1) / multiple * multiple);
                Assert.True(start >= free, $"{placed.Name} comes too late for its RAM");
                free = start + needed;
            }
            Assert.True(free <= end);
        }, iter: 1000);

        ImageApp Random((int Power, int Kind, bool IsFixed, int Place) row, int index) => App(
            $"app{index}",
            512 << row.Power,
            row.Kind == 0 ? Flash + (0x8000 * (long)index) : null,
            ram: row.IsFixed ? 0x2000_0000 + (0x4000U * (uint)row.Place) : null);
    }

    private static string Describe(ImageLayout layout) =>
        string.Join(", ", layout.Parts.Select(part => $"0x{part.Address:x} {part.App?.Name ?? "padding"} {part.Size}"));
}
