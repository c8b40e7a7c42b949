using System.Text;
using CsCheck;
using TabFormat.Images;
using Tests.Shared;

namespace TabFormat.Tests.Images;

public sealed class FlashFormatTests
{
    private const uint Family = 0xE48BFF56;

    private static readonly Gen<FlashContents> Contents = Gen.Select(
        Gen.Select(Gen.UInt[0, 70_000], Gen.Byte.Array[1, 700]).Array[0, 5], Gen.UInt.Nullable()).Select((rows, entry) =>
    {
        uint at = 0xFFF0;
        var blocks = new List<ImageBlock>();
        foreach (var (gap, bytes) in rows)
        {
            blocks.Add(new ImageBlock(at + gap, bytes));
            at += gap + (uint)bytes.Length;
        }
        return FlashContents.Join(blocks, entry, out _);
    });

    [Fact]
    public void What_is_written_as_Intel_HEX_is_read_again() => Contents.Sample(contents =>
        Assert.Equal(contents, IntelHex.Read(IntelHex.Write(contents), out _)));

    [Fact]
    public void Intel_HEX_looks_as_tools_know_it() =>
        Assert.Equal(
            ":020000040001F9\n:01FFFF00AB56\n"
                + ":020000040002F8\n:04000000CDEF01023D\n:040000050002000DE8\n:00000001FF\n",
            Encoding.ASCII.GetString(IntelHex.Write(new FlashContents([new(0x1_FFFF, new byte[] { 0xAB, 0xCD, 0xEF, 1, 2 })], 0x2000D))));

    [Theory]
    [InlineData("", "no record of the end")]
    [InlineData(":0100000001FE\n", "no record of the end")]
    [InlineData("x\n", "line 1: it does not begin")]
    [InlineData("\n:0100000001FF\n", "line 2: its checksum")]
    [InlineData(":0200000001FD\n", "line 1: it states 2 bytes and has 1")]
    [InlineData(":010000000gFE\n", "line 1: it has characters")]
    [InlineData(":00000001F\n", "characters")]
    [InlineData(":00000009F7\n", "record of type 9")]
    [InlineData(":0100000001FE\n:0100000001FE\n:00000001FF", "two records")]
    [InlineData(":0100000001FE\n:00000001FF\n:0100010001FD\n:00000001FF\n", "line 3: more behind")]
    public void Damaged_Intel_HEX_is_refused_with_the_line(string text, string expected)
    {
        Assert.Null(IntelHex.Read(Encoding.ASCII.GetBytes(text), out string? problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_of_Intel_HEX_are_read()
    {
        var read = IntelHex.Read(":020000021000EC\r\n:0100050001F9\r\n:0400000300003800C1\r\n:00000001FF\r\n"u8, out _);
        Assert.Equal(new FlashContents([new(0x10005, new byte[] { 1 })], null), read);
    }

    [Fact]
    public void Flash_that_is_written_as_UF2_is_read_again_in_pages() => Contents.Sample(contents =>
    {
        byte[] file = Uf2.Write(contents, Family, 0xEE);
        var read = Uf2.Read(file, out string? problem);
        Assert.Null(problem);
        Assert.Equal(contents.Blocks.IsEmpty, read!.Blocks.IsEmpty);
        Assert.All(read.Blocks, block => Assert.Equal(0UL, (block.Address | block.End) % 256));
        foreach (var block in contents.Blocks)
        {
            var page = read.Blocks.Single(page => page.Address <= block.Address && block.End <= page.End);
            Bytes.Equal(block.Bytes.Span, page.Bytes.Span.Slice((int)(block.Address - page.Address), block.Bytes.Length));
        }
        long stored = contents.Blocks.Sum(block => (long)block.Bytes.Length);
        Assert.True(read.Blocks.Sum(block => (long)block.Bytes.Length) < stored + (contents.Blocks.Length * 512) + 1);
    });

    [Fact]
    public void A_block_of_UF2_has_its_fields_where_boards_look()
    {
        byte[] file = Uf2.Write(new FlashContents([new(0x1000_01F8, Enumerable.Range(0, 16).Select(value => (byte)value).ToArray())], null), Family);
        Assert.Equal(1024, file.Length);
        Bytes.Equal(RawTbf.U32(0x0A324655, 0x9E5D5157, 0x2000, 0x1000_0100, 256, 0, 2, Family), file.AsSpan(0, 32));
        Bytes.Equal(RawTbf.U32(0x0A324655, 0x9E5D5157, 0x2000, 0x1000_0200, 256, 1, 2, Family), file.AsSpan(512, 32));
        Bytes.Equal((byte[])[0xFF, 0, 1, 2, 3, 4, 5, 6, 7], file.AsSpan(32 + 247, 9));
        Bytes.Equal((byte[])[8, 9, 10, 11, 12, 13, 14, 15, 0xFF], file.AsSpan(512 + 32, 9));
        Bytes.Equal(RawTbf.U32(0x0AB16F30), file.AsSpan(508, 4));
    }

    [Theory]
    [InlineData(0, "marks of a block")]
    [InlineData(4, "marks of a block")]
    [InlineData(508, "marks of a block")]
    [InlineData(18, "bytes for")]
    [InlineData(20, "says that it is block")]
    [InlineData(24, "says that it is block")]
    public void Damaged_UF2_is_refused(int offset, string expected)
    {
        byte[] file = Uf2.Write(new FlashContents([new(0, new byte[600])], null), Family);
        file[offset] ^= 1;
        Assert.Null(Uf2.Read(file, out string? problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.Null(Uf2.Read(file.AsMemory(..^1), out _));
    }

    [Fact]
    public void Bytes_of_UF2_are_replaced_where_they_are()
    {
        byte[] file = Uf2.Write(new FlashContents([new(0x100, new byte[600])], null), Family);
        byte[] changed = Uf2.With(file, new ImageBlock(0x1F8, Enumerable.Repeat((byte)7, 300).ToArray()));
        var block = Assert.Single(Uf2.Read(changed, out _)!.Blocks);
        Assert.Equal((0xF8, 0xF8 + 299), (block.Bytes.Span.IndexOf((byte)7), block.Bytes.Span.LastIndexOf((byte)7)));
        Assert.Equal(300, block.Bytes.Span.Count((byte)7));
    }

    [Fact]
    public void Blocks_are_joined_where_they_meet_and_reported_where_they_overlap()
    {
        var joined = FlashContents.Join(
            [new(8, new byte[] { 3 }), new(4, new byte[] { 1, 2, 3, 4 }), new(0, ReadOnlyMemory<byte>.Empty), new(20, new byte[] { 5 })], null, out var overlap);
        Assert.Null(overlap);
        Assert.Equal([(4UL, 5), (20, 1)], joined.Blocks.Select(block => (block.Address, block.Bytes.Length)));
        Assert.Equal((9UL, 20UL), joined.LargestGap);
        Bytes.Equal((byte[])[1, 2, 3, 4, 3, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 5], joined.ToBinary(0xEE));
        FlashContents.Join([new(0, new byte[4]), new(3, new byte[4])], null, out overlap);
        Assert.Equal((0UL, 3UL), (overlap!.Value.First.Address, overlap.Value.Second.Address));
    }
}
