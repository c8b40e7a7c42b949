namespace TabFormat.Reading;

/// <summary>A Kernel Version element.</summary>
public readonly record struct ParsedKernelVersion(ushort Major, ushort Minor);
