using TabFormat.Tbf;

namespace TabFormat.Images;

/// <summary>The work of <see cref="ImageLayout"/>: what is placed already, and the gaps that are left.</summary>
internal sealed class ImagePlacing(ImageRoom room)
{
    private readonly List<ImagePart> _placed = [];

    /// <summary>What is free, ascending; the last is what is behind all apps with fixed addresses.</summary>
    private readonly List<Gap> _gaps = [];

    /// <summary>No app without a fixed flash address starts below.</summary>
    private ulong _floor = room.Start;

    /// <summary>Where the last app was placed: one that is like it finds nothing in front of that.</summary>
    private (ImageApp? App, int Gap) _last;

    /// <summary>The apps, ascending.</summary>
    public IEnumerable<ImagePart> Placed => _placed.OrderBy(part => part.Address);

    /// <summary>Addresses from one to another; <c>To</c> null: without an end.</summary>
    private readonly record struct Gap(ulong From, ulong? To);

    /// <summary>Places all apps; what is in the way of the first that has no place.</summary>
    public ImageFinding? PlaceAll(IReadOnlyList<ImageApp> apps)
    {
        var inRam = apps.Where(app => app.FixedRam is not null).OrderBy(app => app.FixedRam).ToList();
        var finding = PlaceFixed(apps) ?? CheckOrder(inRam.Where(app => app.IsEnabled && app.FixedStart is not null).ToList());
        if (finding is not null)
            return finding;
        foreach (var app in inRam)
        {
            finding = app.FixedStart is { } start ? Pass((ulong)start + app.Tbf.TotalSize, app.IsEnabled) : Place(app, isOrdered: true);
            if (finding is not null)
                return finding;
        }
        var free = apps.Where(app => app.FixedStart is null && app.FixedRam is null).OrderByDescending(app => app.Tbf.TotalSize);
        return free.Select(app => Place(app, isOrdered: false)).FirstOrDefault(found => found is not null)
            ?? CheckFirst(inRam.LastOrDefault(app => app.IsEnabled));
    }

    private ImageFinding? Pass(ulong end, bool isEnabled)
    {
        _floor = isEnabled ? Math.Max(_floor, end) : _floor;
        return null;
    }

    /// <summary>Places the apps with a fixed flash address, and finds what is free between them.</summary>
    private ImageFinding? PlaceFixed(IReadOnlyList<ImageApp> apps)
    {
        ulong end = room.Start;
        foreach (var app in apps.Where(app => app.FixedStart is not null).OrderBy(app => app.FixedStart))
        {
            if (CheckFixed(app, app.FixedStart!.Value, end) is { } finding)
                return finding;
            var part = new ImagePart((ulong)app.FixedStart.Value, app.Tbf.TotalSize, app);
            if (part.Address > end)
                _gaps.Add(new Gap(end, part.Address));
            _placed.Add(part);
            end = part.End;
        }
        _gaps.Add(new Gap(end, null));
        return null;
    }

    /// <summary>Why an app cannot be at its address, behind those that are placed; null: it can.</summary>
    private ImageFinding? CheckFixed(ImageApp app, long address, ulong end)
    {
        string binary = $"with the app binary at 0x{address + app.Tbf.BinaryOffset:x}";
        if (address < (long)room.Start)
        {
            return new(
                ImageRule.StartsInImage,
                app,
                $"{binary} its {app.Tbf.BinaryOffset} bytes in front start below 0x{room.Start:x}, where the image starts");
        }
        string before = _placed.Count == 0 ? "the image starts" : $"{_placed[^1].App!.File} ends";
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
        return Protection(app, (ulong)address);
    }

    /// <summary>Why kernels cannot protect an app at an address; null: they can, or the processor is not known.</summary>
    private ImageFinding? Protection(ImageApp app, ulong address) =>
        !app.Tbf.IsLoadedToRam && (room.Unit ?? app.Unit) is { } unit && !unit.TakesFlash(address, app.Tbf.TotalSize)
            ? new(
                ImageRule.Protection,
                app,
                $"its {app.Tbf.TotalSize} bytes at 0x{address:x} cannot be protected on {unit.Name}: {unit.FlashRule}")
            : null;

