using System.Globalization;

namespace Elf2Tab.CommandLine;

/// <summary>Numbers, sizes and addresses as people write them.</summary>
internal static class NumberValues
{
    private const string Units = "decimal, 0x hexadecimal, or in K, KB, KiB, M, MB or MiB (1024 each)";

    /// <summary>A size in memory.</summary>
    public static OptionValue<uint?> Size => new("SIZE", $"a number of bytes below 4294967296: {Units}", ParseSize);

    /// <summary>A size up to a limit.</summary>
    /// <param name="limit">The largest.</param>
    public static OptionValue<uint?> SizeUpTo(uint limit) =>
        new("SIZE", $"a number of bytes from 0 to {limit}: {Units}", text => ParseSize(text) is { } size && size <= limit ? size : null);

    /// <summary>An address.</summary>
    public static OptionValue<uint?> Address => new("ADDRESS", $"an address below 4294967296: {Units}", ParseSize);

    /// <summary>A size or an address that is a multiple of a number.</summary>
    /// <param name="name">Its name in help.</param>
    /// <param name="factor">The number.</param>
    public static OptionValue<uint?> Multiple(string name, uint factor) => new(
        name, $"a multiple of {factor}: {Units}", text => ParseSize(text) is { } size && size % factor == 0 ? size : null);

    /// <summary>A number of bytes that is a power of two.</summary>
    public static OptionValue<uint?> PowerOfTwo =>
        new("SIZE", $"a power of two: {Units}", text => ParseSize(text) is { } size && uint.IsPow2(size) ? size : null);

    /// <summary>A number of 32 bits.</summary>
    public static OptionValue<uint?> U32 => UpTo(uint.MaxValue);

    /// <summary>A number up to a limit, decimal.</summary>
    /// <param name="limit">The largest.</param>
    public static OptionValue<uint?> UpTo(uint limit) =>
        new("NUMBER", $"a number from 0 to {limit}", text => ParseU32(text) is { } number && number <= limit ? number : null);

    /// <summary>A number that stands for somebody or something.</summary>
    public static OptionValue<uint?> Id => new("ID", "a number from 0 to 4294967295, decimal or 0x hexadecimal", ParseHexU32);

    /// <summary>The same, but not 0.</summary>
    public static OptionValue<uint?> NonZeroId => new(
        "ID", "a number from 1 to 4294967295, decimal or 0x hexadecimal", text => ParseHexU32(text) is not 0 and var id ? id : null);

    /// <summary>
    /// A size or an address: decimal, 0x hexadecimal, or decimal with a unit behind it. All units count by 1024: nobody means 1,000 when
    /// it is about memory.
    /// </summary>
    public static uint? ParseSize(string text)
    {
        string unit = text.TrimStart([.. "+0123456789"]);
        int shift = unit.ToUpperInvariant() switch
        {
            "K" or "KB" or "KIB" => 10,
            "M" or "MB" or "MIB" => 20,
            _ => 0,
        };
        if (shift == 0)
            return ParseHexU32(text);
        return ParseU32(text[..^unit.Length]) is { } number && number <= uint.MaxValue >> shift ? number << shift : null;
    }

    /// <summary>A decimal number of 32 bits.</summary>
    public static uint? ParseU32(string text) =>
        uint.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out uint value) && text[0] != '-' ? value : null;

    /// <summary>A number of 32 bits, decimal or 0x hexadecimal.</summary>
    public static uint? ParseHexU32(string text)
    {
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return ParseU32(text);
        return uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value) ? value : null;
    }
}
