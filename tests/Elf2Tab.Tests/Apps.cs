using Elf2Tab.Elf;
using Elf2Tab.Tests.Elf;
using TabFormat.Binary;

namespace Elf2Tab.Tests;

/// <summary>Small apps that convert without a word, to be changed by tests.</summary>
internal static class Apps
{
    public const ulong Flash = 0x2004_0080;
    public const ulong Anywhere = 0x8000_0000;
    public const ulong Ram = 0x2000_0000;

    public const SectionFlags Allocated = SectionFlags.Allocate;
    public const SectionFlags Writable = SectionFlags.Allocate | SectionFlags.Write;

    /// <summary>A RISC-V app for fixed addresses; without segments given, one of 64 bytes. Every segment is a section.</summary>
    public static ElfBuilder Fixed(params SegmentSpec[] segments)
    {
        if (segments is [])
            segments = [new SegmentSpec(Flash, Code(64))];
        return new ElfBuilder
        {
            Entry = segments[0].VirtualAddress,
            Segments = [.. segments],
            Sections = [.. segments.Select(Section)],
            Symbols = [new SymbolSpec("_sram_origin", Ram)],
        };
    }

    /// <summary>An ARM app for any address: .text, .data that is copied to RAM, and relocations for .data.</summary>
    public static ElfBuilder PositionIndependent() => new()
    {
        Machine = ElfMachine.Arm,
        Entry = Anywhere + 1,
        Segments = [new SegmentSpec(Anywhere, Code(64)), Data(Anywhere + 64, 16)],
        Sections =
        [
            new SectionSpec(".text", SectionSpec.ProgramBits, Allocated) { Address = Anywhere, InSegment = 0, Size = 64 },
            new SectionSpec(".data", SectionSpec.ProgramBits, Writable) { Address = Ram, InSegment = 1, Size = 16 },
            Table(".rel.data", (Ram, 2), (Ram + 4, 23)),
        ],
        Symbols = [new SymbolSpec("main", Anywhere)],
    };

    /// <summary>A writable segment that runs at <see cref="Ram"/>.</summary>
    public static SegmentSpec Data(ulong storedAt, int size) =>
        new(Ram, Code(size)) { PhysicalAddress = storedAt, Flags = SegmentFlags.Read | SegmentFlags.Write };

    /// <summary>A relocation section of a 32-bit file, outside of every segment.</summary>
    public static SectionSpec Table(string name, params (ulong Address, uint Type)[] entries)
    {
        byte[] bytes = new byte[8 * entries.Length];
        var writer = new ByteWriter(bytes);
        foreach (var (address, type) in entries)
        {
            writer.U32((uint)address);
            writer.U32(type);
        }
        return new SectionSpec(name, SectionType.Rel, SectionFlags.None) { Bytes = bytes };
    }

    /// <summary>Build attributes of an ARM file: architecture and profile (Tag_CPU_arch, Tag_CPU_arch_profile).</summary>
    public static SectionSpec ArmAttributes(byte architecture, char profile)
    {
        byte[] tags = [5, (byte)'c', 0, 6, architecture, 7, (byte)profile];
        byte[] bytes =
        [
            (byte)'A', (byte)(4 + 6 + 5 + tags.Length), 0, 0, 0, .. "aeabi\0"u8, 1, (byte)(5 + tags.Length), 0, 0, 0, .. tags,
        ];
        return new SectionSpec(".ARM.attributes", SectionTypes.ArmAttributes, SectionFlags.None) { Bytes = bytes };
    }

    /// <summary>Bytes of which none is zero.</summary>
    public static byte[] Code(int size) => [.. Enumerable.Range(0, size).Select(index => (byte)(1 + (index % 255)))];

    private static SectionSpec Section(SegmentSpec segment, int index) =>
        new($".s{index}", SectionSpec.ProgramBits, segment.Flags.HasFlag(SegmentFlags.Write) ? Writable : Allocated)
        {
            Address = segment.VirtualAddress,
            InSegment = index,
            Size = (ulong)segment.Bytes.Length,
        };
}
