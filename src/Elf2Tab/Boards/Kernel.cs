using System.Collections.Immutable;
using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using TabFormat.Images;
using TabFormat.Tbf;

namespace Elf2Tab.Boards;

/// <summary>
/// A kernel as its linker left it. It says where its apps are by symbols, <c>_sapps</c> to <c>_eapps</c> in flash and <c>_sappmem</c> to
/// <c>_eappmem</c> in RAM, and has a section <c>.apps</c> there, which is empty or holds some bytes, so that programs for flashing write it.
/// </summary>
internal sealed record Kernel
{
    /// <summary>The section that is for apps.</summary>
    public static ReadOnlySpan<byte> AppsSectionName => ".apps"u8;

    private const ulong EndOfAddresses = 1UL << 32;

    /// <summary>Its ELF.</summary>
    public required ElfFile Elf { get; init; }

    /// <summary>The section for apps; null: there is none.</summary>
    public Section? AppsSection { get; init; }

    /// <summary>Flash address of the first app; null: it does not say it.</summary>
    public ulong? AppsStart { get; init; }

    /// <summary>Flash address behind the room for apps; null: it does not say it.</summary>
    public ulong? AppsEnd { get; init; }

    /// <summary>The RAM for apps; <c>To</c> is behind its last byte. Null: it does not say it.</summary>
    public (ulong From, ulong To)? Ram { get; init; }

    /// <summary>The processor that it is for.</summary>
    public Processor Processor => Processor.Of(Elf);

    /// <summary>What protects memory on its processor; null: not known.</summary>
    public ProtectionUnit? Unit => Machine.ProtectionUnitOf(Elf);

    /// <summary>PT_LOAD segments without what is for apps in them, in the file's order.</summary>
    public required ImmutableArray<Segment> Segments { get; init; }

    /// <summary>Its bytes where they are stored.</summary>
    public IEnumerable<ImageBlock> Blocks => Segments.Where(segment => segment.FileSize > 0)
        .Select(segment => new ImageBlock(segment.PhysicalAddress, Elf.Content(segment)));

    /// <summary>Reads a kernel.</summary>
    /// <exception cref="InputException">It is no ELF file.</exception>
    public static Kernel Read(ElfSource source, DiagnosticSink diagnostics)
    {
        var elf = PhysicalAddresses.Restore(ElfFile.Read(source, diagnostics), diagnostics);
        var section = elf.Sections.FirstOrDefault(section => section.IsNamed(AppsSectionName));
        ulong? start = elf.Symbols?.ValueOf("_sapps"u8) ?? section?.Address;
        ulong? end = elf.Symbols?.ValueOf("_eapps"u8);
        if (end is null && section is { Type: SectionType.NoBits, Size: > 0 })
            end = section.Address + section.Size;
        ulong? ram = elf.Symbols?.ValueOf("_sappmem"u8);
        ulong? ramEnd = elf.Symbols?.ValueOf("_eappmem"u8);
        var kernel = new Kernel
        {
            Elf = elf,
            AppsSection = section,
            AppsStart = start,
            AppsEnd = end > start ? end : null,
            Ram = ramEnd > ram ? (ram.Value, ramEnd.Value) : null,
            Segments = [],
        };
        return kernel with { Segments = [.. elf.LoadSegments.SelectMany(kernel.WithoutApps)] };
    }

    /// <summary>Checks that it can be flashed, and that its places are such as a board can have.</summary>
    /// <exception cref="InputException">It cannot, or one is not.</exception>
    public void Check(DiagnosticSink diagnostics)
    {
        if (Elf.Type is not (ElfType.Executable or ElfType.Dynamic))
            throw diagnostics.Fail(Catalogue.NotKernel, Elf.Type == ElfType.Relocatable ? "it is an object file (ET_REL)" : $"e_type is {(int)Elf.Type}");
        if (Segments.All(segment => segment.FileSize == 0))
            throw diagnostics.Fail(Catalogue.NotKernel, "no PT_LOAD segment has bytes, but for apps");
        if (AppsStart is { } apps && apps % 4 != 0)
            diagnostics.Report(Catalogue.KernelPlacesWrong, $"apps would start at 0x{apps:x}");
        CheckSymbols("_sapps", "_eapps", diagnostics);
        CheckSymbols("_sappmem", "_eappmem", diagnostics);
        if ((AppsEnd ?? AppsStart) >= EndOfAddresses)
            diagnostics.Report(Catalogue.KernelPlacesWrong, $"the room for apps ends at 0x{AppsEnd ?? AppsStart:x}");
        if (Ram is var (from, to) && from < AppsEnd && AppsStart < to)
            diagnostics.Report(Catalogue.KernelPlacesWrong, $"RAM for apps, 0x{from:x} to 0x{to:x}, lies where their flash does, 0x{AppsStart:x} to 0x{AppsEnd:x}");
        CheckSegments(diagnostics);
        diagnostics.StopOnErrors();
    }

