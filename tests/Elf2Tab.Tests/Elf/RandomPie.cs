using CsCheck;
using Elf2Tab.Elf;

namespace Elf2Tab.Tests.Elf;

/// <summary>What a segment of a random app is like.</summary>
/// <param name="Gap">Bytes between it and the one before.</param>
/// <param name="Bytes">Its file bytes.</param>
/// <param name="Bss">Bytes of memory behind them.</param>
/// <param name="Alignment">Power of two; below 0: p_align is 0.</param>
/// <param name="Flags">Its permissions.</param>
internal sealed record SegmentShape(int Gap, byte[] Bytes, int Bss, int Alignment, SegmentFlags Flags);

/// <summary>What lies in front of the first segment's contents.</summary>
internal enum LeadingMemory
{
    None,
    Segment,
    ZerosInFile,
}

/// <summary>A small static PIE with everything that may vary varied, and what a loader should make of it.</summary>
internal sealed class RandomPie
{
    private readonly SortedDictionary<ulong, byte[]> _contents = [];

    /// <summary>The words that are relocated, and the values for which they are linked.</summary>
    private readonly SortedDictionary<ulong, ulong> _linked = [];

    private readonly List<SegmentSpec> _segments = [];

    private RandomPie(
        bool is64Bit, ulong start, SegmentShape[] shapes, LeadingMemory leading, int stack, int[] kinds, int rotation)
    {
        Is64Bit = is64Bit;
        ulong address = start;
        if (leading == LeadingMemory.Segment)
        {
            var flags = SegmentFlags.Read | SegmentFlags.Write;
            _segments.Add(new SegmentSpec(address, []) { Flags = flags, MemorySize = (ulong)stack, Alignment = 16 });
            address += (ulong)stack;
        }
        var tables = new Tables([], [], []);
        ulong entry = 0;
        foreach (var (index, shape) in shapes.Index())
        {
            address += (ulong)shape.Gap;
            bool hasStack = index == 0 && leading == LeadingMemory.ZerosInFile;
            ulong contents = address + (ulong)(hasStack ? stack : 0);
            byte[] bytes = [.. shape.Bytes];
            Relocate(contents, bytes, shape.Bss, kinds.AsSpan(index), tables);
            _contents.Add(contents, bytes);
            _segments.Add(new SegmentSpec(address, [.. new byte[contents - address], .. bytes])
            {
                Flags = index == 0 ? shape.Flags | SegmentFlags.Execute : shape.Flags,
                Alignment = shape.Alignment < 0 ? 0 : 1UL << shape.Alignment,
                MemorySize = contents - address + (ulong)(bytes.Length + shape.Bss),
            });
            entry = index == 0 ? contents + 1 : entry;
            address = contents + (ulong)(bytes.Length + shape.Bss);
        }
        AddTables(AlignedWord(address), tables);
        bool hasSections = leading == LeadingMemory.ZerosInFile;
        RamAlignment = Math.Max(8, hasSections ? 4 : _segments.Max(segment => segment.Alignment));
        Origin = _segments.Min(segment => segment.VirtualAddress) / RamAlignment * RamAlignment;
        Elf = Build(entry, leading == LeadingMemory.ZerosInFile ? (ulong)stack : 0, rotation);
    }

    public static Gen<RandomPie> Any { get; } = Gen.Select(
        Gen.Bool,
        Gen.OneOf(Gen.Const(0U), Gen.UInt[0, 0x2000], Gen.UInt[0x8000_0000, 0x8000_1000]),
        Gen.Select(
            Gen.Int[0, 100], Gen.Byte.Array[24, 120], Gen.Int[0, 60], Gen.Int[-1, 6], Gen.Int[0, 7],
            (gap, bytes, bss, alignment, flags) => new SegmentShape(gap, bytes, bss, alignment, (SegmentFlags)flags)).Array[1, 4],
        Gen.Enum<LeadingMemory>(),
        Gen.Int[1, 64],
        Gen.Int[0, 6].Array[40],
        Gen.Int[0, 5],
        (is64Bit, start, shapes, leading, stack, kinds, rotation) =>
            new RandomPie(is64Bit, start, shapes, leading, stack, kinds, rotation));

    public bool Is64Bit { get; }

    public byte[] Elf { get; }

    /// <summary>The address for which the start of the app's RAM is linked.</summary>
    public ulong Origin { get; }

    public ulong ImageStart => _contents.Keys.First();

    public IEnumerable<ulong> Targets => _linked.Keys;

    /// <summary>What the start of its RAM is a multiple of: of sections 4 is the most.</summary>
    public ulong RamAlignment { get; }

    private ulong WordSize => Is64Bit ? 8U : 4U;

    /// <summary>The value of a relocated word where the app is moved by <paramref name="bias"/>.</summary>
    public ulong Relocated(ulong target, ulong bias) => Is64Bit ? _linked[target] + bias : (uint)(_linked[target] + bias);

