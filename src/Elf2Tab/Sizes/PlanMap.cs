using Elf2Tab.Elf;
using Elf2Tab.Plan;
using TabFormat.Tbf;

namespace Elf2Tab.Sizes;

/// <summary>Where every byte of an app goes, known from its ELF: more than its TBF tells.</summary>
internal static class PlanMap
{
    /// <summary>The flash bar, as large as the TBF, and the RAM bar.</summary>
    /// <param name="plan">The app.</param>
    /// <param name="tbf">Its layout.</param>
    /// <param name="symbols">Parts are symbols, where there are any; null: sections.</param>
    public static (MapBar Flash, MapBar Ram) Of(LoadPlan plan, TbfObject tbf, SymbolTable? symbols = null)
    {
        var contents = AppContents.Of(plan, symbols);
        return (Flash(plan, tbf, contents), Ram(plan, contents));
    }

    private static MapBar Flash(LoadPlan plan, TbfObject tbf, AppContents contents)
    {
        var bar = new MapBarBuilder("flash");
        bar.Add("header", Purpose.Header, plan.App.HeaderSize);
        bar.Add("protected trailer", Purpose.ProtectedTrailer, tbf.ProtectedRegionSize - bar.End);
        if (plan is RamPlan)
            bar.Add(contents.InFlash(plan.Image.Start, plan.Image.Size));
        foreach (var placed in plan is FlashPlan ? plan.Image.Segments : [])
        {
            bar.Add("gap", Purpose.Gap, tbf.ProtectedRegionSize + placed.Offset - bar.End);
            bar.Add(contents.InFlash(placed.Segment.VirtualAddress, placed.Segment.FileSize));
        }
        bar.Add("relocations", Purpose.Relocations, tbf.BinaryEndOffset - bar.End);
        foreach (var footer in tbf.Footers)
            bar.Add($"footer {footer.Format}", PurposeOf(footer.Format), footer.Size);
        bar.Add("padding", Purpose.Padding, tbf.TotalSize - bar.End);
        return bar.Build();
    }

    /// <summary>
    /// The memory that the app gets: <c>minimum_ram_size</c>, and of a RAM-loaded app in front of it the image and what lies before
    /// that.
    /// </summary>
    private static MapBar Ram(LoadPlan plan, AppContents contents)
    {
        var bar = new MapBarBuilder("RAM");
        if (plan is RamPlan { Ram: var ram })
            bar.Add(contents.InMemory(ram.Origin, ram.ImageOffset + ram.Image.Size));
        if (plan.Memory.IsGiven)
        {
            bar.Add("as --minimum-ram-size says", Purpose.Memory, plan.Memory.Total);
            return bar.Build();
        }
        if (plan is FlashPlan && AddLaidOut(plan, contents, bar))
            return bar.Build();
        foreach (var share in plan.Memory.Shares)
        {
            if (share.Address is { } address)
                bar.Add(contents.InMemory(address, share.Size));
            else
                bar.Add(share.Description, share.Purpose, (long)share.Size);
        }
        return bar.Build();
    }

    /// <summary>
    /// The RAM of an app that executes in place, where its linker put everything. Space between sections is at the expense of the app
    /// heap, which gets what is left.
    /// </summary>
    /// <returns>Nothing is added: no addresses are known, or they reach farther than what is asked for.</returns>
    private static bool AddLaidOut(LoadPlan plan, AppContents contents, MapBarBuilder bar)
    {
        var ranges = FlashMemory.Of(plan.Sections, plan.LoadSegments).Ranges;
        if (ranges.Count == 0 || ranges.Max(range => range.End) - ranges[0].Start is var span && span > plan.Memory.Total)
            return false;
        bar.Add(contents.InMemory(ranges[0].Start, span));
        long left = plan.Memory.Total - (long)span;
        Add(Purpose.Stack, StackBesides(plan));
        long kernelHeap = Math.Min(left, (long)Share(Purpose.KernelHeap).Size);
        Add(Purpose.AppHeap, left - kernelHeap);
        Add(Purpose.KernelHeap, kernelHeap);
        return true;

        MemoryShare Share(Purpose purpose) => plan.Memory.Shares.First(share => share.Purpose == purpose);

        void Add(Purpose purpose, long size)
        {
            bar.Add(Share(purpose).Description, purpose, Math.Min(size, left));
            left -= Math.Min(size, left);
        }
    }

    /// <summary>Bytes of the stack that is asked for besides those that a section of its own reserves.</summary>
    private static long StackBesides(LoadPlan plan)
    {
        long asked = plan.Memory.Shares.Where(share => share.Purpose == Purpose.Stack).Sum(share => (long)share.Size);
        return FlashMemory.StackOf(plan.Sections) is { } stack && !plan.Memory.Shares.Any(share => share.Holds(stack))
            ? Math.Max(0, asked - (long)stack.Size)
            : asked;
    }

    /// <summary>What a footer is for.</summary>
    public static Purpose PurposeOf(CredentialFormat format) =>
        format == CredentialFormat.Reserved ? Purpose.Reserved : Purpose.Footer;
}
