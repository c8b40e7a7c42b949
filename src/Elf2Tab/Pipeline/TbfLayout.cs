using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using TabFormat.Tbf;

namespace Elf2Tab.Pipeline;

/// <summary>From a plan to a TBF: every size is worked out, what is wrong with them is reported, then the bytes are fetched.</summary>
internal static class TbfLayout
{
    /// <summary>Fixes the layout.</summary>
    /// <exception cref="InputException">The TBF would be larger than allowed.</exception>
    public static TbfObject Make(
        LoadPlan plan, ImmutableArray<Credential> credentials, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var sizes = new TbfSizes(plan.ProtectedRegion.Size, plan.BinarySize, (ulong)credentials.Sum(credential => (long)credential.Size))
        {
            MinimumFooters = options.MinimumFooterSize,
            Padding = plan.Padding.Rule,
            StartAddress = plan.StartAddress,
        };
        ulong total = sizes.Total;
        if (total > options.MaxSize)
        {
            throw diagnostics.Fail(
                Catalogue.TooLarge,
                $"the TBF would have {total} bytes (protected region {plan.ProtectedRegion.Size}, app binary {plan.BinarySize}, "
                + $"footers and padding {total - sizes.BinaryEnd}); at most {options.MaxSize} are allowed");
        }
        if (plan is RamPlan && sizes.Reserved > 0)
            diagnostics.Report(Catalogue.FooterInRam, $"{sizes.Reserved} bytes of reserved footer are copied to RAM with the app");
        CheckPadding(plan, sizes.Unpadded, total, diagnostics);
        return new TbfObject(
            plan.App, plan.ProtectedRegion.Size, (uint)plan.BinarySize, plan.Binary, credentials, (uint)total);
    }

    /// <summary>Says what padding costs, and whether a kernel can protect an app of this size where it belongs.</summary>
    private static void CheckPadding(LoadPlan plan, ulong needed, ulong total, DiagnosticSink diagnostics)
    {
        if (plan is RamPlan && total - PaddingRule.None.Apply(needed, null) is > 0 and var wasted)
            diagnostics.Report(Catalogue.PaddingInRam, $"{wasted} bytes of padding are copied to RAM with the app");
        if (plan is RamPlan || plan.StartAddress is not { } start)
            return;
        ulong elsewhere = plan.Padding.Rule.Apply(needed, null);
        if (total > elsewhere)
            diagnostics.Report(
                Catalogue.SizeGrown, $"at 0x{start:x} one region covers {total} bytes; elsewhere {elsewhere} would do");
        if (plan.ProtectionUnit is { } unit && !unit.TakesFlash(start, total))
            diagnostics.Report(
                Catalogue.StartUnsuitable,
                $"a kernel on {unit.Name} takes no app of {total} bytes at 0x{start:x}, where the TBF belongs: {unit.FlashRule}");
    }
}
