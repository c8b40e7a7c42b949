using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Tests.Elf;

public sealed class ElfFileTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Headers_of_both_classes_are_read(bool is64Bit)
    {
        byte[] file = new ElfBuilder
        {
            Is64Bit = is64Bit,
            Entry = 0x1004,
            Segments = [new SegmentSpec(0x1000, [1, 2, 3, 4, 5, 6, 7, 8])],
            Sections = [new SectionSpec(".text", SectionSpec.ProgramBits, SectionFlags.Allocate) { Address = 0x1000, InSegment = 0, Size = 8 }],
            Symbols = [new SymbolSpec("_flash_origin", 0x1000)],
        }.Build();

        var elf = ElfFile.Read(new ElfSource(file), new DiagnosticSink("app.elf"));

        Assert.Equal(is64Bit, elf.Is64Bit);
        Assert.Equal(0x1004U, elf.Entry);
        var segment = Assert.Single(elf.LoadSegments);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], elf.Content(segment).ToArray());
        Assert.True(segment.Holds(elf.Sections[1]));
        Assert.Equal(".text", elf.Sections[1].Name);
        Assert.Equal(0x1000U, elf.Symbols!.ValueOf("_flash_origin"u8));
        Assert.Null(elf.Symbols.ValueOf("_flash"u8));
    }
}
