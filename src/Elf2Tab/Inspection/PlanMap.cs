using Elf2Tab.Conversion;

namespace Elf2Tab.Inspection;

/// <summary>Where every byte of an app goes, known from its ELF: more than its TBF tells.</summary>
public static class PlanMap
{
    /// <summary>The flash bar and the RAM bar.</summary>
    public static IEnumerable<MapBar> Of(Converted converted)
    {
        yield return Flash(converted);
        yield return Ram(converted.Plan);
    }

    private static MapBar Flash(Converted converted)
    {
        var (plan, tbf, _) = converted;
        var parts = new List<MapPart> { new("header", 0, plan.App.HeaderSize) };
        AddUpTo("protected trailer", tbf.ProtectedRegionSize);
        foreach (var placed in plan.Image.Segments)
        {
            AddUpTo("gap", tbf.ProtectedRegionSize + placed.Offset);
            AddUpTo(placed.Segment.ToString(), tbf.ProtectedRegionSize + placed.Offset + (long)placed.Segment.FileSize);
        }
        AddUpTo("relocations", tbf.BinaryEndOffset);
        foreach (var footer in tbf.Footers)
            AddUpTo($"footer {footer.Format}", End() + footer.Size);
        AddUpTo("padding", tbf.TotalSize);
        return new MapBar("flash", End(), parts);

        long End() => parts[^1].Offset + parts[^1].Size;

        void AddUpTo(string name, long end)
        {
            if (end > End())
                parts.Add(new MapPart(name, End(), end - End()));
        }
    }

    private static MapBar Ram(LoadPlan plan)
    {
        var parts = new List<MapPart>();
        long end = 0;
        if (plan.Ram is { } ram)
        {
            Add("in front of the image", (long)ram.ImageOffset);
            foreach (var placed in plan.Image.Segments)
            {
                Add("gap", (long)ram.ImageOffset + placed.Offset - end);
                Add(placed.Segment.ToString(), (long)placed.Segment.FileSize);
            }
            Add("relocations", (long)ram.ImageOffset + plan.Image.Size - end);
        }
        foreach (var share in plan.Memory.Shares)
            Add(share.Purpose, (long)share.Size);
        return new MapBar("RAM", end, parts);

        void Add(string name, long size)
        {
            if (size <= 0)
                return;
            parts.Add(new MapPart(name, end, size));
            end += size;
        }
    }
}
