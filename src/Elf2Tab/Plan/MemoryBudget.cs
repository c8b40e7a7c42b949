using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;
using TabFormat.Binary;

namespace Elf2Tab.Plan;

/// <summary>Bytes of RAM and what they are for.</summary>
/// <param name="Purpose">What they are for; sections tell more about memory that the ELF gives an address.</param>
/// <param name="Description">The same in words, to follow "for".</param>
/// <param name="Size">Bytes.</param>
/// <param name="Address">The virtual address of the first byte, where the ELF gives it one.</param>
internal sealed record MemoryShare(Purpose Purpose, string Description, ulong Size, ulong? Address = null)
{
    /// <summary>Whether a section starts in it.</summary>
    public bool Holds(Section section) => Address is { } start && section.Address >= start && section.Address - start < Size;
}

/// <summary>How <c>minimum_ram_size</c> comes about.</summary>
/// <param name="Shares">What is added up.</param>
/// <param name="Total">Bytes: the sum, or what the command line says.</param>
/// <param name="IsGiven">The command line says it.</param>
internal sealed record MemoryBudget(ImmutableArray<MemoryShare> Shares, uint Total, bool IsGiven)
{
    private const uint DefaultStack = 2048;

    /// <summary>Bytes that a kernel takes on ARM to start an app: the frame of a return to it.</summary>
    public const uint ArmFrame = 64;

    /// <summary>
    /// The RAM of an app that executes in place: writable segments that run elsewhere than they are stored, stack and heaps.
    /// </summary>
    /// <exception cref="InputException">More than 32 bits can say.</exception>
    public static MemoryBudget ForFlash(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var shares = ImmutableArray.CreateBuilder<MemoryShare>();
        foreach (var segment in elf.LoadSegments)
        {
            if (segment is { IsWritable: true, MemorySize: > 0 } && segment.VirtualAddress != segment.PhysicalAddress)
            {
                shares.Add(new MemoryShare(
                    Purpose.Data, $"{segment} at 0x{segment.VirtualAddress:x}", segment.MemorySize, segment.VirtualAddress));
            }
        }
        ReportDataInFlash(elf, diagnostics);
        var (stack, source) = StackSize(elf, options);
        shares.Add(new MemoryShare(Purpose.Stack, $"the stack ({source})", Alignment.RoundUp(stack, 8)));
        var laidOut = SumOf(shares);
        shares.Add(new MemoryShare(Purpose.AppHeap, "the app heap", Alignment.RoundUp(options.AppHeap, 4)));
        shares.Add(new MemoryShare(Purpose.KernelHeap, "the kernel heap", Alignment.RoundUp(options.KernelHeap, 4)));
        var sum = SumOf(shares);
        var spare = options.MinimumRamSize > sum ? options.MinimumRamSize.Value - sum : 0;
        var uncounted = ReportUncounted(elf, spare, diagnostics);
        FlashMemory.Of(elf.Sections, elf.LoadSegments).Check(elf, laidOut + uncounted, spare, options, diagnostics);
        return Sum(shares.ToImmutable(), options, diagnostics);
    }

