namespace Elf2Tab.Diagnostics;

/// <summary>Where in a file, or in a member of it, something is.</summary>
/// <param name="Offset">Bytes from its start; null: it is a line.</param>
/// <param name="Line">The number of the line, the first is 1; null: it is an offset.</param>
internal readonly record struct Place(long? Offset, int? Line)
{
    /// <summary>So many bytes behind the start.</summary>
    public static Place AtOffset(long offset) => new(offset, null);

    /// <summary>A line of a text; the first is 1.</summary>
    public static Place AtLine(int line) => new(null, line);

    /// <inheritdoc/>
    public override string ToString() => Line is { } line ? $"line {line}" : $"at 0x{Offset:x}";
}
