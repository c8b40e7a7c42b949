using System.Security.Cryptography;
using CsCheck;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;
using static Tests.Shared.RawTbf;

namespace TabFormat.Tests.Reading;

public sealed class TbfReaderTests
{
    /// <summary>Every known element, in no usual order, with a hash of all of it.</summary>
    private static readonly byte[] Full = Build(
        [
            Element(10, U32(0xABCD)),
            Element(3, "é€"u8.ToArray()),
            Element(6, [.. U16(1), .. U32(8, 2), 3, 0, 0, 0, 0, 0, 0, 0x80]),
            Element(0x8001, 1, 2, 3),
            Element(7, [.. U32(5), .. U16(1), .. U32(6), .. U16(2), .. U32(7, 8)]),
            Element(8, U16(2, 1)),
            Element(5, U32(0x20004000, 0x30080)),
            Element(0x8E02, [.. U16(3, 4), .. U32(0x1008, 8, 20)]),
            Element(0x8E01, U32(uint.MaxValue, 0, 0, 0x1000, 6, 0, 0x1000, BinarySize, 0x40, 5)),
        ],
        covered => [Footer(128, 3, SHA256.HashData(covered)), Footer(128, 0, 9)]);

    public static TheoryData<string> ExpectedFiles =>
        [.. Directory.EnumerateFiles(TestData.PathOf("cases"), "*.tbf", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(TestData.PathOf("cases"), path))];

    [Theory]
    [MemberData(nameof(ExpectedFiles))]
    public void Expected_files_break_no_rule(string name) =>
        Assert.Empty(TbfReader.Read(TestData.Read($"cases/{name}")).Findings);

    [Fact]
    public void Every_known_element_is_read()
    {
        var reading = TbfReader.Read(Full);

        Assert.Empty(reading.Findings);
        Assert.Equal((2, TbfFlags.Enabled, (uint)Full.Length), (reading.FormatVersion, reading.Flags, reading.TotalSize));
        Assert.Equal(new ParsedProgram(9, 4, 0x1000, null, null), reading.Main);
        Assert.Equal(new ParsedProgram(9, 4, 0x1000, (uint)Full.Length - 49, 7), reading.Program);
        Assert.Equal(0xABCDU, reading.ShortId);
        Assert.Equal("é€", reading.PackageName);
        Assert.Equal([new(8, 2, 0x8000_0000_0000_0003)], reading.Permissions);
        AssertStorage(5, [6], [7, 8], reading);
        Assert.Equal(new ParsedKernelVersion(2, 1), reading.KernelVersion);
        Assert.Equal(new ParsedFixedAddresses(0x20004000, 0x30080), reading.FixedAddresses);
        Assert.Equal([new(uint.MaxValue, 0, 0, 0x1000, 6), new(0, 0x1000, BinarySize, 0x40, 5)], reading.LoadSegments);
        Assert.Equal([new(RelocationKind.Relr, 4, 0x1008, 8, 20)], reading.RelocationTables);
        Assert.Equal([1, 9, 10, 3, 6, 0x8001, 7, 8, 5, 0x8E02, 0x8E01], reading.Elements.Select(element => (int)element.Type));
        Assert.Equal([1, 2, 3], reading.Elements[5].Content.ToArray());
        Assert.Equal(
            [(Full.Length - 49, CredentialFormat.Sha256, 32), (Full.Length - 9, CredentialFormat.Reserved, 1)],
            reading.Footers.Select(footer => (footer.Offset, footer.Format, footer.Data.Length)));
    }

    [Fact]
    public void Version_1_is_named_and_nothing_is_read_of_another_version()
    {
        foreach (var (file, version, text) in (ReadOnlySpan<(byte[], int, string)>)
        [
            (Version1, 1, "TBF version 1, of Tock before 1.0; kernels read version 2"),
            (Patched(Full, 0, 3), 3, "version 3; kernels read version 2"),
            ([.. "Hello, world, how are you?"u8], 0x6548, "version 25928; kernels read version 2"),
        ])
        {
            var reading = TbfReader.Read(file);
            Assert.Equal([new TbfFinding(TbfRule.Version, 0, text)], reading.Findings);
            Assert.Equal(new TbfReading { Bytes = reading.Bytes, FormatVersion = (ushort)version }, reading with { Findings = [] });
            Assert.False(reading.HasBaseHeader);
        }
        Assert.True(TbfReader.Read(Full).HasBaseHeader);
        Assert.False(TbfReader.Read(Full.AsMemory()[..15]).HasBaseHeader);
    }

