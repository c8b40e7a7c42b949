using System.Buffers.Binary;
using TabFormat.Tbf;

namespace Elf2Tab.Verification;

/// <summary>
/// Relocations as a loader applies them: it has the numbers of the header and memory, and reads the entries itself. It shares no
/// line with <see cref="Elf2Tab.Elf.RelocationTable"/>, so that a fault in either shows.
/// </summary>
internal readonly ref struct LoaderRelocations
{
    private readonly LoadedApp _app;
    private readonly ulong _linkAddress;
    private readonly ulong _bias;
    private readonly int _wordSize;

    /// <summary>Relocations of an app in memory.</summary>
    /// <param name="app">The app, its places counted from the start of its RAM.</param>
    /// <param name="linkAddress">The virtual address of the start of its RAM: places in entries are virtual.</param>
    /// <param name="bias">What is added to each place.</param>
    public LoaderRelocations(LoadedApp app, ulong linkAddress, ulong bias)
    {
        _app = app;
        _linkAddress = linkAddress;
        _bias = bias;
        _wordSize = app.WordSize;
    }

    /// <summary>Applies a table.</summary>
    /// <param name="kind">Its encoding.</param>
    /// <param name="start">Where in the app's RAM it is.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="relativeType">The machine's relative relocation.</param>
    /// <exception cref="InvalidDataException">The table is not loaded.</exception>
    public void Apply(RelocationKind kind, ulong start, uint size, uint? relativeType)
    {
        ReadOnlySpan<byte> table = _app.Bytes(start, size);
        if (kind == RelocationKind.Relr)
            ApplyAddressesAndBitmaps(table);
        else
            ApplyEntries(table, kind == RelocationKind.Rela, relativeType);
    }

    private void ApplyEntries(ReadOnlySpan<byte> table, bool hasAddends, uint? relativeType)
    {
        int entrySize = _wordSize * (hasAddends ? 3 : 2);
        for (; table.Length >= entrySize; table = table[entrySize..])
        {
            ulong place = WordAt(table, 0) - _linkAddress;
            uint type = _wordSize == 8 ? BinaryPrimitives.ReadUInt32LittleEndian(table[8..]) : table[4];
            if (type == relativeType)
                _app.SetWord(place, (hasAddends ? WordAt(table, 2) : _app.Word(place)) + _bias);
        }
    }

    private void ApplyAddressesAndBitmaps(ReadOnlySpan<byte> table)
    {
        ulong? next = null;
        for (; table.Length >= _wordSize; table = table[_wordSize..])
        {
            ulong word = WordAt(table, 0);
            if (word % 2 == 0)
            {
                Add(word);
                next = word + (ulong)_wordSize;
                continue;
            }
            ulong? place = next;
            for (ulong bits = word >> 1; bits != 0 && place is not null; bits >>= 1, place += (ulong)_wordSize)
            {
                if (bits % 2 != 0)
                    Add(place.Value);
            }
            next += (ulong)(((8 * _wordSize) - 1) * _wordSize);
        }
    }

    private void Add(ulong address)
    {
        ulong place = address - _linkAddress;
        _app.SetWord(place, _app.Word(place) + _bias);
    }

    private ulong WordAt(ReadOnlySpan<byte> table, int index) => _wordSize == 8
        ? BinaryPrimitives.ReadUInt64LittleEndian(table[(8 * index)..])
        : BinaryPrimitives.ReadUInt32LittleEndian(table[(4 * index)..]);
}
