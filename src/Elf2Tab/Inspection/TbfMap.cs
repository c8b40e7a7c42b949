namespace Elf2Tab.Inspection;

/// <summary>A part of a map.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Offset">Bytes from the start of the bar.</param>
/// <param name="Size">Bytes.</param>
public sealed record MapPart(string Name, long Offset, long Size);

/// <summary>A range of memory and what is in it, without gaps: the sizes of the parts add up to that of the bar.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Parts">The parts, ascending.</param>
public sealed record MapBar(string Name, long Size, IReadOnlyList<MapPart> Parts);

/// <summary>Where every byte of a TBF goes, in flash and in RAM.</summary>
public static class TbfMap
{
    /// <summary>The flash bar and the RAM bar.</summary>
    public static IEnumerable<MapBar> Of(TbfReport tbf)
    {
        if (tbf.Header is null)
            yield break;
        var rows = Rows(tbf);
        yield return Flash(tbf, rows);
        yield return Ram(tbf, rows);
    }

    private static MapBar Flash(TbfReport tbf, List<Row> rows)
    {
        long headerSize = Number(tbf.Header, "header_size");
        var parts = new List<MapPart> { new("header", 0, headerSize) };
        Add("protected trailer", tbf.BinaryOffset - headerSize);
        var filled = rows.Where(row => row.BinaryOffset is not null).ToList();
        foreach (var row in filled)
        {
            long start = tbf.BinaryOffset + row.BinaryOffset!.Value;
            Add("gap", start - End());
            Add(row.Name, start + row.FileSize - End());
        }
        Add(filled.Count == 0 ? "app binary" : "behind the segments", tbf.BinaryOffset + tbf.BinarySize - End());
        foreach (var footer in tbf.Footers)
            Add($"footer {footer.Name}", footer.Size);
        Add("padding", Number(tbf.Header, "total_size") - End());
        return new MapBar("flash", End(), parts);

        long End() => parts[^1].Offset + parts[^1].Size;

        void Add(string name, long size)
        {
            if (size > 0)
                parts.Add(new MapPart(name, End(), size));
        }
    }

    private static MapBar Ram(TbfReport tbf, List<Row> rows)
    {
        long needed = Number(tbf.Elements.FirstOrDefault(element => element.Name is "Program" or "Main"), "minimum_ram_size");
        var parts = new List<MapPart>();
        long end = 0;
        long imageEnd = rows
            .Where(row => row.BinaryOffset is not null)
            .Select(row => row.MemoryOffset + row.FileSize)
            .DefaultIfEmpty()
            .Max();
        foreach (var row in rows)
        {
            Add("gap", row.MemoryOffset - end);
            if (row.BinaryOffset is not null)
                Add(row.Name, row.MemoryOffset + row.FileSize - end);
            Add(row.BinaryOffset is null ? $"{row.Name}, empty" : $"{row.Name}, zeroed", row.MemoryOffset + row.MemorySize - end);
        }

        // minimum_ram_size counts what lies behind the image.
        Add(rows.Count == 0 ? "data, stack and heaps" : "stack and heaps", imageEnd + needed - end);
        return new MapBar("RAM", end, parts);

        void Add(string name, long size)
        {
            if (size <= 0)
                return;
            parts.Add(new MapPart(name, end, size));
            end += size;
        }
    }

    private static List<Row> Rows(TbfReport tbf)
    {
        var rows = new List<Row>();
        if (tbf.Elements.FirstOrDefault(element => element.Name == "LoadSegments") is not { } element)
            return rows;
        for (int index = 0; element.Fields.Any(field => field.Name == $"segment {index} flags"); index++)
        {
            long flags = Field("flags");
            long offset = Field("binary_offset");
            string access = $"{((flags & 4) != 0 ? 'r' : '-')}{((flags & 2) != 0 ? 'w' : '-')}{((flags & 1) != 0 ? 'x' : '-')}";
            rows.Add(new Row(
                $"segment {index} {access}",
                offset == uint.MaxValue ? null : offset,
                Field("memory_offset"),
                Field("file_size"),
                Field("memory_size")));

            long Field(string name) => Number(element, $"segment {index} {name}");
        }
        return rows;
    }

    private static long Number(
        PartReport? part, string name) =>
        part?.Fields.FirstOrDefault(field => field.Name == name)?.Number ?? 0;

    private sealed record Row(string Name, long? BinaryOffset, long MemoryOffset, long FileSize, long MemorySize);
}
