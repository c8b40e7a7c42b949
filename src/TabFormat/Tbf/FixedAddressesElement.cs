using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>Addresses for which the app was linked.</summary>
/// <param name="Ram">Where the app's RAM starts; null: anywhere.</param>
/// <param name="Flash">Where the app binary (not the header) starts; null: anywhere.</param>
public sealed record FixedAddressesElement(uint? Ram, uint? Flash) : TbfElement(TbfElementType.FixedAddresses)
{
    /// <inheritdoc/>
    public override int Length => 8;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U32(Ram ?? TbfFormat.AnyAddress);
        writer.U32(Flash ?? TbfFormat.AnyAddress);
    }
}
