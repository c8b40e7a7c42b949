using Elf2Tab.Elf;

namespace Elf2Tab.Tests.Elf;

public sealed class SegmentTests
{
    /// <summary>16 bytes at file offset 0x100, 32 bytes of memory at 0x1000, stored at 0x2000.</summary>
    private static readonly Segment Segment = new(0, SegmentType.Load, SegmentFlags.Read, 0x100, 0x1000, 0x2000, 16, 32, 4);

    [Theory]
    [InlineData(0x1000, 0x100, 16, true)]
    [InlineData(0x1004, 0x104, 12, true)]
    [InlineData(0x1004, 0x104, 13, false)]
    [InlineData(0x0FFF, 0x100, 4, false)]
    [InlineData(0x1000, 0x0FF, 4, false)]
    [InlineData(0x2000, 0x100, 4, false)]
    [InlineData(0x1000, 0x100, 0, true)]
    [InlineData(0x100F, 0x10F, 0, true)]
    [InlineData(0x1010, 0x110, 0, false)]
    [InlineData(0x1004, 0x104, ulong.MaxValue, false)]
    public void Sections_with_bytes_lie_in_the_file_bytes(ulong address, ulong offset, ulong size, bool isHeld) =>
        Assert.Equal(isHeld, Segment.Holds(Section(SectionSpec.ProgramBits, SectionFlags.Allocate, address, offset, size)));

    [Theory]
    [InlineData(0x1000, 32, true)]
    [InlineData(0x1010, 16, true)]
    [InlineData(0x1010, 17, false)]
    [InlineData(0x101F, 0, true)]
    [InlineData(0x1020, 0, false)]
    [InlineData(0x0FFF, 1, false)]
    public void Sections_without_bytes_lie_in_the_memory(ulong address, ulong size, bool isHeld) =>
        Assert.Equal(isHeld, Segment.Holds(Section(SectionType.NoBits, SectionFlags.Allocate, address, 0x9999, size)));

    [Theory]
    [InlineData(SectionFlags.None)]
    [InlineData(SectionFlags.Write)]
    public void Sections_without_memory_are_in_no_segment(SectionFlags flags) =>
        Assert.False(Segment.Holds(Section(SectionSpec.ProgramBits, flags, 0x1000, 0x100, 16)));

    [Theory]
    [InlineData(0x0FFF, false)]
    [InlineData(0x1000, true)]
    [InlineData(0x100F, true)]
    [InlineData(0x1010, false)]
    [InlineData(0x2000, false)]
    public void File_bytes_have_virtual_addresses(ulong address, bool isHeld) =>
        Assert.Equal(isHeld, Segment.HoldsFileByteAt(address));

    [Fact]
    public void Skipped_bytes_are_gone_from_all_places() =>
        Assert.Equal(
            new Segment(0, SegmentType.Load, SegmentFlags.Read, 0x104, 0x1004, 0x2004, 12, 28, 4), Segment.Skip(4));

    private static Section Section(SectionType type, SectionFlags flags, ulong address, ulong offset, ulong size) =>
        new(1, default, type, flags, address, offset, size, 0, 0, 0);
}
