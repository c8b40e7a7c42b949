using System.Globalization;
using System.Net;
using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Plan;
using Elf2Tab.Sizes;

namespace Elf2Tab.Reports;

/// <summary>
/// Draws maps as a picture: each bar to scale, with a line for each part below it. Text and background follow the light or dark mode
/// of the reader.
/// </summary>
internal static class MapSvg
{
    private const double LeastPictureWidth = 760;
    private const double Margin = 24;
    private const double BarHeight = 44;
    private const double RowHeight = 20;
    private const double TitleHeight = 30;

    /// <summary>Narrowest drawing of a part, so that every part is seen.</summary>
    private const double LeastWidth = 2;

    /// <summary>Widest character of most fonts of this size, and of a title.</summary>
    private const double CharacterWidth = 7.5;
    private const double TitleCharacterWidth = 10;

    /// <summary>Where the columns of a list are: the first three end there, the others start there.</summary>
    private const double OffsetEnd = Margin + 110;
    private const double SizeEnd = Margin + 220;
    private const double ShareEnd = Margin + 290;
    private const double PurposeStart = Margin + 312;
    private const double NameStart = Margin + 450;

    private const string Style = """
        text { font: 12px system-ui, sans-serif; fill: #222; }
        .title { font-weight: 600; font-size: 15px; }
        .number { text-anchor: end; font-variant-numeric: tabular-nums; }
        .purpose { fill: #666; }
        .inside { fill: #fff; text-anchor: middle; }
        .inside.dark { fill: #222; }
        rect { stroke: #fff; stroke-width: 0.7px; }
        .none { fill: #c4c4c4; }
        .page { fill: #fff; }
        rect.frame { fill: none; stroke: #888; stroke-width: 1px; }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6e6e6; } .purpose { fill: #a0a0a0; } .inside { fill: #fff; } .inside.dark { fill: #222; }
        rect { stroke: #1b1b1f; } .none { fill: #8a8a8a; } .page { fill: #1b1b1f; }
        }
        """;

    /// <summary>The picture of some bars.</summary>
    public static string Draw(IReadOnlyList<MapBar> bars)
    {
        double width = bars.Select(WidthOf).Append(LeastPictureWidth).Max();
        double height = Margin + bars.Sum(bar => TitleHeight + BarHeight + 10 + (RowHeight * bar.Parts.Count) + Margin);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width + (2 * Margin):0} {height:0}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"width=\"{width + (2 * Margin):0}\" height=\"{height:0}\" role=\"img\">\n<style>\n{Style}\n</style>\n");
        svg.Append("<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n");
        double top = Margin;
        foreach (var bar in bars)
            top = DrawBar(svg, bar, width, top);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Draws a bar and its list.</summary>
    /// <returns>Where the next one starts.</returns>
    private static double DrawBar(StringBuilder svg, MapBar bar, double barWidth, double top)
    {
        Text("title", Margin, top + 14, TitleOf(bar));
        top += TitleHeight;
        double list = top + BarHeight + 10;
        foreach (var (index, part) in bar.Parts.Index())
        {
            double width = Math.Max(LeastWidth, barWidth * part.Size / Math.Max(bar.Size, 1));
            double x = Math.Min(Margin + (barWidth * part.Offset / Math.Max(bar.Size, 1)), Margin + barWidth - width);
            int? colour = PurposeColour.Of(part.Purpose);
            Rectangle(x, top, width, BarHeight, colour, $"{part.Name}: {part.Size} bytes at 0x{part.Offset:x}");
            if (TextWidth(part.Name, CharacterWidth) < width)
            {
                bool isDark = colour is not { } rgb || PurposeColour.IsLight(rgb);
                Text(isDark ? "inside dark" : "inside", x + (width / 2), top + (BarHeight / 2) + 4, part.Name);
            }

            double row = list + (RowHeight * index);
            Rectangle(Margin, row + 4, 12, 12, colour, null);
            Text("number", OffsetEnd, row + 14, $"0x{part.Offset:x}");
            Text("number", SizeEnd, row + 14, $"{part.Size} bytes");
            Text("number", ShareEnd, row + 14, string.Create(CultureInfo.InvariantCulture, $"{100.0 * part.Size / Math.Max(bar.Size, 1):0.0} %"));
            Text("purpose", PurposeStart, row + 14, part.Purpose.Name());
            Text("", NameStart, row + 14, part.Name);
        }
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"frame\" x=\"{Margin:0}\" y=\"{top:0}\" width=\"{barWidth:0}\" height=\"{BarHeight:0}\"/>\n");
        return list + (RowHeight * bar.Parts.Count) + Margin;

        void Text(string kind, double left, double baseline, string text)
        {
            string shown = kind == "" ? "" : $" class=\"{kind}\"";
            svg.Append(CultureInfo.InvariantCulture, $"<text{shown} x=\"{left:0.#}\" y=\"{baseline:0.#}\">{Encode(text)}</text>\n");
        }

        void Rectangle(double left, double y, double width, double height, int? colour, string? tip)
        {
            string fill = colour is { } rgb ? $"fill=\"#{rgb:x6}\"" : "class=\"none\"";
            svg.Append(CultureInfo.InvariantCulture, $"<rect {fill} x=\"{left:0.##}\" y=\"{y:0.#}\" width=\"{width:0.##}\" height=\"{height:0}\">");
            if (tip is not null)
                svg.Append("<title>").Append(Encode(tip)).Append("</title>");
            svg.Append("</rect>\n");
        }
    }

    private static string TitleOf(MapBar bar) => $"{bar.Name}, {bar.Size} bytes";

    /// <summary>How wide a bar must be for its title and its list not to be cut.</summary>
    private static double WidthOf(MapBar bar) => Math.Max(
        TextWidth(TitleOf(bar), TitleCharacterWidth),
        bar.Parts.Select(part => NameStart - Margin + TextWidth(part.Name, CharacterWidth)).DefaultIfEmpty(0).Max());

    /// <summary>About the width of a text; letters of other scripts are up to twice as wide.</summary>
    private static double TextWidth(string text, double characterWidth) =>
        PrintedText.Printable(text).Sum(character => char.IsAscii(character) ? characterWidth : 2 * characterWidth);

    /// <summary>A name as it is printed: XML has no way to write most control characters.</summary>
    private static string Encode(string text) => WebUtility.HtmlEncode(PrintedText.Printable(text));
}
