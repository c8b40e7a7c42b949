using System.Collections.Immutable;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan;

/// <summary>A segment in its place.</summary>
/// <param name="Segment">The segment, without bytes that are left out in front.</param>
/// <param name="Offset">Bytes from the start of the app binary to its first file byte.</param>
/// <param name="Bytes">Its file bytes.</param>
internal sealed record PlacedSegment(Segment Segment, uint Offset, ReadOnlyMemory<byte> Bytes);

/// <summary>The file bytes of an app's segments, each in its place, gaps zero.</summary>
/// <param name="Start">Address of the first byte: where it is stored (in flash) or where it runs (in RAM).</param>
/// <param name="Size">Bytes.</param>
/// <param name="Segments">What lies where, ascending.</param>
internal sealed record AppImage(ulong Start, uint Size, ImmutableArray<PlacedSegment> Segments)
{
    /// <summary>The placed segments that hold the file byte at a virtual address, in the order of the program headers.</summary>
    public IEnumerable<PlacedSegment> HoldersOf(ulong virtualAddress) =>
        Segments.Where(placed => placed.Segment.HoldsFileByteAt(virtualAddress)).OrderBy(placed => placed.Segment.Index);

    /// <summary>The placed segment in which a section lies; null when it is not loaded.</summary>
    public PlacedSegment? HolderOf(Section section) => Segments.FirstOrDefault(placed => placed.Segment.Holds(section));
}
