using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using TabFormat.Tbf;

namespace Elf2Tab.Sizes;

/// <summary>What an app may take at most: <c>--max-flash</c> and <c>--max-ram</c>.</summary>
internal static class SizeBudget
{
    /// <summary>As many of the largest parts are named.</summary>
    private const int Named = 3;

    /// <summary>Compares an app with its budgets.</summary>
    /// <exception cref="InputException">It takes more; what is over, by how much and what takes most was reported.</exception>
    public static void Check(LoadPlan plan, TbfObject tbf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (options.MaxFlash is null && options.MaxRam is null)
            return;
        var (flash, ram) = PlanMap.Of(plan, tbf);
        if (options.MaxFlash is { } maxFlash && flash.Size > maxFlash)
        {
            string text = $"the TBF takes {flash.Size} bytes of flash, {flash.Size - maxFlash} more than --max-flash {maxFlash}: "
                + Largest(FlashSizes(flash, tbf, options));
            if (flash.Size - maxFlash <= TbfPadding.Of(tbf, options))
                text += $"; without padding to {plan.Padding.Rule} it would fit";
            if (TbfPadding.Smaller(plan, tbf, options) is { } smaller && smaller.Size <= maxFlash)
                diagnostics.Report(Catalogue.FlashOverBudget, text, $"`{smaller.Option}`{smaller.Condition} makes it {smaller.Size} bytes");
            else
                diagnostics.Report(Catalogue.FlashOverBudget, text);
        }
        if (options.MaxRam is { } maxRam && ram.Size > maxRam)
        {
            string sum = plan is RamPlan { Ram: var image }
                ? $" ({image.ImageOffset} in front of the image, the image of {image.Image.Size}, minimum_ram_size {plan.Memory.Total})"
                : "";
            diagnostics.Report(
                Catalogue.RamOverBudget,
                $"the app takes {ram.Size} bytes of RAM{sum}, {ram.Size - maxRam} more than --max-ram {maxRam}: {Largest(ram.Sizes())}");
        }
        diagnostics.StopOnErrors();
    }

    /// <summary>Of a finished TBF, what is more than its budgets.</summary>
    /// <param name="flash">Bytes of flash.</param>
    /// <param name="ram">Bytes of RAM.</param>
    /// <param name="options">The budgets.</param>
    public static IEnumerable<(DiagnosticKind Kind, string Text)> Check(long flash, long ram, ConvertOptions options)
    {
        if (flash > options.MaxFlash)
            yield return (Catalogue.FlashOverBudget, $"the TBF takes {flash} bytes of flash, {flash - options.MaxFlash} more than --max-flash {options.MaxFlash}");
        if (ram > options.MaxRam)
            yield return (Catalogue.RamOverBudget, $"the app takes {ram} bytes of RAM, {ram - options.MaxRam} more than --max-ram {options.MaxRam}");
    }

    /// <summary>Bytes for each purpose; padding by its name, though it takes the form of reserved footers.</summary>
    private static IEnumerable<PurposeSize> FlashSizes(MapBar flash, TbfObject tbf, ConvertOptions options) =>
        flash.Sizes().Where(entry => entry.Purpose is not (Purpose.Reserved or Purpose.Padding)).Concat(
        [
            new PurposeSize(Purpose.Reserved, (long)TbfPadding.SizesOf(tbf, options).Reserved),
            new PurposeSize(Purpose.Padding, TbfPadding.Of(tbf, options)),
        ]);

    private static string Largest(IEnumerable<PurposeSize> sizes)
    {
        var largest = sizes.Where(entry => entry.Size > 0).OrderByDescending(entry => entry.Size).Take(Named);
        return string.Join(", ", largest.Select(entry => $"{entry.Purpose.Name()} {entry.Size}"));
    }
}
