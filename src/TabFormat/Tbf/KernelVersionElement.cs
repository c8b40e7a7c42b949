using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>The app runs on kernels from <paramref name="Major"/>.<paramref name="Minor"/> to before (Major + 1).0.</summary>
public sealed record KernelVersionElement(ushort Major, ushort Minor) : TbfElement(TbfElementType.KernelVersion)
{
    /// <inheritdoc/>
    public override int Length => 4;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U16(Major);
        writer.U16(Minor);
    }
}
