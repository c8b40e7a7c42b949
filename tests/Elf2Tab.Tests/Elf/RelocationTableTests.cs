using CsCheck;
using Elf2Tab.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Tests.Elf;

public sealed class RelocationTableTests
{
    [Fact]
    public void REL_of_32_bits_has_the_type_in_one_byte_and_the_symbol_above() =>
        Assert.Equal(
            [new(0, 0x11223344, 23, 0, 0), new(1, 8, 0xFE, 0x123456, 0)],
            Table(RelocationKind.Rel, is64Bit: false, "44332211 17000000 08000000 fe563412").Entries());

    [Fact]
    public void RELA_of_32_bits_has_an_addend_too() =>
        Assert.Equal(
            [new(0, 0x100, 3, 0, 0xFFFF_FFFC), new(1, 0x104, 1, 7, 0x10)],
            Table(RelocationKind.Rela, is64Bit: false, "00010000 03000000 fcffffff 04010000 01070000 10000000").Entries());

    [Fact]
    public void REL_of_64_bits_has_type_and_symbol_in_words_of_their_own() =>
        Assert.Equal(
            [new(0, 0x8877665544332211, 0x403, 0x12345678, 0)],
            Table(RelocationKind.Rel, is64Bit: true, "1122334455667788 03040000 78563412").Entries());

    [Fact]
    public void RELA_of_64_bits_has_an_addend_too() =>
        Assert.Equal(
            [new(0, 0x10, 1027, 0, ulong.MaxValue), new(1, 0x18, 3, 2, 1)],
            Table(
                RelocationKind.Rela,
                is64Bit: true,
                "1000000000000000 0304000000000000 ffffffffffffffff"
                + "1800000000000000 0300000002000000 0100000000000000").Entries());

    [Theory]
    [InlineData(RelocationKind.Rel, false, 8)]
    [InlineData(RelocationKind.Rel, true, 16)]
    [InlineData(RelocationKind.Rela, false, 12)]
    [InlineData(RelocationKind.Rela, true, 24)]
    [InlineData(RelocationKind.Relr, false, 4)]
    [InlineData(RelocationKind.Relr, true, 8)]
    public void Entries_have_the_size_of_their_kind_and_class_and_half_an_entry_is_none(
        RelocationKind kind, bool is64Bit, int size)
    {
        var table = new RelocationTable(kind, 0, new byte[size + size - 1], is64Bit);

        Assert.Equal(size, table.EntrySize);
        Assert.Equal(is64Bit ? 8 : 4, table.WordSize);
        Assert.Equal(1, kind == RelocationKind.Relr ? table.RelrAddresses().Count() : table.Entries().Count());
    }

