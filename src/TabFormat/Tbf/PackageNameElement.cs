using System.Text;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>The app's name.</summary>
public sealed record PackageNameElement(string Name) : TbfElement(TbfElementType.PackageName)
{
    /// <inheritdoc/>
    public override int Length => Encoding.UTF8.GetByteCount(Name);

    private protected override void WriteContent(ref ByteWriter writer) => Encoding.UTF8.GetBytes(Name, writer.Take(Length));
}
