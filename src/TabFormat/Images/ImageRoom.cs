using TabFormat.Tbf;

namespace TabFormat.Images;

/// <summary>Where a board has its apps, as far as it is known.</summary>
/// <param name="Start">Flash address of the first byte.</param>
public sealed record ImageRoom(ulong Start)
{
    /// <summary>Flash address behind the last byte; null: not known.</summary>
    public ulong? End { get; init; }

    /// <summary>Of what addresses of apps without a fixed one are multiples; null: what the memory protection needs.</summary>
    public uint? Alignment { get; init; }

    /// <summary>What protects memory; null: not known, and apps go where they can be protected on a Cortex-M.</summary>
    public ProtectionUnit? Unit { get; init; }

    /// <summary>The RAM that apps may have; <c>To</c> is behind its last byte. Null: not known.</summary>
    public (ulong From, ulong To)? Ram { get; init; }

    /// <summary>Of what the size of the image is a multiple, bytes, as far as there is room.</summary>
    public uint Round { get; init; } = 1;
}
