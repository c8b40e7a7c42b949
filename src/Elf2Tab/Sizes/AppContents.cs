using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Plan.Legacy;

namespace Elf2Tab.Sizes;

/// <summary>
/// What is at which virtual address of an app, as its sections say, or its segments where it has no section headers.
/// </summary>
/// <param name="Stored">What has bytes in the file, in layers.</param>
/// <param name="Zeroed">What takes memory only, in layers.</param>
internal sealed record AppContents(Claim[][] Stored, Claim[][] Zeroed)
{
    /// <summary>Bytes of a name that count: a hostile file may have a long one for every byte of the app.</summary>
    private const int LongestName = 128;

    /// <summary>More symbols than an app has that a TBF has room for; those behind do not count.</summary>
    private const int MostSymbols = 1 << 18;

    /// <summary>What else only serves to relocate: SHT_STRTAB, SHT_HASH, SHT_DYNAMIC, SHT_DYNSYM, SHT_GNU_HASH.</summary>
    private static ReadOnlySpan<uint> LinkingTypes => [3, 5, 6, 11, 0x6FFF_FFF6];

    /// <summary>What is in an app.</summary>
    /// <param name="plan">The app.</param>
    /// <param name="symbols">Those that have a size go before their sections; null: only sections do.</param>
    public static AppContents Of(LoadPlan plan, SymbolTable? symbols)
    {
        var moved = (plan as RamPlan)?.Workaround?.Section;
        var sections = plan.Sections.Where(section => section is { IsAllocated: true, Size: > 0 } && section != moved).ToList();
        Claim[] named = [.. symbols is null ? [] : Symbols(plan.Machine, symbols, sections), .. Tables(plan)];
        var (stored, zeroed) = plan.Sections.IsEmpty
            ? (plan.LoadSegments.Select(FileBytes), plan.LoadSegments.Select(Memory))
            : (sections.Where(section => section.HasFileBytes).Select(Of), sections.Where(IsZeroed).Select(Of));
        return new AppContents(
            [Claim.Sort(named.Where(claim => !IsZeroed(claim.Purpose))), Claim.Sort(stored)],
            [Claim.Sort(named.Where(claim => IsZeroed(claim.Purpose))), Claim.Sort(zeroed)]);
    }

    /// <summary>What is stored of a range of virtual addresses.</summary>
    public IReadOnlyList<Claim> InFlash(ulong start, ulong size) => Claim.Divide(start, End(start, size), Stored);

    /// <summary>What is in a range of virtual addresses while the app runs.</summary>
    public IReadOnlyList<Claim> InMemory(ulong start, ulong size) => Claim.Divide(start, End(start, size), [.. Stored, .. Zeroed]);

    /// <summary>What a section is for.</summary>
    public static Purpose PurposeOf(Section section)
    {
        if (section.Type == SectionType.NoBits)
            return section.IsNamed(GivenNames.Stack) ? Purpose.Stack : Purpose.Bss;
        return section.IsRelocations || LinkingTypes.Contains((uint)section.Type) ? Purpose.Relocations
            : section.Flags.HasFlag(SectionFlags.Execute) ? Purpose.Text
            : section.IsWritable ? Purpose.Data
            : Purpose.Constants;
    }

    /// <summary>Bytes that only serve to relocate and that memory without contents lies over: they cost no RAM of their own.</summary>
    /// <param name="plan">A RAM-loaded app.</param>
    public static ulong SharedWithBss(RamPlan plan)
    {
        var (tables, memory) = RelocationsAndBss(plan);
        ulong shared = 0;
        foreach (var table in tables)
        {
            // Linker scripts give each section its own address: of several over the same bytes the largest share counts.
            shared += memory.Select(section => Overlap(table, section)).DefaultIfEmpty().Max();
        }
        return shared;
    }

