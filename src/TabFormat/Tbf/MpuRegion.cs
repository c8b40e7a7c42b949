using System.Numerics;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>
/// What one region of an ARMv7-M memory protection unit covers (PMSAv7: Cortex-M3, M4, M7). A region has a power of two of
/// bytes, at least 32, and starts at a multiple of its size. One of 256 bytes or more has eight subregions of equal size, each
/// on or off. Regions of 32, 64 and 128 bytes need no rule of their own: they are subregions of one of 256 bytes.
/// </summary>
public static class MpuRegion
{
    /// <summary>Subregions of a region.</summary>
    public const uint Subregions = 8;

    private const ulong SmallestSubregion = 32;
    private const ulong LargestSubregion = (1UL << 32) / Subregions;

    /// <summary>Whether one region, with some of its subregions, covers a range and nothing else.</summary>
    /// <param name="start">Address of the range.</param>
    /// <param name="size">Its bytes.</param>
    public static bool Covers(ulong start, ulong size) => size > 0 && SmallestSize(size, start) == size;

    /// <summary>The smallest size, not below <paramref name="size"/>, that one region covers at a start that suits.</summary>
    public static ulong SmallestSize(ulong size) => Alignment.RoundUp(size, SubregionFor(size));

    /// <summary>
    /// The smallest size, not below <paramref name="size"/>, that one region covers at <paramref name="start"/>; null: none.
    /// </summary>
    public static ulong? SmallestSize(ulong size, ulong start)
    {
        for (ulong subregion = SubregionFor(size); subregion <= LargestSubregion && start % subregion == 0; subregion *= 2)
        {
            // A coarser subregion is never the smaller one, but its region may reach farther.
            ulong rounded = Alignment.RoundUp(size, subregion);
            if (Fits(start, rounded, subregion))
                return rounded;
        }
        return null;
    }

    /// <summary>
    /// The smallest size, not below <paramref name="size"/>, for which Tock's kernels find a region at <paramref name="start"/>; null:
    /// none.
    /// </summary>
    public static ulong? SmallestSizeForKernels(ulong size, ulong start)
    {
        ulong power = Math.Max(BitOperations.RoundUpToPowerOf2(size), SmallestSubregion);
        ulong subregion = start == 0 ? SubregionFor(size) : start & (~start + 1);
        ulong rounded = Alignment.RoundUp(size, subregion);
        bool hasRegion = start % power == 0;
        bool hasSubregions = subregion is >= SmallestSubregion and <= LargestSubregion && Fits(start, rounded, subregion);
        return (hasRegion, hasSubregions) switch
        {
            (true, true) => Math.Min(power, rounded),
            (true, false) => power,
            (false, true) => rounded,
            _ => null,
        };
    }

    /// <summary>
    /// Whether Tock's kernels find a region for a range. They look at one size of subregions only, the largest power of two that
    /// divides the start, so they miss some of what the hardware covers.
    /// </summary>
    public static bool IsFoundByKernels(ulong start, ulong size)
    {
        if (!Covers(start, size))
            return false;
        if (BitOperations.IsPow2(size) && start % size == 0)
            return true;
        ulong subregion = start == 0 ? SubregionFor(size) : start & (~start + 1);
        return size % subregion == 0 && Fits(start, size, subregion);
    }

    /// <summary>The smallest subregions of which eight are as large as <paramref name="size"/>.</summary>
    public static ulong SubregionFor(ulong size) =>
        Math.Max(BitOperations.RoundUpToPowerOf2(size) / Subregions, SmallestSubregion);

    private static bool Fits(ulong start, ulong size, ulong subregion) =>
        (start % (Subregions * subregion)) + size <= Subregions * subregion;
}
