namespace Elf2Tab.Reports;

/// <summary>How sizes are printed.</summary>
public enum SizeFormat
{
    /// <summary>For people, in 80 columns.</summary>
    Table,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>Comma-separated values (RFC 4180), for spreadsheets.</summary>
    Csv,

    /// <summary>Tables in Markdown, for comments on pull requests.</summary>
    Markdown,
}

/// <summary>What there is to know about forms of sizes.</summary>
internal static class SizeFormats
{
    /// <summary>What is for this form.</summary>
    public static T Choose<T>(this SizeFormat format, T table, T json, T csv, T markdown) => format switch
    {
        SizeFormat.Json => json,
        SizeFormat.Csv => csv,
        SizeFormat.Markdown => markdown,
        _ => table,
    };
}
