using System.Security.Cryptography;
using TabFormat.Reading;
using static Tests.Shared.RawTbf;

namespace TabFormat.Tests.Reading;

/// <summary>What bends a TBF, and the rules that it then breaks; none: kernels accept it.</summary>
public sealed class TbfRuleTests
{
    private static readonly byte[] Plain = App();

    private static readonly Dictionary<string, (byte[] File, TbfRule[] Expected)> Table = new()
    {
        ["nothing"] = (Plain, []),

        ["empty file"] = ([], [TbfRule.BaseHeader]),
        ["15 bytes"] = (Plain[..15], [TbfRule.BaseHeader]),
        ["version 1"] = (Patched(Plain, 0, 1), [TbfRule.Version]),
        ["version 258"] = (Patched(Plain, 1, 1), [TbfRule.Version]),
        ["header of 12 bytes"] = (Patched(Plain, 2, 12), [TbfRule.HeaderSize]),
        ["header of 0 bytes"] = (Patched(Plain, 2, 0), [TbfRule.HeaderSize]),
        ["header size not a multiple of 4"] = (Patched(Plain, 2, PlainHeaderSize + 2), [TbfRule.HeaderSize]),
        ["header larger than the file"] = (Patched(Plain, 2, 0xFC, 0xFF), [TbfRule.HeaderSize]),
        ["total size smaller than the header"] = (Patched(Plain, 4, PlainHeaderSize - 4), [TbfRule.HeaderSize]),
        ["total size over the file's"] = (Patched(Plain, 4, (byte)(Plain.Length + 1)), [TbfRule.TotalSize]),
        ["total size of 4 GiB"] = (Patched(Plain, 4, U32(uint.MaxValue)), [TbfRule.TotalSize]),
        ["last byte cut off"] = (Plain[..^1], [TbfRule.TotalSize]),
        ["several faults in the base header"] = (
            Patched(Plain, 2, [.. U16(12), .. U32(0xFFFF)]), [TbfRule.HeaderSize, TbfRule.TotalSize]),
        ["another version, and what would be faults in version 2"] = (Patched(Plain, 0, [.. U16(3, 12), .. U32(0xFFFF)]), [TbfRule.Version]),
        ["TBF of version 1"] = (Version1, [TbfRule.Version]),
        ["bytes behind the total size"] = ([.. Plain, 1, 2, 3], []),
        ["another flag, old checksum"] = (Damaged(Plain, 8, 3), [TbfRule.Checksum]),
        ["checksum 0"] = (Damaged(Plain, 12, U32(0)), [TbfRule.Checksum]),
        ["unassigned flags"] = (Patched(Plain, 8, 0xFE, 0xFF), []),
        ["padding"] = (Patched(Plain, 2, 16), []),
        ["padding, old checksum"] = (Damaged(Plain, 2, 16), [TbfRule.Checksum]),

        ["element longer than the header"] = (Patched(Plain, 34, 24), [TbfRule.ElementBounds]),
        ["element of 65,535 bytes"] = (App([.. U16(0x8001, 0xFFFF)]), [TbfRule.ElementBounds]),
        ["Main of 8 bytes"] = (App(Element(1, new byte[8])), [TbfRule.ElementSize]),
        ["Main of 16 bytes"] = (App(Element(1, new byte[16])), [TbfRule.ElementSize]),
        ["Program of 12 bytes"] = (App(Element(9, new byte[12])), [TbfRule.ElementSize]),
        ["Fixed Addresses of 4 bytes"] = (App(Element(5, new byte[4])), [TbfRule.ElementSize]),
        ["Kernel Version of 8 bytes"] = (App(Element(8, new byte[8])), [TbfRule.ElementSize]),
        ["ShortId of 3 bytes"] = (App(Element(10, 1, 2, 3)), [TbfRule.ElementSize]),
        ["flash regions of 12 bytes"] = (App(Element(2, new byte[12])), [TbfRule.ElementSize]),
        ["empty known elements"] = (
            App(Element(1), Element(9), Element(5), Element(8), Element(10)), [.. Enumerable.Repeat(TbfRule.ElementSize, 5)]),
        ["unknown elements"] = (
            App(Element(4, 1), Element(11, 1, 2), Element(128, 1, 2, 3), Element(0x8001), Element(0xFFFF, 9)), []),

        ["neither Main nor Program"] = (Patched(Patched(Plain, 16, 0, 0x80), 32, 0, 0x80), [TbfRule.EntryElement]),
        ["no Main"] = (Patched(Plain, 16, 0, 0x80), []),
        ["no Program"] = (Patched(Plain, 32, 0, 0x80), []),
        ["another RAM size in Main"] = (Patched(Plain, 28, 1), [TbfRule.MainMatchesProgram]),
        ["another entry in Main"] = (Patched(Plain, 20, 11), [TbfRule.MainMatchesProgram]),
        ["a second Main and a second Program"] = (App(Element(1, U32(9, 9, 9)), Element(9, U32(9, 9, 9, 9, 9))), []),

        ["protected trailer longer than the file"] = (Moved(5, 100), [TbfRule.ProtectedSize]),
        ["protected trailer of 4 GiB"] = (Moved(5, uint.MaxValue), [TbfRule.ProtectedSize]),
        ["binary ends before it starts"] = (Patched(Plain, 48, PlainBinaryOffset - 1), [TbfRule.BinaryEnd]),
        ["binary ends behind the file"] = (Patched(Plain, 48, U32((uint)Plain.Length + 1)), [TbfRule.BinaryEnd]),
        ["binary ends with the file"] = (Patched(Plain, 48, U32((uint)Plain.Length)), []),
        ["empty binary"] = (Patched(Plain, 48, PlainBinaryOffset), [TbfRule.Entry, TbfRule.Footer]),
        ["entry in the protected trailer"] = (Moved(TrailerSize - 1, TrailerSize), [TbfRule.Entry]),
        ["entry at the first byte"] = (Moved(TrailerSize, TrailerSize), []),
        ["entry at the last byte"] = (Moved(TrailerSize + BinarySize - 1, TrailerSize), []),
        ["entry behind the last byte"] = (Moved(TrailerSize + BinarySize, TrailerSize), [TbfRule.Entry]),
        ["entry that wraps around"] = (Moved(uint.MaxValue, TrailerSize), [TbfRule.Entry]),

        // One region moves the binary by 12 bytes, two by 20.
        ["region over the whole binary"] = (App(Element(2, U32(PlainBinaryOffset + 12, BinarySize))), []),
        ["region before the binary"] = (App(Element(2, U32(PlainBinaryOffset + 11, 4))), [TbfRule.FlashRegion]),
        ["region past the binary"] = (App(Element(2, U32(PlainBinaryOffset + 13, BinarySize))), [TbfRule.FlashRegion]),
        ["region that wraps around"] = (App(Element(2, U32(PlainBinaryOffset + 12, uint.MaxValue - 70))), [TbfRule.FlashRegion]),
        ["second region outside"] = (
            App(Element(2, U32(PlainBinaryOffset + 20, 4, PlainBinaryEnd + 20, 1))), [TbfRule.FlashRegion]),
        ["no region"] = (App(Element(2)), []),

        ["name with a stray byte"] = (App(Element(3, (byte)'a', 0xFF)), [TbfRule.PackageName]),
        ["name cut inside a character"] = (App(Element(3, "é"u8[..1].ToArray())), [TbfRule.PackageName]),
        ["name with a surrogate"] = (App(Element(3, 0xED, 0xA0, 0x80)), [TbfRule.PackageName]),
        ["name with an overlong character"] = (App(Element(3, 0xC0, 0x80)), [TbfRule.PackageName]),
        ["empty name"] = (App(Element(3)), []),

        ["permissions without count"] = (App(Element(6, 1)), [TbfRule.Permissions]),
        ["two permissions announced, one there"] = (App(Element(6, [.. U16(2), .. new byte[16]])), [TbfRule.Permissions]),
        ["no permission announced, one there"] = (App(Element(6, [.. U16(0), .. new byte[16]])), [TbfRule.Permissions]),
        ["permission cut short"] = (App(Element(6, [.. U16(1), .. new byte[15]])), [TbfRule.Permissions]),
        ["65,535 permissions announced"] = (App(Element(6, U16(0xFFFF))), [TbfRule.Permissions]),

        ["storage without write id"] = (App(Element(7, 1, 2)), [TbfRule.StoragePermissions]),
        ["storage without lists"] = (App(Element(7, U32(1))), [TbfRule.StoragePermissions]),
        ["storage without modify ids"] = (App(Element(7, [.. U32(1), .. U16(0)])), [TbfRule.StoragePermissions]),
        ["read ids announced, not there"] = (App(Storage(U16(2), U32(1))), [TbfRule.StoragePermissions]),
        ["modify ids announced, not there"] = (App(Storage(U16(0), U16(0xFFFF))), [TbfRule.StoragePermissions]),
        ["a byte behind the modify ids"] = (App(Storage(U16(0, 0), [1])), [TbfRule.StoragePermissions]),
        ["9 read ids"] = (App(Storage(U16(9), new byte[36], U16(0))), [TbfRule.StoragePermissions]),
        ["9 modify ids"] = (App(Storage(U16(0, 9), new byte[36])), [TbfRule.StoragePermissions]),
        ["8 read and 8 modify ids"] = (App(Storage(U16(8), new byte[32], U16(8), new byte[32])), []),

        ["ShortId 0"] = (App(Element(10, U32(0))), [TbfRule.ShortId]),

        ["load segments of 25 bytes"] = (App(Element(0x8E01, new byte[25])), [TbfRule.ElementSize]),
        ["no load segment"] = (App(Element(0x8E01)), [TbfRule.LoadSegments]),
        ["load segment over the whole binary"] = (Segments(0, 0, BinarySize, BinarySize, 5), []),
        ["load segment without file bytes"] = (Segments(uint.MaxValue, 0, 0, 0x1000, 6), []),
        ["load segment up to the last address"] = (Segments(0, uint.MaxValue - 32, 32, 32, 5), []),
        ["load segment with more bytes than memory"] = (Segments(0, 0, 8, 7, 5), [TbfRule.LoadSegmentSize]),
        ["load segment past 32 bits"] = (Segments(0, uint.MaxValue - 31, 32, 32, 5), [TbfRule.LoadSegmentEnd]),
        ["load segment with bytes and no place for them"] = (Segments(uint.MaxValue, 0, 8, 8, 5), [TbfRule.LoadSegmentPlace]),
        ["load segment past the binary"] = (Segments(1, 0, BinarySize, BinarySize, 5), [TbfRule.LoadSegmentBytes]),
        ["load segment that wraps around"] = (Segments(uint.MaxValue - 1, 0, 32, 32, 5), [TbfRule.LoadSegmentBytes]),
        ["load segments that descend"] = (Segments(0, 64, 8, 8, 5, 8, 63, 8, 8, 6), [TbfRule.LoadSegmentOrder]),
        ["load segments that overlap"] = (Segments(0, 64, 8, 64, 5, 8, 64, 8, 8, 6), []),
        ["second load segment outside"] = (Segments(0, 0, 8, 8, 5, BinarySize, 8, 1, 1, 6), [TbfRule.LoadSegmentBytes]),

        ["32 load segments"] = (Segments([.. Enumerable.Range(0, 32).SelectMany(_ => EmptyRow)]), []),
        ["33 load segments"] = (Segments([.. Enumerable.Range(0, 33).SelectMany(_ => EmptyRow)]), [TbfRule.LoadSegments]),
        ["load segment without bytes and with a place for them"] = (Segments(0, 0, 0, 8, 6), [TbfRule.LoadSegmentPlace]),
        ["load segment with all flags"] = (Segments(0, 0, 8, 8, 7), []),
        ["load segment with relocations"] = (Segments(0, 0, 8, 8, 0x105), []),
        ["load segment with an unknown flag"] = (Segments(0, 0, 8, 8, 8), [TbfRule.LoadSegmentFlags]),
        ["load segment that is writable and TextRelocated"] = (Segments(0, 0, 8, 8, 0x106), [TbfRule.LoadSegmentFlags]),
        ["load target of 12 bytes"] = (App(Element(0x8E03, new byte[12])), [TbfRule.ElementSize]),
        ["dynamic relocations of 12 bytes"] = (App(Element(0x8E02, new byte[12])), [TbfRule.ElementSize]),
        ["no relocation table"] = (App(Element(0x8E02)), []),
        ["REL table"] = (Tables(1, 8, 0x1000, 32), []),
        ["REL table, 64 bits"] = (Tables(1, 16, 0x1010, 16), []),
        ["RELA table"] = (Tables(2, 12, 0x1000, 24), []),
        ["RELA table, 64 bits"] = (Tables(2, 24, 0x1008, 24), []),
        ["RELR table"] = (Tables(3, 4, 0x101C, 4), []),
        ["RELR table, 64 bits"] = (Tables(3, 8, 0x1000, 8), []),
        ["relocation table of kind 0"] = (Tables(0, 8, 0x1000, 8), [TbfRule.DynamicRelocations]),
        ["relocation table of kind 4"] = (Tables(4, 8, 0x1000, 8), [TbfRule.DynamicRelocations]),
        ["REL entries of 12 bytes"] = (Tables(1, 12, 0x1000, 12), [TbfRule.DynamicRelocations]),
        ["RELA entries of 8 bytes"] = (Tables(2, 8, 0x1000, 8), [TbfRule.DynamicRelocations]),
        ["RELR entries of 16 bytes"] = (Tables(3, 16, 0x1000, 16), [TbfRule.DynamicRelocations]),
        ["entries of no bytes"] = (Tables(1, 0, 0x1000, 8), [TbfRule.DynamicRelocations]),
        ["half an entry"] = (Tables(1, 8, 0x1000, 12), [TbfRule.DynamicRelocations]),
        ["relocation table before its segment"] = (Tables(1, 8, 0xFFF, 8), [TbfRule.RelocationTablePlace]),
        ["relocation table in memory without bytes"] = (Tables(1, 8, 0x1019, 8), [TbfRule.RelocationTablePlace]),
        ["relocation table that wraps around"] = (Tables(1, 8, 0x1008, uint.MaxValue - 7), [TbfRule.RelocationTablePlace]),
        ["relocation table, no load segments"] = (App(Element(0x8E02, [.. U16(1, 8), .. U32(0x1000, 8, 1)])), []),

        ["no footer"] = (WithFooters(), []),
        ["7 bytes where a footer could be"] = (WithFooters([1, 2, 3, 4, 5, 6, 7]), []),
        ["8 zeros where a footer should be"] = (WithFooters(new byte[8]), [TbfRule.Footer]),
        ["footer of another type"] = (WithFooters(Footer(129, 0)), [TbfRule.Footer]),
        ["footer without format"] = (WithFooters([.. U16(128, 3), .. new byte[4]]), [TbfRule.Footer]),
        ["footer longer than the file"] = (WithFooters([.. U16(128, 9), .. new byte[8]]), [TbfRule.Footer]),
        ["empty Reserved"] = (WithFooters(Footer(128, 0)), []),
        ["as many footers as are read"] = (WithFooters([.. Enumerable.Repeat(Footer(128, 0), TbfReader.MostFooters)]), []),
        ["one footer more"] = (WithFooters([.. Enumerable.Repeat(Footer(128, 0), TbfReader.MostFooters + 1)]), [TbfRule.Footer]),
        ["footer of an unknown format"] = (WithFooters(Footer(128, 7, 1, 2, 3, 4)), [TbfRule.Footer]),
        ["footer right behind an odd one"] = (WithFooters(Footer(128, 0, 1), Footer(128, 0, 1, 2), Footer(128, 0)), []),
        ["footer after a gap"] = (WithFooters(Footer(128, 0, 1), new byte[3], Footer(128, 0)), [TbfRule.Footer]),
        ["RSA-3072 too short"] = (WithFooters(Footer(128, 1, new byte[767])), [TbfRule.Footer]),
        ["RSA-3072"] = (WithFooters(Footer(128, 1, new byte[768])), []),
        ["RSA-4096 too short"] = (WithFooters(Footer(128, 2, new byte[1023])), [TbfRule.Footer]),
        ["RSA-4096"] = (WithFooters(Footer(128, 2, new byte[1024])), []),
        ["SHA-256 too short"] = (WithFooters(Footer(128, 3, new byte[31])), [TbfRule.Footer]),
        ["SHA-384 too short"] = (WithFooters(Footer(128, 4, new byte[47])), [TbfRule.Footer]),
        ["SHA-512 too short"] = (WithFooters(Footer(128, 5, new byte[63])), [TbfRule.Footer]),
        ["P-256 too short"] = (WithFooters(Footer(128, 6, new byte[63])), [TbfRule.Footer]),
        ["P-256"] = (WithFooters(Footer(128, 6, new byte[64])), []),

        ["hashes"] = (Hashed, []),
        ["hash with bytes behind it"] = (Build([], covered => [Footer(128, 3, [.. SHA256.HashData(covered), 1, 2])]), []),
        ["hashes of other bytes"] = (WithFooters(Footer(128, 3, new byte[32]), Footer(128, 0)), [TbfRule.Hash]),
        ["another first byte of the binary"] = (
            Damaged(Hashed, PlainBinaryOffset, 0), [TbfRule.Hash, TbfRule.Hash, TbfRule.Hash]),
        ["another last byte of the binary"] = (
            Damaged(Hashed, PlainBinaryEnd - 1, 0), [TbfRule.Hash, TbfRule.Hash, TbfRule.Hash]),
        ["another header under hashes"] = (Patched(Hashed, 8, 0), [TbfRule.Hash, TbfRule.Hash, TbfRule.Hash]),
        ["another hash"] = (Damaged(Hashed, Hashed.Length - 1, (byte)~Hashed[^1]), [TbfRule.Hash]),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    /// <summary>A TBF with all three hashes.</summary>
    private static byte[] Hashed => Build([], covered =>
    [
        Footer(128, 3, SHA256.HashData(covered)),
        Footer(128, 4, SHA384.HashData(covered)),
        Footer(128, 5, SHA512.HashData(covered)),
    ]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Rules_broken_by(string name)
    {
        var (file, expected) = Table[name];
        Assert.Equal(expected, TbfReader.Read(file).Findings.Select(finding => finding.Rule));
    }

    private static byte[] Storage(params byte[][] lists) => Element(7, [.. U32(0x1234), .. lists.SelectMany(list => list)]);

    private static uint[] EmptyRow => [uint.MaxValue, 0, 0, 8, 6];

    private static byte[] Segments(params uint[] rows) => App(Element(0x8E01, U32(rows)));

    /// <summary>One table in an app whose only segment has its bytes from 0x1000 to 0x1020.</summary>
    private static byte[] Tables(int kind, int entrySize, uint offset, uint size) => App(
        Element(0x8E01, U32(0, 0x1000, BinarySize, 0x1000, 5)),
        Element(0x8E02, [.. U16(kind, entrySize), .. U32(offset, size, 1)]));

    /// <summary>The plain TBF with another entry point and protected trailer in both elements.</summary>
    private static byte[] Moved(uint entry, uint trailer) =>
        Patched(Patched(Plain, 20, U32(entry, trailer)), 36, U32(entry, trailer));
}
