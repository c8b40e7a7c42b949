using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Plan.Legacy;
using Elf2Tab.Sizes;
using TabFormat.Binary;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Reports;

/// <summary>Finds ways to take less. Every number is worked out: with the change, the app would be as much smaller.</summary>
internal static class Advisor
{
    /// <summary>Smaller gaps are the alignment of what follows.</summary>
    private const long LeastGap = 64;

    /// <summary>Advice about an app of which the ELF is known.</summary>
    public static IEnumerable<Advice> Advise(LoadPlan plan, TbfObject tbf, MapBar flash, MapBar ram, ConvertOptions options) =>
        ((IEnumerable<Advice?>)
        [
            OnPadding(plan, tbf, options),
            OnProtectedRegion(plan, tbf, options),
            OnReservedFooter(plan, tbf, options),
            OnGaps(plan, tbf, flash, options),
            OnRelocations(plan, tbf, options),
            OnTables(plan),
            OnHeaps(plan, ram, options),
            OnStack(plan),
            OnMemory(plan),
        ]).OfType<Advice>().Where(advice => advice.Flash > 0 || advice.Ram > 0);

    /// <summary>Advice about a TBF. How that of an app that executes in place was padded, it does not tell.</summary>
    public static IEnumerable<Advice> Advise(TbfReading tbf)
    {
        long reserved = tbf.Footers.Where(footer => footer.Format == CredentialFormat.Reserved)
            .Sum(footer => TbfFormat.CredentialPrefixSize + (long)footer.Data.Length);
        if (tbf.IsLoadedToRam && reserved > 0)
            yield return new Advice($"{reserved} bytes of reserved footers are stored, and copied to RAM with the app", reserved, 0);
    }

    /// <summary>What a smaller rule saves.</summary>
    private static Advice? OnPadding(LoadPlan plan, TbfObject tbf, ConvertOptions options)
    {
        if (TbfPadding.Smaller(plan, tbf, options) is not { } smaller)
            return null;
        long padding = TbfPadding.Of(tbf, options);
        string cost = $"{padding} bytes of padding to {plan.Padding.Rule} are stored{(plan is RamPlan ? ", and copied to RAM with the app" : "")}";
        return new Advice(
            $"{cost}: with `{smaller.Option}`{smaller.Condition} the TBF would have {smaller.Size} bytes", tbf.TotalSize - smaller.Size, 0);
    }

    private static Advice? OnProtectedRegion(LoadPlan plan, TbfObject tbf, ConvertOptions options)
    {
        long header = plan.App.HeaderSize;
        if (plan is RamPlan)
            header = (long)Alignment.RoundUp((ulong)header, 16);
        long unused = tbf.ProtectedRegionSize - header;
        string how = (plan as FlashPlan)?.Origin.FixedAddress is { } address
            ? $"linked for 0x{address - unused:x}, not 0x{address:x}, it would have none"
            : $"{plan.ProtectedRegion.Reason} asks for them";
        return unused <= 0
            ? null
            : new Advice($"{unused} bytes lie between header and app binary: {how}", Saved(plan, tbf, options, unused), 0);
    }

    private static Advice? OnReservedFooter(LoadPlan plan, TbfObject tbf, ConvertOptions options)
    {
        long reserved = Reserved(tbf, options);
        string copied = plan is FlashPlan ? "" : ", and copied to RAM with the app";
        return reserved == 0 ? null : new Advice(
            $"{reserved} bytes are reserved for hashes and signatures, as --minimum-footer-size says{copied}",
            Saved(plan, tbf, options, reserved),
            0);
    }

    private static Advice? OnGaps(LoadPlan plan, TbfObject tbf, MapBar flash, ConvertOptions options)
    {
        long gaps = flash.Parts.Where(part => part.Purpose == Purpose.Gap && part.Size >= LeastGap).Sum(part => part.Size);
        return gaps == 0 ? null : new Advice(
            $"{gaps} bytes are stored that belong to no section: space between segments, or the ELF's own headers",
            Saved(plan, tbf, options, gaps),
            plan is FlashPlan ? 0 : gaps);
    }

