using System.Globalization;
using Elf2Tab.Diagnostics;
using Elf2Tab.Sizes;

namespace Elf2Tab.Reports;

/// <summary>Draws maps with characters, to scale, within 80 columns.</summary>
internal static class MapPrinter
{
    private const int OffsetWidth = 11;
    private const int SizeWidth = 11;
    private const int BarWidth = 24;
    private const int NameStart = 2 + OffsetWidth + SizeWidth + 1 + BarWidth + 1;

    /// <summary>Draws bars: a line for each part, with its offset, its bytes, its place in the bar and its name.</summary>
    /// <param name="writer">Where to draw.</param>
    /// <param name="bars">The bars.</param>
    /// <param name="hasColour">Whether purposes may be coloured.</param>
    public static void Print(TextWriter writer, IEnumerable<MapBar> bars, bool hasColour)
    {
        foreach (var bar in bars.Where(bar => bar.Size > 0))
        {
            writer.WriteLine($"{PrintedText.Printable(bar.Name)}, {bar.Size} bytes");
            foreach (var part in bar.Parts)
            {
                // Every part is seen, however small.
                int start = (int)Math.Min(part.Offset * BarWidth / bar.Size, BarWidth - 1);
                int end = (int)Math.Max((part.Offset + part.Size) * BarWidth / bar.Size, start + 1);
                string filled = Coloured(new string('█', end - start), hasColour ? PurposeColour.Of(part.Purpose) : null);
                string drawn = new string('·', start) + filled + new string('·', BarWidth - end);
                string offset = $"0x{part.Offset:x}".PadLeft(OffsetWidth);
                string size = part.Size.ToString(CultureInfo.InvariantCulture).PadLeft(SizeWidth);
                PrintNamed(writer, $"  {offset}{size} {drawn} ", part.Name);
            }
        }
    }

    /// <summary>Prints a line that ends with a name; a long one goes on below.</summary>
    private static void PrintNamed(TextWriter writer, string line, string name)
    {
        foreach (string part in PrintedText.Chunks(name, PrintedText.Width - NameStart))
        {
            writer.WriteLine(line + part);
            line = new string(' ', NameStart);
        }
    }

    private static string Coloured(string text, int? colour) =>
        colour is { } rgb ? $"\e[38;2;{rgb >> 16};{rgb >> 8 & 0xFF};{rgb & 0xFF}m{text}\e[0m" : text;
}