    /// <summary>The image, moved by <paramref name="bias"/>; null: not relocated.</summary>
    public byte[] Image(ulong? bias)
    {
        byte[] image = new byte[_contents.Keys.Last() + (ulong)_contents.Values.Last().Length - ImageStart];
        foreach (var (address, bytes) in _contents)
            bytes.CopyTo(image, (int)(address - ImageStart));
        if (bias is { } moved)
        {
            foreach (ulong target in Targets.Where(target => target - ImageStart < (ulong)image.Length))
                PieBuilder.Words(Is64Bit, Relocated(target, moved)).CopyTo(image, (int)(target - ImageStart));
        }
        return image;
    }

    /// <summary>Chooses words for each kind of table, and what they are linked for; memory can have addends only.</summary>
    private void Relocate(ulong address, byte[] bytes, int bss, ReadOnlySpan<int> kinds, Tables tables)
    {
        ulong end = address + (ulong)bytes.Length;
        int next = 0;
        for (ulong target = AlignedWord(address); target + WordSize <= end + (ulong)bss; target += WordSize)
        {
            int kind = kinds[next++ % kinds.Length];
            bool isStored = target + WordSize <= end;
            if (kind == 2 && (isStored || target >= end))
            {
                ulong addend = target * 0x9E37_79B9_7F4A_7C15;
                tables.Rela.Add(new(target, PieBuilder.Relative, Addend: addend));
                _linked[target] = addend;
            }
            else if (kind is 0 or 1 && isStored)
            {
                var word = bytes.AsSpan((int)(target - address));
                _linked[target] = Is64Bit ? BitConverter.ToUInt64(word) : BitConverter.ToUInt32(word);
                if (kind == 0)
                    tables.Relr.Add(target);
                else
                    tables.Rel.AddRange([new(target, PieBuilder.Relative), new(target + 1, 0)]);
            }
        }
    }

    /// <summary>A segment with the tables, backwards, for their order means nothing, and PT_DYNAMIC.</summary>
    private void AddTables(ulong address, Tables tables)
    {
        byte[] rel = PieBuilder.Encode(Enumerable.Reverse(tables.Rel), hasAddends: false, Is64Bit);
        byte[] rela = PieBuilder.Encode(Enumerable.Reverse(tables.Rela), hasAddends: true, Is64Bit);
        byte[] relr = PieBuilder.Pack([.. tables.Relr], Is64Bit);
        ulong relaAddress = address + (ulong)rel.Length;
        ulong relrAddress = relaAddress + (ulong)rela.Length;
        byte[] dynamic = PieBuilder.Words(
            Is64Bit,
            [
                .. Entries(DynamicTag.Relr, relrAddress, DynamicTag.RelrSize, relr, DynamicTag.RelrEntrySize, WordSize),
                .. Entries(DynamicTag.Rel, address, DynamicTag.RelSize, rel, DynamicTag.RelEntrySize, 2 * WordSize),
                .. Entries(DynamicTag.Rela, relaAddress, DynamicTag.RelaSize, rela, DynamicTag.RelaEntrySize, 3 * WordSize),
                0, 0,
            ]);
        byte[] bytes = [.. rel, .. rela, .. relr, .. dynamic];
        _contents.Add(address, bytes);
        _segments.Add(new SegmentSpec(address, bytes) { Flags = SegmentFlags.Read });
        _segments.Add(new SegmentSpec(relrAddress + (ulong)relr.Length, dynamic) { Type = SegmentType.Dynamic, IsLoaded = true });

        static ulong[] Entries(
            DynamicTag start, ulong place, DynamicTag size, byte[] table, DynamicTag entrySize, ulong entryBytes) =>
            [(ulong)start, place, (ulong)size, (ulong)table.Length, (ulong)entrySize, entryBytes];
    }

    private ulong AlignedWord(ulong address) => (address + WordSize - 1) / WordSize * WordSize;

    private byte[] Build(ulong entry, ulong stackInFile, int rotation)
    {
        var first = _segments.First(segment => segment.Bytes.Length > 0);
        int index = (_segments.IndexOf(first) - rotation % _segments.Count + _segments.Count) % _segments.Count;
        return new ElfBuilder
        {
            Is64Bit = Is64Bit,
            Type = ElfType.Dynamic,
            Entry = entry,
            Segments = [.. _segments[(rotation % _segments.Count)..], .. _segments[..(rotation % _segments.Count)]],
            HasSections = stackInFile > 0,
            Sections =
            [
                new(".stack", SectionType.NoBits, SectionFlags.Allocate) { Address = first.VirtualAddress, Size = stackInFile },
                new(".text", SectionSpec.ProgramBits, SectionFlags.Allocate)
                {
                    Address = first.VirtualAddress + stackInFile,
                    InSegment = index,
                    Size = (ulong)first.Bytes.Length - stackInFile,
                },
            ],
        }.Build();
    }

    private sealed record Tables(List<RelocationSpec> Rel, List<RelocationSpec> Rela, List<ulong> Relr);
}
