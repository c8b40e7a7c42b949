using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Sizes;

namespace Elf2Tab.Tests.Reports;

public sealed class MapPrinterTests
{
    [Fact]
    public void Names_are_not_cut_and_lines_have_80_columns()
    {
        string name = new string('a', 29) + "\U0001F600" + new string('b', 40);
        string[] lines = Draw(new MapPart("first", Purpose.Text, 0, 1000), new MapPart(name, Purpose.Data, 1000, uint.MaxValue));

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(name, string.Concat(lines[2..].Select(line => line[50..])));
    }

    [Fact]
    public void Parts_are_drawn_to_scale_at_their_offsets() =>
        Assert.Equal(
            [
                "RAM, 48 bytes",
                "          0x0         24 ████████████············ .stack",
                "         0x18          1 ············█··········· .got",
                "         0x19         23 ············████████████ heap",
            ],
            Draw(new(".stack", Purpose.Stack, 0, 24), new(".got", Purpose.Data, 24, 1), new("heap", Purpose.AppHeap, 25, 23)));

    [Fact]
    public void What_has_a_purpose_is_coloured_on_a_terminal()
    {
        string drawn = ReportReader.Text(writer => MapPrinter.Print(
            writer, [new MapBar("RAM", 2, [new("a", Purpose.Data, 0, 1), new("b", Purpose.Gap, 1, 1)])], hasColour: true));

        Assert.Contains("\e[38;2;230;159;0m████████████\e[0m············ a", drawn, StringComparison.Ordinal);
        Assert.Contains("············████████████ b", drawn, StringComparison.Ordinal);
    }

    private static string[] Draw(params MapPart[] parts) =>
        ReportReader.Text(writer => MapPrinter.Print(writer, [new MapBar("RAM", parts.Sum(part => part.Size), parts)], hasColour: false))
            .TrimEnd('\n').Split('\n');
}
