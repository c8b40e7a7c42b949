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
