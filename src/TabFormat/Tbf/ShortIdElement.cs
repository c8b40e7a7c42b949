using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>A number, not 0, that identifies the app.</summary>
public sealed record ShortIdElement(uint Id) : TbfElement(TbfElementType.ShortId)
{
    /// <inheritdoc/>
    public override int Length => 4;

    private protected override void WriteContent(ref ByteWriter writer) => writer.U32(Id);
}
