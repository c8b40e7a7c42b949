using System.Collections.Immutable;
using TabFormat.Binary;
using TabFormat.Tbf;

namespace TabFormat.Images;

/// <summary>
/// Gives apps their RAM as kernels do: upward, in the order in which they lie in flash. What an app takes below the place of a later one
/// with a fixed address stays taken, and what was given out once is not looked at again.
/// </summary>
public static class RamLayout
{
    /// <summary>Where the RAM of each app is; without bounds of the RAM only of those with fixed addresses.</summary>
    /// <param name="apps">Apps in the order in which they lie in flash; disabled ones get no RAM.</param>
    /// <param name="ram">The RAM that apps may have; null: not known.</param>
    /// <param name="unit">What protects memory; null: what each app says for itself.</param>
    /// <param name="findings">Why apps would not be loaded.</param>
    public static ImmutableArray<RamPart> Make(
        IEnumerable<ImageApp> apps, (ulong From, ulong To)? ram, ProtectionUnit? unit, out ImmutableArray<ImageFinding> findings)
    {
        var found = ImmutableArray.CreateBuilder<ImageFinding>();
        var parts = ImmutableArray.CreateBuilder<RamPart>();
        foreach (var app in apps.Where(app => app.IsEnabled && (ram is not null || app.FixedRam is not null)))
        {
            var (size, multiple) = app.RamOn(unit ?? app.Unit);
            RamPart? before = parts.Count > 0 ? parts[^1] : null;
            ulong free = before?.End ?? ram?.From ?? 0;
            var part = new RamPart(app, app.FixedRam ?? Alignment.RoundUp(free, multiple), size);
            if (Check(part, before, multiple, ram) is { } finding)
                found.Add(finding); // a kernel goes on with the next
            else
                parts.Add(part);
        }
        findings = found.ToImmutable();
        return parts.ToImmutable();
    }

    private static ImageFinding? Check(RamPart part, RamPart? before, ulong multiple, (ulong From, ulong To)? ram)
    {
        var app = part.App;
        string needs = $"it needs {part.Size} bytes of RAM from 0x{part.Start:x}";
        if (before is { } other && part.Start < other.End)
        {
            return new(
                other.Start < part.End ? ImageRule.RamOverlap : ImageRule.RamOrder,
                app,
                $"{needs}; {other.App.File}, which lies before it in flash, has {other.Size} from 0x{other.Start:x} to 0x{other.End:x}");
        }
        if (part.Start % multiple != 0)
            return new(ImageRule.RamPlace, app, $"{needs}, which cannot be protected there: they start at a multiple of {multiple}");
        if (ram is not { } room)
            return null;
        if (part.Start < room.From || part.Start >= room.To || part.End > room.To)
        {
            string taken = before is { } last ? $", up to 0x{last.End:x} taken by {last.App.File} and those before it" : "";
            return new(ImageRule.RamSize, app, $"{needs}; there are 0x{room.From:x} to 0x{room.To:x}{taken}");
        }
        return null;
    }
}
