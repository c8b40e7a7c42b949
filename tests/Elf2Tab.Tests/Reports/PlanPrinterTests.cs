using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Reports;
using Elf2Tab.Sizes;
using Tests.Shared;

namespace Elf2Tab.Tests.Reports;

public sealed class PlanPrinterTests
{
    /// <summary>Of larger files only what is asked for is fetched, while they are open.</summary>
    [Theory]
    [InlineData("elf/pointers.cortex-m4.elf")]
    [InlineData("elf/ram-rel.rv32imac.elf")]
    public void A_plan_is_printed_and_drawn_after_its_ELF_is_closed(string elf)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["app.elf"], [.. TestData.Read(elf), .. new byte[100_000]]);
        string open;
        Converted converted;
        using (var source = new ElfSource(File.OpenHandle(directory["app.elf"])))
        {
            converted = Converter.Convert(source, [], new ConvertOptions(), new DiagnosticSink(null));
            open = PlanPrinter.Explain("app.elf", converted);
        }

        Assert.NotEqual("", open);
        Assert.Equal(open, PlanPrinter.Explain("app.elf", converted));
        var (flash, ram) = PlanMap.Of(converted.Plan, converted.Tbf);
        Assert.Equal(converted.Tbf.TotalSize, flash.Size);
        Assert.Equal(converted.Plan.RamSize, (ulong)ram.Size);
        Assert.Equal(converted.Plan.BinarySize, (ulong)converted.Plan.Binary.Max(part => part.Offset + part.Bytes.Length));
    }
}
