using System.Collections.Immutable;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Plan;

/// <summary>A relocation table every entry of which was checked.</summary>
/// <param name="Table">The table.</param>
/// <param name="Targets">The virtual addresses of the words that it relocates, in its order.</param>
internal sealed record CheckedTable(RelocationTable Table, ImmutableArray<ulong> Targets);

/// <summary>The relocations of a RAM-loaded app: all that its dynamic table names, checked entry by entry.</summary>
/// <param name="Tables">The tables that are not empty.</param>
internal sealed record DynamicRelocations(ImmutableArray<CheckedTable> Tables)
{
    /// <summary>More pointers than any app has; a few bytes of a RELR table can ask for any number.</summary>
    private const int MostTargets = 1 << 20;

    /// <summary>Linkers make none of these; a loader has to remember each.</summary>
    private const int MostTargetsInMemory = 1 << 16;

    /// <summary>Reads and checks the tables of PT_DYNAMIC.</summary>
    /// <exception cref="InputException">A loader could not apply them; each fault was reported.</exception>
    public static DynamicRelocations Read(ElfFile elf, DynamicTable dynamic, DiagnosticSink diagnostics)
    {
        var tables = FindTables(elf, dynamic, diagnostics);
        diagnostics.StopOnErrors();
        return Check(elf, dynamic, tables, diagnostics);
    }

    /// <summary>Checks tables entry by entry.</summary>
    /// <exception cref="InputException">An entry is not a relative relocation of a word inside a segment; each was reported.</exception>
    public static DynamicRelocations Check(
        ElfFile elf, DynamicTable? dynamic, IEnumerable<RelocationTable> tables, DiagnosticSink diagnostics)
    {
        var relocations = new DynamicRelocations(
            [.. tables.Select(table => new CheckedTable(table, CheckEntries(elf, dynamic, table, diagnostics)))]);
        relocations.CheckTargets(elf, diagnostics);
        diagnostics.StopOnErrors();
        return relocations;
    }

    /// <summary>Bytes of all tables.</summary>
    public ulong Size => (ulong)Tables.Sum(table => (long)table.Table.Bytes.Length);

    /// <summary>Bytes that the tables would have as RELR.</summary>
    public ulong RelrSize(bool is64Bit) => RelocationTable.RelrSize(SortedTargets(), is64Bit);

    /// <summary>The words that are relocated, ascending.</summary>
    public ulong[] SortedTargets()
    {
        ulong[] targets = [.. Tables.SelectMany(table => table.Targets)];
        Array.Sort(targets);
        return targets;
    }