    private static Advice? OnRelocations(LoadPlan plan, TbfObject tbf, ConvertOptions options)
    {
        if (plan is not RamPlan { Relocations: { Size: > 0 } relocations })
            return null;
        ulong packed = relocations.RelrSize(plan.Is64Bit);
        long saved = (long)relocations.Size - (long)packed;
        return saved <= 0 ? null : new Advice(
            $"relocations take {relocations.Size} bytes; linked with `-z pack-relative-relocs` (RELR) they would take {packed}, if "
            + "the start-up code can apply them",
            Saved(plan, tbf, options, saved),
            saved);
    }

    /// <summary>Once the app runs nobody reads its relocations: variables that start as zero can have their place.</summary>
    private static Advice? OnTables(LoadPlan plan)
    {
        if (plan is not RamPlan { Relocations.Size: > 0, Memory.IsGiven: false } ram)
            return null;
        long saved = (long)AppContents.CouldShareWithBss(ram);
        return saved == 0 ? null : new Advice(
            "relocation tables and .dynamic can lie under .bss, which the start-up code zeroes once it has relocated (docs/non-xip.md, "
            + "\"Relocation tables that cost no RAM\")",
            0,
            saved);
    }

    /// <summary>Nobody has asked for the heaps that are there by default.</summary>
    private static Advice? OnHeaps(LoadPlan plan, MapBar ram, ConvertOptions options)
    {
        var defaults = new ConvertOptions();
        long heaps = ram.SizeOf(Purpose.AppHeap) + ram.SizeOf(Purpose.KernelHeap);
        long largest = Enum.GetValues<Purpose>().Except([Purpose.AppHeap, Purpose.KernelHeap]).Max(ram.SizeOf);
        if (plan.Memory.IsGiven || options.AppHeap != defaults.AppHeap || options.KernelHeap != defaults.KernelHeap || heaps <= largest)
            return null;
        long frame = plan is RamPlan && plan.Machine.Id == ElfMachine.Arm
            ? Math.Max(0, MemoryBudget.ArmFrame - plan.Memory.Shares.Where(share => share.Purpose == Purpose.Stack).Sum(share => (long)share.Size))
            : 0;
        return new Advice(
            $"the largest part of the RAM are heaps of their default sizes, {options.AppHeap} and {options.KernelHeap} bytes: `--app-heap 0` "
            + "leaves out that of an app that allocates nothing, and `--kernel-heap N` asks for what its drivers need",
            0,
            options.AppHeap - frame);
    }

    /// <summary>Of an app that executes in place, a stack that the ELF reserves in a segment is counted with the segment.</summary>
    private static Advice? OnStack(LoadPlan plan)
    {
        var section = plan.Sections.FirstOrDefault(
            section => section.IsNamed(GivenNames.Stack) && section is { IsAllocated: true, Size: > 0 });
        if (plan is RamPlan || plan.Memory.IsGiven || section is null || !plan.Memory.Shares.Any(share => share.Holds(section)))
            return null;
        long again = plan.Memory.Shares.Where(share => share.Purpose == Purpose.Stack).Sum(share => (long)share.Size);
        return new Advice(
            $"the stack is counted twice: {section.Size} bytes of .stack are in a segment, {again} are asked for besides; --stack 0 "
            + "leaves these out",
            0,
            again);
    }

    private static Advice? OnMemory(LoadPlan plan)
    {
        if (!plan.Memory.IsGiven)
            return null;
        UInt128 estimate = plan.Memory.Shares.Aggregate((UInt128)0, (sum, share) => sum + share.Size);
        return estimate >= plan.Memory.Total ? null : new Advice(
            $"--minimum-ram-size is {plan.Memory.Total}; segments, stack and heaps add up to {estimate}",
            0,
            plan.Memory.Total - (long)estimate);
    }

    /// <summary>By how much the TBF would be smaller with so many bytes less in it: what padding eats up is not saved.</summary>
    private static long Saved(LoadPlan plan, TbfObject tbf, ConvertOptions options, long bytes) =>
        Saved(tbf, Used(tbf, options) - bytes, plan.Padding.Rule, plan.StartAddress);

    private static long Saved(TbfObject tbf, long used, PaddingRule rule, ulong? start) =>
        tbf.TotalSize - (long)rule.Apply((ulong)used, start);

    /// <summary>Bytes of a TBF without padding.</summary>
    private static long Used(TbfObject tbf, ConvertOptions options) => (long)TbfPadding.SizesOf(tbf, options).Unpadded;

    private static long Reserved(TbfObject tbf, ConvertOptions options) => (long)TbfPadding.SizesOf(tbf, options).Reserved;
}
