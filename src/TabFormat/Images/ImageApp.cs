using TabFormat.Reading;
using TabFormat.Tbf;

namespace TabFormat.Images;

/// <summary>An app that goes into an image.</summary>
/// <param name="File">Where it comes from, as the user knows it.</param>
/// <param name="Tbf">Its TBF, which has no findings and is not followed by other bytes.</param>
public sealed record ImageApp(string File, TbfReading Tbf)
{
    /// <summary>What people call it.</summary>
    public string Name => Tbf.PackageName is { Length: > 0 } name ? name : Path.GetFileName(File);

    /// <summary>Whether a kernel starts it.</summary>
    public bool IsEnabled => Tbf.Flags.HasFlag(TbfFlags.Enabled);

    /// <summary>
    /// The flash address at which the TBF must start, so that the app binary is at the address it was linked for; negative when
    /// there is no room for its header; null: anywhere.
    /// </summary>
    public long? FixedStart =>
        !Tbf.IsLoadedToRam && Tbf.FixedAddresses is { Flash: not TbfFormat.AnyAddress and var binary } ? binary - Tbf.BinaryOffset : null;
}
