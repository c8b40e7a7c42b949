using TabFormat.Images;
using TabFormat.Reading;
using Tests.Shared;

namespace TabFormat.Tests.Images;

/// <summary>Apps of any size, and whether there is a place for them.</summary>
internal static class Placement
{
    public static ImageApp App(
        string name, int size, long? start = null, bool isForRam = false, uint? ram = null, bool isEnabled = true)
    {
        var reading = TbfReader.Read(ImageApps.Tbf(name, size, start, isForRam, isEnabled, ram));
        Assert.Empty(reading.Findings);
        Assert.Equal((uint)size, reading.TotalSize);
        return new ImageApp(name + ".tbf", reading);
    }

    /// <summary>Where the apps lie; there is a place for each.</summary>
    public static ImageLayout Place(ImageApp[] apps, ulong start, uint? alignment = null) =>
        Place(apps, new ImageRoom(start) { Alignment = alignment });

    /// <summary>Where the apps lie; there is a place for each.</summary>
    public static ImageLayout Place(ImageApp[] apps, ImageRoom room)
    {
        bool isMade = ImageLayout.TryMake(apps, room, out var layout, out var finding);
        Assert.True(isMade, finding?.Text);
        return layout!;
    }

    /// <summary>Why there is no place for an app.</summary>
    public static ImageFinding Refuse(ImageApp[] apps, ulong start) => Refuse(apps, new ImageRoom(start));

    /// <summary>Why there is no place for an app.</summary>
    public static ImageFinding Refuse(ImageApp[] apps, ImageRoom room)
    {
        Assert.False(ImageLayout.TryMake(apps, room, out var layout, out var finding));
        Assert.Null(layout);
        return finding!;
    }
}
