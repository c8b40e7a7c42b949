using System.Numerics;
using TabFormat.Binary;

namespace Elf2Tab.Conversion;

/// <summary>How the size of a TBF is rounded so that a memory protection unit can cover it.</summary>
/// <param name="Multiple">Sizes are multiples of this many bytes; or, with powers of two, at least this many.</param>
/// <param name="IsPowerOfTwo">Sizes are powers of two.</param>
public readonly record struct Padding(uint Multiple, bool IsPowerOfTwo)
{
    /// <summary>For what is copied to RAM: no more than whole words.</summary>
    public static Padding ToWords { get; } = new(4, IsPowerOfTwo: false);

    /// <summary>The size that <paramref name="size"/> is rounded up to. A power of two stays, however small.</summary>
    public ulong Apply(ulong size)
    {
        if (!IsPowerOfTwo)
            return Alignment.RoundUp(size, Multiple);
        return BitOperations.IsPow2(size) ? size : Math.Max(BitOperations.RoundUpToPowerOf2(size), Multiple);
    }

    /// <inheritdoc/>
    public override string ToString() => IsPowerOfTwo ? "the next power of two" : $"a multiple of {Multiple}";
}
