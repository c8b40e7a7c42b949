using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using TabFormat.Binary;

namespace Elf2Tab.Elf;

/// <summary>A symbol (gABI, symbol table).</summary>
/// <param name="Name"><c>st_name</c>: where in the string table its name is.</param>
/// <param name="Value"><c>st_value</c>: of a linked file, a virtual address.</param>
/// <param name="Size"><c>st_size</c>, bytes.</param>
/// <param name="Type">The type of <c>st_info</c>.</param>
/// <param name="Section"><c>st_shndx</c>: index of the section that it is in.</param>
/// <param name="Binding">The binding of <c>st_info</c>.</param>
internal readonly record struct Symbol(uint Name, ulong Value, ulong Size, byte Type, ushort Section, byte Binding)
{
    /// <summary>STB_WEAK: may stay undefined.</summary>
    public const byte Weak = 2;

    private const byte Global = 1;

    private const byte Object = 1;
    private const byte Function = 2;
    private const ushort FirstReserved = 0xFF00;

    /// <summary>Whether it is in a section or absolute.</summary>
    public bool IsDefined => Section != 0;

    /// <summary>Whether it is in a section of the file, not absolute or common.</summary>
    public bool IsInSection => IsDefined && Section < FirstReserved;

    /// <summary>Whether its name tells more than those of sections and files do, which have symbols of their own.</summary>
    public bool IsNamed => Type <= Function;

    /// <summary>Whether the file uses it, has it not and cannot do without (STB_GLOBAL).</summary>
    public bool IsMissing => !IsDefined && Binding == Global && Type <= Function;

    /// <summary>Whether it is a function (STT_FUNC).</summary>
    public bool IsFunction => Type == Function;

    /// <summary>Whether it stands for bytes of a section: a function, a variable, or something without a type.</summary>
    public bool HasBytes => Size > 0 && IsInSection && Type is 0 or Object or Function;
}

/// <summary>The symbol table of a file (gABI, symbol table). Names are compared in place; none is copied.</summary>
internal sealed class SymbolTable
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

    /// <summary>All symbols in the table's order.</summary>
    public IEnumerable<Symbol> Symbols
    {
        get
        {
            for (int offset = 0; offset <= _symbols.Length - EntrySize; offset += EntrySize)
                yield return ReadSymbol(offset);
        }
    }

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

    /// <summary>The symbol at an index; null when there are not so many.</summary>
    public Symbol? At(uint index) => index < (uint)(_symbols.Length / EntrySize) ? ReadSymbol((int)index * EntrySize) : null;

    /// <summary>The value of the first defined symbol of that name; null when there is none.</summary>
    public ulong? ValueOf(ReadOnlySpan<byte> name)
    {
        var symbols = _symbols.Span;
        var names = _names.Span;
        if (names.IndexOf(name) < 0)
            return null; // the usual case, and seen much faster than symbol by symbol
        for (int offset = 0; offset <= _symbols.Length - EntrySize; offset += EntrySize)
        {
            // Hardly any symbol has the name; only then its other fields matter.
            uint start = new ByteReader(symbols[offset..]).U32();
            if (IsNamed(names, start, name) && ReadSymbol(offset) is { IsDefined: true } symbol)
                return symbol.Value;
        }
        return null;
    }

    /// <summary>The values of all defined symbols of that name.</summary>
    public IEnumerable<ulong> ValuesOf(byte[] name)
    {
        foreach (var symbol in Symbols)
        {
            if (symbol.IsDefined && IsNamed(_names.Span, symbol.Name, name))
                yield return symbol.Value;
        }
    }

    /// <summary>The name of a symbol, at most <see cref="Section.LongestName"/> bytes; empty when it is outside the string table.</summary>
    public ReadOnlyMemory<byte> NameOf(Symbol symbol) => ElfName.At(_names, symbol.Name);

    /// <summary>The two classes order the fields differently.</summary>
    private Symbol ReadSymbol(int offset)
    {
        var reader = new ByteReader(_symbols.Span.Slice(offset, EntrySize));
        uint name = reader.U32();
        ulong value = _is64Bit ? 0 : reader.U32();
        ulong size = _is64Bit ? 0 : reader.U32();
        ushort info = reader.U16(); // st_info, then st_other
        var (type, binding) = ((byte)(info & 0xF), (byte)(info >> 4 & 0xF));
        ushort section = reader.U16();
        return _is64Bit
            ? new Symbol(name, reader.U64(), reader.U64(), type, section, binding)
            : new Symbol(name, value, size, type, section, binding);
    }

    private static bool IsNamed(ReadOnlySpan<byte> names, uint offset, ReadOnlySpan<byte> name) =>
        ByteReader.Holds((ulong)names.Length, offset, (ulong)name.Length + 1)
        && names[(int)offset..].StartsWith(name)
        && names[(int)offset + name.Length] == 0;
}
