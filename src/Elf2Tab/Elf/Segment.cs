using System.Globalization;

namespace Elf2Tab.Elf;

/// <summary>A program header (gABI, program header), with 64-bit fields for both word sizes.</summary>
/// <param name="Index">Its place in the table, from 0.</param>
/// <param name="Type"><c>p_type</c>.</param>
/// <param name="Flags"><c>p_flags</c>.</param>
/// <param name="FileOffset"><c>p_offset</c>: bytes from the start of the file.</param>
/// <param name="VirtualAddress"><c>p_vaddr</c>: where the segment is while the app runs.</param>
/// <param name="PhysicalAddress"><c>p_paddr</c>: where its bytes are stored.</param>
/// <param name="FileSize"><c>p_filesz</c>, bytes.</param>
/// <param name="MemorySize"><c>p_memsz</c>, bytes.</param>
/// <param name="Alignment"><c>p_align</c>.</param>
internal sealed record Segment(
    int Index,
    SegmentType Type,
    SegmentFlags Flags,
    ulong FileOffset,
    ulong VirtualAddress,
    ulong PhysicalAddress,
    ulong FileSize,
    ulong MemorySize,
    ulong Alignment)
{
    /// <summary>Whether the app may write to it.</summary>
    public bool IsWritable => (Flags & SegmentFlags.Write) != 0;

    /// <summary>Whether <paramref name="address"/> is that of one of its file bytes.</summary>
    public bool HoldsFileByteAt(ulong address) => address >= VirtualAddress && address - VirtualAddress < FileSize;

    /// <summary>Whether all of <paramref name="size"/> bytes at <paramref name="address"/> are file bytes.</summary>
    public bool HoldsFileBytes(ulong address, ulong size) => Spans(address, size, VirtualAddress, FileSize);

    /// <summary>Whether <paramref name="size"/> bytes at <paramref name="address"/> are in its memory.</summary>
    public bool HoldsMemory(ulong address, ulong size) => Spans(address, size, VirtualAddress, MemorySize);

    /// <summary>The segment without its first <paramref name="count"/> bytes.</summary>
    public Segment Skip(ulong count) => this with
    {
        FileOffset = FileOffset + count,
        VirtualAddress = VirtualAddress + count,
        PhysicalAddress = PhysicalAddress + count,
        FileSize = FileSize - count,
        MemorySize = MemorySize - Math.Min(count, MemorySize),
    };

    /// <summary>
    /// Whether an allocated section lies in this PT_LOAD segment: its addresses, and its bytes where it has any. An empty
    /// section at the very end does not.
    /// </summary>
    public bool Holds(Section section) =>
        section.IsAllocated
        && Spans(section.Address, section.Size, VirtualAddress, MemorySize)
        && (section.Type == SectionType.NoBits || Spans(section.FileOffset, section.Size, FileOffset, FileSize));

    /// <inheritdoc/>
    public override string ToString() => "segment " + Index.ToString(CultureInfo.InvariantCulture);

    private static bool Spans(ulong start, ulong size, ulong outerStart, ulong outerSize) =>
        start >= outerStart && start - outerStart < outerSize && size <= outerSize - (start - outerStart);
}
