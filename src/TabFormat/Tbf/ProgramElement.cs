using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>What <see cref="MainElement"/> says, and where the footers begin.</summary>
/// <param name="Main">The three values that both elements hold.</param>
/// <param name="BinaryEndOffset">Bytes from the start of the TBF to the first footer; hashes and signatures cover these.</param>
/// <param name="Version">The app's version.</param>
public sealed record ProgramElement(MainElement Main, uint BinaryEndOffset, uint Version) : TbfElement(TbfElementType.Program)
{
    /// <inheritdoc/>
    public override int Length => 20;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        writer.U32(Main.InitFunctionOffset);
        writer.U32(Main.ProtectedTrailerSize);
        writer.U32(Main.MinimumRamSize);
        writer.U32(BinaryEndOffset);
        writer.U32(Version);
    }
}
