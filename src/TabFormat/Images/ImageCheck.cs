using TabFormat.Reading;
using TabFormat.Tbf;

namespace TabFormat.Images;

/// <summary>Walks a finished image as a kernel does, and compares what it finds with what was planned.</summary>
public static class ImageCheck
{
    /// <summary>What a kernel would not find where it should be.</summary>
    public static IEnumerable<string> Differences(ImageLayout layout, ReadOnlyMemory<byte> image)
    {
        var found = Walk(image).ToList();
        if (found.Count != layout.Parts.Length)
            yield return $"a kernel finds {found.Count} TBFs in the image, {layout.Parts.Length} were planned";
        foreach (var (part, (offset, tbf)) in layout.Parts.Zip(found))
        {
            bool isAsPlanned = layout.Base + (ulong)offset == part.Address
                && tbf.TotalSize == part.Size
                && tbf.IsPadding == part.App is null
                && (part.App is null || image.Span.Slice(offset, (int)tbf.TotalSize).SequenceEqual(part.App.Tbf.Bytes.Span));
            if (!isAsPlanned)
            {
                yield return $"a kernel finds {tbf.PackageName ?? "padding"} with {tbf.TotalSize} bytes at 0x{layout.Base + (ulong)offset:x}, "
                    + $"{part.App?.Name ?? "padding"} with {part.Size} was planned at 0x{part.Address:x}";
            }
        }
    }

    /// <summary>One TBF after another, each where the one before ends, until there is none.</summary>
    private static IEnumerable<(int Offset, TbfReading Tbf)> Walk(ReadOnlyMemory<byte> image)
    {
        for (int offset = 0; image.Length - offset >= TbfFormat.BaseHeaderSize;)
        {
            var tbf = TbfReader.Read(image[offset..]);
            if (!tbf.Findings.IsEmpty)
                yield break;
            yield return (offset, tbf);
            offset += (int)tbf.TotalSize;
        }
    }
}