    /// <summary>Each of two symbols has one value, and the first the lower one.</summary>
    private void CheckSymbols(string first, string last, DiagnosticSink diagnostics)
    {
        ulong[] from = ValuesOf(first);
        ulong[] to = ValuesOf(last);
        foreach (var (name, values) in ((string, ulong[])[])[(first, from), (last, to)])
        {
            if (values.Length > 1)
                diagnostics.Report(Catalogue.KernelPlacesWrong, $"{name} is 0x{values[0]:x}, and 0x{values[1]:x} in another entry of the symbol table");
        }
        if (from is [var start, ..] && to is [var end, ..] && (start >= end || end >= EndOfAddresses))
            diagnostics.Report(Catalogue.KernelPlacesWrong, $"{first} is 0x{start:x}, {last} 0x{end:x}");

        ulong[] ValuesOf(string name) => [.. (Elf.Symbols?.ValuesOf(Encoding.ASCII.GetBytes(name)) ?? []).Distinct().Take(2)];
    }

    /// <summary>Segments are stored and run below 4 GiB, and no two run at the same addresses.</summary>
    private void CheckSegments(DiagnosticSink diagnostics)
    {
        foreach (var segment in Segments)
        {
            if (segment.FileSize > 0 && !IsBelowEnd(segment.PhysicalAddress, segment.FileSize))
                diagnostics.Report(Catalogue.KernelPlacesWrong, $"{segment} is stored at 0x{segment.PhysicalAddress:x}");
            if (!IsBelowEnd(segment.VirtualAddress, segment.MemorySize))
                diagnostics.Report(Catalogue.KernelPlacesWrong, $"{segment} takes {segment.MemorySize} bytes (p_memsz) of memory at 0x{segment.VirtualAddress:x}");
        }
        var ascending = Segments.OrderBy(segment => segment.VirtualAddress).ToList();
        foreach (var (lower, upper) in ascending.Zip(ascending.Skip(1)))
        {
            if (upper.VirtualAddress - lower.VirtualAddress < lower.MemorySize)
            {
                diagnostics.Report(
                    Catalogue.KernelPlacesWrong,
                    $"{lower} takes {lower.MemorySize} bytes (p_memsz) of memory from 0x{lower.VirtualAddress:x} on, and {upper} starts at 0x{upper.VirtualAddress:x}");
            }
        }

        static bool IsBelowEnd(ulong address, ulong size) => address <= EndOfAddresses && size <= EndOfAddresses - address;
    }

    /// <summary>Whether an ELF is of a kernel: it says where apps are.</summary>
    public bool IsKernel => AppsStart is not null;

    /// <summary>The bytes of apps in the file, where they are in it, and their address; null: there are none.</summary>
    public (ulong FileOffset, ulong Size, ulong Address)? FindApps()
    {
        if (AppsSection is { HasFileBytes: true } section)
            return (section.FileOffset, section.Size, section.Address);
        if (AppsStart is not { } start || Elf.LoadSegments.FirstOrDefault(segment => segment.HoldsFileByteAt(start)) is not { } holder)
            return null;
        ulong skipped = start - holder.VirtualAddress;
        return (holder.FileOffset + skipped, holder.FileSize - skipped, start);
    }

    /// <summary>The parts of a segment that are the kernel's: what is in the section for apps, or erased flash in the room for them, is not.</summary>
    private IEnumerable<Segment> WithoutApps(Segment segment)
    {
        var (from, to) = AppsIn(segment);
        if (from == to)
        {
            yield return segment;
            yield break;
        }
        if (from > 0)
            yield return segment with { FileSize = Math.Min(segment.FileSize, from), MemorySize = from };
        if (to < segment.MemorySize)
            yield return segment.Skip(Math.Min(to, segment.FileSize));
    }

    /// <summary>What of a segment is for apps, bytes from its start.</summary>
    private (ulong From, ulong To) AppsIn(Segment segment)
    {
        if (AppsSection is { Size: > 0 } section && segment.Holds(section))
        {
            ulong from = section.Address - segment.VirtualAddress;
            return (from, from + section.Size);
        }
        bool isInRoom = segment.VirtualAddress >= AppsStart && segment.VirtualAddress + segment.MemorySize <= AppsEnd;
        return isInRoom && !Elf.Content(segment).Span.ContainsAnyExcept(ImageLayout.Erased) ? (0UL, segment.MemorySize) : (0UL, 0UL);
    }
}