    [Fact]
    public void The_first_Main_and_Program_count_and_of_all_others_the_last()
    {
        const int Twice = 2 * (12 + 8 + 12 + 24 + 16 + 8 + 8 + 24 + 20 + 20);
        var reading = TbfReader.Read(App(
            Element(1, U32(9, 9, 9)),
            Element(9, U32(9, 9, 9, 9, 9)),
            Element(2, U32(0, 8)), Element(2, U32(PlainBinaryOffset + 40 + Twice, 8)),
            Element(3, "one"u8.ToArray()), Element(3, "two"u8.ToArray()),
            Element(5, U32(1, 2)), Element(5, U32(3, 4)),
            Element(6, [.. U16(1), .. new byte[16]]), Element(6, [.. U16(1), .. U32(1, 2, 3, 4)]),
            Element(7, [.. U32(1), .. U16(1), .. U32(2), .. U16(0)]), Element(7, [.. U32(3), .. U16(0, 1), .. U32(4)]),
            Element(8, U16(1, 2)), Element(8, U16(3, 4)),
            Element(10, U32(1)), Element(10, U32(2)),
            Element(0x8E01, U32(0, 0, 9, 9, 5)), Element(0x8E01, U32(0, 0, 8, 16, 5)),
            Element(0x8E03, [.. U16(1), 1, 0, .. U32(1, 1, 1)]), Element(0x8E03, [.. U16(243), 2, 1, .. U32(2, 3, 4)]),
            Element(0x8E02, [.. U16(1, 8), .. U32(8, 8, 1)]), Element(0x8E02, [.. U16(1, 8), .. U32(0, 8, 1)])));

        Assert.Empty(reading.Findings);
        Assert.Equal(0x1000U, reading.Main!.MinimumRamSize);
        Assert.Equal(7U, reading.Program!.Version);
        Assert.Equal([new((uint)reading.BinaryOffset, 8)], reading.FlashRegions);
        Assert.Equal("two", reading.PackageName);
        Assert.Equal(new ParsedFixedAddresses(3, 4), reading.FixedAddresses);
        Assert.Equal([new(1, 2, 0x4_0000_0003)], reading.Permissions);
        AssertStorage(3, [], [4], reading);
        Assert.Equal(new ParsedKernelVersion(3, 4), reading.KernelVersion);
        Assert.Equal(2U, reading.ShortId);
        Assert.Equal([new(0, 0, 8, 16, 5)], reading.LoadSegments);
        Assert.Equal([new(RelocationKind.Rel, 8, 0, 8, 1)], reading.RelocationTables);
        Assert.Equal(new ParsedLoadTarget(243, 2, RamPlacement.AtLinkAddress, 2, 3, 4), reading.LoadTarget);
    }

    [Fact]
    public void More_than_8_storage_ids_leave_no_list_but_the_write_id() =>
        AssertStorage(5, [], [], TbfReader.Read(App(Element(7, [.. U32(5), .. U16(1), .. U32(6), .. U16(9), .. new byte[36]]))));

    [Fact]
    public void Without_Program_the_binary_ends_with_the_file()
    {
        var reading = TbfReader.Read(Patched(App(), 32, 0, 0x80));

        Assert.Null(reading.Program);
        Assert.Equal(reading.Main, reading.Entry);
        Assert.Equal(reading.TotalSize, reading.BinaryEndOffset);
        Assert.Empty(reading.Footers);
    }

    [Fact]
    public void Padding_between_apps_has_nothing_in_it()
    {
        var reading = TbfReader.Read(Patched(App(), 2, 16));

        Assert.True(reading.IsPadding);
        Assert.Empty(reading.Elements);
        Assert.Empty(reading.Footers);
        Assert.Null(reading.Entry);
    }

    [Fact]
    public void Every_cut_of_a_file_breaks_a_rule()
    {
        for (int length = 0; length < Full.Length; length++)
        {
            var finding = Assert.Single(TbfReader.Read(Full.AsMemory(0, length)).Findings);
            Assert.Equal(length < TbfFormat.BaseHeaderSize ? TbfRule.BaseHeader : TbfRule.TotalSize, finding.Rule);
        }
    }

    [Fact]
    public void Every_flipped_bit_of_the_covered_bytes_breaks_a_rule()
    {
        for (int bit = 0; bit < 8 * (Full.Length - 49); bit++)
            Assert.NotEmpty(TbfReader.Read(Damaged(Full, bit / 8, (byte)(Full[bit / 8] ^ (1 << (bit % 8))))).Findings);
    }

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen.Byte.Array[0, 300].Sample(bytes => { TbfReader.Read(bytes); });

    [Fact]
    public void Random_elements_and_footers_never_throw() =>
        Gen.Select(
            Gen.Select(Gen.OneOf(Gen.Int[0, 11], Gen.Int[0x8E01, 0x8E02]), Gen.Byte.Array[0, 60], (type, content) => Element(type, content)).Array[0, 6],
            Gen.Select(Gen.UInt[0, 7], Gen.Byte.Array[0, 100], (format, data) => Footer(128, format, data)).Array[0, 4])
        .Sample((elements, footers) => { TbfReader.Read(Build(elements, _ => footers)); });

    [Fact]
    public void Random_damage_under_a_right_checksum_never_throws() =>
        Gen.Select(Gen.Int[2, Full.Length - 1], Gen.Byte).Array[1, 4].Sample(
            damages =>
            {
                byte[] file = damages.Aggregate(Full, (file, damage) => Patched(file, damage.Item1, damage.Item2));
                var reading = TbfReader.Read(file);
                Assert.All(reading.Footers, footer => Assert.True(footer.Offset + 8 + footer.Data.Length <= reading.TotalSize));
            },
            iter: 2_000);

    private static void AssertStorage(uint writeId, uint[] readIds, uint[] modifyIds, TbfReading reading)
    {
        Assert.NotNull(reading.StoragePermissions);
        Assert.Equal(writeId, reading.StoragePermissions.WriteId);
        Assert.Equal(readIds, reading.StoragePermissions.ReadIds);
        Assert.Equal(modifyIds, reading.StoragePermissions.ModifyIds);
    }
}
