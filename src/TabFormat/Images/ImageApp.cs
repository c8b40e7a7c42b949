using TabFormat.Binary;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace TabFormat.Images;

/// <summary>An app that goes into an image.</summary>
/// <param name="File">Where it comes from, as the user knows it.</param>
/// <param name="Tbf">Its TBF, which has no findings and is not followed by other bytes.</param>
public sealed record ImageApp(string File, TbfReading Tbf)
{
    /// <summary>Of what the start of the RAM of an app that is copied there is a multiple at least.</summary>
    private const ulong LoadedAlignment = 8;

    /// <summary>What people call it.</summary>
    public string Name => Tbf.PackageName is { Length: > 0 } name ? name : Path.GetFileName(File);

    /// <summary>What protects memory on the processor that it is for; null: not known.</summary>
    public ProtectionUnit? Unit { get; init; }

    /// <summary>Whether a kernel starts it.</summary>
    public bool IsEnabled => Tbf.Flags.HasFlag(TbfFlags.Enabled);

    /// <summary>
    /// The flash address at which the TBF must start, so that the app binary is at the address it was linked for; negative when
    /// there is no room for its header; null: anywhere.
    /// </summary>
    public long? FixedStart =>
        !Tbf.IsLoadedToRam && Tbf.FixedAddresses is { Flash: not TbfFormat.AnyAddress and var binary } ? binary - Tbf.BinaryOffset : null;

    /// <summary>The address at which its RAM must start; null: anywhere.</summary>
    public uint? FixedRam =>
        !Tbf.IsLoadedToRam && Tbf.FixedAddresses is { Ram: not TbfFormat.AnyAddress and var start } ? start : null;

    /// <summary>What it asks for: bytes of RAM, before a kernel adds its own; a RAM-loaded app needs its image as well.</summary>
    public ulong RamNeeded => Tbf.Entry!.MinimumRamSize + (Tbf.IsLoadedToRam ? Tbf.ImageOffset + (ulong)Tbf.Binary.Length : 0);

    /// <summary>Bytes of RAM that a kernel gives it, and of what the start of them is a multiple.</summary>
    /// <param name="unit">What protects memory; null: not known.</param>
    public (ulong Size, ulong Multiple) RamOn(ProtectionUnit? unit)
    {
        if (Tbf.IsLoadedToRam) // what its kernel takes for itself is not known
            return (RamNeeded, Math.Max(Tbf.LoadTarget?.RamAlignment ?? 0, LoadedAlignment));
        if (unit is null)
            return (RamNeeded, 1);
        ulong size = unit.RamSize(RamNeeded + unit.KernelShare);
        return (size, unit.RamAlignment(size));
    }

    /// <summary>The first flash address, not below another, at which it may start; null: there is none.</summary>
    internal ulong? FirstStart(ulong from, ImageRoom room)
    {
        ulong size = Tbf.TotalSize;
        if (room.Alignment is { } multiple)
            return Alignment.RoundUp(from, multiple);
        if (Tbf.IsLoadedToRam)
            return Alignment.RoundUp(from, 4);
        if ((room.Unit ?? Unit) is { } unit)
            return unit.FirstFlashStart(from, size);

        // A size that no Cortex-M can protect is for another processor.
        return ProtectionUnit.ArmV7M.FirstFlashStart(from, size) ?? Alignment.RoundUp(from, 4);
    }
}
