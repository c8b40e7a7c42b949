using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Commands;
using Elf2Tab.Tests.Elf;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Tests.Plan;

public sealed class PaddingTests
{
    private const ulong Kibibyte = 1024;

    /// <summary>Bytes of the length word behind the segments.</summary>
    private const ulong LengthWord = 4;

    [Theory]
    [InlineData(80 * Kibibyte, 80 * Kibibyte)]
    [InlineData((80 * Kibibyte) - 7, 80 * Kibibyte)]
    [InlineData((80 * Kibibyte) + 1, 96 * Kibibyte)]
    [InlineData(64 * Kibibyte, 64 * Kibibyte)]
    [InlineData((64 * Kibibyte) + 1, 80 * Kibibyte)]
    public void An_app_of_80_KB_takes_80_KB(ulong size, ulong expected)
    {
        var options = new ConvertOptions { Padding = PaddingRule.CortexMSubregions };
        var tbf = TbfReader.Read(TbfWriter.Write(Make(Moving(size), options).With()));

        Assert.Equal(expected, tbf.TotalSize);
        Assert.Equal(size, (ulong)tbf.BinaryEndOffset);
        Assert.Empty(tbf.Findings);
        Assert.All(tbf.Footers, footer => Assert.Equal(CredentialFormat.Reserved, footer.Format));
        Assert.Equal(expected - size >= 8, tbf.Footers.Length > 0);
        Assert.InRange(tbf.Footers.Sum(footer => 8L + footer.Data.Length), (long)(expected - size) - 7, (long)(expected - size));
    }

    [Theory]
    [InlineData("auto", 1024)]
    [InlineData("none", 596)]
    [InlineData("power-of-two", 1024)]
    [InlineData("cortex-m-subregions", 640)]
    [InlineData("multiple:4", 596)]
    [InlineData("multiple:100", 600)]
    [InlineData("multiple:128", 640)]
    [InlineData("multiple:4096", 4096)]
    public void The_rule_is_for_the_whole_TBF_with_header_and_footers(string rule, uint expected)
    {
        using var bench = new Bench();
        // The kernel version takes 8 bytes more, so the app binary ends at 553; a SHA-256 footer has 40 bytes.
        bench.With("app.elf", Moving(545).Build());
        bench.Convert($"--sha256 --padding {rule}");

        byte[] file = bench.Read("app.tbf");
        Assert.Equal((expected, (int)expected), (TbfReader.Read(file).TotalSize, file.Length));
    }

    [Fact]
    public void Space_for_credentials_comes_before_the_padding()
    {
        var options = new ConvertOptions { Padding = PaddingRule.MultipleOf(128), MinimumFooterSize = 100 };
        Assert.Equal(768U, Make(Moving(600), options).With().TotalSize);
        Assert.Equal(640U, Make(Moving(600), options with { MinimumFooterSize = 40 }).With().TotalSize);
    }

