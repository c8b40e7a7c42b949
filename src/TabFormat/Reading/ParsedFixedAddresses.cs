namespace TabFormat.Reading;

/// <summary>A Fixed Addresses element; 0xFFFFFFFF is "any".</summary>
public readonly record struct ParsedFixedAddresses(uint Ram, uint Flash);
