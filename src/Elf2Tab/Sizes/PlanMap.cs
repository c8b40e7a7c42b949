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
            bar.Add("as --minimum-ram-size says", Purpose.Memory, plan.Memory.Total);
        foreach (var share in plan.Memory.IsGiven ? [] : plan.Memory.Shares)
        {
            if (share.Address is { } address)
                bar.Add(contents.InMemory(address, share.Size));
            else
                bar.Add(share.Description, share.Purpose, (long)share.Size);
        }
        return bar.Build();
    }

    /// <summary>What a footer is for.</summary>
    public static Purpose PurposeOf(CredentialFormat format) =>
        format == CredentialFormat.Reserved ? Purpose.Reserved : Purpose.Footer;
}
