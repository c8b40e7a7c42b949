using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Tests.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Tests.Reports;

/// <summary>Advice is taken, and must save what it says.</summary>
public sealed class AdvisorTests
{
    private static readonly ConvertOptions Plain = new() { Stack = 0, AppHeap = 512, KernelHeap = 512 };

    [Fact]
    public void An_app_that_wastes_nothing_gets_no_advice()
    {
        Assert.Empty(Measure(Apps.PositionIndependent().Build(), Plain with { Padding = PaddingRule.CortexMSubregions }).Advice);
        Assert.Empty(Measure(new PieBuilder().Build(), Plain).Advice);
    }

    [Fact]
    public void Subregions_take_less_than_a_power_of_two()
    {
        byte[] arm = Arm(Apps.Anywhere).Build();
        AssertSaves(1, "--padding cortex-m-subregions", arm, Plain, arm, Plain with { Padding = PaddingRule.CortexMSubregions });

        byte[] suitable = Arm(0x2004_0144).Build();
        AssertSaves(1, "--padding cortex-m-subregions", suitable, Plain, suitable, Plain with { Padding = PaddingRule.CortexMSubregions });
    }

    /// <summary>Kernels look for larger subregions at the first address, and no region covers the app at the second.</summary>
    [Theory]
    [InlineData(0x2004_0044)]
    [InlineData(0x2004_0744)]
    public void Subregions_that_kernels_do_not_find_are_not_advised(ulong address) =>
        Assert.Empty(Measure(Arm(address).Build(), Plain).Advice);

    [Fact]
    public void Subregions_are_for_a_Cortex_M() =>
        Assert.Empty(Measure(
            (Arm(0x2004_0144) with { Machine = ElfMachine.RiscV }).Build(), Plain with { Padding = PaddingRule.PowerOfTwo }).Advice);

    [Fact]
    public void Padding_in_RAM_is_for_nothing()
    {
        byte[] pie = new PieBuilder().Build();
        AssertSaves(1, "copied to RAM", pie, Plain with { Padding = PaddingRule.MultipleOf(4096) }, pie, Plain);
    }

    [Fact]
    public void Reserved_footers_cost_what_padding_does_not_take()
    {
        byte[] arm = Apps.PositionIndependent().Build();
        AssertSaves(1, "--minimum-footer-size", arm, Plain with { MinimumFooterSize = 1000 }, arm, Plain);
        Assert.DoesNotContain(
            Measure(arm, Plain with { MinimumFooterSize = 200 }).Advice,
            advice => advice.Text.Contains("--minimum-footer-size", StringComparison.Ordinal));

        byte[] pie = new PieBuilder().Build();
        AssertSaves(1, "copied to RAM", pie, Plain with { MinimumFooterSize = 1000 }, pie, Plain);
    }

    [Fact]
    public void A_protected_region_costs_what_the_header_does_not_need()
    {
        byte[] arm = Apps.PositionIndependent().Build();
        AssertSaves(1, "--protected-region-size asks for", arm, Plain with { ProtectedRegionSize = 600 }, arm, Plain);

        byte[] pie = new PieBuilder().Build();
        AssertSaves(1, "--protected-region-size asks for", pie, Plain with { ProtectedRegionSize = 600 }, pie, Plain);
    }

    [Fact]
    public void An_app_linked_far_behind_a_multiple_of_256_has_a_trailer_for_nothing()
    {
        byte[] far = Apps.Fixed(new SegmentSpec(0x2004_00F0, Apps.Code(64))).Build();
        byte[] near = Apps.Fixed(new SegmentSpec(0x2004_0044, Apps.Code(64))).Build();

        AssertSaves(1, "linked for 0x20040044, not 0x200400f0", far, Plain, near, Plain);
        Assert.Empty(Measure(near, Plain).Advice);
    }

    [Fact]
    public void Gaps_between_segments_are_stored()
    {
        AssertSaves(
            1, "belong to no section", Gap(Apps.Flash + 364).Build(), Plain, Gap(Apps.Flash + 64).Build(), Plain);
        Assert.DoesNotContain(
            Measure(Gap(Apps.Flash + 64 + 63).Build(), Plain).Advice, advice => advice.Text.Contains("no section", StringComparison.Ordinal));

        static ElfBuilder Gap(ulong second) => Apps.Fixed(new SegmentSpec(Apps.Flash, Apps.Code(64)), Apps.Data(second, 16));
    }

    [Fact]
    public void Relocations_would_be_smaller_as_RELR()
    {
        var words = Enumerable.Range(0, 8).Select(index => PieBuilder.Data + (4 * (ulong)index)).ToArray();
        var app = Measure(new PieBuilder { Rel = [.. words.Select(word => new RelocationSpec(word, PieBuilder.Relative))] }.Build(), Plain);

        Assert.Equal((64 - 8, 64 - 8), Assert.Single(app.Advice) is var advice ? (advice.Flash, advice.Ram) : default);
    }

