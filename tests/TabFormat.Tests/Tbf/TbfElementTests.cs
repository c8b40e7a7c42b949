using TabFormat.Binary;
using TabFormat.Tbf;
using Tests.Shared;

namespace TabFormat.Tests.Tbf;

public sealed class TbfElementTests
{
    public static TheoryData<TbfElement, string> Elements => new()
    {
        { new MainElement(0x29, 0x10, 0x1234), "01000c00 29000000 10000000 34120000" },
        { new ProgramElement(new(0x29, 0x10, 0x1234), 0x90, 7), "09001400 29000000 10000000 34120000 90000000 07000000" },
        { new PackageNameElement("a"), "03000100 61000000" },
        { new PackageNameElement("blink"), "03000500 626c696e 6b000000" },
        { new PackageNameElement("four"), "03000400 666f7572" },
        { new PackageNameElement("é€😀"), "03000900 c3a9e282 acf09f98 80000000" },
        { new WriteableFlashRegionsElement([new(0x80, 0x100)]), "02000800 80000000 00010000" },
        { new WriteableFlashRegionsElement([new(1, 2), new(3, 4)]), "02001000 01000000 02000000 03000000 04000000" },
        { new FixedAddressesElement(0x20004000, 0x30080), "05000800 00400020 80000300" },
        { new FixedAddressesElement(null, 0x30080), "05000800 ffffffff 80000300" },
        { new FixedAddressesElement(0, null), "05000800 00000000 ffffffff" },
        {
            new PermissionsElement([new(0x10001, 2, 0x8000_0000_0000_0001), new(8, 0, 3)]),
            "06002200 0200 01000100 02000000 0100000000000080 08000000 00000000 0300000000000000 0000"
        },
        { new PermissionsElement([]), "06000200 0000 0000" },
        { new StoragePermissionsElement(0, [], []), "07000800 00000000 0000 0000" },
        { new StoragePermissionsElement(0x1234, [1, 0x22], [5]), "07001400 34120000 0200 01000000 22000000 0100 05000000" },
        { new KernelVersionElement(2, 0x103), "08000400 0200 0301" },
        { new ShortIdElement(0xABCD1234), "0a000400 3412cdab" },
        {
            new LoadSegmentsElement([new(null, 0, 0, 0x800, 6), new(0x10, 0x810, 0x123, 0x456, 0x105)]),
            "018e2800 ffffffff 00000000 00000000 00080000 06000000 10000000 10080000 23010000 56040000 05010000"
        },
        {
            new DynamicRelocationsElement(
                [new(RelocationKind.Rela, 24, 0x1200, 48, 2), new(RelocationKind.Relr, 8, 0x1234, 16, 40)]),
            "028e2000 0200 1800 00120000 30000000 02000000 0300 0800 34120000 10000000 28000000"
        },
        {
            new LoadTargetElement(243, 2, RamPlacement.AtLinkAddress, 0x80001000, 0x2345, 0x1000),
            "038e1000 f300 02 01 00100080 45230000 00100000"
        },
        { new DynamicRelocationsElement([new(RelocationKind.Rel, 8, 0, 8, 1)]), "028e1000 0100 0800 00000000 08000000 01000000" },
    };

    [Theory]
    [MemberData(nameof(Elements))]
    public void An_element_has_these_bytes_and_states_their_number(TbfElement element, string hex)
    {
        byte[] expected = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        byte[] bytes = [.. Enumerable.Repeat((byte)0xFF, element.Size)];
        var writer = new ByteWriter(bytes);

        element.Write(ref writer);

        Assert.Equal(element.Size, writer.Position);
        Bytes.Equal(expected, bytes);
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Content_that_does_not_fit_in_16_bits_is_refused(int length)
    {
        var element = new PackageNameElement(new string('a', length));
        Assert.Equal(65_540, element.Size);

        var failure = Record.Exception(() =>
        {
            var writer = new ByteWriter(new byte[element.Size]);
            element.Write(ref writer);
        });

        Assert.Equal(length > ushort.MaxValue, failure is OverflowException);
    }
}

public sealed class PermissionsElementTests
{
    [Fact]
    public void Commands_are_merged_per_driver_and_64_in_order_of_first_appearance() =>
        Assert.Equal(
            [new(8, 0, 0b100), new(1, 0, 0b11), new(65536, 0, 1UL << 63), new(65536, 1, 1), new(1, 3, 1UL << 8)],
            PermissionsElement.Merge([(8, 2), (1, 0), (65536, 63), (65536, 64), (1, 1), (1, 200), (8, 2)]));

    [Fact]
    public void The_largest_driver_and_command_fit() =>
        Assert.Equal(
            [new(uint.MaxValue, uint.MaxValue / 64, 1UL << 63)],
            PermissionsElement.Merge([(uint.MaxValue, uint.MaxValue)]));

    [Fact]
    public void No_command_gives_no_permission() => Assert.Empty(PermissionsElement.Merge([]));
}
