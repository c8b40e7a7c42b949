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

    private static Converted Convert(string elf)
    {
        using var source = new ElfSource(TestData.Read($"elf/{elf}"));
        return Converter.Convert(source, [], new ConvertOptions(), new DiagnosticSink(elf));
    }
}
