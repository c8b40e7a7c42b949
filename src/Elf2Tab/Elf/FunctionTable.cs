using System.Collections.Immutable;

namespace Elf2Tab.Elf;

/// <summary>The functions of an app, to be found by addresses inside of them.</summary>
internal sealed class FunctionTable
{
    private readonly ImmutableArray<(ulong Start, Symbol Symbol)> _functions;
    private readonly SymbolTable? _symbols;

    /// <summary>Sorts the functions of a file; one that is stripped has none.</summary>
    public FunctionTable(ElfFile elf)
    {
        // Bit 0 of a function's value says that it is Thumb code.
        ulong mask = elf.Machine == ElfMachine.Arm ? ~1UL : ~0UL;
        _symbols = elf.Symbols;
        _functions =
        [
            .. (elf.Symbols?.Symbols ?? [])
                .Where(symbol => symbol is { IsFunction: true, IsInSection: true })
                .Select(symbol => (symbol.Value & mask, symbol))
                .OrderBy(function => function.Item1).ThenBy(function => function.symbol.Size),
        ];
    }

    /// <summary>The function at an address, and how far into it that is; null: none is known.</summary>
    /// <param name="address">As the file has it.</param>
    /// <param name="section">The section that the address is in.</param>
    public (string Name, ulong Offset)? At(ulong address, Section section)
    {
        var (low, high) = (0, _functions.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_functions[middle].Start <= address)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == 0)
            return null;
        var (start, symbol) = _functions[low - 1];

        // Assembler functions have no size: they reach to the next one, or the end of the section.
        return start < section.Address || (symbol.Size > 0 && address - start >= symbol.Size)
            ? null
            : (ElfName.ToText(_symbols!.NameOf(symbol).Span, Section.LongestName), address - start);
    }
}