    /// <summary>
    /// The RAM that a RAM-loaded app needs besides its image and what lies in front of it: the loader adds these itself.
    /// </summary>
    /// <exception cref="InputException">More than 32 bits can say.</exception>
    public static MemoryBudget ForRam(ElfFile elf, RamImage ram, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var shares = ImmutableArray.CreateBuilder<MemoryShare>();
        ulong imageEnd = ram.Image.Start + ram.Image.Size;
        ulong memoryEnd = Math.Max(ram.MemoryEnd, imageEnd);
        shares.Add(new MemoryShare(Purpose.Bss, "memory behind the image", memoryEnd - imageEnd, imageEnd));
        AddUncovered(elf, ram, memoryEnd, shares, diagnostics);
        var (stack, source) = StackSize(elf, options);
        if (options.Stack is null && StackOfHeader(elf) is { } stated)
            (stack, source) = (stated, "PT_GNU_STACK");
        if (ReservedStack(elf, stack, diagnostics) is not { } reserved)
        {
            if (options.Stack is null && StackOfHeader(elf) is not null)
                diagnostics.Report(Catalogue.StackFromHeader, $"the stack has {stack} bytes: p_memsz of PT_GNU_STACK");
            shares.Add(new MemoryShare(Purpose.Stack, $"the stack ({source})", Alignment.RoundUp(stack, 8)));
        }
        else if (options.Stack > reserved)
            diagnostics.Report(
                Catalogue.StackReserved,
                $"--stack {options.Stack} is more than the {reserved} bytes that the ELF reserves for it");
        else if (options.Stack is not null)
            diagnostics.Report(
                Catalogue.StackTwice, $"--stack {options.Stack} adds nothing: the ELF reserves {reserved} bytes for the stack");
        ulong kernelHeap = Alignment.RoundUp(options.KernelHeap, 4);
        shares.Add(new MemoryShare(Purpose.AppHeap, "the app heap", Alignment.RoundUp(options.AppHeap, 4)));
        var behind = SumOf(shares.Where(share => share.Purpose == Purpose.Bss));
        var forFrame = elf.Machine == ElfMachine.Arm ? SumOf(shares) - behind : ArmFrame;
        if (forFrame < ArmFrame)
            shares.Add(new MemoryShare(Purpose.Stack, "the frame of the first system call", ArmFrame - (ulong)forFrame));
        shares.Add(new MemoryShare(Purpose.KernelHeap, "the kernel heap", kernelHeap));
        var budget = Sum(shares.ToImmutable(), options, diagnostics);
        var least = elf.Machine == ElfMachine.Arm ? behind + ArmFrame + kernelHeap : behind;
        if (budget.Total >= least)
            return budget;
        diagnostics.Report(
            Catalogue.RamTooSmall,
            $"--minimum-ram-size {budget.Total} is replaced by {least}: {behind} bytes of memory lie behind the image"
            + (elf.Machine == ElfMachine.Arm ? $", {ArmFrame} are for the frame of the first system call, {kernelHeap} for the kernel heap" : ""));
        return budget with { Total = TbfField.Narrow((ulong)UInt128.Min(least, ulong.MaxValue), "minimum_ram_size", diagnostics) };
    }

    /// <summary>Sections that take memory and that no segment covers: their linker script left them out of the segments.</summary>
    private static void AddUncovered(
        ElfFile elf, RamImage ram, ulong memoryEnd, ImmutableArray<MemoryShare>.Builder shares, DiagnosticSink diagnostics)
    {
        ulong end = memoryEnd;
        foreach (var section in elf.Sections)
        {
            if (section is not { IsAllocated: true, Type: SectionType.NoBits, Size: > 0 } || section.IsThreadLocal
                || elf.LoadSegments.Any(segment => segment.HoldsMemory(section.Address, section.Size)))
            {
                continue;
            }
            diagnostics.Report(
                Catalogue.MemoryUncovered,
                $"{section}: {section.Size} bytes of memory at 0x{section.Address:x} that no PT_LOAD segment covers");
            ulong sectionEnd = section.Address + Math.Min(section.Size, ulong.MaxValue - section.Address);
            if (section.Address < ram.Origin)
                shares.Add(new MemoryShare(Purpose.Bss, $"{section}, below the app", section.Size, section.Address));
            else
                end = Math.Max(end, sectionEnd);
        }
        if (end > memoryEnd)
            shares.Add(new MemoryShare(Purpose.Bss, "sections that no segment covers", end - memoryEnd, memoryEnd));
    }

    /// <summary>Variables that the sum does not know of: some linkers say of .bss that it is stored where it runs.</summary>
    /// <returns>Their bytes.</returns>
    private static UInt128 ReportUncounted(ElfFile elf, UInt128 spare, DiagnosticSink diagnostics)
    {
        var counted = elf.LoadSegments.Where(segment => segment.IsWritable && segment.VirtualAddress != segment.PhysicalAddress).ToList();
        var uncounted = elf.Sections.Where(section => section is { IsAllocated: true, IsWritable: true, Type: SectionType.NoBits, Size: > 0 }
            && !section.IsThreadLocal && !section.IsNamed(GivenNames.Stack)
            && !counted.Exists(segment => segment.HoldsMemory(section.Address, section.Size))).ToList();
        UInt128 sum = 0;
        foreach (var section in uncounted)
            sum += section.Size;
        foreach (var section in sum > spare ? uncounted : [])
        {
            diagnostics.Report(
                Catalogue.MemoryUncounted,
                $"{section}: {section.Size} bytes at 0x{section.Address:x} are not among the RAM that is asked for");
        }
        return sum;
    }

