using System.Collections.Immutable;
using TabFormat.Binary;

namespace TabFormat.Images;

/// <summary>What is to be written to flash: bytes for some addresses, nothing for the others.</summary>
/// <param name="Blocks">Ascending, apart from each other by a byte at least, none of them empty.</param>
/// <param name="Entry">Where a processor is to start, for formats that say it; null: nothing says it.</param>
public sealed record FlashContents(ImmutableArray<ImageBlock> Blocks, uint? Entry)
{
    private readonly ItemList<ImageBlock> _blocks = Blocks;

    /// <summary>Ascending, apart from each other by a byte at least, none of them empty.</summary>
    public ImmutableArray<ImageBlock> Blocks { get => _blocks; init => _blocks = value; }

    /// <summary>The lowest address.</summary>
    public ulong Start => Blocks.IsEmpty ? 0 : Blocks[0].Address;

    /// <summary>The address behind the last byte.</summary>
    public ulong End => Blocks.IsEmpty ? 0 : Blocks[^1].End;

    /// <summary>Puts blocks of any order together.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="entry">Where a processor is to start.</param>
    /// <param name="overlap">Two blocks that overlap; null: none do.</param>
    public static FlashContents Join(IEnumerable<ImageBlock> blocks, uint? entry, out (ImageBlock First, ImageBlock Second)? overlap)
    {
        overlap = null;
        var joined = ImmutableArray.CreateBuilder<ImageBlock>();
        var run = new List<ImageBlock>();
        foreach (var block in blocks.Where(block => block.Bytes.Length > 0).OrderBy(block => block.Address))
        {
            if (run.Count > 0 && block.Address < run[^1].End)
            {
                overlap ??= (run[^1], block);
                continue;
            }
            if (run.Count > 0 && block.Address > run[^1].End)
                Close();
            run.Add(block);
        }
        Close();
        return new FlashContents(joined.ToImmutable(), entry);

        void Close()
        {
            if (run.Count == 0)
                return;
            if (run.Count == 1)
            {
                joined.Add(run[0]);
            }
            else
            {
                byte[] bytes = new byte[(int)(run[^1].End - run[0].Address)];
                foreach (var block in run)
                    block.Bytes.Span.CopyTo(bytes.AsSpan((int)(block.Address - run[0].Address)));
                joined.Add(new ImageBlock(run[0].Address, bytes));
            }
            run.Clear();
        }
    }

    /// <summary>The longest gap between two blocks; null: there is one block, or none.</summary>
    public (ulong From, ulong To)? LargestGap =>
        Blocks.Length < 2
            ? null
            : Blocks.Zip(Blocks.Skip(1), (low, high) => (From: low.End, To: high.Address)).MaxBy(gap => gap.To - gap.From);

    /// <summary>All bytes from the lowest address to the highest, which must be no more than an array holds.</summary>
    /// <param name="fill">What is in gaps.</param>
    public byte[] ToBinary(byte fill = ImageLayout.Erased)
    {
        byte[] bytes = new byte[checked((int)(End - Start))];
        bytes.AsSpan().Fill(fill);
        foreach (var block in Blocks)
            block.Bytes.Span.CopyTo(bytes.AsSpan((int)(block.Address - Start)));
        return bytes;
    }

    /// <summary>In what other contents differ from these, in words; null: they are the same.</summary>
    public string? DifferenceFrom(FlashContents other)
    {
        if (Entry != other.Entry)
            return $"entry {Show(Entry)} in place of {Show(other.Entry)}";
        if (Blocks.Length != other.Blocks.Length)
            return $"{Blocks.Length} blocks in place of {other.Blocks.Length}";
        foreach (var (mine, its) in Blocks.Zip(other.Blocks))
        {
            if (mine != its)
                return $"other bytes at 0x{mine.Address:x} to 0x{mine.End:x} than at 0x{its.Address:x} to 0x{its.End:x}";
        }
        return null;

        static string Show(uint? entry) => entry is { } address ? $"0x{address:x}" : "none";
    }
}