    /// <summary>Bytes by which the RAM would be smaller with all that only serves to relocate under .bss.</summary>
    /// <param name="plan">A RAM-loaded app.</param>
    public static ulong CouldShareWithBss(RamPlan plan)
    {
        var (tables, memory) = RelocationsAndBss(plan);
        ulong free = Sum(tables) - SharedWithBss(plan);
        return Math.Min(free, Sum(memory) - Math.Min(Sum(memory), SharedWithBss(plan)));

        static ulong Sum(List<Section> sections) => sections.Aggregate(0UL, (sum, section) => sum + Math.Min(section.Size, uint.MaxValue));
    }

    private static (List<Section> Tables, List<Section> Memory) RelocationsAndBss(RamPlan plan)
    {
        var sections = plan.Sections.Where(section => section is { IsAllocated: true, Size: > 0 } && section != plan.Workaround?.Section).ToList();
        return (
            sections.FindAll(section => section.HasFileBytes && PurposeOf(section) == Purpose.Relocations),
            sections.FindAll(section => IsZeroed(section) && PurposeOf(section) == Purpose.Bss));
    }

    private static ulong Overlap(Section one, Section other)
    {
        ulong start = Math.Max(one.Address, other.Address);
        ulong end = Math.Min(End(one.Address, one.Size), End(other.Address, other.Size));
        return end - Math.Min(start, end);
    }

    /// <summary>What the bytes of a segment are for, by its access flags.</summary>
    public static Purpose PurposeOf(SegmentFlags flags) =>
        flags.HasFlag(SegmentFlags.Execute) ? Purpose.Text : flags.HasFlag(SegmentFlags.Write) ? Purpose.Data : Purpose.Constants;

    private static bool IsZeroed(Purpose purpose) => purpose is Purpose.Bss or Purpose.Stack;

    private static bool IsZeroed(Section section) => !section.HasFileBytes && !section.Flags.HasFlag(SectionFlags.ThreadLocal);

    private static Claim Of(Section section) =>
        new(section.Address, End(section.Address, section.Size), PurposeOf(section), Short(section.NameBytes));

    private static Claim FileBytes(Segment segment) => new(
        segment.VirtualAddress, segment.VirtualAddress + segment.FileSize, PurposeOf(segment.Flags), segment.ToString());

    private static Claim Memory(Segment segment) => new(
        segment.VirtualAddress, End(segment.VirtualAddress, segment.MemorySize), Purpose.Bss, $"{segment}, zeroed");

    /// <summary>Relocation tables that sections do not show, or show elsewhere.</summary>
    private static IEnumerable<Claim> Tables(LoadPlan plan)
    {
        if (plan is not RamPlan ram)
            yield break;
        if (ram.Workaround is { } workaround)
            yield return Of(workaround.Table, Short(workaround.Section.NameBytes));
        foreach (var (table, _) in ram.Sections.IsEmpty && ram.Relocations is not null ? ram.Relocations.Tables : [])
            yield return Of(table, table.Kind.ToString().ToUpperInvariant());
    }

    private static Claim Of(RelocationTable table, string name) =>
        new(table.Address, table.Address + (ulong)table.Bytes.Length, Purpose.Relocations, name);

    /// <summary>Symbols with a size; they are for what their sections are for.</summary>
    private static IEnumerable<Claim> Symbols(Machine machine, SymbolTable symbols, List<Section> sections)
    {
        var purposes = sections.ToDictionary(section => section.Index, PurposeOf);
        foreach (var symbol in symbols.Symbols.Where(symbol => symbol.HasBytes).Take(MostSymbols))
        {
            // Bit 0 of the address of a Thumb function is not part of it.
            ulong address = machine.Id == ElfMachine.Arm && symbol.IsFunction ? symbol.Value & ~1UL : symbol.Value;
            if (purposes.TryGetValue(symbol.Section, out var purpose))
                yield return new Claim(address, End(address, symbol.Size), purpose, Short(symbols.NameOf(symbol)));
        }
    }

    private static string Short(ReadOnlyMemory<byte> name) => ElfName.ToText(name.Span, LongestName);

    private static ulong End(ulong start, ulong size) => start + Math.Min(size, ulong.MaxValue - start);
}
