using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using TabFormat.Binary;
using TabFormat.Tbf;

namespace TabFormat.Images;

/// <summary>
/// Where apps lie in the flash of a board: an image, which is written there as a whole. A kernel has no table of its apps. It reads one
/// TBF after another, each where the one before ends, so there are no gaps: padding, a TBF that is a base header and nothing else,
/// takes them. The memory protection of the processor decides which addresses suit an app of which size.
/// </summary>
/// <param name="Base">Flash address of the first byte.</param>
/// <param name="Parts">Apps and padding, each starting where the one before ends.</param>
public sealed record ImageLayout(ulong Base, ImmutableArray<ImagePart> Parts)
{
    private readonly ItemList<ImagePart> _parts = Parts;

    /// <summary>Apps and padding, each starting where the one before ends.</summary>
    public ImmutableArray<ImagePart> Parts { get => _parts; init => _parts = value; }

    /// <summary>More bytes than the flash of any board; a larger image is a mistake about the base.</summary>
    public const uint LargestSize = 32 * 1024 * 1024;

    private const ulong EndOfAddresses = 1UL << 32;

    /// <summary>Bytes.</summary>
    public ulong Size => (Parts.IsEmpty ? Base : Parts[^1].End) - Base;

    /// <summary>
    /// Places apps: those with a fixed flash address there, the others around them, the largest first, each at the first place
    /// that suits it.
    /// </summary>
    /// <param name="apps">The apps.</param>
    /// <param name="start">Flash address of the image's first byte.</param>
    /// <param name="alignment">Of what addresses are multiples; null: what the memory protection of a Cortex-M needs.</param>
    /// <param name="layout">Where they lie.</param>
    /// <param name="finding">Why they cannot: an app cannot be where it belongs, or the image would be too large.</param>
    /// <returns>Whether there is a place for each.</returns>
    public static bool TryMake(
        IReadOnlyList<ImageApp> apps,
        ulong start,
        uint? alignment,
        [NotNullWhen(true)] out ImageLayout? layout,
        [NotNullWhen(false)] out ImageFinding? finding)
    {
        layout = null;
        var placed = PlaceFixed(apps, start, out finding);
        if (finding is not null)
            return false;
        foreach (var app in apps.Where(app => app.FixedStart is null).OrderByDescending(app => app.Tbf.TotalSize))
        {
            var (index, address) = FindPlace(app, placed, start, alignment);
            placed.Insert(index, new ImagePart(address, app.Tbf.TotalSize, app));
        }
        var made = new ImageLayout(start, WithPadding(placed, start));
        if (made.Parts is [.., { App: { } last } end] && (made.Size > LargestSize || end.End > EndOfAddresses))
        {
            finding = new(ImageRule.Size, last, $"it would end at 0x{end.End:x}, {made.Size} bytes behind the start of the image");
            return false;
        }
        layout = made;
        return true;
    }

    /// <summary>The bytes of the image.</summary>
    public byte[] Write()
    {
        byte[] bytes = new byte[Size];
        foreach (var part in Parts)
        {
            var place = bytes.AsSpan((int)(part.Address - Base), (int)part.Size);
            if (part.App is { } app)
                app.Tbf.Bytes.Span.CopyTo(place);
            else
                TbfWriter.WritePadding(place);
        }
        return bytes;
    }

    /// <summary>The apps with a fixed flash address, ascending, up to the first that cannot be there.</summary>
    private static List<ImagePart> PlaceFixed(IReadOnlyList<ImageApp> apps, ulong start, out ImageFinding? finding)
    {
        var placed = new List<ImagePart>();
        finding = null;
        foreach (var app in apps.Where(app => app.FixedStart is not null).OrderBy(app => app.FixedStart))
        {
            finding = CheckFixed(app, app.FixedStart!.Value, placed, start);
            if (finding is not null)
                break;
            placed.Add(new ImagePart((ulong)app.FixedStart.Value, app.Tbf.TotalSize, app));
        }
        return placed;
    }

    /// <summary>Why an app cannot be at its address, behind those that are placed; null: it can.</summary>
    private static ImageFinding? CheckFixed(ImageApp app, long address, List<ImagePart> placed, ulong start)
    {
        string binary = $"with the app binary at 0x{address + app.Tbf.BinaryOffset:x}";
        if (address < (long)start)
        {
            return new(
                ImageRule.StartsInImage,
                app,
                $"{binary} its {app.Tbf.BinaryOffset} bytes in front start below 0x{start:x}, where the image starts");
        }
        ulong end = placed.Count == 0 ? start : placed[^1].End;
        string before = placed.Count == 0 ? "the image starts" : $"{placed[^1].App!.File} ends";
        if ((ulong)address < end)
            return new(ImageRule.NoOverlap, app, $"{binary} the TBF starts at 0x{address:x}, {before} at 0x{end:x}");
        if (!IsGap(end, (ulong)address))
        {
            return new(
                ImageRule.GapForPadding,
                app,
                $"{binary} the TBF starts at 0x{address:x}, {before} {(ulong)address - end} bytes lower; padding takes "
                + $"{TbfFormat.BaseHeaderSize} bytes at least");
        }
        return null;
    }

    /// <summary>The first place that suits an app, and where it comes among those that are placed.</summary>
    private static (int Index, ulong Address) FindPlace(ImageApp app, List<ImagePart> placed, ulong start, uint? alignment)
    {
        ulong size = app.Tbf.TotalSize;
        ulong from = start;
        foreach (var (index, next) in placed.Index())
        {
            ulong address = NextStart(app, from, alignment);
            for (; address + size <= next.Address; address = NextStart(app, address + 1, alignment))
            {
                if (IsGap(from, address) && IsGap(address + size, next.Address))
                    return (index, address);
            }
            from = next.End;
        }
        ulong behind = NextStart(app, from, alignment);
        while (!IsGap(from, behind))
            behind = NextStart(app, behind + 1, alignment);
        return (placed.Count, behind);
    }

    /// <summary>Whether padding can be between two addresses, or nothing.</summary>
    private static bool IsGap(ulong from, ulong to) => to == from || to - from >= TbfFormat.BaseHeaderSize;

    /// <summary>The first address, not below another, at which an app may start.</summary>
    private static ulong NextStart(ImageApp app, ulong from, uint? alignment)
    {
        ulong size = app.Tbf.TotalSize;
        if (alignment is { } multiple)
            return Alignment.RoundUp(from, multiple);
        if (app.Tbf.IsLoadedToRam || MpuRegion.SmallestSize(size) != size)
            return Alignment.RoundUp(from, 4); // no memory protection of a Cortex-M is for it
        if (BitOperations.IsPow2(size))
            return Alignment.RoundUp(from, size);
        ulong subregion = MpuRegion.SubregionFor(size);
        ulong address = Alignment.RoundUp(from, subregion);
        while (!MpuRegion.IsFoundByKernels(address, size))
            address += subregion;
        return address;
    }

    private static ImmutableArray<ImagePart> WithPadding(List<ImagePart> placed, ulong start)
    {
        var parts = ImmutableArray.CreateBuilder<ImagePart>();
        ulong end = start;
        foreach (var part in placed)
        {
            if (part.Address > end)
                parts.Add(new ImagePart(end, part.Address - end, null));
            parts.Add(part);
            end = part.End;
        }
        return parts.ToImmutable();
    }
}
