using System.Globalization;
using System.Text;

namespace TabFormat.Tab;

/// <summary>The <c>metadata.toml</c> of a TAB.</summary>
/// <param name="Name">The app's name; may be empty.</param>
/// <param name="MinimumKernelVersion">"major.minor"; null: not said.</param>
/// <param name="OnlyForBoards">Boards, separated by commas; null: not said.</param>
/// <param name="BuildDate">When the TAB was made; null: not said.</param>
public sealed record TabMetadata(string Name, string? MinimumKernelVersion, string? OnlyForBoards, DateTimeOffset? BuildDate)
{
    /// <summary>Its name in the TAB.</summary>
    public const string FileName = "metadata.toml";

    private const string DateFormat = "yyyy-MM-ddTHH:mm:ssZ";

    /// <summary>The bytes of <see cref="FileName"/>.</summary>
    public static ReadOnlySpan<byte> FileNameBytes => "metadata.toml"u8;

    private static ReadOnlySpan<byte> DateLine => "\nbuild-date = "u8;

    /// <summary>The TOML text: upstream's lines in upstream's order, so a writer of our own; strings are escaped.</summary>
    public string ToToml()
    {
        var text = new StringBuilder("tab-version = 1\n");
        AppendString(text, "name", Name);
        AppendString(text, "minimum-tock-kernel-version", MinimumKernelVersion);
        AppendString(text, "only-for-boards", OnlyForBoards);
        if (BuildDate is { } date)
            text.Append("build-date = ").Append(date.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture)).Append('\n');
        return text.ToString();
    }

    /// <summary>
    /// Whether two TABs are the same but for their build dates, seen without reading them. False may also mean that they are not as
    /// <see cref="TabWriter"/> writes them.
    /// </summary>
    public static bool DifferInDateAlone(ReadOnlySpan<byte> tab, ReadOnlySpan<byte> other)
    {
        if (tab.Length != other.Length || !tab.StartsWith("metadata.toml\0"u8))
            return false;
        var text = tab[Math.Min(TarHeader.BlockSize, tab.Length)..];
        text = text[..Math.Max(0, text.IndexOf((byte)0))];
        int line = text.IndexOf(DateLine);
        if (line < 0 || text.Length - line < DateLine.Length + DateFormat.Length)
            return false;
        int start = TarHeader.BlockSize + line + DateLine.Length;
        int end = start + DateFormat.Length;
        return tab[..start].SequenceEqual(other[..start]) && tab[end..].SequenceEqual(other[end..])
            && IsDate(tab[start..end]) && IsDate(other[start..end]);

        static bool IsDate(ReadOnlySpan<byte> date) => DateTime.TryParseExact(
            Encoding.ASCII.GetString(date), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    private static void AppendString(StringBuilder text, string key, string? value)
    {
        if (value is null)
            return;
        text.Append(key).Append(" = ").Append(Quote(value)).Append('\n');
    }

    /// <summary>A TOML basic string: quote, backslash and control characters are escaped, all else stands for itself.</summary>
    internal static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (char character in value)
        {
            if (character is '"' or '\\')
                text.Append('\\').Append(character);
            else if (char.IsControl(character))
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            else
                text.Append(character);
        }
        return text.Append('"').ToString();
    }
}
