namespace TabFormat.Images;

/// <summary>Rules by which apps can lie in one image.</summary>
public enum ImageRule
{
    /// <summary>No app belongs below the start of the image.</summary>
    StartsInImage,

    /// <summary>No two apps belong at the same place.</summary>
    NoOverlap,

    /// <summary>A gap has room for the header of padding.</summary>
    GapForPadding,

    /// <summary>An image has at most <see cref="ImageLayout.LargestSize"/> bytes and ends below 4 GiB.</summary>
    Size,

    /// <summary>All apps end inside the room that a kernel has for them.</summary>
    EndsInRoom,

    /// <summary>The memory protection can cover each app where it is.</summary>
    Protection,

    /// <summary>Apps with fixed RAM addresses lie in flash in the order of these, before those that take RAM anywhere.</summary>
    RamOrder,

    /// <summary>No two apps belong at the same place in RAM.</summary>
    RamOverlap,

    /// <summary>The memory protection can cover the RAM of each app where it is.</summary>
    RamPlace,

    /// <summary>There is RAM for all apps together.</summary>
    RamSize,
}
