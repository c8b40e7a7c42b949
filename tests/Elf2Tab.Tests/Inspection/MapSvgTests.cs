using System.Xml.Linq;
using Elf2Tab.Conversion;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Inspection;
using Elf2Tab.Sizes;
using Tests.Shared;

namespace Elf2Tab.Tests.Inspection;

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

    private static Converted Convert(string elf)
    {
        using var source = new ElfSource(TestData.Read($"elf/{elf}"));
        return Converter.Convert(source, [], new ConvertOptions(), new DiagnosticSink(elf));
    }
}
