using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TabFormat.Binary;
using TabFormat.Tbf;

namespace TabFormat.Images;

/// <summary>
/// Where apps lie in the flash of a board: an image, which is written there as a whole. A kernel has no table of its apps. It reads one
/// TBF after another, each where the one before ends, so there are no gaps: padding, a TBF that is a base header and nothing else,
/// takes them. It stops at the first header that is none, so one follows the last app. The memory protection of the processor decides
/// which addresses suit an app of which size; and since RAM is given out upward in the order of the apps in flash, those with fixed RAM
/// addresses come in the order of these, before those that take RAM anywhere.
/// </summary>
/// <param name="Base">Flash address of the first byte.</param>
/// <param name="Parts">Apps and padding, each starting where the one before ends.</param>
public sealed record ImageLayout(ulong Base, ImmutableArray<ImagePart> Parts)
{
    /// <summary>More bytes than the flash of any board; a larger image is a mistake about the base.</summary>
    public const uint LargestSize = 32 * 1024 * 1024;

    /// <summary>What erased flash reads as.</summary>
    public const byte Erased = 0xFF;

    /// <summary>Bytes behind the last app that are no header: as many as a header has.</summary>
    private const uint EndMarker = TbfFormat.BaseHeaderSize;

    private const ulong EndOfAddresses = 1UL << 32;

    private readonly ItemList<ImagePart> _parts = Parts;
    private readonly ItemList<RamPart> _ram;

    /// <summary>Apps and padding, each starting where the one before ends.</summary>
    public ImmutableArray<ImagePart> Parts { get => _parts; init => _parts = value; }

    /// <summary>Bytes of apps and padding.</summary>
    public ulong Size => (Parts.IsEmpty ? Base : Parts[^1].End) - Base;

    /// <summary>Bytes behind them that no kernel takes for an app.</summary>
    public ulong Tail { get; init; }

    /// <summary>Of what the apps need, where their RAM would be; without bounds of the RAM only of those with fixed addresses.</summary>
    public ImmutableArray<RamPart> Ram { get => _ram; init => _ram = value; }

    /// <summary>
    /// Places apps: those with a fixed flash address there, the others around them, the largest first, each at the first place
    /// that suits it; those with a fixed RAM address in the order of these, and all others behind them.
    /// </summary>
    /// <param name="apps">The apps.</param>
    /// <param name="room">Where they may lie.</param>
    /// <param name="layout">Where they lie.</param>
    /// <param name="finding">Why they cannot: the first rule that an app breaks.</param>
    /// <returns>Whether there is a place for each.</returns>
    public static bool TryMake(
        IReadOnlyList<ImageApp> apps,
        ImageRoom room,
        [NotNullWhen(true)] out ImageLayout? layout,
        [NotNullWhen(false)] out ImageFinding? finding)
    {
        layout = null;
        var placing = new ImagePlacing(room);
        finding = placing.PlaceAll(apps);
        if (finding is not null)
            return false;
        var parts = WithPadding(placing.Placed, room.Start);
        var made = new ImageLayout(room.Start, parts);
        finding = CheckEnd(made, room);
        if (finding is not null)
            return false;
        var ram = RamLayout.Make(
            parts.Where(part => part.App is not null).Select(part => part.App!), room.Ram, room.Unit, out var findings);
        finding = findings.FirstOrDefault();
        if (finding is not null)
            return false;
        layout = made with { Tail = TailOf(made, room), Ram = ram };
        return true;
    }

    /// <summary>The bytes of the image, with its tail.</summary>
    /// <param name="fill">What is behind the last app.</param>
    public byte[] Write(byte fill = Erased)
    {
        byte[] bytes = new byte[Size + Tail];
        foreach (var part in Parts)
        {
            var place = bytes.AsSpan((int)(part.Address - Base), (int)part.Size);
            if (part.App is { } app)
                app.Tbf.Bytes.Span.CopyTo(place);
            else
                TbfWriter.WritePadding(place);
        }
        bytes.AsSpan((int)Size).Fill(fill);
        return bytes;
    }

    private static ImageFinding? CheckEnd(ImageLayout layout, ImageRoom room)
    {
        if (layout.Parts is not [.., { App: { } last } end])
            return null;
        if (room.End is { } roomEnd && end.End > roomEnd)
        {
            return new(
                ImageRule.EndsInRoom,
                last,
                $"its {end.Size} bytes would lie at 0x{end.Address:x} to 0x{end.End:x}, the room for apps is 0x{room.Start:x} to 0x{roomEnd:x} "
                + $"({roomEnd - room.Start} bytes)");
        }
        return layout.Size > LargestSize || end.End > EndOfAddresses
            ? new(ImageRule.Size, last, $"it would end at 0x{end.End:x}, {layout.Size} bytes behind the start of the image")
            : null;
    }

    private static ulong TailOf(ImageLayout layout, ImageRoom room)
    {
        ulong left = (room.End ?? EndOfAddresses) - room.Start - layout.Size;
        return Math.Min(left, Alignment.RoundUp(layout.Size + EndMarker, room.Round) - layout.Size);
    }

    private static ImmutableArray<ImagePart> WithPadding(IEnumerable<ImagePart> placed, ulong start)
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
