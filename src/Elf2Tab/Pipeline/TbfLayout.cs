using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using TabFormat.Binary;
using TabFormat.Tbf;

namespace Elf2Tab.Pipeline;

/// <summary>From a plan to a TBF: every size is worked out, then the bytes are fetched.</summary>
public static class TbfLayout
{
    /// <summary>Fixes the layout.</summary>
    /// <exception cref="InputException">The TBF would be larger than allowed.</exception>
    public static TbfObject Make(
        LoadPlan plan, ImmutableArray<Credential> credentials, ConvertOptions options, DiagnosticSink diagnostics)
    {
        ulong binaryEnd = plan.ProtectedRegion.Size + plan.BinarySize;
        ulong footers = (ulong)credentials.Sum(credential => (long)credential.Size);
        ulong needed = binaryEnd + footers + ReservedSize(footers, options.MinimumFooterSize);
        ulong total = plan.Padding.Rule.Apply(needed, plan.StartAddress);
        if (total > options.MaxSize)
        {
            throw diagnostics.Fail(
                Catalogue.TooLarge,
                $"the TBF would have {total} bytes (protected region {plan.ProtectedRegion.Size}, app binary {plan.BinarySize}, "
                + $"footers and padding {total - binaryEnd}); at most {options.MaxSize} are allowed");
        }
        if (plan is RamPlan && ReservedSize(footers, options.MinimumFooterSize) is > 0 and var reserved)
            diagnostics.Report(Catalogue.FooterInRam, $"{reserved} bytes of reserved footer are copied to RAM with the app");
        CheckPadding(plan, needed, total, diagnostics);
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

    /// <summary>Bytes that make the footers as large as was asked for: at least an empty credential, a multiple of 4.</summary>
    /// <param name="footers">Bytes of the credentials.</param>
    /// <param name="minimum">Bytes that were asked for.</param>
    public static ulong ReservedSize(ulong footers, uint minimum) =>
        minimum <= footers ? 0 : Alignment.RoundUp(Math.Max(minimum - footers, TbfFormat.CredentialPrefixSize), 4);
}
