using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;

namespace Elf2Tab.Tests.Sizes;

public sealed class SizeBudgetTests
{
    private const uint Ram = 16 + 2048 + 1024 + 1024;

    [Fact]
    public void Up_to_its_budget_an_app_is_converted() =>
        Convert(Apps.PositionIndependent().Build(), new() { MaxFlash = 512, MaxRam = Ram }).With();

    [Fact]
    public void More_flash_is_an_error_that_names_what_is_largest() =>
        AssertOver(
            Apps.PositionIndependent().Build(),
            new() { MaxFlash = 511 },
            Catalogue.FlashOverBudget,
            "512 bytes of flash, 1 more than --max-flash 511: padding ");

    [Fact]
    public void Padding_that_is_the_excess_is_named_with_the_rule_that_saves_it()
    {
        byte[] elf = Apps.PositionIndependent().Build();
        var outcome = Convert(elf, new() { MaxFlash = 500 });

        outcome.IsRefusedFor(Catalogue.FlashOverBudget);
        var diagnostic = outcome.Diagnostics.Diagnostics[^1];
        Assert.Contains("; without padding to the next power of two it would fit", diagnostic.Text, StringComparison.Ordinal);
        Assert.Equal("`--padding cortex-m-subregions`, for a Cortex-M3, M4 or M7, makes it 160 bytes", diagnostic.Hint);
        Convert(elf, new() { MaxFlash = 500, Padding = TabFormat.Tbf.PaddingRule.CortexMSubregions }).With();
    }

    [Fact]
    public void Padding_is_not_blamed_for_an_app_that_is_too_large_without_it()
    {
        var outcome = Convert(Apps.PositionIndependent().Build(), new() { MaxFlash = 100 });
        Assert.DoesNotContain("it would fit", outcome.Diagnostics.Diagnostics[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Space_that_was_asked_for_is_no_padding()
    {
        var outcome = Convert(Apps.PositionIndependent().Build(), new() { MaxFlash = 511, MinimumFooterSize = 340 });
        Assert.Contains("reserved footers 340", outcome.Diagnostics.Diagnostics[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void More_RAM_is_an_error_that_names_what_is_largest() =>
        AssertOver(
            Apps.PositionIndependent().Build(),
            new() { MaxRam = Ram - 100 },
            Catalogue.RamOverBudget,
            $"the app takes {Ram} bytes of RAM, 100 more than --max-ram {Ram - 100}: stack 2048, app heap 1024, kernel heap 1024");

    [Fact]
    public void Of_a_RAM_loaded_app_the_image_and_what_lies_before_it_count()
    {
        byte[] elf = new PieBuilder { Origin = 0x1000, StackInFront = 0x800 }.Build();
        uint needed = 0x100 + 2048 + 1024 + 1024;
        uint all = 0x800 + (uint)PieBuilder.ImageSize + needed;

        Assert.False(Convert(elf, new() { MaxRam = all }).IsRefused);
        AssertOver(
            elf,
            new() { MaxRam = all - 1 },
            Catalogue.RamOverBudget,
            $"({0x800} in front of the image, the image of {PieBuilder.ImageSize}, minimum_ram_size {needed}), 1 more than --max-ram");
    }

    [Fact]
    public void Both_budgets_are_checked_in_one_run() =>
        Assert.Equal(
            [Catalogue.FlashOverBudget, Catalogue.RamOverBudget],
            Convert(Apps.PositionIndependent().Build(), new() { MaxFlash = 0, MaxRam = 0 }).Kinds.Where(kind => kind.Severity == Severity.Error));

    private static void AssertOver(byte[] elf, ConvertOptions options, DiagnosticKind kind, string text)
    {
        var outcome = Convert(elf, options);
        outcome.IsRefusedFor(kind);
        Assert.Contains(text, outcome.Diagnostics.Diagnostics[^1].Text, StringComparison.Ordinal);
    }

    private static Outcome<Converted> Convert(byte[] elf, ConvertOptions options) =>
        Outcome.Of(diagnostics => Converter.Convert(new ElfSource(elf), [], options, diagnostics));
}
