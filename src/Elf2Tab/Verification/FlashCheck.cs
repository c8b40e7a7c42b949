using System.Buffers.Binary;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Plan.Legacy;
using TabFormat.Binary;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Verification;

/// <summary>
/// An app that executes in place: the byte that p_paddr puts at an address of flash stands in the app binary as far behind its start
/// as that address is behind the app's; behind the last one come the relocations of the trailer.
/// </summary>
internal sealed class FlashCheck(ElfFile elf, TbfReading tbf, Expectation expected, Action<string> differs)
{
    /// <summary>The address that stands for any.</summary>
    private const ulong Anywhere = 0x8000_0000;

    /// <summary>Compares everything.</summary>
    public void Compare()
    {
        var parts = StoredParts();
        if (parts.Count == 0)
        {
            differs("the ELF has no bytes for flash");
            return;
        }
        if (FindOrigin(parts) is not { } origin)
        {
            differs("the ELF does not say where in flash the app belongs");
            return;
        }
        bool isAnywhere = origin.IsAnywhere;
        ulong end = CompareBytes(origin.Address, parts);
        var kept = parts.FindAll(part => part.Address < origin.Address + end);
        CompareTrailer(end, kept);
        CompareEntry(origin.Address, end, kept);
        CompareHeader(origin.Address, isAnywhere, end, kept);
    }

    /// <summary>Bytes of the file and the flash address where they are stored.</summary>
    private sealed record Part(Segment Segment, ulong Address, ReadOnlyMemory<byte> Bytes)
    {
        public ulong End => Address + (ulong)Bytes.Length;

        /// <summary>The virtual address of the first of the bytes.</summary>
        public ulong VirtualAddress => Segment.VirtualAddress + Segment.FileSize - (ulong)Bytes.Length;

        /// <summary>Whether a section lies in the segment, as section and program header agree, and not in front of the bytes.</summary>
        public bool Holds(Section section) => section.Address >= VirtualAddress && Segment.Holds(section)
            && (!section.HasFileBytes || section.FileOffset >= Segment.FileOffset + Segment.FileSize - (ulong)Bytes.Length);

        /// <summary>Whether a section lies among the bytes.</summary>
        public bool Stores(Section section) =>
            Holds(section) && ByteReader.Holds((ulong)Bytes.Length, section.Address - VirtualAddress, section.Size);

        /// <summary>The flash address of a section that has bytes here.</summary>
        public ulong AddressOf(Section section) => Address + (section.Address - VirtualAddress);
    }

    /// <summary>The PT_LOAD segments' bytes; what is in front of the first section of one at file offset 0 are the ELF's headers.</summary>
    private List<Part> StoredParts()
    {
        bool areLost = elf.LoadSegments.All(segment => segment.PhysicalAddress == 0)
            && elf.LoadSegments.Any(segment => segment.VirtualAddress != 0);
        var parts = new List<Part>();
        foreach (var segment in elf.LoadSegments.Where(segment => segment.FileSize > 0))
        {
            ulong address = areLost ? segment.VirtualAddress : segment.PhysicalAddress;
            var bytes = elf.Content(segment);
            int skipped = segment.FileOffset == 0 ? HeaderBytes(segment, bytes.Span) : 0;
            if (skipped < bytes.Length)
                parts.Add(new Part(segment, address + (ulong)skipped, bytes[skipped..]));
        }
        return WithoutRepeats(parts);
    }

    /// <summary>Two segments may have the same bytes of the file at the same addresses: they are stored once.</summary>
    private static List<Part> WithoutRepeats(List<Part> parts)
    {
        var once = new List<Part>();
        foreach (var part in parts.OrderBy(part => part.Address))
        {
            var segment = part.Segment;
            bool isRepeat = once is [.., var last] && part.Address < last.End
                && segment.FileOffset - last.Segment.FileOffset == segment.VirtualAddress - last.Segment.VirtualAddress
                && segment.FileOffset - last.Segment.FileOffset == segment.PhysicalAddress - last.Segment.PhysicalAddress;
            int repeated = isRepeat ? (int)Math.Min(once[^1].End - part.Address, (ulong)part.Bytes.Length) : 0;
            if (repeated < part.Bytes.Length)
                once.Add(new Part(segment, part.Address + (ulong)repeated, part.Bytes[repeated..]));
        }
        return once;
    }

