using TabFormat.Tbf;

namespace TabFormat.Reading;

/// <summary>The way back from what was read to values that can be changed and written.</summary>
public static class TbfEditing
{
    /// <summary>
    /// What the header says. Written again it has a Main and a Program element; elements for which <see cref="TbfApp"/> has no value are
    /// in <see cref="TbfApp.OtherElements"/>, and of several elements of one type the one by which kernels go is left.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is padding, or breaks rules others than that of hashes.</exception>
    public static TbfApp ToApp(this TbfReading tbf)
    {
        if (tbf.Findings.FirstOrDefault(finding => finding.Rule != TbfRule.Hash) is { } finding)
            throw new InvalidOperationException($"the TBF is damaged: {finding.Text}");
        var entry = tbf.Entry ?? throw new InvalidOperationException("the TBF is padding: a header without elements");
        var app = new TbfApp
        {
            Flags = tbf.Flags,
            EntryOffset = entry.InitFunctionOffset - entry.ProtectedTrailerSize,
            MinimumRamSize = entry.MinimumRamSize,
            Version = entry.Version ?? 0,
            PackageName = tbf.PackageName ?? "",
            FlashRegions = [.. tbf.FlashRegions.Select(region => new FlashRegion(region.Offset - (uint)tbf.BinaryOffset, region.Size))],
            FixedAddresses = tbf.FixedAddresses is { } addresses ? new(Stated(addresses.Ram), Stated(addresses.Flash)) : null,
            Permissions = [.. tbf.Permissions.Select(entry => new DriverPermission(entry.Driver, entry.Offset, entry.Mask))],
            StoragePermissions = tbf.StoragePermissions is { } storage ? new(storage.WriteId, storage.ReadIds, storage.ModifyIds) : null,
            KernelVersion = tbf.KernelVersion is { } kernel ? new(kernel.Major, kernel.Minor) : null,
            ShortId = tbf.ShortId is { } id ? new(id) : null,
            LoadSegments = [.. tbf.LoadSegments.Select(ToSegment)],
            DynamicRelocations = [.. tbf.RelocationTables.Select(ToTable)],
            LoadTarget = tbf.LoadTarget is { } target
                ? new(target.Machine, target.Class, target.Placement, target.LinkAddress, target.RamSize, target.RamAlignment)
                : null,
        };
        var said = app.Elements(0, 0, 0).Select(element => element.Type).ToHashSet();
        return app with
        {
            OtherElements =
            [
                .. tbf.Elements
                    .Where(element => !said.Contains((TbfElementType)element.Type))
                    .Select(element => new OtherElement((TbfElementType)element.Type, element.Content)),
            ],
        };
    }

    /// <summary>
    /// The whole TBF, with the layout that it has; one that has no Program element grows by that where there is no room. Hashes are worked out anew when it is written. Signatures stay what they are, and are
    /// right as long as header and app binary stay so.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is padding, or breaks rules others than that of hashes.</exception>
    public static TbfObject ToObject(this TbfReading tbf)
    {
        var app = tbf.ToApp();
        int reserved = tbf.Footers.Reverse().TakeWhile(footer => footer.Format == CredentialFormat.Reserved).Count();
        uint protectedRegionSize = (uint)Math.Max(tbf.BinaryOffset, app.HeaderSize);
        return new TbfObject(
            app,
            protectedRegionSize,
            (uint)tbf.Binary.Length,
            [new BinaryPart(0, tbf.Binary)],
            [.. tbf.Footers[..^reserved].Select(ToCredential)],
            checked(tbf.TotalSize + protectedRegionSize - (uint)tbf.BinaryOffset));
    }

    /// <summary>A footer to be written again: a hash is worked out anew, all else stays what it is.</summary>
    public static Credential ToCredential(this ParsedFooter footer) =>
        footer.IsHash && new HashCredential(footer.Format) is var hash && hash.DataLength == footer.Data.Length
            ? hash
            : new GivenCredential(footer.Format, footer.Data);

    private static LoadSegment ToSegment(ParsedLoadSegment row) => new(
        row.BinaryOffset == TbfFormat.NoFileBytes ? null : row.BinaryOffset,
        row.MemoryOffset,
        row.FileSize,
        row.MemorySize,
        row.Flags);

    private static RelocationTableInfo ToTable(ParsedRelocationTable table) =>
        new(table.Kind, table.EntrySize, table.MemoryOffset, table.Size, table.RelativeCount);

    private static uint? Stated(uint address) => address == TbfFormat.AnyAddress ? null : address;
}
