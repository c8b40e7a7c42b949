using System.Buffers.Binary;
using System.Text;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>Files of a few megabytes at most that make much of little, generated rather than stored.</summary>
internal static class HostileFiles
{
    private const int ElfHeaderSize = 52;
    private const int SegmentHeaderSize = 32;
    private const int SectionHeaderSize = 40;
    private const uint Address = 0x8000_0000;

    /// <summary>What a program may have on its heap for a file, without what it takes for itself.</summary>
    public static int HeapFor(string file) => (48 * 1024 * 1024) + (4 * Named(file).Length);

    public static byte[] Named(string file, uint first = 0) => file switch
    {
        "permissions.tab" => RawTar.Tar(
        [
            RawTar.Member("metadata.toml", RawTar.Metadata),
            .. Enumerable.Range(0, 24).Select(index => RawTar.Member($"a{index}.tbf", Permissions(first))),
        ]),
        "metadata.tab" => RawTar.Tar(
            RawTar.Member("metadata.toml", Encoding.UTF8.GetBytes(new string('=', 65_000))), RawTar.Member("a.tbf", RawTbf.App())),
        "sections.elf" => Elf([Segment(0, Address, 16)], Enumerable.Repeat(new byte[SectionHeaderSize], 60_000), 0),
        "segments.elf" => Elf(Enumerable.Repeat(Segment(0, Address, 16), 400_000), [FirstSection(400_000), new byte[SectionHeaderSize]], 2),
        _ => throw new ArgumentOutOfRangeException(nameof(file)),
    };

    /// <summary>A static app whose two segments of 16 bytes lie nearly 16 MB apart.</summary>
    public static byte[] ElfWithGap()
    {
        const uint contents = ElfHeaderSize + (2 * SegmentHeaderSize);
        return [.. Elf([Segment(contents, Address, 16), Segment(contents, Address + 0xFF_F000, 16)], [], 0), .. new byte[16]];
    }

    /// <summary>A TBF that may call every command of 4,000 drivers, whose numbers start at <paramref name="first"/>.</summary>
    private static byte[] Permissions(uint first) => RawTbf.App(RawTbf.Element(6,
    [
        .. RawTbf.U16(4000),
        .. Enumerable.Range(0, 4000).SelectMany(driver => RawTbf.U32(first + (uint)driver, 0xFFFF_FFF0, uint.MaxValue, uint.MaxValue)),
    ]));

    private static byte[] Elf(IEnumerable<byte[]> segments, IEnumerable<byte[]> sections, ushort sectionCount)
    {
        byte[] segmentTable = [.. segments.SelectMany(header => header)];
        byte[] sectionTable = [.. sections.SelectMany(header => header)];
        byte[] header = new byte[ElfHeaderSize];
        "\u007fELF\u0001\u0001\u0001"u8.CopyTo(header);
        int segmentCount = segmentTable.Length / SegmentHeaderSize;
        int count = sectionCount > 0 ? sectionCount : sectionTable.Length / SectionHeaderSize;
        RawTbf.U16(2, 40).CopyTo(header, 16);
        RawTbf.U32(
            1, Address, ElfHeaderSize, sectionTable.Length == 0 ? 0 : (uint)(ElfHeaderSize + segmentTable.Length), 0x0500_0200).CopyTo(header, 20);
        RawTbf.U16(ElfHeaderSize, SegmentHeaderSize, Math.Min(segmentCount, 0xFFFF), SectionHeaderSize, count, 0).CopyTo(header, 40);
        return [.. header, .. segmentTable, .. sectionTable];
    }

    private static byte[] Segment(uint offset, uint address, uint size) => RawTbf.U32(1, offset, address, address, size, size, 5, 4);

    /// <summary>The first section header, which says how many program headers there are if that takes more than 16 bits.</summary>
    private static byte[] FirstSection(uint segmentCount)
    {
        byte[] section = new byte[SectionHeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(section.AsSpan(28), segmentCount);
        return section;
    }
}
