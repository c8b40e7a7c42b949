using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Reports;

/// <summary>Names everything in a TBF, damaged or not.</summary>
internal static class TbfDescription
{
    /// <summary>Describes what a reading has found.</summary>
    public static TbfReport Describe(TbfReading tbf)
    {
        long footersEnd = tbf.Footers.IsEmpty
            ? tbf.BinaryEndOffset
            : tbf.Footers[^1].Offset + TbfFormat.CredentialPrefixSize + tbf.Footers[^1].Data.Length;
        return new TbfReport(
            tbf.HasBaseHeader ? Header(tbf) : null,
            tbf.Elements.Select(element => Element(tbf, element)),
            tbf.HasBinary ? tbf.BinaryOffset : 0,
            tbf.HasBinary ? tbf.BinaryEndOffset - tbf.BinaryOffset : 0,
            tbf.HasBinary ? tbf.HeaderSize + (long)tbf.Entry!.InitFunctionOffset : 0,
            tbf.Footers.Select(Footer),
            tbf.HasBinary ? Math.Max(0, tbf.TotalSize - footersEnd) : 0,
            Problems(tbf));
    }

    /// <summary>The rules that a TBF breaks, and what follows it.</summary>
    public static IReadOnlyList<ProblemReport> Problems(TbfReading tbf)
    {
        var broken = tbf.Findings.Select(finding => ProblemReport.Of(finding));
        return Behind(tbf) is { } text ? [.. broken, new(Catalogue.BytesBehindTbf.Code, tbf.TotalSize, text)] : [.. broken];
    }

    /// <summary>What follows a TBF without findings in its file; null: nothing, or what erased flash reads as.</summary>
    public static string? Behind(TbfReading tbf)
    {
        if (!tbf.Findings.IsEmpty)
            return null;
        var behind = tbf.Bytes.Span[(int)tbf.TotalSize..];
        return behind.ContainsAnyExcept((byte)0xFF) && behind.ContainsAnyExcept((byte)0)
            ? $"the TBF ends at 0x{tbf.TotalSize:x}, and the {behind.Length} bytes behind it are not those of erased flash (all 0xff, or all 0)"
            : null;
    }

    private static PartReport Header(TbfReading tbf) => new(0, TbfFormat.BaseHeaderSize, "Header",
    [
        new("format_version", tbf.FormatVersion),
        new("header_size", tbf.HeaderSize),
        new("total_size", tbf.TotalSize),
        new("flags", (uint)tbf.Flags, NumberName.OfFlags(tbf.Flags, (uint)tbf.Flags)),
        new("checksum", tbf.Checksum),
    ], null);

    private static PartReport Element(TbfReading tbf, ParsedElement element)
    {
        // Read alone, so that each of several elements of one type shows its own values.
        var alone = TbfReader.ReadElementAlone(element);
        var fields = Fields((TbfElementType)element.Type, alone);
        var type = (TbfElementType)element.Type;
        string name = Enum.IsDefined(type) ? type.ToString() : $"type 0x{element.Type:x4}";
        string? bytes = fields is null ? Convert.ToHexStringLower(element.Content.Span) : null;
        return new PartReport(element.Offset, TbfFormat.ElementPrefixSize + element.Content.Length, name, fields ?? [], bytes);
    }

