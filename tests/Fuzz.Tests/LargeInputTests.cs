using System.Buffers.Binary;
using System.Text;
using Elf2Tab.Elf;
using Elf2Tab.Tests.Elf;
using Fuzz.Targets;
using TabFormat.Reading;
using Tests.Shared;

namespace Fuzz.Tests;

/// <summary>Files with more of one thing than any app has: what is compared with each of them must not take for ever.</summary>
public sealed class LargeInputTests
{
    private const int SectionHeaderSize = 40;
    private const int LargestText = TabReader.LargestMetadata - 100;
    private const SectionFlags Writable = SectionFlags.Allocate | SectionFlags.Write;

    private static readonly Dictionary<string, Func<byte[]>> Files = new()
    {
        ["elf: sections in segments"] = () => App(segments: 256, Sections(40_000, ".wfr")),
        ["elf: sections with long names"] = () => App(segments: 1, Sections(20_000, new string('n', Section.LongestName))),
        ["elf: sections with relocations"] = () => App(segments: 256, [.. Sections(20_000, ".data"), Table(".rel.data", 8 * 1000)]),
        ["elf: symbols"] = Symbols,
        ["elf: jump relocations"] = JumpRelocations,
        ["elf: bitmaps"] = Bitmaps,
        ["elf: gap"] = Gap,
        ["convert: gap"] = Gap,
        ["convert: sections with long names"] = () => App(segments: 1, Sections(5_000, new string('n', Section.LongestName))),
        ["convert: sections"] = () => App(segments: 256, Sections(4_000, ".data")),
        ["tab: members"] = () => RawTar.Archive(Enumerable.Range(0, 20_000).Select(index => RawTar.Member($"{index}.tbf", RawTbf.App()))),
        ["tab: members of one name"] = () => RawTar.Archive(Enumerable.Repeat(RawTar.Member("a.tbf", RawTbf.App()), 20_000)),
        ["read: nested arrays"] = () => Tab("name = " + new string('[', LargestText)),
        ["read: nested tables"] = () => Tab("name = " + string.Concat(Enumerable.Repeat("{a=", LargestText / 3))),
        ["read: dotted keys"] = () => Tab("a" + string.Concat(Enumerable.Repeat(".a", LargestText / 2)) + " = 1\n"),
        ["read: repeated tables"] = () => Tab(string.Concat(Enumerable.Repeat("[a]\n", LargestText / 4))),
        ["read: elements"] = () => RawTbf.App([.. Enumerable.Repeat(RawTbf.Element(0x7FFF), 16_000)]),
        ["read: load segments"] = () => RawTbf.App(RawTbf.Element(
            0x8E01, [.. Enumerable.Range(0, 2700).SelectMany(row => RawTbf.U32(0, 16 * (uint)row, 16, 16, 5, 4))])),
        ["read: footers"] = () => RawTbf.WithFooters([.. Enumerable.Repeat(RawTbf.Footer(128, 0), 100_000)]),
        ["read: hashes"] = () => RawTbf.WithFooters([.. Enumerable.Repeat(RawTbf.Footer(128, 5, new byte[64]), 20_000)]),
        ["manifest: apps"] = () => Manifest("", index => $"[apps.a{index}]\ninputs=[]\nstack=1\n"),
        ["manifest: settings"] = () => Manifest("[apps.a]\n", index => $"a{index}=1\n"),
        ["manifest: repeated tables"] = () => Manifest("", _ => "[a]\n"),
        ["manifest: repeated keys"] = () => Manifest("", _ => "a=1\n"),
        ["manifest: repeated defaults"] = () => Manifest("", _ => "[defaults]\n"),
        ["manifest: inputs"] = () => Manifest("[apps.a]\ninputs=[", _ => "1,"),
        ["private-key: nested sequences"] = NestedSequences,
    };

    public static IEnumerable<TheoryDataRow<string>> Names => Files.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Very_many_things_are_read_or_refused_in_time(string name)
    {
        byte[] input = Files[name]();
        var target = FuzzTarget.Named(name[..name.IndexOf(':', StringComparison.Ordinal)]);

        Campaign.RunOnce(target, input);
    }

