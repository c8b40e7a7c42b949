using Elf2Tab.Elf;
using Elf2Tab.Plan;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Sizes;

/// <summary>Where every byte of a TBF goes, in flash and in RAM, as far as it tells.</summary>
internal static class TbfMap
{
    /// <summary>
    /// The flash bar, as large as the TBF says that it is, and the RAM bar. Nothing is in those of a file without a header.
    /// </summary>
    public static (MapBar Flash, MapBar Ram) Of(TbfReading tbf) => (Flash(tbf), Ram(tbf));

    /// <summary>Where in its RAM the image of a RAM-loaded app lies, bytes; empty for one that executes in place.</summary>
    public static (long Start, long End) Image(TbfReading tbf)
    {
        var filled = tbf.LoadSegments.Where(HasBytes).ToList();
        long size = tbf is { IsLoadedToRam: true, HasBinary: true, LoadSegments: [] } ? tbf.Binary.Length : 0;
        return (tbf.ImageOffset, filled.Select(row => row.MemoryOffset + (long)row.FileSize).DefaultIfEmpty(tbf.ImageOffset + size).Max());
    }

    private static MapBar Flash(TbfReading tbf)
    {
        var bar = new MapBarBuilder("flash");
        bar.Add("header", Purpose.Header, tbf.HeaderSize);
        if (tbf.HasBinary)
        {
            bar.Add("protected trailer", Purpose.ProtectedTrailer, tbf.BinaryOffset - bar.End);
            bar.Add(Binary(tbf, (ulong)(tbf.BinaryEndOffset - tbf.BinaryOffset)));
        }
        foreach (var footer in tbf.Footers)
            bar.Add($"footer {footer.Format}", PlanMap.PurposeOf(footer.Format), TbfFormat.CredentialPrefixSize + footer.Data.Length);
        if (tbf.HasBinary || tbf.IsPadding)
            bar.Add("padding", Purpose.Padding, tbf.TotalSize - bar.End);
        else
            bar.Add("not readable", Purpose.Binary, tbf.TotalSize - bar.End);
        return bar.Build();
    }

    /// <summary>What is in the app binary: a RAM-loaded app says it.</summary>
    private static IReadOnlyList<Claim> Binary(TbfReading tbf, ulong size)
    {
        if (tbf.LoadSegments.IsEmpty)
            return [new Claim(0, size, Purpose.Binary, "app binary")];
        var rows = tbf.LoadSegments.Index().Where(row => HasBytes(row.Item))
            .Select(row => Stored(row.Item, row.Item.BinaryOffset, row.Index))
            .ToList();
        var tables = new List<Claim>();
        foreach (var table in tbf.RelocationTables)
        {
            // A Dynamic Relocations row says where in memory the table is.
            var holder = tbf.LoadSegments.FirstOrDefault(row => HasBytes(row)
                && table.MemoryOffset >= row.MemoryOffset && table.MemoryOffset - row.MemoryOffset < row.FileSize);
            if (holder is not null)
                tables.Add(Stored(table, holder.BinaryOffset + (ulong)(table.MemoryOffset - holder.MemoryOffset)));
        }
        ulong end = rows.Select(row => row.End).DefaultIfEmpty().Max();
        var rest = new Claim(end, Math.Max(end, size), Purpose.Binary, "behind the segments");
        return Claim.Divide(0, size, Claim.Sort(tables), Claim.Sort(rows), [rest]);
    }

    private static MapBar Ram(TbfReading tbf)
    {
        var bar = new MapBarBuilder("RAM");
        long needed = tbf.Entry?.MinimumRamSize ?? 0;
        long imageEnd = Image(tbf).End;
        if (tbf.LoadSegments.IsEmpty)
        {
            bar.Add("in front of the image", Purpose.Memory, tbf.ImageOffset);
            bar.Add("app binary", Purpose.Binary, imageEnd - tbf.ImageOffset);
            bar.Add("data, stack and heaps", Purpose.Memory, needed);
            return bar.Build();
        }
        var stored = tbf.LoadSegments.Index().Where(row => HasBytes(row.Item))
            .Select(row => Stored(row.Item, row.Item.MemoryOffset, row.Index));
        var zeroed = tbf.LoadSegments.Index().Select(row => new Claim(
            row.Item.MemoryOffset,
            row.Item.MemoryOffset + (ulong)row.Item.MemorySize,
            Purpose.Bss,
            $"{Name(row.Item, row.Index)}, {(HasBytes(row.Item) ? "zeroed" : "empty")}"));
        var tables = tbf.RelocationTables.Select(table => Stored(table, table.MemoryOffset));
        long memoryEnd = tbf.LoadSegments.Max(row => row.MemoryOffset + (long)row.MemorySize);

        // minimum_ram_size counts what lies behind the image.
        bar.Add(Claim.Divide(
            0, (ulong)Math.Min(memoryEnd, imageEnd + needed), Claim.Sort(tables), Claim.Sort(stored), Claim.Sort(zeroed)));
        bar.Add("stack and heaps", Purpose.Memory, imageEnd + needed - bar.End);
        return bar.Build();
    }

    private static bool HasBytes(ParsedLoadSegment row) => row.BinaryOffset != TbfFormat.NoFileBytes;

    private static Claim Stored(ParsedLoadSegment row, ulong offset, int index) =>
        new(offset, offset + row.FileSize, AppContents.PurposeOf((SegmentFlags)row.Flags), Name(row, index));

    private static Claim Stored(ParsedRelocationTable table, ulong offset) =>
        new(offset, offset + table.Size, Purpose.Relocations, $"{table.Kind.ToString().ToUpperInvariant()} table");

    private static string Name(ParsedLoadSegment row, int index)
    {
        var flags = (SegmentFlags)row.Flags;
        return $"segment {index} {(flags.HasFlag(SegmentFlags.Read) ? 'r' : '-')}{(flags.HasFlag(SegmentFlags.Write) ? 'w' : '-')}"
            + $"{(flags.HasFlag(SegmentFlags.Execute) ? 'x' : '-')}";
    }
}