    /// <summary>The values of an element; null: there are none for its type, or it is damaged.</summary>
    private static IEnumerable<FieldReport>? Fields(TbfElementType type, TbfReading tbf) => type switch
    {
        TbfElementType.Main when tbf.Main is { } main => Program(main),
        TbfElementType.Program when tbf.Program is { } program => Program(program),
        TbfElementType.PackageName when tbf.PackageName is { } name => [new FieldReport("name", name)],
        TbfElementType.WriteableFlashRegions when !tbf.FlashRegions.IsEmpty =>
            tbf.FlashRegions.Index().SelectMany(row => (FieldReport[])
            [
                new($"region {row.Index} offset", row.Item.Offset),
                new($"region {row.Index} size", row.Item.Size),
            ]),
        TbfElementType.FixedAddresses when tbf.FixedAddresses is { } addresses =>
            [new FieldReport("start_process_ram", addresses.Ram), new("start_process_flash", addresses.Flash)],
        TbfElementType.Permissions when !tbf.Permissions.IsEmpty =>
            tbf.Permissions.GroupBy(entry => entry.Driver).Select(driver => new FieldReport(
                $"driver {driver.Key}", $"commands {string.Join(", ", driver.SelectMany(Commands))}")),
        TbfElementType.StoragePermissions when tbf.StoragePermissions is { } storage =>
        [
            new FieldReport("write_id", storage.WriteId),
            new("read_ids", string.Join(", ", storage.ReadIds)),
            new("modify_ids", string.Join(", ", storage.ModifyIds)),
        ],
        TbfElementType.KernelVersion when tbf.KernelVersion is { } kernel => [new FieldReport("major", kernel.Major), new("minor", kernel.Minor)],
        TbfElementType.ShortId when tbf.ShortId is { } id => [new FieldReport("short_id", id)],
        TbfElementType.LoadSegments when !tbf.LoadSegments.IsEmpty => tbf.LoadSegments.Index().SelectMany(row => (FieldReport[])
        [
            new($"segment {row.Index} binary_offset", row.Item.BinaryOffset),
            new($"segment {row.Index} memory_offset", row.Item.MemoryOffset),
            new($"segment {row.Index} file_size", row.Item.FileSize),
            new($"segment {row.Index} memory_size", row.Item.MemorySize),
            new($"segment {row.Index} flags", row.Item.Flags, NumberName.OfFlags((SegmentFlags)row.Item.Flags, row.Item.Flags)),
        ]),
        TbfElementType.DynamicRelocations when !tbf.RelocationTables.IsEmpty => tbf.RelocationTables.Index().SelectMany(row => (FieldReport[])
        [
            new($"table {row.Index} kind", row.Item.Kind.ToString()),
            new($"table {row.Index} entry_size", row.Item.EntrySize),
            new($"table {row.Index} memory_offset", row.Item.MemoryOffset),
            new($"table {row.Index} size", row.Item.Size),
            new($"table {row.Index} relative_count", row.Item.RelativeCount),
        ]),
        TbfElementType.LoadTarget when tbf.LoadTarget is { } target =>
        [
            new FieldReport("machine", target.Machine),
            new("class", target.Class),
            new("placement", Enum.IsDefined(target.Placement) ? target.Placement.ToString() : $"{(byte)target.Placement}"),
            new("link_address", target.LinkAddress),
            new("ram_size", target.RamSize),
            new("ram_alignment", target.RamAlignment),
        ],
        _ => null,
    };

    private static IEnumerable<long> Commands(ParsedDriverPermission entry) =>
        Enumerable.Range(0, 64).Where(bit => (entry.Mask >> bit & 1) != 0).Select(bit => (64L * entry.Offset) + bit);

    private static List<FieldReport> Program(ParsedProgram program)
    {
        List<FieldReport> fields =
        [
            new("init_fn_offset", program.InitFunctionOffset),
            new("protected_trailer_size", program.ProtectedTrailerSize),
            new("minimum_ram_size", program.MinimumRamSize),
        ];
        if (program.BinaryEndOffset is { } end)
            fields.Add(new("binary_end_offset", end));
        if (program.Version is { } version)
            fields.Add(new("version", version));
        return fields;
    }

    private static PartReport Footer(ParsedFooter footer)
    {
        bool isReserved = footer.Format == CredentialFormat.Reserved;
        return new PartReport(
            footer.Offset,
            TbfFormat.CredentialPrefixSize + footer.Data.Length,
            footer.Format.ToString(),
            isReserved ? [new("reserved bytes", footer.Data.Length)] : [],
            isReserved ? null : Convert.ToHexStringLower(footer.Data.Span));
    }
}
