using Elf2Tab.Diagnostics;
using Elf2Tab.Sizes;

namespace Elf2Tab.Reports;

/// <summary>Draws maps with characters, to scale, within 80 columns.</summary>
internal static class MapPrinter
{
    private const int BarWidth = 34;
    private const int NameWidth = 22;

    /// <summary>Draws bars: a line for each part, its place in the bar on the right.</summary>
    public static void Print(TextWriter writer, IEnumerable<MapBar> bars)
    {
        foreach (var bar in bars.Where(bar => bar.Size > 0))
        {
            writer.WriteLine($"  {PrintedText.Printable(bar.Name)}, {bar.Size} bytes");
            foreach (var part in bar.Parts)
            {
                // Every part is seen, however small.
                int start = (int)Math.Min(part.Offset * BarWidth / bar.Size, BarWidth - 1);
                int end = (int)Math.Max((part.Offset + part.Size) * BarWidth / bar.Size, start + 1);
                string drawn = new string('·', start) + new string('█', end - start) + new string('·', BarWidth - end);
                string name = PrintedText.Column(part.Name, NameWidth);
                writer.WriteLine($"    {part.Offset,6:x} {name} {part.Size,10} {drawn}");
            }
        }
    }
}
