using TabFormat.Tbf;

namespace TabFormat.Reading;

/// <summary>A Load Target element.</summary>
public sealed record ParsedLoadTarget(
    ushort Machine, byte Class, RamPlacement Placement, uint LinkAddress, uint RamSize, uint RamAlignment);