    /// <summary>The tables that PT_DYNAMIC names; those that are not loaded, or of no whole entries, are reported.</summary>
    public static List<RelocationTable> FindTables(ElfFile elf, DynamicTable dynamic, DiagnosticSink diagnostics)
    {
        var tables = new List<RelocationTable>();
        Add("DT_REL", RelocationKind.Rel, DynamicTag.Rel, DynamicTag.RelSize, DynamicTag.RelEntrySize);
        Add("DT_RELA", RelocationKind.Rela, DynamicTag.Rela, DynamicTag.RelaSize, DynamicTag.RelaEntrySize);
        Add("DT_RELR", RelocationKind.Relr, DynamicTag.Relr, DynamicTag.RelrSize, DynamicTag.RelrEntrySize);
        AddProcedureLinkage();
        return tables;

        void Add(string name, RelocationKind kind, DynamicTag address, DynamicTag size, DynamicTag entrySize)
        {
            int expected = RelocationTable.EntrySizeOf(kind, elf.Is64Bit);
            if (dynamic[address] is not { } start || dynamic[size] is not ({ } length and > 0))
                return;
            if (dynamic[entrySize] is { } stated && stated != (ulong)expected)
                diagnostics.Report(
                    Catalogue.RelocationEntrySize,
                    $"{name}: entries of {stated} bytes, in a file of this class they have {expected}");
            else
                AddTable(name, kind, start, length);
        }

        // What the other tables cover already counts once.
        void AddProcedureLinkage()
        {
            if (dynamic[DynamicTag.JumpRel] is not { } start || dynamic[DynamicTag.PltRelSize] is not ({ } length and > 0))
                return;
            var kind = dynamic[DynamicTag.PltRel] switch
            {
                (ulong)DynamicTag.Rel => RelocationKind.Rel,
                (ulong)DynamicTag.Rela => RelocationKind.Rela,
                _ => (RelocationKind)0,
            };
            if (kind == 0)
            {
                diagnostics.Report(
                    Catalogue.RelocationEntrySize,
                    $"DT_PLTREL is {dynamic[DynamicTag.PltRel]}, neither DT_REL (17) nor DT_RELA (7)");
                return;
            }
            if (length > ulong.MaxValue - start)
            {
                ReportOutside("DT_JMPREL", start, length);
                return;
            }
            IEnumerable<(ulong Start, ulong End)> left = [(start, start + length)];
            foreach (var table in tables.Where(table => table.Kind == kind))
                left = left.SelectMany(range => Without(range, table.Address, table.Address + (ulong)table.Bytes.Length));
            foreach (var range in left.ToList())
                AddTable("DT_JMPREL", kind, range.Start, range.End - range.Start);
        }

        static IEnumerable<(ulong Start, ulong End)> Without((ulong Start, ulong End) range, ulong start, ulong end)
        {
            if (range.Start < Math.Min(range.End, start))
                yield return (range.Start, Math.Min(range.End, start));
            if (Math.Max(range.Start, end) < range.End)
                yield return (Math.Max(range.Start, end), range.End);
        }

        void AddTable(string name, RelocationKind kind, ulong address, ulong size)
        {
            int entrySize = RelocationTable.EntrySizeOf(kind, elf.Is64Bit);
            if (size % (ulong)entrySize != 0)
                diagnostics.Report(
                    Catalogue.RelocationEntrySize, $"{name}: {size} bytes, not a whole number of entries of {entrySize} bytes");
            else if (elf.BytesAt(address, size) is { } bytes)
                tables.Add(new RelocationTable(kind, address, bytes, elf.Is64Bit));
            else
                ReportOutside(name, address, size);
        }

        void ReportOutside(string name, ulong address, ulong size) => diagnostics.Report(
            Catalogue.RelocationTableOutside,
            $"{name}: {size} bytes at 0x{address:x} are not in the file bytes of a PT_LOAD segment");
    }

    /// <summary>The targets of a table; entries that no loader could apply are reported.</summary>
    private static ImmutableArray<ulong> CheckEntries(
        ElfFile elf, DynamicTable? dynamic, RelocationTable table, DiagnosticSink diagnostics)
    {
        var targets = ImmutableArray.CreateBuilder<ulong>();
        uint relative = Machine.Of(elf.Machine).RelativeType
            ?? throw diagnostics.Fail(Catalogue.UnknownMachine, $"relocations of {Machine.Of(elf.Machine).Name} are not known");
        if (table.Kind == RelocationKind.Relr)
        {
            if (table.StartsWithBitmap)
                diagnostics.Report(
                    Catalogue.RelrBitmapFirst,
                    $"the RELR table at 0x{table.Address:x} starts with a bitmap, which has no address to count from");
            foreach (var (_, address) in table.RelrAddresses())
                Add(address);
            return targets.ToImmutable();
        }
        foreach (var entry in table.Entries())
        {
            if (entry.Symbol == 0 && entry.Type == relative)
                Add(entry.Address);
            else if (entry.Symbol != 0 || entry.Type != Machine.NoRelocation)
                ReportType(elf, dynamic, table, entry, diagnostics);
        }
        return targets.ToImmutable();

        void Add(ulong address)
        {
            if (targets.Count == MostTargets)
                throw diagnostics.Fail(
                    Catalogue.TooLarge, $"the relocation table at 0x{table.Address:x} has more than {MostTargets} targets");
            targets.Add(address);
        }
    }