    /// <summary>Whether the apps with fixed addresses in flash and in RAM have them in one order.</summary>
    /// <param name="apps">By their addresses in RAM.</param>
    private static ImageFinding? CheckOrder(List<ImageApp> apps)
    {
        foreach (var (lower, upper) in apps.Zip(apps.Skip(1)))
        {
            if (lower.FixedRam < upper.FixedRam && lower.FixedStart > upper.FixedStart)
            {
                return new(
                    ImageRule.RamOrder,
                    lower,
                    $"it has RAM at 0x{lower.FixedRam:x} and flash at 0x{lower.FixedStart:x}, {upper.File} RAM at 0x{upper.FixedRam:x} and flash "
                    + $"at 0x{upper.FixedStart:x}: kernels give out RAM upward in the order of flash");
            }
        }
        return null;
    }

    /// <summary>Whether an app with a fixed flash address that takes RAM anywhere lies before the last one with a fixed RAM address.</summary>
    private ImageFinding? CheckFirst(ImageApp? last)
    {
        if (last is null)
            return null;
        ulong end = _placed.First(part => ReferenceEquals(part.App, last)).Address;
        var first = _placed.Where(part => part.App is { IsEnabled: true, FixedRam: null } && part.Address < end).Select(part => part.App!);
        return first.FirstOrDefault() is { } app
            ? new(
                ImageRule.RamOrder,
                app,
                $"it takes RAM anywhere and lies before {last.File}, whose RAM is at 0x{last.FixedRam:x}: kernels give out RAM upward in the "
                + "order of flash, and it would take that")
            : null;
    }

    /// <summary>Puts an app at the first place that suits it.</summary>
    /// <param name="app">The app.</param>
    /// <param name="isOrdered">Whether what is placed next is to lie behind it.</param>
    private ImageFinding? Place(ImageApp app, bool isOrdered)
    {
        ulong size = app.Tbf.TotalSize;
        int first = _last.App is { } last && IsLike(last, app) ? _last.Gap : 0;
        for (int index = first; index < _gaps.Count; index++)
        {
            if (FindIn(_gaps[index], app) is not { } address)
                continue;
            _placed.Add(new ImagePart(address, size, app));
            Take(index, address, address + size);
            _last = (app, index);
            if (isOrdered)
                _floor = address + size;
            return Protection(app, address);
        }
        var unit = room.Unit ?? app.Unit;
        return new(
            ImageRule.Protection,
            app,
            $"its {size} bytes can be protected nowhere from 0x{_floor:x} on {unit!.Name}: {unit.FlashRule}");
    }

    private static bool IsLike(ImageApp one, ImageApp other) =>
        one.Tbf.TotalSize == other.Tbf.TotalSize && one.Unit == other.Unit && one.Tbf.IsLoadedToRam == other.Tbf.IsLoadedToRam
        && one.FixedRam is null == other.FixedRam is null;

    /// <summary>The first address in a gap that suits an app, with nothing or padding before and behind it.</summary>
    private ulong? FindIn(Gap gap, ImageApp app)
    {
        ulong size = app.Tbf.TotalSize;
        ulong from = Math.Max(gap.From, _floor);
        if (gap.To is { } to && (to < from || to - from < size))
            return null;
        while (app.FirstStart(from, room) is { } address && !(address + size > gap.To))
        {
            if (IsGap(gap.From, address) && (gap.To is not { } end || IsGap(address + size, end)))
                return address;
            from = address + 1;
        }
        return null;
    }

    private void Take(int index, ulong from, ulong to)
    {
        var gap = _gaps[index];
        var before = new Gap(gap.From, from);
        var behind = new Gap(to, gap.To);
        if (before.From == before.To)
        {
            _gaps[index] = behind; // perhaps of no bytes: indices stay
            return;
        }
        _gaps[index] = before;
        _gaps.Insert(index + 1, behind);
    }

    /// <summary>Whether padding can be between two addresses, or nothing.</summary>
    private static bool IsGap(ulong from, ulong to) => to == from || to - from >= TbfFormat.BaseHeaderSize;
}
