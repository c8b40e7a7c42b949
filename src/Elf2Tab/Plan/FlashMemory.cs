using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;

namespace Elf2Tab.Plan;

/// <summary>
/// The RAM of an app that executes in place, as its linker laid it out. What the app asks for is a sum, upstream's: segments that
/// run elsewhere than they are stored, stack, heaps. Where the layout is larger than the sum, its end lies behind the app's RAM.
/// </summary>
/// <param name="Ranges">What lies where, ascending, addresses virtual.</param>
internal sealed record FlashMemory(IReadOnlyList<(ulong Start, ulong End, string Name)> Ranges)
{
    /// <summary>Real apps have gaps of up to 256 bytes, from aligning one section behind another.</summary>
    private const ulong HarmlessGap = 512;

    /// <summary>
    /// Finds the RAM: writable segments that run elsewhere than they are stored, or have no file bytes; the segment that holds section
    /// .stack, which lld does not make writable, or that section itself where no segment holds it.
    /// </summary>
    /// <param name="sections">The section headers.</param>
    /// <param name="loadSegments">The PT_LOAD segments that take memory.</param>
    public static FlashMemory Of(ImmutableArray<Section> sections, ImmutableArray<Segment> loadSegments)
    {
        var stack = StackOf(sections);
        var ranges = loadSegments
            .Where(segment => (stack is not null && segment.Holds(stack))
                || (segment.IsWritable && (segment.FileSize == 0 || segment.VirtualAddress != segment.PhysicalAddress)))
            .Select(segment => (Start: segment.VirtualAddress, End: segment.VirtualAddress + segment.MemorySize, Name: $"{segment}"))
            .ToList();
        if (stack is not null && !loadSegments.Any(segment => segment.Holds(stack)))
            ranges.Add((stack.Address, stack.Address + Math.Min(stack.Size, ulong.MaxValue - stack.Address), $"{stack}"));
        return new FlashMemory([.. ranges.OrderBy(range => range.Start)]);
    }

    /// <summary>Reports what of the layout the sum does not cover.</summary>
    /// <param name="elf">The app.</param>
    /// <param name="counted">Bytes of segments and stack in the sum, and those of sections that are reported by themselves.</param>
    /// <param name="spare">Bytes that are asked for beyond the sum.</param>
    /// <param name="options">The stack's size, if given.</param>
    /// <param name="diagnostics">Where to report.</param>
    public void Check(ElfFile elf, UInt128 counted, UInt128 spare, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (Ranges.Count == 0)
            return;
        if (StackOf(elf.Sections) is { } reserved && options.Stack < reserved.Size)
            counted += reserved.Size - options.Stack.Value; // that is another matter, see below
        ulong end = Ranges.Max(range => range.End);
        UInt128 span = end - Ranges[0].Start;
        if (span > counted + HarmlessGap && span > counted + spare)
        {
            var (before, behind) = LargestGap();
            diagnostics.Report(
                Catalogue.MemoryGap,
                $"RAM from 0x{Ranges[0].Start:x} to 0x{end:x} are {span} bytes, minimum_ram_size counts {counted} of them, "
                + $"{span - counted - spare} too few: {behind.Name} starts at 0x{behind.Start:x}, {before.Name} ends at 0x{before.End:x}");
        }
        CheckStack(elf, options, diagnostics);
    }

    /// <summary>Reports RAM that does not start where the kernel is told that it starts.</summary>
    /// <param name="origin">The address that the header of the TBF states.</param>
    /// <param name="diagnostics">Where to report.</param>
    public void CheckOrigin(uint origin, DiagnosticSink diagnostics)
    {
        if (Ranges.Count == 0)
            return;
        var (start, _, name) = Ranges[0];
        if (start < origin)
            diagnostics.Report(
                Catalogue.RamOriginDiffers, $"{name} is at 0x{start:x}, below the start of RAM, _sram_origin = 0x{origin:x}");
        else if (start - origin > HarmlessGap)
            diagnostics.Report(
                Catalogue.RamOriginDiffers,
                $"the lowest in RAM, {name}, is at 0x{start:x}, {start - origin} bytes above its start, _sram_origin = 0x{origin:x}");
    }

    /// <summary>The section that reserves the stack; null: there is none.</summary>
    public static Section? StackOf(ImmutableArray<Section> sections) =>
        sections.FirstOrDefault(section => section.IsNamed(GivenNames.Stack) && section is { IsAllocated: true, Size: > 0 });

    private ((ulong Start, ulong End, string Name) Before, (ulong Start, ulong End, string Name) Behind) LargestGap()
    {
        var (before, behind) = (Ranges[0], Ranges[0]);
        var highest = Ranges[0];
        ulong largest = 0;
        foreach (var range in Ranges)
        {
            if (range.Start > highest.End && range.Start - highest.End > largest)
                (before, behind, largest) = (highest, range, range.Start - highest.End);
            highest = range.End > highest.End ? range : highest;
        }
        return (before, behind);
    }

    /// <summary>A section behind the stack stays where it is when the stack asked for is smaller.</summary>
    private void CheckStack(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (options.Stack is not { } given || options.MinimumRamSize is not null || StackOf(elf.Sections) is not { } stack || given >= stack.Size)
            return;
        ulong end = stack.Address + Math.Min(stack.Size, ulong.MaxValue - stack.Address);
        var behind = elf.Sections.FirstOrDefault(section => section is { IsAllocated: true, Size: > 0 } && section.Address >= end
            && Ranges.Any(range => section.Address >= range.Start && section.Address < range.End));
        if (behind is not null)
        {
            diagnostics.Report(
                Catalogue.StackBelowSection,
                $"--stack {given} is less than the {stack.Size} bytes of section .stack, and {behind} lies behind it at 0x{behind.Address:x}");
        }
    }
}
