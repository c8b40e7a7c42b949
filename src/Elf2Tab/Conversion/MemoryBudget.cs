using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Binary;

namespace Elf2Tab.Conversion;

/// <summary>Bytes of RAM and what they are for.</summary>
public sealed record MemoryShare(string Purpose, ulong Size);

/// <summary>How <c>minimum_ram_size</c> comes about.</summary>
/// <param name="Shares">What is added up.</param>
/// <param name="Total">Bytes: the sum, or what the command line says.</param>
/// <param name="IsGiven">The command line says it.</param>
public sealed record MemoryBudget(ImmutableArray<MemoryShare> Shares, uint Total, bool IsGiven)
{
    private const uint DefaultStack = 2048;

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
                shares.Add(new MemoryShare($"{segment} at 0x{segment.VirtualAddress:x}", segment.MemorySize));
        }
        var (stack, source) = StackSize(elf, options);
        shares.Add(new MemoryShare($"the stack ({source})", Alignment.RoundUp(stack, 8)));
        shares.Add(new MemoryShare("the app heap", Alignment.RoundUp(options.AppHeap, 4)));
        shares.Add(new MemoryShare("the kernel heap", Alignment.RoundUp(options.KernelHeap, 4)));
        return Sum(shares.ToImmutable(), options, diagnostics);
    }

    private static (ulong Size, string Source) StackSize(ElfFile elf, ConvertOptions options)
    {
        if (options.Stack is { } given)
            return (given, "--stack");
        var section = elf.Sections.FirstOrDefault(section => section.IsNamed(".stack"u8));
        return section is null ? (DefaultStack, "default") : (Math.Min(section.Size, ulong.MaxValue - 8), "section .stack");
    }

    private static MemoryBudget Sum(ImmutableArray<MemoryShare> shares, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (options.MinimumRamSize is { } given)
            return new MemoryBudget(shares, given, IsGiven: true);
        UInt128 sum = 0;
        foreach (var share in shares)
            sum += share.Size;
        if (sum > uint.MaxValue)
        {
            var largest = shares.MaxBy(share => share.Size)!;
            throw diagnostics.Fail(
                Catalogue.ValueTooLarge, $"minimum_ram_size is {sum}, more than 32 bits hold; {largest.Size} of it are for {largest.Purpose}");
        }
        return new MemoryBudget(shares, (uint)sum, IsGiven: false);
    }
}
