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
}
