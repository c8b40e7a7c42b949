using System.Buffers.Binary;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;

namespace Elf2Tab.Verification;

/// <summary>
/// What follows the segments of an app whose start-up code relocates it there: 32 bits with a length, then the content of
/// <c>.rel.NAME</c> for each writable section NAME that is stored.
/// </summary>
internal static class Trailer
{
    private const int LengthSize = 4;

    /// <summary>Bytes of a trailer with these tables.</summary>
    public static ulong Size(IReadOnlyCollection<Section> tables) =>
        LengthSize + tables.Aggregate(0UL, (sum, table) => sum + table.Size);

    /// <summary>The relocation sections, in the order in which the segments that they are for are stored.</summary>
    /// <param name="elf">The ELF.</param>
    /// <param name="segments">Of each stored segment, ascending, whether it holds a section: relocations in one are not wanted again.</param>
    public static List<Section> TablesOf(ElfFile elf, IReadOnlyList<Func<Section, bool>> segments)
    {
        // The first section of a name counts.
        var named = new Dictionary<ReadOnlyMemory<byte>, Section>(SectionNames.Comparer);
        foreach (var section in elf.Sections.Where(section => section.NameBytes.Span.StartsWith(GivenNames.Relocations)))
            named.TryAdd(section.NameBytes[4..], section);
        var tables = new List<Section>();
        if (named.Count == 0)
            return tables;
        foreach (var holds in segments)
        {
            foreach (var section in elf.Sections)
            {
                if (section is { IsAllocated: true, IsWritable: true, Size: > 0 }
                    && named.TryGetValue(section.NameBytes, out var table) && table.HasFileBytes
                    && holds(section) && !segments.Any(other => other(table)))
                {
                    tables.Add(table);
                }
            }
        }
        return tables;
    }

    /// <summary>In what bytes are not a trailer with these tables; null: in nothing.</summary>
    public static string? Difference(ElfFile elf, IReadOnlyCollection<Section> tables, ReadOnlySpan<byte> bytes)
    {
        ulong wanted = Size(tables);
        if ((ulong)bytes.Length != wanted)
            return $"{bytes.Length} bytes, the relocations and their length have {wanted}";
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length != wanted - LengthSize)
            return $"the length of the relocations is {length}, they have {wanted - LengthSize} bytes";
        int done = LengthSize;
        foreach (var table in tables)
        {
            if (!bytes.Slice(done, (int)table.Size).SequenceEqual(elf.Content(table).Span))
                return $"the bytes of {table} are others";
            done += (int)table.Size;
        }
        return null;
    }
}