    /// <summary>An app of many segments; all sections lie in the last one.</summary>
    private static byte[] App(int segments, IEnumerable<SectionSpec> sections)
    {
        const ulong Address = 0x8000_0000;
        byte[] file = new ElfBuilder
        {
            Machine = ElfMachine.Arm,
            Entry = Address,
            Segments = [.. Enumerable.Range(0, segments).Select(index => new SegmentSpec(Address + (16UL * (ulong)index), new byte[16]))],
            Sections = [.. sections.Select(section => section.InSegment is null
                ? section
                : section with { InSegment = segments - 1, Address = Address + (16UL * (ulong)(segments - 1)) })],
        }.Build();

        // Sections without a name share the first one.
        int table = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(32));
        for (int header = table + SectionHeaderSize; header < file.Length; header += SectionHeaderSize)
        {
            var name = file.AsSpan(header, 4);
            if (BinaryPrimitives.ReadUInt32LittleEndian(name) is var offset && file[SectionNames(file) + (int)offset] == 0)
                BinaryPrimitives.WriteUInt32LittleEndian(name, 1);
        }
        return file;
    }

    private static IEnumerable<SectionSpec> Sections(int count, string name)
    {
        var named = new SectionSpec(name, SectionSpec.ProgramBits, Writable) { InSegment = 0, Size = 16 };
        return Enumerable.Repeat(named with { Name = "" }, count - 1).Prepend(named);
    }

    /// <summary>Where the section names are in the file: the last section holds them.</summary>
    private static int SectionNames(byte[] file) =>
        BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(file.Length - SectionHeaderSize + 16));

    private static SectionSpec Table(string name, int size) => new(name, SectionType.Rel, SectionFlags.None) { Bytes = new byte[size] };

    private static byte[] Symbols() => new ElfBuilder
    {
        Segments = [new SegmentSpec(0x8000_0000, new byte[16])],
        Entry = 0x8000_0000,
        Symbols = [],
        Sections =
        [
            new(".symtab", SectionType.SymbolTable, SectionFlags.None) { Bytes = new byte[16 * 1_000_000], Link = 2 },
            new(".strtab", SectionType.StringTable, SectionFlags.None) { Bytes = [.. "_flash_origin\0"u8] },
        ],
    }.Build();

    private static byte[] JumpRelocations() => Pie(PieBuilder.Encode(
        Enumerable.Range(0, 50_000).Select(index => new RelocationSpec((ulong)(4 * index), PieBuilder.Relative)),
        hasAddends: false, is64Bit: false),
        DynamicTag.JumpRel, DynamicTag.PltRelSize, (DynamicTag.PltRel, (ulong)DynamicTag.Rel));

    private static byte[] Bitmaps() => Pie(
        PieBuilder.Words(is64Bit: false, [0, .. Enumerable.Repeat<ulong>(uint.MaxValue, 30_000)]), DynamicTag.Relr, DynamicTag.RelrSize);

    private static byte[] Pie(byte[] table, DynamicTag address, DynamicTag size, params (DynamicTag Tag, ulong Value)[] tags)
    {
        const ulong TableAddress = 0x100_0000;
        var elf = new PieBuilder { Bss = 0xF0_0000, Tags = [(address, TableAddress), (size, (ulong)table.Length), .. tags] }.ToElf();
        return (elf with { Segments = [.. elf.Segments, new SegmentSpec(TableAddress - 0x10, [.. new byte[0x10], .. table])] }).Build();
    }

    /// <summary>A static PIE of a few bytes far apart: a large TBF from a small file.</summary>
    private static byte[] Gap()
    {
        var elf = new PieBuilder().ToElf();
        return (elf with { Segments = [.. elf.Segments, new SegmentSpec(0xFF_F000, [1])] }).Build();
    }

    private static byte[] Tab(string metadata) =>
        RawTar.Tar(RawTar.Member("metadata.toml", Encoding.UTF8.GetBytes(metadata)), RawTar.Member("a.tbf", RawTbf.App()));

    private static byte[] Manifest(string start, Func<int, string> piece)
    {
        var text = new StringBuilder(start);
        for (int index = 0; text.Length < Elf2Tab.Building.Manifest.LargestFile - 40; index++)
            text.Append(piece(index));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] NestedSequences()
    {
        // Each sequence of indefinite length holds the next; the file may have 64 KiB.
        return [.. Enumerable.Repeat<byte[]>([0x30, 0x80], 32_000).SelectMany(bytes => bytes)];
    }
}