    /// <summary>From the gABI: an address, then bitmaps over 31 or 63 words each, an empty one included.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RELR_counts_from_the_last_address_or_bitmap(bool is64Bit)
    {
        ulong word = is64Bit ? 8U : 4U;
        ulong span = is64Bit ? 63U : 31U;
        ulong last = is64Bit ? 1UL << 63 : 1UL << 31;
        var table = new RelocationTable(
            RelocationKind.Relr, 0, PieBuilder.Words(is64Bit, 0x1000, 0b1011, last | 1, 1, 0b11, 0x4000, 0x5000, 0b101), is64Bit);

        Assert.Equal(
            [
                (0, 0x1000),
                (1, 0x1000 + word), (1, 0x1000 + (3 * word)),
                (2, 0x1000 + (2 * span * word)),
                (4, 0x1000 + word + (3 * span * word)),
                (5, 0x4000), (6, 0x5000), (7, 0x5000 + (2 * word)),
            ],
            table.RelrAddresses());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0x1000, false)]
    [InlineData(0x1001, true)]
    [InlineData(1, true)]
    public void A_table_starts_with_a_bitmap_when_its_first_entry_is_odd(uint first, bool expected)
    {
        foreach (bool is64Bit in (bool[])[false, true])
        {
            var table = new RelocationTable(RelocationKind.Relr, 0, PieBuilder.Words(is64Bit, first, 0x2000), is64Bit);
            Assert.Equal(expected, table.StartsWithBitmap);
            Assert.Equal(expected ? [0x2000] : [first, 0x2000], table.RelrAddresses().Select(entry => entry.Address));
        }
    }

    [Fact]
    public void An_empty_table_starts_with_nothing() =>
        Assert.False(new RelocationTable(RelocationKind.Relr, 0, default, Is64Bit: false).StartsWithBitmap);

    /// <summary>
    /// A bitmap covers the 31 or 63 words behind an address or another bitmap. What stands at its end counts on from there, and
    /// tells from where with an address that follows.
    /// </summary>
    [Theory]
    [InlineData(false, 31)]
    [InlineData(true, 63)]
    public void The_size_of_RELR_is_known_where_bitmaps_end(bool is64Bit, int span)
    {
        Check("A");
        Check("AB", 1);
        Check("AB", 1, 2);
        Check("AB", span - 1);
        Check("AB", span);
        Check("AA", span + 1);
        Check("AA", span + 2);

        // Behind a bitmap.
        Check("ABB", 1, span + 1);
        Check("ABB", span, span + 1);
        Check("ABB", span, 2 * span);
        Check("ABA", span, (2 * span) + 1);
        Check("ABA", span, (2 * span) + 2);
        Check("ABAB", 1, (2 * span) + 1, (3 * span) + 1);
        Check("ABAA", 1, (2 * span) + 1, (3 * span) + 2);
        Check("ABBBA", 1, 2 * span, 3 * span, (4 * span) + 1);

        // Behind an address whose own bitmap is not there.
        Check("AAB", span + 1, (2 * span) + 1);
        Check("AAA", span + 1, (2 * span) + 2);
        Check("AAB", span + 2, (2 * span) + 2);
        Check("AAA", span + 2, (2 * span) + 3);

        void Check(string entries, params int[] words)
        {
            ulong wordSize = is64Bit ? 8U : 4U;
            ulong last = is64Bit ? ulong.MaxValue - 7 : uint.MaxValue - 3;
            foreach (ulong start in (ulong[])[0, wordSize, 0x1000, last - ((ulong)words.LastOrDefault() * wordSize)])
            {
                ulong[] addresses = [start, .. words.Select(word => start + ((ulong)word * wordSize))];
                byte[] packed = PieBuilder.Pack(addresses, is64Bit);

                Assert.Equal(entries, string.Concat(packed.Chunk((int)wordSize).Select(entry => (entry[0] & 1) == 0 ? 'A' : 'B')));
                Assert.Equal((ulong)packed.Length, RelocationTable.RelrSize(addresses, is64Bit));
            }
        }
    }

    [Fact]
    public void The_size_of_RELR_is_known_however_bitmaps_end()
    {
        // Steps of a span, give or take a word, end a bitmap where it matters; those of one word fill it.
        var offset = Gen.OneOf(Gen.Const(-1), Gen.Const(0), Gen.Const(1), Gen.Const(2));
        var step = Gen.Select(Gen.Int[0, 2], offset, (spans, words) => (spans, words));
        Gen.Select(Gen.Bool, Gen.UInt[0, 3], step.Array[0, 12]).Sample((is64Bit, start, steps) =>
        {
            int wordSize = is64Bit ? 8 : 4;
            int span = (8 * wordSize) - 1;
            ulong address = start * (ulong)wordSize;
            ulong[] addresses = [address, .. steps.Select(
                step => address += (ulong)(wordSize * Math.Max(1, (step.spans * span) + step.words)))];

            Assert.Equal((ulong)PieBuilder.Pack(addresses, is64Bit).Length, RelocationTable.RelrSize(addresses, is64Bit));
        });
    }

    [Fact]
    public void RELR_gives_back_what_was_packed_and_its_size_is_known_before() =>
        Gen.Select(Gen.Bool, Gen.UInt[0, 1 << 20], Gen.OneOf(Gen.UInt[1, 2], Gen.UInt[1, 40], Gen.UInt[1, 300]).Array[0, 200])
            .Sample((is64Bit, start, steps) =>
            {
                ulong wordSize = is64Bit ? 8U : 4U;
                ulong address = start * wordSize;
                ulong[] addresses = [.. steps.Select(step => address += step * wordSize)];

                byte[] packed = PieBuilder.Pack(addresses, is64Bit);

                Assert.Equal((ulong)packed.Length, RelocationTable.RelrSize(addresses, is64Bit));
                var table = new RelocationTable(RelocationKind.Relr, 0, packed, is64Bit);
                Assert.Equal(addresses, table.RelrAddresses().Select(entry => entry.Address));
            });

    private static RelocationTable Table(RelocationKind kind, bool is64Bit, string hex) =>
        new(kind, 0, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), is64Bit);
}
