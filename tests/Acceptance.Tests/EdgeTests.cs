using System.Buffers.Binary;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>Odd but legitimate files (<c>edge.tsv</c>), those for loading into RAM excepted.</summary>
public sealed class EdgeTests : IDisposable
{
    private static readonly Dictionary<string, DiagnosticKind[]> Expected = new()
    {
        ["pic-exidx-loaded"] = [Catalogue.TrailerMoved],
        ["pic-stripped-syms"] = [Catalogue.PointersNotRelocated, Catalogue.NoSymbols],
        ["pic-no-section-headers"] = [Catalogue.NoSectionHeaders, Catalogue.PointersNotRelocated],
        ["fixed-rv32imac-stripped-syms"] = [Catalogue.NoSymbols],
        ["fixed-rv32imac-no-section-headers"] = [Catalogue.NoSectionHeaders, Catalogue.NoRamAddress],
        ["fixed-data-in-ram-lma"] = [Catalogue.LargeGap, Catalogue.SectionTakesFlash, Catalogue.DataInFlash],
        ["pic-lld"] = [Catalogue.MemoryUncounted],
        ["pic-lld-exidx"] = [Catalogue.MemoryUncounted],
        ["fixed-rv32imac-lld"] = [Catalogue.MemoryUncounted],
        ["fixed-ro-header-segment"] = [Catalogue.MemoryUncounted],
        ["fixed-out-of-order"] = [Catalogue.MemoryUncounted],
        ["fixed-zero-stack-headers-loaded"] = [Catalogue.MemoryUncounted],
        ["x86-i386"] = [Catalogue.PointersNotRelocated],
        ["arm-big-endian"] = [Catalogue.BigEndian],
    };

    private readonly Workspace _workspace = new();

    public static TheoryData<string> Rows =>
        [.. TestData.Rows("edge.tsv").Select(row => row.Name).Where(name => !name.StartsWith("pie-", StringComparison.Ordinal))];

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_is_odd_is_reported_and_what_upstream_gets_right_gives_the_same_bytes(string name)
    {
        var result = Run(name);

        Assert.Equal(Expected.GetValueOrDefault(name, []).Select(kind => kind.Code), Workspace.Codes(result));
        if (File.Exists(TestData.PathOf($"cases/edge/{name}.tbf")))
            Bytes.Equal(TestData.Read($"cases/edge/{name}.tbf"), _workspace.Read($"{name}.tbf"), name);
    }

    [Theory]
    [InlineData("pic-lld")]
    [InlineData("pic-lld-exidx")]
    [InlineData("pic-two-wfr")]
    [InlineData("fixed-rv32imac-lld")]
    [InlineData("fixed-ro-header-segment")]
    [InlineData("fixed-out-of-order")]
    [InlineData("fixed-small-protected")]
    [InlineData("fixed-zero-stack-headers-loaded")]
    public void The_app_starts_with_its_header_and_its_segments_lie_at_their_addresses(string name)
    {
        var tbf = Convert(name);
        var elf = ReadElf(name);
        var header = Section(elf, ".header");
        var binary = tbf.Binary.Span;
        ulong end = 0;

        Bytes.Equal(elf.Content(header).Span, binary[..(int)header.Size], ".header");
        foreach (var segment in elf.LoadSegments.Where(segment => segment.FileSize > 0))
        {
            // ELF headers may lie in front.
            var stored = segment.Skip(header.Address - Math.Min(header.Address, segment.PhysicalAddress));
            ulong offset = stored.PhysicalAddress - header.Address;
            end = Math.Max(end, offset + stored.FileSize);
            Bytes.Equal(elf.Content(stored).Span, binary.Slice((int)offset, (int)stored.FileSize), $"{segment}");
        }
        var table = elf.Sections.FirstOrDefault(section => section.Name == ".rel.data");
        byte[] relocations = table is null ? [] : elf.Content(table).ToArray();
        Assert.Equal(relocations.Length, BinaryPrimitives.ReadInt32LittleEndian(binary[(int)end..]));
        Bytes.Equal(relocations, binary[((int)end + 4)..], "relocations");
        Assert.Equal(elf.Entry - header.Address, (ulong)tbf.EntryInBinary);
        Assert.Equal(name.StartsWith("pic-", StringComparison.Ordinal) ? null : (uint?)header.Address, tbf.FixedAddresses?.Flash);
    }

    [Fact]
    public void Two_writeable_flash_regions_share_one_element()
    {
        var tbf = Convert("pic-two-wfr");
        var elf = ReadElf("pic-two-wfr");

        Assert.Single(tbf.Elements, element => element.Type == (ushort)TbfElementType.WriteableFlashRegions);
        Assert.Equal(2, tbf.FlashRegions.Length);
        foreach (var (region, name) in tbf.FlashRegions.Zip([".wfr.app_state", ".wfr.app_log"]))
            Bytes.Equal(elf.Content(Section(elf, name)).Span, tbf.Bytes.Span.Slice((int)region.Offset, (int)region.Size), name);
    }

    [Fact]
    public void Where_the_header_does_not_fit_in_front_the_app_starts_at_the_next_lower_aligned_address()
    {
        var tbf = Convert("fixed-small-protected");

        Assert.Equal(0x2003ff00, tbf.FixedAddresses!.Value.Flash - tbf.BinaryOffset);
        Assert.InRange(tbf.HeaderSize, 0x20 + 1, 0x120);
    }

    [Theory]
    [InlineData("pic-no-section-headers", "pic-stripped-syms")]
    [InlineData("fixed-rv32imac-no-section-headers", "fixed-rv32imac-stripped-syms")]
    public void Segments_suffice(string without, string with)
    {
        var (expected, actual) = (Convert(with), Convert(without));

        Bytes.Equal(expected.Binary.Span, actual.Binary.Span, without);
        Assert.Equal(expected.FixedAddresses, actual.FixedAddresses);
        Assert.Equal(expected.Entry!.MinimumRamSize, actual.Entry!.MinimumRamSize);
        Assert.Equal(expected.EntryInBinary, actual.EntryInBinary);
    }

    [Fact]
    public void A_big_endian_file_is_refused() =>
        _workspace.With("edge/arm-big-endian.elf").Refuses(Catalogue.BigEndian.Code, Arguments("arm-big-endian"));

    private static string[] Arguments(string name) =>
        ["-n", "app", "--kernel-major", "2", "--kernel-minor", "1", "--deterministic", "-o", "app.tab", $"{name}.elf"];

    private static ElfFile ReadElf(string name) =>
        ElfFile.Read(new ElfSource(TestData.Read($"edge/{name}.elf")), new DiagnosticSink(name));

    private static Section Section(ElfFile elf, string name) => elf.Sections.Single(section => section.Name == name);

    private ToolResult Run(string name) => _workspace.With($"edge/{name}.elf").Run(Arguments(name));

    private TbfReading Convert(string name)
    {
        Assert.Equal(0, Run(name).ExitCode);
        return _workspace.ReadTbf($"{name}.tbf");
    }
}
