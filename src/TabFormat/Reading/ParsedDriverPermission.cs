namespace TabFormat.Reading;

/// <summary>One entry of the permissions: commands 64 * Offset + bit of Mask.</summary>
public sealed record ParsedDriverPermission(uint Driver, uint Offset, ulong Mask);
