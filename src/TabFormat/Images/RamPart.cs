namespace TabFormat.Images;

/// <summary>The RAM of an app.</summary>
/// <param name="App">The app.</param>
/// <param name="Start">Address of its first byte.</param>
/// <param name="Size">Bytes, with what a kernel takes for itself.</param>
public readonly record struct RamPart(ImageApp App, ulong Start, ulong Size)
{
    /// <summary>Address behind its last byte.</summary>
    public ulong End => Start + Size;
}
