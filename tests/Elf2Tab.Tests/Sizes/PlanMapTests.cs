using System.Xml.Linq;
using Elf2Tab.Conversion;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Inspection;
using Tests.Shared;

namespace Elf2Tab.Tests.Inspection;

public sealed class PlanMapTests
{
    public static TheoryData<string> Elfs =>
        [.. Directory.EnumerateFiles(TestData.PathOf("elf"), "*.elf").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Elfs))]
    public void Parts_follow_one_another_and_add_up(string elf)
    {
        var converted = Convert(elf);
        var bars = PlanMap.Of(converted).ToList();

        Assert.Equal(converted.Tbf.TotalSize, bars[0].Size);
        var ram = converted.Plan.Ram;
        long image = ram is null ? 0 : (long)ram.ImageOffset + ram.Image.Size;
        Assert.Equal(image + converted.Plan.Memory.Total, bars[1].Size);
        foreach (var bar in bars)
        {
            long end = 0;
            foreach (var part in bar.Parts)
            {
                Assert.Equal(end, part.Offset);
                end += part.Size;
            }
            Assert.Equal(bar.Size, end);
        }
    }

    [Fact]
    public void The_picture_is_XML_that_names_every_part_with_its_size()
    {
        var bars = PlanMap.Of(Convert("pointers.cortex-m4.elf")).Append(new MapBar("<odd & long>", 10, [new("\"part\"", 0, 10)])).ToList();

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
