using TabFormat.Binary;

namespace TabFormat.Images;

/// <summary>
/// UF2, which boards take as a file copied to a disk: blocks of 512 bytes, each with 256 bytes for an address, so that they can be written
/// whatever their order. A number says for which chips they are.
/// </summary>
public static class Uf2
{
    private const int BlockSize = 512;
    private const int HeaderSize = 32;
    private const int MostPayload = 476;
    private const uint Payload = 256;
    private const uint FirstMagic = 0x0A324655; // "UF2\n"
    private const uint SecondMagic = 0x9E5D5157;
    private const uint EndMagic = 0x0AB16F30;
    private const uint HasFamily = 0x2000;
    private const uint IsNotForFlash = 0x0001;

    /// <summary>Families of chips by the names under which Tock's boards know them.</summary>
    public static IReadOnlyDictionary<string, uint> Families { get; } = new Dictionary<string, uint>
    {
        ["rp2040"] = 0xE48BFF56,
        ["rp2350-arm-s"] = 0xE48BFF59,
        ["rp2350-riscv"] = 0xE48BFF5A,
        ["nrf52840"] = 0xADA52840,
    };

    /// <summary>Writes a file; addresses must be below 4 GiB. Blocks start at multiples of 256.</summary>
    /// <param name="contents">What is to be in flash.</param>
    /// <param name="family">For which chips.</param>
    /// <param name="fill">What is in a block beside that.</param>
    public static byte[] Write(FlashContents contents, uint family, byte fill = ImageLayout.Erased)
    {
        var pages = PagesOf(contents, fill);
        byte[] file = new byte[pages.Count * BlockSize];
        var writer = new ByteWriter(file);
        foreach (var (index, (address, page)) in pages.Index())
        {
            writer.U32(FirstMagic);
            writer.U32(SecondMagic);
            writer.U32(HasFamily);
            writer.U32(address);
            writer.U32(Payload);
            writer.U32((uint)index);
            writer.U32((uint)pages.Count);
            writer.U32(family);
            writer.Bytes(page);
            writer.Zeros(MostPayload - (int)Payload);
            writer.U32(EndMagic);
        }
        return file;
    }

    /// <summary>Reads a file; null: it is damaged.</summary>
    /// <param name="file">The file.</param>
    /// <param name="problem">What is wrong; null: nothing.</param>
    public static FlashContents? Read(ReadOnlyMemory<byte> file, out string? problem)
    {
        problem = null;
        var blocks = new List<ImageBlock>();
        for (int offset = 0; offset < file.Length; offset += BlockSize)
        {
            if (ReadHeader(file.Span[offset..], out var header) is { } wrong)
            {
                problem = $"block {offset / BlockSize}: {wrong}";
                return null;
            }
            if (!header.IsForFlash)
                continue;
            if (header.Index != blocks.Count || header.Count != (uint)(file.Length / BlockSize))
            {
                problem = $"block {offset / BlockSize}: it says that it is block {header.Index} of {header.Count}";
                return null;
            }
            blocks.Add(new ImageBlock(header.Address, file.Slice(offset + HeaderSize, header.Size)));
        }
        var contents = FlashContents.Join(blocks, null, out var overlap);
        if (overlap is { } both)
            problem = $"two blocks are for the byte at 0x{both.Second.Address:x}";
        return problem is null ? contents : null;
    }

    /// <summary>A whole file with other bytes in it.</summary>
    /// <param name="file">A file that can be read.</param>
    /// <param name="changed">The bytes, which the file has addresses for.</param>
    public static byte[] With(ReadOnlySpan<byte> file, ImageBlock changed)
    {
        byte[] copy = file.ToArray();
        for (int offset = 0; offset + BlockSize <= copy.Length; offset += BlockSize)
        {
            if (ReadHeader(copy.AsSpan(offset), out var header) is not null || !header.IsForFlash)
                continue;
            ulong from = Math.Max(header.Address, changed.Address);
            ulong to = Math.Min(header.Address + (ulong)header.Size, changed.End);
            if (from < to)
            {
                changed.Bytes.Span[(int)(from - changed.Address)..(int)(to - changed.Address)]
                    .CopyTo(copy.AsSpan(offset + HeaderSize + (int)(from - header.Address)));
            }
        }
        return copy;
    }

    private readonly record struct Header(uint Address, int Size, uint Index, uint Count, bool IsForFlash);

    private static string? ReadHeader(ReadOnlySpan<byte> block, out Header header)
    {
        header = default;
        if (block.Length < BlockSize)
            return $"the file ends after {block.Length} of its {BlockSize} bytes";
        var reader = new ByteReader(block);
        if (reader.U32() != FirstMagic || reader.U32() != SecondMagic || new ByteReader(block[(BlockSize - 4)..]).U32() != EndMagic)
            return "it has not the marks of a block";
        uint flags = reader.U32();
        uint address = reader.U32();
        uint size = reader.U32();
        header = new Header(address, (int)Math.Min(size, MostPayload), reader.U32(), reader.U32(), (flags & IsNotForFlash) == 0);
        return size is 0 or > MostPayload || (ulong)address + size > 1UL << 32 ? $"it states {size} bytes for 0x{address:x}" : null;
    }

    private static List<(uint Address, byte[] Bytes)> PagesOf(FlashContents contents, byte fill)
    {
        var pages = new List<(uint Address, byte[] Bytes)>();
        foreach (var block in contents.Blocks)
        {
            for (ulong at = block.Address; at < block.End;)
            {
                uint page = checked((uint)(at - (at % Payload)));
                if (pages.Count == 0 || pages[^1].Address != page)
                {
                    byte[] empty = new byte[Payload];
                    empty.AsSpan().Fill(fill);
                    pages.Add((page, empty));
                }
                int count = (int)(Math.Min(block.End, (ulong)page + Payload) - at);
                block.Bytes.Span.Slice((int)(at - block.Address), count).CopyTo(pages[^1].Bytes.AsSpan((int)(at - page)));
                at += (ulong)count;
            }
        }
        return pages;
    }
}
