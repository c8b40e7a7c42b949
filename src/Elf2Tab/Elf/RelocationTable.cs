using TabFormat.Binary;
using TabFormat.Tbf;

namespace Elf2Tab.Elf;

/// <summary>An entry of a REL or RELA table (gABI, relocation).</summary>
/// <param name="Index">Its place in the table, from 0.</param>
/// <param name="Address"><c>r_offset</c>: the virtual address to relocate.</param>
/// <param name="Type">The type, as the machine's psABI numbers it.</param>
/// <param name="Symbol">Index in the symbol table; 0: none.</param>
/// <param name="Addend"><c>r_addend</c>; 0 in a REL table, whose addend stands at the place.</param>
internal readonly record struct RelocationEntry(int Index, ulong Address, uint Type, uint Symbol, ulong Addend);

/// <summary>A table of relocations.</summary>
/// <param name="Kind">Its encoding.</param>
/// <param name="Address">Its virtual address.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Is64Bit">Words and entries of the 64-bit class.</param>
internal sealed record RelocationTable(RelocationKind Kind, ulong Address, ReadOnlyMemory<byte> Bytes, bool Is64Bit)
{
    /// <summary>Bytes of a word of the class.</summary>
    public int WordSize => Is64Bit ? 8 : 4;

    /// <summary>Bytes of an entry.</summary>
    public int EntrySize => EntrySizeOf(Kind, Is64Bit);

    /// <summary>Bytes of an entry of a kind of table.</summary>
    public static int EntrySizeOf(RelocationKind kind, bool is64Bit) => (is64Bit ? 8 : 4) * kind switch
    {
        RelocationKind.Rel => 2,
        RelocationKind.Rela => 3,
        _ => 1,
    };

    /// <summary>The entries of a REL or RELA table.</summary>
    public IEnumerable<RelocationEntry> Entries()
    {
        for (int index = 0; index < Bytes.Length / EntrySize; index++)
            yield return EntryAt(index);
    }

    /// <summary>The addresses that a RELR table relocates (gABI, RELR), and the place of the entry that says so.</summary>
    /// <remarks>
    /// An even entry is an address. An odd one is a bitmap over the words behind the last address or bitmap; before any
    /// address it means nothing, and is skipped.
    /// </remarks>
    public IEnumerable<(int Index, ulong Address)> RelrAddresses()
    {
        ulong wordSize = (ulong)WordSize;
        ulong bits = (wordSize * 8) - 1;
        ulong next = 0;
        bool hasAddress = false;
        for (int index = 0; index < Bytes.Length / WordSize; index++)
        {
            ulong entry = WordAt(index);
            if ((entry & 1) == 0)
            {
                hasAddress = true;
                next = entry + wordSize;
                yield return (index, entry);
            }
            else if (hasAddress)
            {
                for (ulong bit = 0; bit < bits; bit++)
                {
                    if ((entry >> (int)(bit + 1) & 1) != 0)
                        yield return (index, next + (bit * wordSize));
                }
                next += bits * wordSize;
            }
        }
    }

    /// <summary>Whether the table starts with a bitmap, which has no address to count from.</summary>
    public bool StartsWithBitmap => Bytes.Length >= WordSize && (WordAt(0) & 1) != 0;

    /// <summary>Bytes of the RELR table for word-aligned addresses in ascending order.</summary>
    public static ulong RelrSize(ReadOnlySpan<ulong> addresses, bool is64Bit)
    {
        ulong wordSize = is64Bit ? 8U : 4U;
        ulong span = ((wordSize * 8) - 1) * wordSize;
        ulong entries = 0;
        ulong start = 0; // of what the last bitmap, or the one that may follow, covers: its end may lie behind the largest address
        bool hasBitmap = true;
        foreach (ulong address in addresses)
        {
            if (entries > 0 && address - start < span)
            {
                entries += hasBitmap ? 0U : 1U;
                hasBitmap = true;
            }
            else if (entries > 0 && hasBitmap && address - start < 2 * span)
            {
                entries++;
                start += span;
            }
            else
            {
                entries++;
                start = address + wordSize;
                hasBitmap = false;
            }
        }
        return entries * wordSize;
    }

    private RelocationEntry EntryAt(int index)
    {
        var reader = new ByteReader(Bytes.Span.Slice(index * EntrySize, EntrySize));
        ulong address = Word(ref reader);
        ulong info = Word(ref reader);
        ulong addend = Kind == RelocationKind.Rela ? Word(ref reader) : 0;
        return Is64Bit
            ? new RelocationEntry(index, address, (uint)info, (uint)(info >> 32), addend)
            : new RelocationEntry(index, address, (uint)info & 0xFF, (uint)info >> 8, addend);
    }

    private ulong WordAt(int index)
    {
        var reader = new ByteReader(Bytes.Span[(index * WordSize)..]);
        return Word(ref reader);
    }

    private ulong Word(ref ByteReader reader) => Is64Bit ? reader.U64() : reader.U32();
}
