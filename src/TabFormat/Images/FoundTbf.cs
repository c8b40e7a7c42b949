using TabFormat.Reading;

namespace TabFormat.Images;

/// <summary>A TBF that a kernel finds.</summary>
/// <param name="Offset">Bytes from the start of the memory to its header.</param>
/// <param name="Tbf">What it is; with findings, a kernel skips it. Its bytes end where it does.</param>
public readonly record struct FoundTbf(int Offset, TbfReading Tbf)
{
    /// <summary>Bytes from the start of the memory to what follows it.</summary>
    public int End => Offset + Tbf.Bytes.Length;
}
