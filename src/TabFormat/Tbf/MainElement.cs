using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>The start of every app, for all kernels.</summary>
/// <param name="InitFunctionOffset">Bytes from the end of the header to the entry point.</param>
/// <param name="ProtectedTrailerSize">Bytes between the header and the app binary.</param>
/// <param name="MinimumRamSize">Bytes of RAM that the app needs.</param>
public sealed record MainElement(uint InitFunctionOffset, uint ProtectedTrailerSize, uint MinimumRamSize)
    : TbfElement(TbfElementType.Main)
{
    /// <inheritdoc/>
    public override int Length => 12;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U32(InitFunctionOffset);
        writer.U32(ProtectedTrailerSize);
        writer.U32(MinimumRamSize);
    }
}
