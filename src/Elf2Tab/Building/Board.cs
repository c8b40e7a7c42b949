using System.Globalization;
using System.Text;
using Elf2Tab.Boards;
using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using TabFormat.Tbf;

namespace Elf2Tab.Building;

/// <summary>What a board is, as a board file says it: what checks and placing need to know, and nobody knows by heart.</summary>
internal sealed record Board
{
    /// <summary>More bytes than a board file has.</summary>
    public const int LargestFile = 64 * 1024;

    /// <summary>A board of which nothing is known.</summary>
    public static Board Unknown { get; } = new();

    /// <summary>The processor as a TAB would name it.</summary>
    public string? Machine { get; init; }

    /// <summary>The processor; null: not known.</summary>
    public Processor? Processor => Machine is null ? null : Processor.Named(Machine);

    /// <summary>The kernel's version.</summary>
    public (ushort Major, ushort Minor)? Kernel { get; init; }

    /// <summary>The flash for apps; <c>To</c> is behind its last byte.</summary>
    public (uint From, uint To)? Flash { get; init; }

    /// <summary>The RAM for apps; <c>To</c> is behind its last byte.</summary>
    public (uint From, uint To)? Ram { get; init; }

    /// <summary>Of what addresses of apps are multiples, where the memory protection does not say it.</summary>
    public uint? Granule { get; init; }

    /// <summary>How TBFs are padded, as <c>--padding</c> takes it.</summary>
    public string? Padding { get; init; }

    /// <summary>The board that a kernel says that it is for.</summary>
    public static Board Of(Kernel kernel) => new()
    {
        Machine = NameOf(kernel),
        Flash = kernel is { AppsStart: { } start, AppsEnd: { } end } ? (checked((uint)start), checked((uint)end)) : null,
        Ram = kernel.Ram is { } ram ? (checked((uint)ram.From), checked((uint)ram.To)) : null,
    };

    /// <summary>Reads a board file.</summary>
    /// <param name="bytes">Its content, UTF-8.</param>
    /// <param name="isPadding">Whether <c>--padding</c> takes a text.</param>
    /// <param name="parseSize">Reads a number with a unit as options take it; null: it is none.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">It is not understood; every fault is reported.</exception>
    public static Board Read(ReadOnlySpan<byte> bytes, Func<string, bool> isPadding, Func<string, uint?> parseSize, DiagnosticSink diagnostics)
    {
        var document = TomlText.Parse(
            bytes,
            LargestFile,
            Catalogue.BoardInvalid,
            "give a board file; of a kernel's ELF `elf2tab image --kernel KERNEL --board-out FILE` makes one",
            diagnostics,
            line => QuotesHint(line, parseSize));
        var values = new BoardValues(document, parseSize, diagnostics);
        var board = new Board
        {
            Machine = values.Text("machine", "a processor such as cortex-m4, rv32imac or i386", text => ProtectionUnit.Named(text) is not null),
            Kernel = values.Text("kernel", "a version such as 2.1", text => ParseVersion(text) is not null) is { } version ? ParseVersion(version) : null,
            Flash = values.Range("flash"),
            Ram = values.Range("ram"),
            Granule = values.Number("granule", number => number is > 0 and <= PaddingRule.LargestMultiple && number % 4 == 0),
            Padding = values.Text("padding", "what --padding takes", isPadding),
        };
        values.ReportOthers();
        if (board is { Flash: var (start, end), Ram: var (from, to) } && from < end && start < to)
            diagnostics.Report(Catalogue.BoardInvalid, "`flash` and `ram` overlap");
        diagnostics.StopOnErrors();
        return board;
    }

    /// <summary>The board as a file.</summary>
    public byte[] Write()
    {
        var text = new StringBuilder("# What elf2tab checks apps against and places them by (docs/image.md).\n");
        if (Machine is not null)
            Line($"machine = \"{Machine}\"");
        if (Kernel is { } kernel)
            Line($"kernel = \"{kernel.Major}.{kernel.Minor}\"");
        else
            text.Append("# kernel = \"2.1\"\n");
        Range("flash", Flash);
        Range("ram", Ram);
        if (Granule is { } granule)
            Line($"granule = {granule}");
        if (Padding is not null)
            Line($"padding = \"{Padding}\"");
        return Encoding.UTF8.GetBytes(text.ToString());

        void Range(string name, (uint From, uint To)? range)
        {
            if (range is { } known)
                Line($"{name} = {{ start = 0x{known.From:x8}, end = 0x{known.To:x8} }}");
        }

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>A version, <c>2.1</c>; null: it is none.</summary>
    public static (ushort Major, ushort Minor)? ParseVersion(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            && ushort.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out ushort major)
            && ushort.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort minor)
                ? (major, minor)
                : null;
    }

    /// <summary>What to do about a number with a unit but without quotes, which TOML does not have; null: the line has none.</summary>
    private static string? QuotesHint(string line, Func<string, uint?> parseSize)
    {
        foreach (string part in line.Split('=', ',', '}', '#'))
        {
            string value = part.Trim();
            if (value.Length > 0 && char.IsAsciiDigit(value[0]) && char.IsAsciiLetter(value[^1]) && parseSize(value.Replace(" ", "", StringComparison.Ordinal)) is not null)
                return $"write it in quotes, without a space: `\"{value.Replace(" ", "", StringComparison.Ordinal)}\"`";
        }
        return null;
    }

    private static string? NameOf(Kernel kernel) =>
        kernel.Unit == ProtectionUnit.ArmV6M ? "cortex-m0"
        : kernel.Unit == ProtectionUnit.ArmV7M ? "cortex-m4"
        : kernel.Unit == ProtectionUnit.ArmV8M ? "cortex-m33"
        : kernel.Unit == ProtectionUnit.RiscV ? (kernel.Elf.Is64Bit ? "rv64imac" : "rv32imac")
        : kernel.Unit == ProtectionUnit.X86 ? "i386" : null;
}
