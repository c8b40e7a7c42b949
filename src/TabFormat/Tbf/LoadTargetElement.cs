using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>For which machine and RAM a RAM-loaded app is.</summary>
/// <param name="Machine">The processor, as in the ELF (e_machine).</param>
/// <param name="Class">Its word size, as in the ELF: 1 for 32 bits, 2 for 64.</param>
/// <param name="Placement">Where its RAM may be.</param>
/// <param name="LinkAddress">Virtual address of the start of its RAM: places and addends of relocations count from 0 as it does.</param>
/// <param name="RamSize">Bytes of RAM that a loader must find, its own needs apart.</param>
/// <param name="RamAlignment">The start of its RAM is a multiple of this, bytes: a power of two.</param>
public sealed record LoadTargetElement(
    ushort Machine, byte Class, RamPlacement Placement, uint LinkAddress, uint RamSize, uint RamAlignment)
    : TbfElement(TbfElementType.LoadTarget)
{
    /// <inheritdoc/>
    public override int Length => 16;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U16(Machine);
        writer.U8(Class);
        writer.U8((byte)Placement);
        writer.U32(LinkAddress);
        writer.U32(RamSize);
        writer.U32(RamAlignment);
    }
}