    private int HeaderBytes(Segment segment, ReadOnlySpan<byte> bytes)
    {
        if (elf.Sections.IsEmpty)
        {
            bool hasMore = segment.FileSize > elf.HeadersEnd && bytes[(int)elf.HeadersEnd..].ContainsAnyExcept((byte)0);
            return hasMore ? 0 : bytes.Length;
        }
        ulong first = segment.FileSize;
        foreach (var section in elf.Sections)
        {
            if (section.Size > 0 && segment.Holds(section))
                first = Math.Min(first, section.Address - segment.VirtualAddress);
        }
        return segment.FileSize <= elf.HeadersEnd ? bytes.Length : (int)first;
    }

    /// <summary>Where the app binary belongs: what _flash_origin says, else the lowest bytes that run where they are stored.</summary>
    private (ulong Address, bool IsAnywhere)? FindOrigin(List<Part> parts)
    {
        ulong lowest = parts.Min(part => part.Address);
        if (elf.Symbols?.ValueOf(GivenNames.FlashOrigin) is { } stated)
            return stated == Anywhere ? (lowest, true) : (stated, false);
        ulong? lowestInPlace = null;
        foreach (var part in parts)
        {
            if (part.VirtualAddress != part.Address || !(elf.Sections.IsEmpty || elf.Sections.Any(section => section.Size > 0 && part.Holds(section))))
                continue;
            if (part.Address == Anywhere)
                return (lowest, true);
            lowestInPlace = Math.Min(lowestInPlace ?? part.Address, part.Address);
        }
        return lowestInPlace is { } address ? (address, false) : null;
    }

    /// <summary>Compares all bytes of the segments, and that there are zeros between them.</summary>
    /// <returns>Bytes of the app binary that they take.</returns>
    private ulong CompareBytes(ulong origin, List<Part> parts)
    {
        var binary = tbf.Binary.Span;
        ulong end = parts.Max(part => part.End);
        end = end <= origin ? 0 : end - origin;
        end = UnwindTablesStart(origin, end, parts) ?? end;
        ulong done = 0;
        foreach (var part in parts.OrderBy(part => part.Address))
        {
            var bytes = part.Bytes.Span;
            ulong below = Math.Min(origin - Math.Min(origin, part.Address), (ulong)bytes.Length);
            bytes = bytes[(int)below..];
            ulong offset = part.Address + below - origin;
            if (bytes.IsEmpty || offset >= end)
                continue;
            bytes = bytes[..(int)Math.Min((ulong)bytes.Length, end - offset)];
            if (offset + (ulong)bytes.Length > (ulong)binary.Length)
            {
                differs($"{part.Segment} ends at 0x{offset + (ulong)bytes.Length:x} of the app binary, which has {binary.Length} bytes");
                continue;
            }
            var written = binary.Slice((int)offset, bytes.Length);
            int common = bytes.CommonPrefixLength(written);
            if (common < bytes.Length)
                differs($"{part.Segment} differs from 0x{offset + (ulong)common:x} of the app binary on");
            if (offset > done && binary[(int)done..(int)offset].ContainsAnyExcept((byte)0))
                differs($"the gap in front of {part.Segment}, at 0x{done:x} of the app binary, is not zero");
            done = Math.Max(done, offset + (ulong)bytes.Length);
        }
        return end;
    }

    /// <summary>
    /// Where the app's ten words say that the relocations start, when only unwind tables, which are left out then, lie behind; else
    /// null.
    /// </summary>
    private ulong? UnwindTablesStart(ulong origin, ulong end, List<Part> parts)
    {
        var header = elf.Sections.FirstOrDefault(
            section => section.IsNamed(GivenNames.TenWordHeader) && section is { HasFileBytes: true, Size: >= TenWordHeader.Size });
        if (header is null || elf.Machine != ElfMachine.Arm)
            return null;
        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(elf.Content(header).Span[TenWordHeader.RelocationsStartOffset..]);
        if (stated == 0 || stated >= end)
            return null;
        foreach (var part in parts.Where(part => part.End > origin + stated))
        {
            bool hasTable = false;
            foreach (var section in elf.Sections.Where(section => section.HasLoadedBytes && part.Holds(section)))
            {
                ulong start = part.AddressOf(section);
                bool isTable = section.Type == SectionTypes.ArmUnwindIndex && start >= origin + stated;
                if (start + section.Size > origin + stated && !isTable)
                    return null;
                hasTable |= isTable;
            }
            if (!hasTable)
                return null;
        }
        return stated;
    }

