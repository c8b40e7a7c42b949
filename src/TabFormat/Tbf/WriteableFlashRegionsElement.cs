using System.Collections.Immutable;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>All writeable flash regions: kernels keep only the last such element, so there is one for all.</summary>
/// <param name="Regions">Offsets count from the start of the TBF.</param>
public sealed record WriteableFlashRegionsElement(ImmutableArray<FlashRegion> Regions)
    : TbfElement(TbfElementType.WriteableFlashRegions)
{
    private readonly ItemList<FlashRegion> _regions = Regions;

    /// <summary>The regions; offsets count from the start of the TBF.</summary>
    public ImmutableArray<FlashRegion> Regions { get => _regions; init => _regions = value; }

    /// <inheritdoc/>
    public override int Length => 8 * Regions.Length;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        foreach (var region in Regions)
        {
            writer.U32(region.Offset);
            writer.U32(region.Size);
        }
    }
}
