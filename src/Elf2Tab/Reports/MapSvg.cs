using System.Globalization;
using System.Net;
using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using Elf2Tab.Sizes;

namespace Elf2Tab.Reports;

/// <summary>
/// Draws maps as a picture: each bar to scale, with a line for each part below it. The colours are those of Okabe and Ito,
/// which people with any kind of colour vision can tell apart; text and background follow the light or dark mode of the reader.
/// </summary>
internal static class MapSvg
{
    private const double Width = 760;
    private const double Margin = 24;
    private const double BarHeight = 44;
    private const double RowHeight = 20;
    private const double TitleHeight = 30;

    /// <summary>Narrowest drawing of a part, so that every part is seen.</summary>
    private const double LeastWidth = 2;

    /// <summary>About the width of a character of the font.</summary>
    private const double CharacterWidth = 7;

    private static readonly string[] Colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442"];

    private const string Style = """
        text { font: 12px system-ui, sans-serif; fill: #222; }
        .title { font-weight: 600; font-size: 15px; }
        .number { text-anchor: end; font-variant-numeric: tabular-nums; }
        .inside { fill: #fff; text-anchor: middle; }
        .inside.dark { fill: #222; }
        .none { fill: #bbb; }
        .page { fill: #fff; }
        .frame { fill: none; stroke: #888; }
        @media (prefers-color-scheme: dark) { text { fill: #e6e6e6; } .none { fill: #555; } .page { fill: #1b1b1f; } }
        """;

    /// <summary>The picture of some bars.</summary>
    public static string Draw(IReadOnlyList<MapBar> bars)
    {
        double height = Margin + bars.Sum(bar => TitleHeight + BarHeight + 10 + (RowHeight * bar.Parts.Count) + Margin);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width + (2 * Margin):0} {height:0}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"width=\"{Width + (2 * Margin):0}\" height=\"{height:0}\" role=\"img\">\n<style>\n{Style}\n</style>\n");
        svg.Append("<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n");
        double top = Margin;
        foreach (var bar in bars)
            top = DrawBar(svg, bar, top);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Draws a bar and its list.</summary>
    /// <returns>Where the next one starts.</returns>
    private static double DrawBar(StringBuilder svg, MapBar bar, double top)
    {
        Text("title", Margin, top + 14, $"{bar.Name}, {bar.Size} bytes");
        top += TitleHeight;
        double list = top + BarHeight + 10;
        foreach (var (index, part) in bar.Parts.Index())
        {
            double width = Math.Max(LeastWidth, Width * part.Size / Math.Max(bar.Size, 1));
            double x = Math.Min(Margin + (Width * part.Offset / Math.Max(bar.Size, 1)), Margin + Width - width);
            string fill = Fill(part, index);
            Rectangle(x, top, width, BarHeight, fill, $"{part.Name}: {part.Size} bytes at 0x{part.Offset:x}");
            if (PrintedText.Printable(part.Name).Length * CharacterWidth < width)
                Text(IsLight(fill) ? "inside dark" : "inside", x + (width / 2), top + (BarHeight / 2) + 4, part.Name);

            double row = list + (RowHeight * index);
            Rectangle(Margin, row + 4, 12, 12, fill, null);
            Text("", Margin + 20, row + 14, part.Name);
            Text("number", Margin + 440, row + 14, $"0x{part.Offset:x}");
            Text("number", Margin + 560, row + 14, $"{part.Size} bytes");
            Text("number", Margin + 640, row + 14, string.Create(CultureInfo.InvariantCulture, $"{100.0 * part.Size / Math.Max(bar.Size, 1):0.0} %"));
        }
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"frame\" x=\"{Margin:0}\" y=\"{top:0}\" width=\"{Width:0}\" height=\"{BarHeight:0}\"/>\n");
        return list + (RowHeight * bar.Parts.Count) + Margin;

        void Text(string kind, double left, double baseline, string text) => svg.Append(
            CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{left:0.#}\" y=\"{baseline:0.#}\">{Encode(text)}</text>\n");

        void Rectangle(double left, double y, double width, double height, string fill, string? tip)
        {
            string colour = fill == "" ? "class=\"none\"" : $"fill=\"{fill}\"";
            svg.Append(CultureInfo.InvariantCulture, $"<rect {colour} x=\"{left:0.##}\" y=\"{y:0.#}\" width=\"{width:0.##}\" height=\"{height:0}\">");
            if (tip is not null)
                svg.Append("<title>").Append(Encode(tip)).Append("</title>");
            svg.Append("</rect>\n");
        }
    }

    /// <summary>A name as it is printed: XML has no way to write most control characters.</summary>
    private static string Encode(string text) => WebUtility.HtmlEncode(PrintedText.Printable(text));

    /// <summary>What holds nothing is grey; the rest takes colours in turn.</summary>
    private static string Fill(MapPart part, int index) =>
        part.Purpose is Purpose.Gap or Purpose.Padding or Purpose.ProtectedTrailer or Purpose.Reserved
            ? ""
            : Colours[index % Colours.Length];

    private static bool IsLight(string fill) => fill is "#e69f00" or "#56b4e9" or "#f0e442" or "";
}
