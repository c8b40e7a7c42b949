namespace TabFormat.Images;

/// <summary>A TBF in an image.</summary>
/// <param name="Address">Flash address of its first byte.</param>
/// <param name="Size">Bytes.</param>
/// <param name="App">The app; null: padding between apps.</param>
public sealed record ImagePart(ulong Address, ulong Size, ImageApp? App)
{
    /// <summary>Flash address behind its last byte.</summary>
    public ulong End => Address + Size;
}
