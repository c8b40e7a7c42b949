namespace TabFormat.Images;

/// <summary>Walks a finished image as a kernel does, and compares what it finds with what was planned.</summary>
public static class ImageCheck
{
    /// <summary>What a kernel would not find where it should be.</summary>
    public static IEnumerable<string> Differences(ImageLayout layout, ReadOnlyMemory<byte> image)
    {
        var walk = ImageWalk.Of(image);
        var found = walk.Found;
        if (found.Length != layout.Parts.Length || !walk.Behind.IsEmpty)
            yield return $"a kernel finds {found.Length} TBFs in the image, {layout.Parts.Length} were planned";
        foreach (var (part, (offset, tbf)) in layout.Parts.Zip(found))
        {
            bool isAsPlanned = layout.Base + (ulong)offset == part.Address
                && tbf.TotalSize == part.Size
                && tbf.Findings.IsEmpty
                && tbf.IsPadding == part.App is null
                && (part.App is null || image.Span.Slice(offset, (int)tbf.TotalSize).SequenceEqual(part.App.Tbf.Bytes.Span));
            if (!isAsPlanned)
            {
                yield return $"a kernel finds {tbf.PackageName ?? "padding"} with {tbf.TotalSize} bytes at 0x{layout.Base + (ulong)offset:x}, "
                    + $"{part.App?.Name ?? "padding"} with {part.Size} was planned at 0x{part.Address:x}";
            }
        }
    }
}