    /// <summary>Reports a relocation that no loader can apply, with its symbol and what is to be done about it.</summary>
    public static void ReportType(
        ElfFile elf, DynamicTable? dynamic, RelocationTable table, RelocationEntry entry, DiagnosticSink diagnostics)
    {
        var symbol = entry.Symbol == 0 ? null : dynamic?.Symbol(elf, entry.Symbol);
        string name = RelocationName.Of(elf.Machine, entry.Type);
        string named = symbol is null ? "" : $" for {(symbol is { IsDefined: false, IsWeak: true } ? "weak " : "")}symbol {symbol.Name}";
        diagnostics.Report(
            Catalogue.RelocationType,
            $"relocation {entry.Index} of the table at 0x{table.Address:x}: {name} at 0x{entry.Address:x}{named}",
            HintFor(name, symbol));
    }

    private static string? HintFor(string name, DynamicSymbol? symbol)
    {
        if (name.Contains("IRELATIVE", StringComparison.Ordinal))
            return "it is of an indirect function (ifunc), which a dynamic linker would choose: build without `__attribute__((ifunc))`, target "
                + "clones and libraries that use them";
        if (name.Contains("FUNCDESC", StringComparison.Ordinal))
            return "it is of a function descriptor: compile without `-mfdpic`";
        if (name.Contains("TLS", StringComparison.Ordinal) || name.Contains("DTP", StringComparison.Ordinal)
            || name.Contains("TPOFF", StringComparison.Ordinal) || name.Contains("TPREL", StringComparison.Ordinal))
            return "it is of thread-local storage: compile with `-ftls-model=local-exec`, or without `_Thread_local`";
        return symbol switch
        {
            { IsDefined: true } => "the app defines the symbol itself: link with -Bsymbolic, or compile with -fvisibility=hidden",
            { IsWeak: true } => "the symbol is weak and defined nowhere, so its address is 0: link with `--no-dynamic-linker`, "
                + "define it, or declare it with hidden visibility",
            { IsDefined: false } => "the symbol is defined nowhere: link the object or library that has it",
            null => null,
        };
    }

    /// <summary>Each target is a whole word inside a segment, relocated once.</summary>
    private void CheckTargets(ElfFile elf, DiagnosticSink diagnostics)
    {
        if (Tables.IsEmpty)
            return;
        var segments = elf.LoadSegments.ToArray();
        var textRelocations = new Dictionary<Segment, (int Count, ulong First)>();
        ulong wordSize = (ulong)Tables[0].Table.WordSize;
        ulong? previous = null;
        var unaligned = new List<ulong>();
        int outsideFile = 0;
        foreach (ulong target in SortedTargets())
        {
            var segment = Array.Find(segments, segment => segment.HoldsMemory(target, wordSize));
            if (target % wordSize != 0)
                unaligned.Add(target);
            if (segment is null)
                diagnostics.Report(Catalogue.RelocationOutside, $"a relocation at 0x{target:x}, which is in no PT_LOAD segment");
            else if (target - previous < wordSize)
                diagnostics.Report(
                    Catalogue.RelocationRepeated,
                    target == previous ? $"two relocations at 0x{target:x}" : $"relocations at 0x{previous:x} and at 0x{target:x} overlap");
            else if (Tables.FirstOrDefault(table => target + wordSize > table.Table.Address
                && target < table.Table.Address + (ulong)table.Table.Bytes.Length) is { } table)
            {
                diagnostics.Report(
                    Catalogue.RelocationInTable, $"a relocation at 0x{target:x}, in the relocation table at 0x{table.Table.Address:x}");
            }
            else if (!segment.IsWritable)
                textRelocations[segment] = textRelocations.TryGetValue(segment, out var seen) ? (seen.Count + 1, seen.First) : (1, target);
            previous = target;
            if (segment is not null && !segment.HoldsFileBytes(target, wordSize) && ++outsideFile > MostTargetsInMemory)
            {
                throw diagnostics.Fail(
                    Catalogue.TooLarge,
                    $"more than {MostTargetsInMemory} relocations are of memory without contents, which holds no addresses");
            }
        }
        if (unaligned.Count > 0)
        {
            diagnostics.Report(
                Catalogue.RelocationUnaligned,
                $"{unaligned.Count} relocations are not at multiples of {wordSize}, the first at 0x{unaligned[0]:x}");
        }
        foreach (var (segment, (count, first)) in textRelocations)
            diagnostics.Report(
                Catalogue.TextRelocations,
                $"{segment} may not be written to and has {count} relocations, the first at 0x{first:x}");
    }
}