    [Fact]
    public void A_stack_in_a_segment_is_counted_twice()
    {
        var app = Apps.Fixed(new SegmentSpec(Apps.Flash, Apps.Code(64)), Apps.Data(Apps.Flash + 64, 16) with { MemorySize = 516 });
        app.Sections.Add(new SectionSpec(".stack", SectionType.NoBits, Apps.Writable) { Address = Apps.Ram + 16, Size = 500 });
        byte[] elf = app.Build();

        AssertSaves(0, "--stack 0", elf, Plain with { Stack = null }, elf, Plain);
    }

    [Fact]
    public void More_RAM_than_the_parts_add_up_to_is_spare()
    {
        byte[] elf = Apps.Fixed().Build();

        AssertSaves(0, "add up to 1024", elf, Plain with { MinimumRamSize = 5000 }, elf, Plain);
    }

    [Fact]
    public void Heaps_of_the_default_size_are_named_where_they_are_the_largest_part()
    {
        var options = new ConvertOptions { Stack = 0 };
        foreach (byte[] elf in (byte[][])[Apps.Fixed().Build(), new PieBuilder().Build(), new PieBuilder { Machine = ElfMachine.Arm }.Build()])
            AssertSaves(0, "--app-heap 0", elf, options, elf, options with { AppHeap = 0 });
        Assert.DoesNotContain(
            Measure(Apps.Fixed().Build(), new ConvertOptions { Stack = 4096 }).Advice,
            advice => advice.Text.Contains("--app-heap", StringComparison.Ordinal));
    }

    /// <summary>A table of 24 bytes, in front of .bss or under it.</summary>
    [Fact]
    public void Relocation_tables_can_lie_under_variables_that_start_as_zero()
    {
        AssertSaves(0, "under .bss", WithTable(PieBuilder.ImageSize), Plain, WithTable(PieBuilder.ImageSize - 24), Plain);

        var shared = Measure(WithTable(PieBuilder.ImageSize - 24), Plain);
        Assert.Equal(24, shared.SharedWithBss);
        Assert.DoesNotContain(shared.Advice, advice => advice.Text.Contains("under .bss", StringComparison.Ordinal));

        static byte[] WithTable(ulong bss)
        {
            const ulong Table = PieBuilder.ImageSize - 24;
            var pie = new PieBuilder
            {
                Bss = bss + 0x100 - PieBuilder.ImageSize,
                Tags =
                [
                    (DynamicTag.Relr, Table), (DynamicTag.RelrSize, 4), (DynamicTag.RelrEntrySize, 4),
                ],
                Sections =
                [
                    new(".relr.dyn", SectionType.Relr, SectionFlags.Allocate) { InSegment = 1, Address = Table, Size = 24 },
                    new(".bss", SectionType.NoBits, SectionFlags.Allocate | SectionFlags.Write) { Address = bss, Size = 0x100 },
                ],
            }.ToElf();
            byte[] data = pie.Segments[1].Bytes;
            BitConverter.GetBytes((uint)PieBuilder.Data).CopyTo(data, (int)(Table - PieBuilder.Data));
            return pie.Build();
        }
    }

    /// <summary>An ARM app of a little over 1024 bytes.</summary>
    private static ElfBuilder Arm(ulong address) =>
        Apps.Fixed(new SegmentSpec(address, Apps.Code(1000))) with { Machine = ElfMachine.Arm };

    /// <param name="index">Whether flash (1) or RAM (0) is saved.</param>
    /// <param name="text">Part of the advice.</param>
    /// <param name="elf">The app that gets the advice.</param>
    /// <param name="options">How it is converted.</param>
    /// <param name="better">The app after the advice was taken.</param>
    /// <param name="betterOptions">How that is converted.</param>
    private static void AssertSaves(
        int index, string text, byte[] elf, ConvertOptions options, byte[] better, ConvertOptions betterOptions)
    {
        var app = Measure(elf, options);
        var saved = Measure(better, betterOptions);
        var advice = app.Advice.First(advice => advice.Text.Contains(text, StringComparison.Ordinal));

        Assert.True(index == 1 ? advice.Flash > 0 : advice.Ram > 0);
        Assert.Equal((app.Flash - saved.Flash, app.Ram - saved.Ram), (advice.Flash, advice.Ram));
    }

    private static AppSizes Measure(byte[] elf, ConvertOptions options)
    {
        var converted = Outcome.Of(diagnostics => Converter.Convert(new ElfSource(elf), [], options, diagnostics));
        Assert.False(converted.IsRefused);
        return new Measurement(Detail.None, 0).Measure("app", converted.Value!, options);
    }
}
