using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;

namespace Elf2Tab.Tests.Plan;

/// <summary>Whether memory protection can give each segment its rights.</summary>
public sealed class ProtectionRegionsTests
{
    private const SegmentFlags Data = SegmentFlags.Read | SegmentFlags.Write;

    /// <summary>Machine, granule that is given, where text ends and data begins, whether they share a granule.</summary>
    [Theory]
    [InlineData(ElfMachine.Arm, null, 0x340, false)]
    [InlineData(ElfMachine.Arm, null, 0x344, true)]
    [InlineData(ElfMachine.RiscV, null, 0x344, false)]
    [InlineData(ElfMachine.RiscV, null, 0x342, true)]
    [InlineData(ElfMachine.I386, null, 0x341, false)]
    [InlineData(ElfMachine.RiscV, 64U, 0x340, false)]
    [InlineData(ElfMachine.RiscV, 4096U, 0x340, true)]
    public void Rights_that_share_a_granule_are_a_warning_with_names_and_the_line_that_parts_them(
        ElfMachine machine, uint? granule, ulong data, bool isShared)
    {
        var sink = Check(machine, granule, new SegmentSpec(data, new byte[16]) { Flags = Data });
        var found = sink.Diagnostics.Where(diagnostic => diagnostic.Kind == Catalogue.RightsShareGranule).ToList();

        Assert.Equal(isShared ? 1 : 0, found.Count);
        if (isShared)
        {
            Assert.Contains("segment 0 (.text) (r-x) and segment 1 (.data) (rw-)", found[0].Message, StringComparison.Ordinal);
            Assert.Contains($"`. = ALIGN({granule ?? (machine == ElfMachine.Arm ? 32U : 4U)});` in front of .data", found[0].Hint, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_segment_that_is_writable_and_executable_is_a_warning()
    {
        var sink = Check(ElfMachine.RiscV, null, new SegmentSpec(0x340, new byte[16]) { Flags = Data | SegmentFlags.Execute });
        Assert.Contains(sink.Diagnostics, diagnostic => diagnostic.Kind == Catalogue.WritableAndExecutable);
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    public void More_than_8_regions_are_a_warning(int more, int warnings)
    {
        var segments = Enumerable.Range(0, more).Select(index => new SegmentSpec(0x340 + (ulong)(32 * index), new byte[16])
        {
            Flags = index % 2 == 0 ? Data : SegmentFlags.Read,
        });
        var sink = Check(ElfMachine.RiscV, null, [.. segments]);
        Assert.Equal(warnings, sink.Diagnostics.Count(diagnostic => diagnostic.Kind == Catalogue.ManyRegions));
    }

    [Fact]
    public void Neighbours_with_the_same_rights_take_one_region() =>
        Assert.Equal(2, ProtectionRegions.Count(
        [
            new(0, 8, 5, "text", null), new(8, 8, 5, "constants", null), new(16, 8, 6, "data", null), new(24, 0, 4, "nothing", null),
            new(24, 8, 6, "stack", null),
        ]));

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public void More_than_32_load_segments_are_an_error_unless_the_header_does_not_list_them(int more, bool fits)
    {
        byte[] elf = App(ElfMachine.RiscV, [.. Enumerable.Range(0, more).Select(index => new SegmentSpec(0x340 + (ulong)(16 * index), new byte[16]))]);
        if (fits)
            RamConversion.Clean(elf);
        else
            RamConversion.Refused(elf, null, Catalogue.ManyLoadSegments);
        RamConversion.Clean(elf, new() { LoadInfo = LoadInfo.Flags });
    }

    private static DiagnosticSink Check(ElfMachine machine, uint? granule, params SegmentSpec[] segments) =>
        RamConversion.Clean(App(machine, segments), new() { ProtectionGranule = granule }).Diagnostics;

    /// <summary>An app of text and other segments right behind it, of which the first has a section .data.</summary>
    private static byte[] App(ElfMachine machine, SegmentSpec[] segments) => new ElfBuilder
    {
        Machine = machine,
        Type = ElfType.Dynamic,
        Entry = 0x11,
        Segments = [new SegmentSpec(0, new byte[segments[0].VirtualAddress]), .. segments],
        Sections =
        [
            new(".text", SectionSpec.ProgramBits, SectionFlags.Allocate) { InSegment = 0, Size = 0x340 },
            new(".data", SectionSpec.ProgramBits, SectionFlags.Allocate | SectionFlags.Write)
            {
                InSegment = 1,
                Address = segments[0].VirtualAddress,
                Size = 16,
            },
        ],
    }.Build();
}