    /// <summary>Behind the segments: a length, and the relocation sections of all that is writable and stored.</summary>
    private void CompareTrailer(ulong end, List<Part> parts)
    {
        if (end > (ulong)tbf.Binary.Length)
            return; // a segment was reported
        var rest = tbf.Binary.Span[(int)end..];
        var ordered = parts.OrderBy(part => part.Address).ToList();
        var tables = Trailer.TablesOf(elf, ordered.ConvertAll<Func<Section, bool>>(part => part.Holds));
        bool mayLack = tables.Count == 0 && expected.Options.Relocations is RelocationChoice.Auto or RelocationChoice.Segment;
        if (!(rest.IsEmpty && mayLack) && Trailer.Difference(elf, tables, rest) is { } difference)
            differs($"behind the segments, at 0x{end:x} of the app binary: {difference}");
    }

    /// <summary>e_entry is a virtual address; of several segments that run there the first counts, and only what is stored.</summary>
    private void CompareEntry(ulong origin, ulong end, List<Part> parts)
    {
        long entry = tbf.HeaderSize + (long)tbf.Entry!.InitFunctionOffset - tbf.BinaryOffset;
        foreach (var part in parts.OrderBy(part => part.Segment.Index))
        {
            ulong distance = elf.Entry - part.VirtualAddress;
            ulong wanted = part.Address + distance - origin;
            if (distance >= (ulong)part.Bytes.Length || part.Address + distance < origin || wanted >= end)
                continue;
            if ((ulong)entry != wanted)
                differs($"the entry point is at 0x{entry:x} of the app binary, in the ELF at 0x{wanted:x}");
            return;
        }
        differs($"the entry point 0x{elf.Entry:x} of the ELF is not stored");
    }

    private void CompareHeader(ulong origin, bool isAnywhere, ulong end, List<Part> parts)
    {
        ElfCheck.CompareFlags(tbf, expected.Options, TbfFlags.None, TbfFlags.None, differs);
        ulong? ram = elf.Symbols?.ValueOf(GivenNames.RamOrigin) is { } stated and not 0 ? stated : null;
        ElfCheck.CompareFixedAddresses(
            tbf,
            expected.Options.NoFixedAddresses || (isAnywhere && ram is null)
                ? null
                : new((uint)(ram ?? TbfFormat.AnyAddress), isAnywhere ? TbfFormat.AnyAddress : (uint)origin),
            differs);
        ElfCheck.CompareMemory(tbf, NeededMemory(), expected, differs);
        if (!tbf.LoadSegments.IsEmpty || !tbf.RelocationTables.IsEmpty || tbf.LoadTarget is not null)
            differs("the header has elements for loading to RAM");

        var regions = new List<ParsedFlashRegion>();
        foreach (var section in elf.Sections.Where(section => section.Size > 0 && section.NameBytes.Span.IndexOf(GivenNames.WriteableFlashRegion) >= 0))
        {
            foreach (var part in parts.Where(part => part.Stores(section)))
            {
                ulong offset = part.AddressOf(section) - origin;
                if (offset < end)
                    regions.Add(new((uint)((ulong)tbf.BinaryOffset + offset), (uint)section.Size));
            }
        }
        if (!regions.Order(RegionOrder).SequenceEqual(tbf.FlashRegions.Order(RegionOrder)))
        {
            differs(
                $"writeable flash regions: {Describe(tbf.FlashRegions)}; sections of the ELF give {Describe(regions)}");
        }
    }

    private static Comparer<ParsedFlashRegion> RegionOrder { get; } =
        Comparer<ParsedFlashRegion>.Create((x, y) => (x.Offset, x.Size).CompareTo((y.Offset, y.Size)));

    private static string Describe(IReadOnlyCollection<ParsedFlashRegion> regions) => regions.Count == 0
        ? "none"
        : string.Join(", ", regions.Take(8).Select(region => $"{region.Size} bytes at 0x{region.Offset:x}"));

    /// <summary>Upstream's sum: writable segments that run elsewhere than they are stored, stack and heaps.</summary>
    private ulong NeededMemory()
    {
        bool areLost = elf.LoadSegments.All(segment => segment.PhysicalAddress == 0);
        ulong sum = 0;
        foreach (var segment in elf.LoadSegments)
        {
            if (segment.IsWritable && segment.VirtualAddress != segment.PhysicalAddress && !areLost)
                sum += segment.MemorySize;
        }
        ulong stack = expected.Options.Stack
            ?? elf.Sections.FirstOrDefault(section => section.IsNamed(GivenNames.Stack))?.Size
            ?? 2048;
        return sum + Alignment.RoundUp(stack, 8) + Alignment.RoundUp(expected.Options.AppHeap, 4)
            + Alignment.RoundUp(expected.Options.KernelHeap, 4);
    }
}
