using System.Buffers.Binary;
using TabFormat.Binary;

namespace Elf2Tab.Verification;

/// <summary>
/// A RAM-loaded app in memory: its bytes, zeros around them, and what relocations wrote into the zeros. Offsets count from
/// the RAM origin.
/// </summary>
internal sealed class LoadedApp
{
    /// <summary>Linkers make no such relocations; a few bytes of a table can ask for millions.</summary>
    private const int MostWordsOutside = 1 << 17;

    private readonly SparseBytes _contents;
    private readonly Dictionary<ulong, ulong> _wordsOutside = [];

    /// <summary>Memory that is zero but for a range of contents.</summary>
    /// <param name="start">Where the contents start.</param>
    /// <param name="size">Bytes of contents.</param>
    /// <param name="wordSize">Bytes of a word: 4 or 8.</param>
    public LoadedApp(ulong start, int size, int wordSize)
    {
        Start = start;
        WordSize = wordSize;
        _contents = new SparseBytes(size);
    }

    /// <summary>Where the contents start.</summary>
    public ulong Start { get; }

    /// <summary>Where the contents end.</summary>
    public ulong End => Start + (ulong)_contents.Length;

    /// <summary>Bytes of a word.</summary>
    public int WordSize { get; }

    /// <summary>The address at which the app starts, less the address of its RAM.</summary>
    public required ulong Entry { get; init; }

    /// <summary>Memory and its permissions (PF_X 1, PF_W 2, PF_R 4).</summary>
    public required IReadOnlyList<(ulong Offset, ulong Size, uint Flags)> Permissions { get; init; }

    /// <summary>Copies bytes to a place inside the contents.</summary>
    public void Copy(ulong offset, ReadOnlySpan<byte> bytes) => _contents.Write((int)(offset - Start), bytes);

    /// <summary>The bytes at a place inside the contents.</summary>
    /// <exception cref="InvalidDataException">They are not all inside.</exception>
    public byte[] Bytes(ulong offset, uint size)
    {
        if (offset < Start || !ByteReader.Holds((ulong)_contents.Length, offset - Start, size))
            throw new InvalidDataException($"{size} bytes at offset 0x{offset:x} of the RAM are not loaded");
        byte[] bytes = new byte[size];
        _contents.Read((int)(offset - Start), bytes);
        return bytes;
    }

    /// <summary>The word at a place.</summary>
    public ulong Word(ulong offset)
    {
        if (!IsInside(offset))
            return _wordsOutside.GetValueOrDefault(offset);
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        word.Clear();
        _contents.Read((int)(offset - Start), word[..WordSize]);
        return BinaryPrimitives.ReadUInt64LittleEndian(word);
    }

    /// <summary>Writes a word, cut to the word size.</summary>
    /// <exception cref="InvalidDataException">Far too many words outside of the contents were written.</exception>
    public void SetWord(ulong offset, ulong value)
    {
        if (!IsInside(offset))
        {
            _wordsOutside[offset] = WordSize == 8 ? value : (uint)value;
            if (_wordsOutside.Count > MostWordsOutside)
                throw new InvalidDataException($"more than {MostWordsOutside} relocations are of memory without contents");
            return;
        }
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(word, value);
        _contents.Write((int)(offset - Start), word[..WordSize]);
    }

    /// <summary>The first place where two apps differ; null when there is none.</summary>
    /// <param name="other">The other app.</param>
    /// <param name="ignored">A place whose four bytes do not count.</param>
    public ulong? FirstDifference(LoadedApp other, ulong? ignored)
    {
        bool isSame = Start == other.Start && _contents.SequenceEqual(other._contents);
        for (ulong offset = Math.Min(Start, other.Start); !isSame && offset < Math.Max(End, other.End); offset++)
        {
            if (ByteAt(offset) != other.ByteAt(offset) && !(offset - ignored < 4))
                return offset;
        }
        foreach (ulong offset in _wordsOutside.Keys.Concat(other._wordsOutside.Keys))
        {
            if (Word(offset) != other.Word(offset))
                return offset;
        }
        return null;
    }

    private bool IsInside(
        ulong offset) =>
        ByteReader.Holds((ulong)_contents.Length, offset - Start, (ulong)WordSize) && offset >= Start;

    private byte ByteAt(ulong offset)
    {
        if (offset >= Start && offset < End)
            return _contents[(int)(offset - Start)];
        for (int index = 0; index < (_wordsOutside.Count == 0 ? 0 : WordSize); index++)
        {
            if (_wordsOutside.TryGetValue(offset - (ulong)index, out ulong word))
                return (byte)(word >> (8 * index));
        }
        return 0;
    }
}
