using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using TabFormat.Binary;

namespace Elf2Tab.Elf;

/// <summary>The symbol table of a file (gABI, symbol table). Names are compared in place; none is copied.</summary>
public sealed class SymbolTable
{
    private readonly ReadOnlyMemory<byte> _symbols;
    private readonly ReadOnlyMemory<byte> _names;
    private readonly bool _is64Bit;

    private SymbolTable(ReadOnlyMemory<byte> symbols, ReadOnlyMemory<byte> names, bool is64Bit)
    {
        _symbols = symbols;
        _names = names;
        _is64Bit = is64Bit;
    }

    private int EntrySize => _is64Bit ? 24 : 16;

    /// <summary>The first SHT_SYMTAB section; null when there is none.</summary>
    /// <exception cref="InputException">It has no names.</exception>
    public static SymbolTable? Find(ElfSource source, ImmutableArray<Section> sections, bool is64Bit, DiagnosticSink diagnostics)
    {
        var table = sections.FirstOrDefault(section => section.Type == SectionType.SymbolTable);
        if (table is null || !table.HasFileBytes)
            return null;
        var names = table.Link < (uint)sections.Length ? sections[(int)table.Link] : null;
        if (names is not { Type: SectionType.StringTable, HasFileBytes: true })
        {
            throw diagnostics.Fail(
                Catalogue.SymbolNames, $"{table}: sh_link {table.Link} is not a string table");
        }
        return new SymbolTable(
            source.Read(table.FileOffset, table.Size), source.Read(names.FileOffset, names.Size), is64Bit);
    }

    /// <summary>The value of the first defined symbol of that name; null when there is none.</summary>
    public ulong? ValueOf(ReadOnlySpan<byte> name)
    {
        for (int offset = 0; offset <= _symbols.Length - EntrySize; offset += EntrySize)
        {
            var reader = new ByteReader(_symbols.Span.Slice(offset, EntrySize));
            if (IsNamed(reader.U32(), name) && ReadDefinition(ref reader) is { } value)
                return value;
        }
        return null;
    }

    /// <summary>The value, when the symbol is in a section or absolute.</summary>
    private ulong? ReadDefinition(ref ByteReader reader)
    {
        ulong value = 0;
        if (!_is64Bit)
        {
            value = reader.U32();
            reader.U32(); // st_size
        }
        reader.U16(); // st_info, st_other
        bool isDefined = reader.U16() != 0;
        if (_is64Bit)
            value = reader.U64();
        return isDefined ? value : null;
    }

    private bool IsNamed(uint offset, ReadOnlySpan<byte> name)
    {
        var names = _names.Span;
        return ByteReader.Holds((ulong)names.Length, offset, (ulong)name.Length + 1)
            && names[(int)offset..].StartsWith(name)
            && names[(int)offset + name.Length] == 0;
    }
}