    /// <summary>
    /// Initialised variables without a place in RAM. Only the usual names tell them from tables that linker scripts write.
    /// </summary>
    private static void ReportDataInFlash(ElfFile elf, DiagnosticSink diagnostics)
    {
        var section = elf.Sections.FirstOrDefault(section =>
            section is { IsWritable: true, HasFileBytes: true, Size: > 0 } && (section.IsNamed(GivenNames.Data) || section.IsNamed(GivenNames.SmallData)));
        if (section is null)
            return;
        var segment = elf.LoadSegments.FirstOrDefault(segment => segment.Holds(section));
        if (segment is not null && segment.VirtualAddress == segment.PhysicalAddress)
        {
            diagnostics.Report(
                Catalogue.DataInFlash, $"{section}: {section.Size} bytes run at 0x{section.Address:x}, where they are stored");
        }
    }

    /// <summary>Bytes that the ELF itself reserves for the stack; null: none.</summary>
    private static ulong? ReservedStack(ElfFile elf, ulong wanted, DiagnosticSink diagnostics)
    {
        if (!elf.Sections.IsEmpty)
            return elf.Sections.FirstOrDefault(section => section.IsNamed(GivenNames.Stack) && section is { IsAllocated: true, Size: > 0 })?.Size;
        if (elf.LoadSegments.FirstOrDefault(segment => segment.MemorySize - segment.FileSize >= wanted) is not { } segment)
            return null;
        ulong memory = segment.MemorySize - segment.FileSize;
        diagnostics.Report(
            Catalogue.StackAssumed,
            $"{segment} has {memory} bytes of memory beyond its file bytes; the stack is taken to be among them");
        return memory;
    }

    /// <summary>The size that <c>-z stack-size=</c> gave the linker, where no section .stack says another; null: none.</summary>
    private static ulong? StackOfHeader(ElfFile elf) =>
        !elf.Sections.Any(section => section.IsNamed(GivenNames.Stack))
        && elf.Segments.FirstOrDefault(segment => segment.Type == SegmentType.GnuStack) is { MemorySize: > 0 and var size }
            ? Math.Min(size, ulong.MaxValue - 8)
            : null;

    private static (ulong Size, string Source) StackSize(ElfFile elf, ConvertOptions options)
    {
        if (options.Stack is { } given)
            return (given, "--stack");
        var section = elf.Sections.FirstOrDefault(section => section.IsNamed(GivenNames.Stack));
        return section is null ? (DefaultStack, "default") : (Math.Min(section.Size, ulong.MaxValue - 8), "section .stack");
    }

    private static UInt128 SumOf(IEnumerable<MemoryShare> shares)
    {
        UInt128 sum = 0;
        foreach (var share in shares)
            sum += share.Size;
        return sum;
    }

    private static MemoryBudget Sum(ImmutableArray<MemoryShare> shares, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var sum = SumOf(shares);
        if (options.MinimumRamSize is { } given)
        {
            if (given < sum)
                diagnostics.Report(
                    Catalogue.RamBelowEstimate, $"--minimum-ram-size {given} is less than the {sum} bytes that the app seems to need");
            return new MemoryBudget(shares, given, IsGiven: true);
        }
        if (sum > uint.MaxValue)
        {
            var largest = shares.MaxBy(share => share.Size)!;
            throw diagnostics.Fail(
                Catalogue.ValueTooLarge,
                $"minimum_ram_size is {sum}, more than 32 bits hold; {largest.Size} of it are for {largest.Description}");
        }
        return new MemoryBudget(shares, (uint)sum, IsGiven: false);
    }
}
