using System.Xml.Linq;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Sizes;
using Tests.Shared;

namespace Elf2Tab.Tests.Reports;

public sealed class MapSvgTests
{
    [Fact]
    public void The_picture_is_XML_that_names_every_part_with_its_size()
    {
        var converted = Convert("pointers.cortex-m4.elf");
        var (flash, ram) = PlanMap.Of(converted.Plan, converted.Tbf);
        List<MapBar> bars = [flash, ram, new MapBar("<odd & long>", 10, [new("\"part\"", Purpose.Text, 0, 10)])];

        var svg = XDocument.Parse(MapSvg.Draw(bars));

        string[] texts = [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        foreach (var part in bars.SelectMany(bar => bar.Parts))
        {
            Assert.Contains(part.Name, texts);
            Assert.Contains($"{part.Size} bytes", texts);
        }
    }

    [Fact]
    public void Names_that_XML_cannot_hold_are_drawn_as_they_are_printed()
    {
        const string Name = "\e[2J\b\0\u202E\uFFFE\uFFFF\uD800<&";
        var svg = XDocument.Parse(MapSvg.Draw([new MapBar(Name, 1000, [new(Name, Purpose.Text, 0, 1000)])]));

        string printed = PrintedText.Printable(Name);
        Assert.Contains("\\u{1b}[2J\\u{8}", printed, StringComparison.Ordinal);
        string[] texts = [.. svg.Descendants().Where(element => !element.HasElements).Select(element => element.Value)];
        Assert.Equal(4, texts.Count(text => text.StartsWith(printed, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_purpose_has_one_colour_in_all_bars()
    {
        var converted = Convert("pointers.cortex-m4.elf");
        var (flash, ram) = PlanMap.Of(converted.Plan, converted.Tbf);
        string[] coloured = [.. Enum.GetValues<Purpose>().Select(purpose => PurposeColour.Of(purpose)).OfType<int>().Select(colour => $"{colour:x}")];
        Assert.Distinct(coloured);

        foreach (var bar in (MapBar[])[flash, ram])
        {
            string[] fills = [.. XDocument.Parse(MapSvg.Draw([bar])).Descendants()
                .Where(element => element.HasElements && element.Name.LocalName == "rect").Select(element => $"{element.Attribute("fill")?.Value}")];
            Assert.Equal(bar.Parts.Select(part => PurposeColour.Of(part.Purpose) is { } colour ? $"#{colour:x6}" : ""), fills);
        }
    }

    [Fact]
    public void The_picture_is_as_wide_as_its_longest_name()
    {
        string name = new('n', 128);
        var svg = XDocument.Parse(MapSvg.Draw([new MapBar("flash", 1000, [new("short", Purpose.Text, 0, 999), new(name, Purpose.Data, 999, 1)])]));

        var text = svg.Descendants().Single(element => element.Name.LocalName == "text" && element.Value == name);
        Assert.InRange((double)text.Attribute("x")! + (7 * 128), 0, (double)svg.Root!.Attribute("width")!);
    }

    private static Converted Convert(string elf)
    {
        using var source = new ElfSource(TestData.Read($"elf/{elf}"));
        return Converter.Convert(source, [], new ConvertOptions(), new DiagnosticSink(elf));
    }
}
