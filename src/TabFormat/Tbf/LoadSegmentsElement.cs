using System.Collections.Immutable;
using TabFormat.Binary;

namespace TabFormat.Tbf;

/// <summary>What of a RAM-loaded app lies where in memory, ascending.</summary>
public sealed record LoadSegmentsElement(ImmutableArray<LoadSegment> Segments) : TbfElement(TbfElementType.LoadSegments)
{
    private readonly ItemList<LoadSegment> _segments = Segments;

    /// <summary>The rows.</summary>
    public ImmutableArray<LoadSegment> Segments { get => _segments; init => _segments = value; }

    /// <inheritdoc/>
    public override int Length => TbfFormat.LoadSegmentSize * Segments.Length;

    private protected override void WriteContent(ref ByteWriter writer)
    {
        foreach (var segment in Segments)
        {
            writer.U32(segment.BinaryOffset ?? TbfFormat.NoFileBytes);
            writer.U32(segment.MemoryOffset);
            writer.U32(segment.FileSize);
            writer.U32(segment.MemorySize);
            writer.U32(segment.Flags);
        }
    }
}
