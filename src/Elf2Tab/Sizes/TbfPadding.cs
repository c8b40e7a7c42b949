using Elf2Tab.Elf;
using Elf2Tab.Plan;
using TabFormat.Tbf;

namespace Elf2Tab.Sizes;

/// <summary>A rule by which a TBF has less padding.</summary>
/// <param name="Option">How to ask for it.</param>
/// <param name="Condition">What must hold for it, to follow the option; empty: nothing.</param>
/// <param name="Size">Bytes of the TBF with it.</param>
internal sealed record SmallerPadding(string Option, string Condition, long Size);

/// <summary>What padding costs a TBF. It mostly takes the form of reserved footers, which space for signatures does too.</summary>
internal static class TbfPadding
{
    /// <summary>The sizes of the parts of a TBF.</summary>
    public static TbfSizes SizesOf(TbfObject tbf, ConvertOptions options) =>
        new(tbf.ProtectedRegionSize, tbf.BinarySize, (ulong)tbf.CredentialsSize) { MinimumFooters = options.MinimumFooterSize };

    /// <summary>Bytes of padding.</summary>
    public static long Of(TbfObject tbf, ConvertOptions options) => tbf.TotalSize - (long)SizesOf(tbf, options).Unpadded;

    /// <summary>The rule that saves most: subregions in place of a power of two, where kernels find them; none in RAM; null: there is none.</summary>
    public static SmallerPadding? Smaller(LoadPlan plan, TbfObject tbf, ConvertOptions options)
    {
        ulong used = SizesOf(tbf, options).Unpadded;
        var rule = plan is RamPlan ? Rule(PaddingRule.None, "--padding none", "") : OfFlash();
        return rule is not null && rule.Size < tbf.TotalSize ? rule : null;

        SmallerPadding? OfFlash()
        {
            if (plan.Machine.Id != ElfMachine.Arm || plan.Padding.Rule != PaddingRule.PowerOfTwo)
                return null;
            var subregions = Rule(PaddingRule.CortexMSubregions, "--padding cortex-m-subregions", ", for a Cortex-M3, M4 or M7,");
            return plan.StartAddress is { } start && !MpuRegion.IsFoundByKernels(start, (ulong)subregions.Size) ? null : subregions;
        }

        SmallerPadding Rule(PaddingRule padding, string option, string condition) =>
            new(option, condition, (long)padding.Apply(used, plan is RamPlan ? null : plan.StartAddress));
    }
}
