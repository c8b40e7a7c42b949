using System.Numerics;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>Which sizes a TBF may have, so that a memory protection unit can cover it.</summary>
public sealed record PaddingRule
{
    /// <summary>Largest multiple to which a TBF can be padded, in bytes.</summary>
    public const uint LargestMultiple = 1 << 30;

    /// <summary>Bytes that powers of two have at least, unless the size is a smaller one already. Upstream's rule.</summary>
    private const uint SmallestPowerOfTwo = 512;

    private enum Kind
    {
        Multiple,
        PowerOfTwo,
        CortexMSubregions,
    }

    private readonly Kind _kind;
    private readonly uint _multiple;

    private PaddingRule(Kind kind, uint multiple)
    {
        _kind = kind;
        _multiple = multiple;
    }

    /// <summary>No more than whole words: headers of TBFs that follow one another are read as words.</summary>
    public static PaddingRule None { get; } = MultipleOf(4);

    /// <summary>The next power of two. A region of any memory protection unit is one.</summary>
    public static PaddingRule PowerOfTwo { get; } = new(Kind.PowerOfTwo, 0);

    /// <summary>The smallest size that one region of an ARMv7-M memory protection unit covers with its subregions, as kernels use them.</summary>
    public static PaddingRule CortexMSubregions { get; } = new(Kind.CortexMSubregions, 0);

    /// <summary>A multiple of so many bytes: a granule of a memory protection unit, a page.</summary>
    public static PaddingRule MultipleOf(uint size) => new(Kind.Multiple, size);

    /// <summary>Whether <paramref name="size"/> bytes are a multiple that a user may ask for: words, and not too large.</summary>
    public static bool IsMultiple(ulong size) => size is >= 4 and <= LargestMultiple && size % 4 == 0;

    /// <summary>The smallest size by this rule that is not below <paramref name="size"/>.</summary>
    /// <param name="size">Bytes.</param>
    /// <param name="start">Flash address of the TBF, of which subregions depend; null: one that suits.</param>
    public ulong Apply(ulong size, ulong? start) => _kind switch
    {
        Kind.Multiple => Alignment.RoundUp(size, _multiple),
        Kind.PowerOfTwo when BitOperations.IsPow2(size) => size,
        Kind.PowerOfTwo => Math.Max(BitOperations.RoundUpToPowerOf2(size), SmallestPowerOfTwo),
        _ when start is { } address && MpuRegion.SmallestSizeForKernels(size, address) is { } covered => covered,
        _ => MpuRegion.SmallestSize(size),
    };

    /// <inheritdoc/>
    public override string ToString() => _kind switch
    {
        Kind.Multiple => $"a multiple of {_multiple}",
        Kind.PowerOfTwo => "the next power of two",
        _ => "the next size that one region of a Cortex-M covers",
    };
}