    [Fact]
    public void The_symbol_sets_a_multiple()
    {
        Assert.Equal(768U, Make(WithSymbol(Moving(700), 256)).With().TotalSize);
        Assert.Equal(708U, Make(WithSymbol(Moving(700), 12)).With().TotalSize);
        Assert.Equal("symbol tbf_total_size_padding", Plan(WithSymbol(Moving(700), 256)).With().Padding.Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData((1UL << 30) + 4)]
    [InlineData((1UL << 32) + 4)]
    public void A_symbol_that_is_no_multiple_of_words_is_refused_unless_the_option_wins(ulong value)
    {
        var app = WithSymbol(Apps.Fixed() with { Is64Bit = true }, value);
        Make(app).IsRefusedFor(Catalogue.PaddingSymbol);
        Make(app, new() { Padding = PaddingRule.None }).With(Catalogue.PaddingOverruled);
    }

    [Fact]
    public void The_option_beats_the_symbol()
    {
        var made = Make(WithSymbol(Moving(700), 4096), new() { Padding = PaddingRule.MultipleOf(128) });

        Assert.Equal(768U, made.With(Catalogue.PaddingOverruled).TotalSize);
        string text = Assert.Single(made.Diagnostics.Diagnostics).Text;
        Assert.Contains("--padding, a multiple of 128,", text, StringComparison.Ordinal);
        Assert.Contains("tbf_total_size_padding = 4096", text, StringComparison.Ordinal);
    }

    /// <summary>The protected region has 128 bytes: where the TBF starts is 128 below.</summary>
    [Theory]
    [InlineData(0x44000, 80, 80)]
    [InlineData(0x40000, 80, 128, 383)]
    [InlineData(0x50000, 80, 128, 383)]
    [InlineData(0x30000, 80, 128, 383)]
    [InlineData(0x70000, 80, 80, 384)]
    [InlineData(0x40000, 128, 128)]
    [InlineData(0x40100, 80, 80, 384)]
    [InlineData(0x48000, 70, 96, 383)]
    [InlineData(0x48000, 90, 96)]
    public void A_fixed_flash_address_decides_what_a_region_covers(ulong start, ulong kibibytes, ulong expected, params int[] codes)
    {
        int size = (int)((kibibytes * Kibibyte) - 128 - LengthWord);
        var app = Apps.Fixed(new SegmentSpec(start + 128, Apps.Code(size))) with { Machine = ElfMachine.Arm };
        var made = Make(app, new() { Padding = PaddingRule.CortexMSubregions });

        Assert.Equal(codes, made.Kinds.Select(kind => kind.Number));
        Assert.Equal(expected * Kibibyte, made.Value!.TotalSize);
        Assert.Equal(!codes.Contains(384), MpuRegion.IsFoundByKernels(start, made.Value.TotalSize));
    }

    /// <summary>Where the TBF starts, and the size that its code gives it; the protected region has 128 bytes.</summary>
    [Theory]
    [InlineData(ElfMachine.Arm, 0x40000, "none", true)]
    [InlineData(ElfMachine.Arm, 0x41f00, "power-of-two", true)]
    [InlineData(ElfMachine.Arm, 0x41000, "power-of-two", false)]
    [InlineData(ElfMachine.I386, 0x160400, "auto", true)]
    [InlineData(ElfMachine.I386, 0x161000, "auto", false)]
    [InlineData(ElfMachine.I386, 0x400000, "auto", true)]
    [InlineData(ElfMachine.RiscV, 0x40000, "auto", false)]
    [InlineData(ElfMachine.X8664, 0x40004, "auto", false)]
    public void A_start_that_no_kernel_takes_is_told_of_whatever_the_padding(ElfMachine machine, ulong start, string padding, bool isTold)
    {
        var app = Apps.Fixed(new SegmentSpec(start + 128, Apps.Code(1000))) with { Machine = machine };
        var rule = padding switch { "none" => PaddingRule.None, "power-of-two" => PaddingRule.PowerOfTwo, _ => null };
        var options = new ConvertOptions { Padding = rule, ProtectedRegionSize = 128 };

        Make(app, options).With(isTold ? [Catalogue.StartUnsuitable] : []);
    }

    [Fact]
    public void Padding_of_a_RAM_loaded_app_is_warned_of()
    {
        byte[] elf = new PieBuilder().Build();
        var plain = RamConversion.Clean(elf).Tbf.TotalSize;
        Assert.Equal(plain, RamConversion.Clean(elf, new() { Padding = PaddingRule.None }).Tbf.TotalSize);
        Assert.Equal(plain, RamConversion.Clean(elf, new() { Padding = PaddingRule.MultipleOf(4) }).Tbf.TotalSize);

        var padded = RamConversion.Warned(elf, new() { Padding = PaddingRule.MultipleOf(4096) }, Catalogue.PaddingInRam);
        Assert.Equal(4096U, padded.Tbf.TotalSize);
        Assert.Contains($"{4096 - plain} bytes", padded.Diagnostics.Diagnostics[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Size: 1024 bytes, the next power of two: that is the rule for ARM.")]
    [InlineData("--padding multiple:128", "Size: 640 bytes, a multiple of 128: --padding.")]
    [InlineData(
        "--padding cortex-m-subregions",
        "Size: 640 bytes, the next size that one region of a Cortex-M covers: --padding.\n"
        + "  It must start 128 or 384 bytes behind a multiple of 1024 (5 of 8 subregions).")]
    public void The_rule_and_its_reason_are_explained(string options, string expected)
    {
        using var bench = new Bench();
        bench.With("app.elf", Moving(553).Build());
        string line = Bench.ConvertLine.Replace(" -q", "", StringComparison.Ordinal);
        Assert.Contains($"  {expected}\n", bench.Run($"{line} -v {options}").Out, StringComparison.Ordinal);
    }

    /// <summary>An ARM app for any flash address, without data, whose app binary ends <paramref name="end"/> bytes into the TBF.</summary>
    private static ElfBuilder Moving(ulong end)
    {
        const ulong Header = 56;
        var app = Apps.Fixed(new SegmentSpec(Apps.Anywhere, Apps.Code((int)(end - Header - LengthWord))));
        return app with { Machine = ElfMachine.Arm, Symbols = [new("main", 1)] };
    }

    private static ElfBuilder WithSymbol(ElfBuilder app, ulong value) =>
        app with { Symbols = [new("tbf_total_size_padding", value), .. app.Symbols] };

    private static Outcome<LoadPlan> Plan(ElfBuilder app) => Outcome.Of(app, (elf, diagnostics) => Planner.Make(elf, new(), diagnostics));

    private static Outcome<TbfObject> Make(ElfBuilder app, ConvertOptions? options = null) =>
        Outcome.Of(app, (elf, diagnostics) =>
        {
            var plan = Planner.Make(elf, options ?? new(), diagnostics);
            return TbfLayout.Make(plan, [], options ?? new(), diagnostics);
        });
}
