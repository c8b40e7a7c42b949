namespace Elf2Tab.Reports;

/// <summary>A value of a field.</summary>
/// <param name="Number">A number, or</param>
/// <param name="Text">a text.</param>
internal readonly record struct FieldValue(long? Number, string? Text)
{
    /// <summary>A text.</summary>
    public static FieldValue Of(string text) => new(null, text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? $"{Number}";
}

/// <summary>Bytes that differ.</summary>
/// <param name="Count">How many.</param>
/// <param name="Offset">Where the first one is in the TBF.</param>
/// <param name="Place">The segment, section or symbol there, as far as it is known.</param>
internal sealed record ByteDifference(long Count, long Offset, string? Place);

/// <summary>A field in which two files differ.</summary>
/// <param name="Member">The member of a TAB or the file of a directory; null: the file itself.</param>
/// <param name="Field">The field's name.</param>
/// <param name="Old">Its value in the first file; null: it is not there.</param>
/// <param name="New">Its value in the second file; null: it is not there.</param>
/// <param name="Bytes">Of the app binary, the bytes that differ; the values are the first of them.</param>
internal sealed record Difference(string? Member, string Field, FieldValue? Old, FieldValue? New, ByteDifference? Bytes = null)
{
    /// <summary>The second number less the first, where both are numbers.</summary>
    public long? Change => New?.Number - Old?.Number;

    /// <summary>A difference without values.</summary>
    public static Difference Of(string? member, string field) => new(member, field, null, null);

    /// <inheritdoc/>
    public override string ToString()
    {
        string place = Member is null ? Field : $"{Member}: {Field}";
        if (Bytes is { } bytes)
        {
            string within = bytes.Place is null ? "" : $", in {bytes.Place}";
            place += $": {bytes.Count} {(bytes.Count == 1 ? "byte differs" : "bytes differ")}, the first at 0x{bytes.Offset:x}{within}:";
        }
        if (New is null && Old is null)
            return place.TrimEnd(':');
        string change = Change is { } number ? $" ({number:+0;-0})" : "";
        return $"{place} {Old?.ToString() ?? "(none)"} -> {New?.ToString() ?? "(none)"}{change}";
    }
}
