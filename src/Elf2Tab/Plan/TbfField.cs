using Elf2Tab.Diagnostics;

namespace Elf2Tab.Plan;

/// <summary>A TBF states addresses and sizes in 32 bits; ELFs of the 64-bit class have more.</summary>
internal static class TbfField
{
    /// <summary>A value as a TBF states it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="field">What it is, to begin a sentence about it.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It has more than 32 bits.</exception>
    public static uint Narrow(ulong value, string field, DiagnosticSink diagnostics) => value <= uint.MaxValue
        ? (uint)value
        : throw diagnostics.Fail(Catalogue.ValueTooLarge, $"{field} is 0x{value:x}; a TBF holds 32 bits");
}
