using TabFormat.Tbf;

namespace Elf2Tab.Elf;

/// <summary>The relocation tables that PT_DYNAMIC names (gABI, dynamic section).</summary>
internal static class DynamicRelocationTables
{
    /// <summary>The tables of PT_DYNAMIC, read as plainly as can be: what is damaged is left out.</summary>
    public static IReadOnlyList<RelocationTable> Of(ElfFile elf)
    {
        var dynamic = elf.Dynamic;
        var tables = new List<RelocationTable>();
        Add(DynamicTag.Rel, DynamicTag.RelSize, RelocationKind.Rel);
        Add(DynamicTag.Rela, DynamicTag.RelaSize, RelocationKind.Rela);
        Add(DynamicTag.Relr, DynamicTag.RelrSize, RelocationKind.Relr);
        AddUncovered();
        return tables;

        void Add(DynamicTag address, DynamicTag size, RelocationKind kind)
        {
            if (dynamic?[address] is { } start && dynamic[size] is { } length && elf.BytesAt(start, length) is { } bytes)
                tables.Add(new RelocationTable(kind, start, bytes, elf.Is64Bit));
        }

        // Entry by entry: what another table of the kind covers is applied with that one.
        void AddUncovered()
        {
            int others = tables.Count;
            Add(
                DynamicTag.JumpRel,
                DynamicTag.PltRelSize,
                dynamic?[DynamicTag.PltRel] == (ulong)DynamicTag.Rel ? RelocationKind.Rel : RelocationKind.Rela);
            if (tables.Count == others)
                return;
            var all = tables[^1];
            tables.RemoveAt(others);
            for (int offset = 0; offset < all.Bytes.Length; offset += all.EntrySize)
            {
                ulong address = all.Address + (ulong)offset;
                if (!tables.Take(others).Any(table => table.Kind == all.Kind && address - table.Address < (ulong)table.Bytes.Length))
                    tables.Add(all with { Address = address, Bytes = all.Bytes.Slice(offset, all.EntrySize) });
            }
        }
    }
}
