using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Tests.Diagnostics;

namespace Elf2Tab.Tests.Elf;

public sealed class ElfFileTests
{
    private const ulong Large = 0xFFFF_FFFF_FFFF_FFF0;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Headers_of_both_classes_are_read(bool is64Bit)
    {
        var elf = Small(is64Bit).Read();

        Assert.Equal(is64Bit, elf.Is64Bit);
        Assert.Equal(ElfType.Executable, elf.Type);
        Assert.Equal(ElfMachine.RiscV, elf.Machine);
        Assert.Equal(0x1004U, elf.Entry);
        var segment = Assert.Single(elf.LoadSegments);
        const SegmentFlags Flags = SegmentFlags.Read | SegmentFlags.Execute;
        Assert.Equal(new Segment(0, SegmentType.Load, Flags, segment.FileOffset, 0x1000, 0x3000, 8, 12, 4), segment);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], elf.Content(segment).ToArray());
        var section = elf.Sections[1];
        Assert.Equal((".text", SectionSpec.ProgramBits, SectionFlags.Allocate), (section.Name, section.Type, section.Flags));
        Assert.Equal((0x1002U, segment.FileOffset + 2, 6U), (section.Address, section.FileOffset, section.Size));
        Assert.Equal([3, 4, 5, 6, 7, 8], elf.Content(section).ToArray());
        Assert.Equal(0x1000U, elf.Symbols!.ValueOf("_flash_origin"u8));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void Every_truncation_is_refused(bool is64Bit, bool hasSections)
    {
        byte[] file = (Small(is64Bit) with { HasSections = hasSections }).Build();

        Truncation.IsNoticed([.. file, .. new byte[5]], file.Length, (bytes, diagnostics) =>
            Describe(ElfFile.Read(new ElfSource(bytes), diagnostics)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Counts_in_the_first_section_header_count(bool is64Bit)
    {
        var plain = Small(is64Bit);
        var extended = plain with { UseExtendedCounts = true };

        Assert.NotEqual(plain.Build(), extended.Build());
        Assert.Equal(Describe(plain.Read()), Describe(extended.Read()));
    }

    [Fact]
    public void Section_headers_are_optional()
    {
        var elf = (Small(is64Bit: false) with { HasSections = false }).Read();

        Assert.Single(elf.LoadSegments);
        Assert.Empty(elf.Sections);
        Assert.Null(elf.Symbols);
    }

    [Fact]
    public void Segments_of_other_types_and_without_any_memory_are_not_loaded()
    {
        var elf = new ElfBuilder
        {
            Segments =
            [
                new SegmentSpec(0x1000, []),
                new SegmentSpec(0x1000, [1]) { Type = SegmentType.ThreadLocal },
                new SegmentSpec(0x1000, []) { MemorySize = 1 },
                new SegmentSpec(0x1000, [1]),
            ],
        }.Read();

        Assert.Equal(4, elf.Segments.Length);
        Assert.Equal([2, 3], elf.LoadSegments.Select(segment => segment.Index));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Segments_may_end_with_the_address_space(bool is64Bit)
    {
        ulong address = is64Bit ? Large : 0xFFFF_FFF0;

        Assert.Single(new ElfBuilder { Is64Bit = is64Bit, Segments = [new SegmentSpec(address, new byte[16])] }.Read().Segments);
    }

    [Fact]
    public void A_segment_of_a_type_that_is_not_used_may_lie_anywhere() =>
        Assert.Single(new ElfBuilder
        {
            Is64Bit = true,
            Segments = [new SegmentSpec(0, []) { Type = SegmentType.Interpreter, FileOffset = Large, FileSize = 32 }],
        }.Read().Segments);

    [Fact]
    public void A_section_name_without_terminator_ends_with_the_table()
    {
        // Only the sizes of both string tables change, so that they lose their last byte.
        byte[] file = Small(is64Bit: false).Build();
        int names = file.Length - 40;
        uint size = BitConverter.ToUInt32(file, names + 20);
        Patch(file, names + 20, size - 1);
        Patch(file, names - 40 + 20, BitConverter.ToUInt32(file, names - 40 + 20) - 1);

        var elf = ElfFile.Read(new ElfSource(file), new DiagnosticSink("app.elf"));

        Assert.Equal(".shstrtab", elf.Sections[^1].Name);
        Assert.Null(elf.Symbols!.ValueOf("_flash_origin"u8));
    }

    [Fact]
    public void A_section_name_outside_of_the_table_is_empty()
    {
        byte[] file = Small(is64Bit: false).Build();
        Patch(file, file.Length - 40, 0xFFFF_FFFF);

        Assert.Equal("", ElfFile.Read(new ElfSource(file), new DiagnosticSink("app.elf")).Sections[^1].Name);
    }

    [Fact]
    public void A_section_name_is_cut_at_its_longest()
    {
        var app = Small(is64Bit: false);

        var elf = (app with { Sections = [app.Sections[0] with { Name = new string('x', Section.LongestName + 1) }] }).Read();

        Assert.Equal(Section.LongestName, elf.Sections[1].NameBytes.Length);
    }

    public static TheoryData<string, byte[], string> Hostile()
    {
        var app = Small(is64Bit: true);
        byte[] file = app.Build();
        byte[] extended = (app with { UseExtendedCounts = true }).Build();
        int firstSection = (int)BitConverter.ToUInt64(file, 40);
        int lastSection = file.Length - 64;
        return new()
        {
            { "nothing", [], Catalogue.Empty.Code },
            { "text", [.. "#!/bin/sh and more"u8], Catalogue.NotElf.Code },
            { "short text", [.. "\u007fEL"u8], Catalogue.NotElf.Code },
            { "EI_DATA 2", With(5, 1, 2), Catalogue.BigEndian.Code },
            { "EI_DATA 0", With(5, 1, 0), Catalogue.UnknownClass.Code },
            { "EI_CLASS 3", With(4, 1, 3), Catalogue.UnknownClass.Code },
            { "e_phoff outside", With(32, 8, (ulong)file.Length), Catalogue.TableOutsideFile.Code },
            { "e_phoff wraps", With(32, 8, Large), Catalogue.TableOutsideFile.Code },
            { "e_shoff outside", With(40, 8, (ulong)file.Length), Catalogue.TableOutsideFile.Code },
            { "e_shoff wraps", With(40, 8, Large), Catalogue.TableOutsideFile.Code },
            { "e_phentsize", With(54, 2, 32), Catalogue.TableEntrySize.Code },
            { "e_phentsize 0", With(54, 2, 0), Catalogue.TableEntrySize.Code },
            { "e_phnum", With(56, 2, 0xFFFE), Catalogue.TableOutsideFile.Code },
            { "e_shentsize", With(58, 2, 40), Catalogue.TableEntrySize.Code },
            { "e_shnum", With(60, 2, 0xFFFF), Catalogue.TableOutsideFile.Code },
            { "e_shstrndx", With(62, 2, 0xFFFE), Catalogue.SectionNames.Code },
            { "e_shstrndx one too high", With(62, 2, 5), Catalogue.SectionNames.Code },
            { "names without bytes", With(lastSection + 4, 4, (ulong)SectionType.NoBits), Catalogue.SectionNames.Code },
            { "names outside", With(lastSection + 24, 8, Large), Catalogue.SectionNames.Code },
            { "2^32 sections", WithExtended(32, 8, 1UL << 32), Catalogue.TableOutsideFile.Code },
            { "2^58 sections, 2^64 bytes", WithExtended(32, 8, 1UL << 58), Catalogue.TableOutsideFile.Code },
            { "2^16 - 1 segments", WithExtended(44, 4, 0xFFFF), Catalogue.TableOutsideFile.Code },
            { "2^16 segments", WithExtended(44, 4, 0x1_0000), Catalogue.TooManySegments.Code },
            { "2^32 - 1 segments", WithExtended(44, 4, 0xFFFF_FFFF), Catalogue.TooManySegments.Code },
            { "2^32 - 1 as index of names", WithExtended(40, 4, 0xFFFF_FFFF), Catalogue.SectionNames.Code },
            { "segment outside", Segment(new(0, []) { FileOffset = 100_000, FileSize = 1 }), Catalogue.SegmentOutsideFile.Code },
            { "segment wraps", Segment(new(0, []) { FileOffset = Large, FileSize = 32 }), Catalogue.SegmentOutsideFile.Code },
            {
                "dynamic table wraps",
                Segment(new(0, []) { Type = SegmentType.Dynamic, FileOffset = Large, FileSize = 32 }),
                Catalogue.SegmentOutsideFile.Code
            },
            { "2^64 - 16 bytes", Segment(new(0, []) { FileOffset = 64, FileSize = Large }), Catalogue.SegmentOutsideFile.Code },
            { "p_filesz over p_memsz", Segment(new(0, new byte[8]) { MemorySize = 7 }), Catalogue.SegmentSizes.Code },
            { "addresses wrap", Segment(new(Large, new byte[17])), Catalogue.SegmentAddressWraps.Code },
            { "memory wraps", Segment(new(Large, [1]) { MemorySize = 17 }), Catalogue.SegmentAddressWraps.Code },
            { "stored addresses wrap", Segment(new(0, new byte[17]) { PhysicalAddress = Large }), Catalogue.SegmentAddressWraps.Code },
            {
                "addresses of 32 bits wrap",
                new ElfBuilder { Segments = [new(0xFFFF_FFF0, new byte[17])] }.Build(),
                Catalogue.SegmentAddressWraps.Code
            },
            { "section outside", With(firstSection + 64 + 24, 8, (ulong)file.Length), Catalogue.SectionOutsideFile.Code },
            { "section wraps", With(firstSection + 64 + 24, 8, Large), Catalogue.SectionOutsideFile.Code },
            { "section of 2^64 - 16 bytes", With(firstSection + 64 + 32, 8, Large), Catalogue.SectionOutsideFile.Code },
            { "sh_link of the symbols 0", With(firstSection + 128 + 40, 4, 0), Catalogue.SymbolNames.Code },
            { "sh_link of the symbols to .text", With(firstSection + 128 + 40, 4, 1), Catalogue.SymbolNames.Code },
            { "sh_link of the symbols outside", With(firstSection + 128 + 40, 4, 0xFFFF_FFFF), Catalogue.SymbolNames.Code },
        };

        byte[] With(int offset, int size, ulong value) => Changed(file, offset, size, value);

        byte[] WithExtended(int offset, int size, ulong value) => Changed(extended, firstSection + offset, size, value);

        byte[] Segment(SegmentSpec segment) => (app with { Segments = [segment], Sections = [] }).Build();
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Fields_that_cannot_be_true_are_refused(string field, byte[] file, string code)
    {
        Assert.NotEmpty(field);
        Outcome.Of(diagnostics => ElfFile.Read(new ElfSource(file), diagnostics)).IsRefusedFor(Kinds.All.Single(kind => kind.Code == code));
    }

    private static ElfBuilder Small(bool is64Bit) => new()
    {
        Is64Bit = is64Bit,
        Entry = 0x1004,
        Segments = [new SegmentSpec(0x1000, [1, 2, 3, 4, 5, 6, 7, 8]) { PhysicalAddress = 0x3000, MemorySize = 12 }],
        Sections = [new(".text", SectionSpec.ProgramBits, SectionFlags.Allocate) { Address = 0x1002, InSegment = 0, Size = 6 }],
        Symbols = [new SymbolSpec("_flash_origin", 0x1000)],
    };

    private static byte[] Changed(byte[] file, int offset, int size, ulong value)
    {
        byte[] changed = [.. file];
        BitConverter.GetBytes(value).AsSpan(0, size).CopyTo(changed.AsSpan(offset));
        return changed;
    }

    private static void Patch(byte[] file, int offset, uint value) => BitConverter.TryWriteBytes(file.AsSpan(offset), value);

    /// <summary>All that was read, but for the first section header.</summary>
    private static string Describe(ElfFile elf)
    {
        var text = new StringBuilder($"{elf.Is64Bit} {elf.Type} {elf.Machine} {elf.Entry}\n");
        text.AppendLine($"{elf.Symbols?.ValueOf("_flash_origin"u8)}");
        foreach (var segment in elf.LoadSegments)
            text.AppendLine($"{segment.Index} {segment.VirtualAddress} {Convert.ToHexString(elf.Content(segment).Span)}");
        foreach (var section in elf.Sections.Skip(1))
            text.AppendLine($"{section.Index} {section.Name} {section.Address} {Convert.ToHexString(elf.Content(section).Span)}");
        return text.ToString();
    }
}
