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

    /// <summary>The bytes of <see cref="FileName"/>.</summary>
    public static ReadOnlySpan<byte> FileNameBytes => "metadata.toml"u8;

    /// <summary>The TOML text: upstream's lines in upstream's order, so a writer of our own; strings are escaped.</summary>
    public string ToToml()
    {
        var text = new StringBuilder("tab-version = 1\n");
        AppendString(text, "name", Name);
        AppendString(text, "minimum-tock-kernel-version", MinimumKernelVersion);
        AppendString(text, "only-for-boards", OnlyForBoards);
        if (BuildDate is { } date)
            text.Append(CultureInfo.InvariantCulture, $"build-date = {date.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\n");
        return text.ToString();
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
