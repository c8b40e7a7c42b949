using System.Buffers.Binary;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Plan.Legacy;
using TabFormat.Binary;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Verification;

/// <summary>
/// An app that is loaded to RAM: loaded from its ELF and from its TBF, at several places, memory is the same. What the header says of
/// it is what program headers and dynamic table say.
/// </summary>
internal sealed class RamCheck
{
    private const int Bases = 3;

    /// <summary>A larger TBF is loaded at one place only, for each takes twice its size of memory.</summary>
    private const int LargeTbf = 4 * 1024 * 1024;

    private readonly ElfFile _elf;
    private readonly TbfReading _tbf;
    private readonly Expectation _expected;
    private readonly Action<string> _differs;
    private readonly Segment[] _segments;
    private readonly ulong _alignment;
    private readonly ulong _origin;
    private readonly MovedTable? _moved;

    /// <summary>A comparison.</summary>
    public RamCheck(ElfFile elf, TbfReading tbf, Expectation expected, Action<string> differs)
    {
        (_elf, _tbf, _expected, _differs) = (elf, tbf, expected, differs);
        _segments = [.. elf.LoadSegments.OrderBy(segment => segment.VirtualAddress)];
        _alignment = AlignmentOf(elf);
        _origin = elf.IsPositionIndependent ? _segments[0].VirtualAddress & ~(_alignment - 1) : _segments[0].VirtualAddress;
        bool mayMove = expected.Options.Relocations == RelocationChoice.Workaround
            || (expected.Options.Relocations == RelocationChoice.Auto && elf.Dynamic is null);
        _moved = mayMove ? FindMovedTable() : null;
    }

    private bool IsPie => _elf.IsPositionIndependent;

    private bool HasElements => _expected.Options.LoadInfo == LoadInfo.Full;

    private bool HasFlags => _expected.Options.LoadInfo is LoadInfo.Full or LoadInfo.Flags;

    /// <summary>Bytes of the app's RAM in front of the image, as the TBF says.</summary>
    private ulong ImageOffset =>
        _tbf.LoadSegments.IsEmpty && IsPie && _tbf.FixedAddresses is { Ram: not TbfFormat.AnyAddress and var stated }
            ? stated
            : _tbf.LoadSegments.IsEmpty ? 0 : _tbf.ImageOffset;

    /// <summary>Compares everything.</summary>
    public void Compare()
    {
        var trailer = FindTrailer();
        ulong trailerSize = trailer is null ? 0 : Trailer.Size(trailer);
        ulong binarySize = (ulong)_tbf.Binary.Length;
        ulong filesEnd = _segments.Where(segment => segment.FileSize > 0).Max(segment => segment.VirtualAddress + segment.FileSize);
        ulong end = Math.Max(filesEnd - _origin, _moved?.End ?? 0);
        if (binarySize < trailerSize || ImageOffset + (binarySize - trailerSize) != end)
        {
            _differs(
                $"the image ends {ImageOffset + binarySize - trailerSize} bytes into the RAM, in the ELF after {end} bytes");
            return;
        }
        if (trailer is not null && Trailer.Difference(_elf, trailer, _tbf.Binary.Span[(int)(binarySize - trailerSize)..]) is { } wrong)
            _differs($"behind the image: {wrong}");
        CompareHeader(end);
        CompareRows();
        CompareTables();
        CompareTarget();
        try
        {
            CompareAsOneRun(trailerSize);
            foreach (ulong address in IsPie ? BasesFor(_elf, _alignment, _tbf.Bytes.Span) : [_origin])
                CompareAt(address, (uint)trailerSize);
        }
        catch (InvalidDataException exception)
        {
            _differs($"it cannot be loaded: {exception.Message}");
        }
    }

    /// <summary>
    /// Places that suit the app, multiples of its alignment. They come from its bytes, so that a failure repeats.
    /// </summary>
    internal static IEnumerable<ulong> BasesFor(ElfFile elf, ulong alignment, ReadOnlySpan<byte> seed)
    {
        ulong hash = 14_695_981_039_346_656_037; // FNV-1a
        foreach (byte value in seed)
            hash = (hash ^ value) * 1_099_511_628_211;
        var bases = new ulong[seed.Length > LargeTbf ? 1 : Bases];
        for (int index = 0; index < bases.Length; index++)
        {
            hash = (hash ^ (ulong)index) * 1_099_511_628_211;
            ulong address = elf.Is64Bit ? hash >> 1 : hash >> 33;
            bases[index] = address / alignment * alignment;
        }
        return bases;
    }

    /// <summary>Compares what is in memory at one place, relocated where the app or its loader would.</summary>
    internal void CompareAt(ulong address, uint trailerSize)
    {
        bool relocates = _moved is not null || !_tbf.RelocationTables.IsEmpty;
        var fromElf = ReferenceLoader.LoadElf(_elf, _origin, address, relocates, _moved);
        var fromTbf = ReferenceLoader.LoadTbf(_tbf, address, Hints(trailerSize));
        if (fromElf.FirstDifference(fromTbf, LengthWord) is { } offset)
            _differs($"loaded at 0x{address:x}: memory differs at offset 0x{offset:x} of the RAM");
        if (fromElf.Entry != fromTbf.Entry)
        {
            _differs(
                $"the entry point is at offset 0x{fromTbf.Entry:x} of the RAM, in the ELF at 0x{fromElf.Entry:x}");
        }
    }

    private LoadHints Hints(uint trailerSize) => new(
        _origin, _elf.Is64Bit ? 8 : 4, Machine.Of(_elf.Machine).RelativeType, IsFixed: !IsPie, trailerSize, _moved?.Kind);

    /// <summary>Where the length of a moved table may stand, in the bytes in front of it.</summary>
    private ulong? LengthWord => _moved is { Start: >= 4 } moved ? moved.Start - 4 : null;

    /// <summary>The image as a whole, gaps too, unrelocated: a loader may copy it so.</summary>
    private void CompareAsOneRun(ulong trailerSize)
    {
        var image = _tbf.Binary.Span[..^(int)trailerSize];
        var run = new LoadedApp(ImageOffset, image.Length, _elf.Is64Bit ? 8 : 4) { Entry = 0, Permissions = [] };
        run.Copy(ImageOffset, image);
        var fromElf = ReferenceLoader.LoadElf(_elf, _origin, _origin, relocates: false, _moved);
        if (fromElf.FirstDifference(run, LengthWord) is { } offset)
            _differs($"the image differs at offset 0x{offset:x} of the RAM");
    }

    private void CompareHeader(ulong end)
    {
        var loading = (HasFlags ? TbfFlags.LoadToRam : 0)
            | (HasFlags && _expected.Options.RelocateBy == RelocateBy.Loader && HasRelocations ? TbfFlags.LoaderRelocates : 0);
        bool mayBeEither = HasFlags && !_expected.IsRelocatorGiven && _tbf.Flags.HasFlag(TbfFlags.LoadToRam) && !_tbf.RelocationTables.IsEmpty;
        ElfCheck.CompareFlags(
            _tbf, _expected.Options, loading, mayBeEither ? TbfFlags.LoaderRelocates : TbfFlags.None, _differs);
        uint ram = (uint)(IsPie ? ImageOffset : _origin);
        ElfCheck.CompareFixedAddresses(
            _tbf, _expected.Options.NoFixedAddresses ? null : new ParsedFixedAddresses(ram, TbfFormat.AnyAddress), _differs);
        var memory = _expected.Options with { MinimumRamSize = null };
        ElfCheck.CompareMemory(_tbf, NeededMemory(end), _expected with { Options = memory }, _differs);
        if (!_tbf.FlashRegions.IsEmpty)
            _differs("the header has writeable flash regions; nothing of the app stays in flash");
    }

    /// <summary>Memory behind the image, stack where the ELF reserves none, and heaps.</summary>
    private ulong NeededMemory(ulong imageEnd)
    {
        var options = _expected.Options;
        ulong memoryEnd = Math.Max(imageEnd, _segments.Max(segment => segment.VirtualAddress + segment.MemorySize) - _origin);
        ulong end = memoryEnd;
        ulong needed = 0;
        foreach (var section in _elf.Sections)
        {
            if (section is not { IsAllocated: true, Type: SectionType.NoBits, Size: > 0, IsThreadLocal: false }
                || _segments.Any(segment => segment.HoldsMemory(section.Address, section.Size)))
                continue;
            if (section.Address < _origin)
                needed += section.Size;
            else
                end = Math.Max(end, section.Address - _origin + section.Size);
        }
        needed += end - imageEnd;

        var stackSection = _elf.Sections.FirstOrDefault(section => section.IsNamed(GivenNames.Stack));
        var stackHeader = _elf.Segments.FirstOrDefault(segment => segment.Type == SegmentType.GnuStack);
        ulong stack = options.Stack ?? stackSection?.Size ?? (stackHeader is { MemorySize: > 0 and var stated } ? stated : 2048);
        bool isReserved = _elf.Sections.IsEmpty
            ? _segments.Any(segment => segment.MemorySize - segment.FileSize >= stack)
            : _elf.Sections.Any(section => section.IsNamed(GivenNames.Stack) && section is { IsAllocated: true, Size: > 0 });
        ulong forCalls = (isReserved ? 0 : Alignment.RoundUp(stack, 8)) + Alignment.RoundUp(options.AppHeap, 4);
        ulong leastForCalls = _elf.Machine == ElfMachine.Arm ? 64U : 0U;
        ulong kernelHeap = Alignment.RoundUp(options.KernelHeap, 4);
        return options.MinimumRamSize is { } given
            ? Math.Max(given, needed + (leastForCalls == 0 ? 0 : leastForCalls + kernelHeap))
            : needed + Math.Max(forCalls, leastForCalls) + kernelHeap;
    }

    /// <summary>The largest alignment of what is in memory, of segments where there are no sections: 8 to 64 KiB.</summary>
    private static ulong AlignmentOf(ElfFile elf)
    {
        ulong least = elf.Machine == ElfMachine.AArch64 ? 4096U : 8U;
        ulong[] ofSections = [.. elf.Sections.Where(section => section.IsAllocated).Select(section => section.Alignment)];
        var asked = ofSections is [] ? elf.LoadSegments.Select(segment => segment.Alignment) : ofSections;
        return asked.Aggregate(least, (largest, next) => Math.Max(largest, Math.Min(next, TbfFormat.LargestRamAlignment)));
    }

    private bool HasRelocations => DynamicRelocationTables.Of(_elf).Any(table => table.Bytes.Length > 0);

    /// <summary>The words that are relocated.</summary>
    private IEnumerable<ulong> Places()
    {
        bool isNamed = _expected.Options.Relocations is RelocationChoice.Auto or RelocationChoice.Segment;
        IEnumerable<RelocationTable> tables = _moved is { } moved
            ? [new RelocationTable(moved.Kind, 0, _elf.Content(moved.Section), _elf.Is64Bit)]
            : isNamed ? DynamicRelocationTables.Of(_elf) : [];
        uint? relative = Machine.Of(_elf.Machine).RelativeType;
        return tables.SelectMany(table => table.Kind == RelocationKind.Relr
            ? table.RelrAddresses().Select(word => word.Address)
            : table.Entries().Where(entry => entry.Type == relative).Select(entry => entry.Address));
    }

    private void CompareTarget()
    {
        ulong size = ImageOffset + (ulong)_tbf.Binary.Length + _tbf.Entry!.MinimumRamSize;
        var wanted = HasElements
            ? new ParsedLoadTarget(
                (ushort)_elf.Machine,
                (byte)(_elf.Is64Bit ? 2 : 1),
                IsPie ? RamPlacement.Anywhere : RamPlacement.AtLinkAddress,
                (uint)_origin,
                (uint)size,
                (uint)_alignment)
            : null;
        if (_tbf.LoadTarget != wanted)
            _differs($"Load Target: {_tbf.LoadTarget?.ToString() ?? "none"}; the ELF gives {wanted?.ToString() ?? "none"}");
    }

    private void CompareRows()
    {
        var rows = HasElements ? ExpectedRows() : [];
        for (int index = 0; index < Math.Max(rows.Count, _tbf.LoadSegments.Length); index++)
        {
            var wanted = index < rows.Count ? rows[index] : null;
            var stated = index < _tbf.LoadSegments.Length ? _tbf.LoadSegments[index] : null;
            if (wanted != stated)
            {
                _differs($"load segment {index}: {Describe(stated)}; the ELF gives {Describe(wanted)}");
                return;
            }
        }
    }

    /// <summary>A row a segment; two where the image starts inside it, and longer where a table was moved to its end.</summary>
    private List<ParsedLoadSegment> ExpectedRows()
    {
        var rows = new List<ParsedLoadSegment>();
        ulong[] places = [.. Places().Select(place => place - _origin)];
        foreach (var segment in _segments)
        {
            ulong start = segment.VirtualAddress - _origin;
            ulong before = ImageOffset - Math.Min(ImageOffset, start);
            ulong skipped = before < segment.FileSize ? before : 0;
            ulong fileSize = before < segment.FileSize ? segment.FileSize - before : 0;
            ulong memorySize = segment.MemorySize - skipped;
            if (fileSize > 0 && segment.Index == _moved?.Holder.Index)
            {
                fileSize = Math.Max(fileSize, _moved.End - (start + skipped));
                memorySize = Math.Max(fileSize, memorySize);
            }
            if (skipped > 0)
                rows.Add(Row(segment, start, 0, skipped));
            rows.Add(Row(segment, start + skipped, fileSize, memorySize));
        }
        return [.. rows.Select(row => IsRelocated(row) ? row with { Flags = row.Flags | TbfFormat.TextRelocated } : row)];

        bool IsRelocated(ParsedLoadSegment row) => (row.Flags & TbfFormat.Writable) == 0 && Array.Exists(
            places, place => place + (_elf.Is64Bit ? 8U : 4U) > row.MemoryOffset && place < row.MemoryOffset + (ulong)row.MemorySize);
    }

    private ParsedLoadSegment Row(Segment segment, ulong start, ulong fileSize, ulong memorySize) => new(
        fileSize == 0 ? TbfFormat.NoFileBytes : (uint)(start - ImageOffset),
        (uint)start,
        (uint)fileSize,
        (uint)memorySize,
        (uint)segment.Flags & TbfFormat.Rights);

    private static string Describe(ParsedLoadSegment? row) => row is null
        ? "none"
        : $"{row.FileSize} bytes from 0x{row.BinaryOffset:x} to 0x{row.MemoryOffset:x}, {row.MemorySize} of memory, flags 0x{row.Flags:x}";

    /// <summary>Compares which tables the header names, each with the number of addresses in it.</summary>
    private void CompareTables()
    {
        bool areNamed = HasElements && _expected.Options.Relocations is RelocationChoice.Auto or RelocationChoice.Segment;
        var wanted = Merge(areNamed ? DynamicRelocationTables.Of(_elf).Select(table => new ParsedRelocationTable(
            table.Kind, (ushort)table.EntrySize, (uint)(table.Address - _origin), (uint)table.Bytes.Length, RelativeCount(table))) : []);
        var stated = Merge(_tbf.RelocationTables);
        if (!wanted.SequenceEqual(stated))
            _differs($"relocation tables: {Describe(stated)}; the dynamic table of the ELF gives {Describe(wanted)}");
    }

    private uint RelativeCount(RelocationTable table) => table.Kind == RelocationKind.Relr
        ? (uint)table.RelrAddresses().Count()
        : (uint)table.Entries().Count(entry => entry.Type == Machine.Of(_elf.Machine).RelativeType);

    /// <summary>The tables without those that are empty, those that follow one another as one.</summary>
    private static List<ParsedRelocationTable> Merge(IEnumerable<ParsedRelocationTable> tables)
    {
        var merged = new List<ParsedRelocationTable>();
        foreach (var table in tables.Where(table => table.Size > 0).OrderBy(table => table.MemoryOffset))
        {
            if (merged is [.., var last] && last.Kind == table.Kind && last.EntrySize == table.EntrySize
                && last.MemoryOffset + last.Size == table.MemoryOffset)
            {
                merged[^1] = last with { Size = last.Size + table.Size, RelativeCount = last.RelativeCount + table.RelativeCount };
            }
            else
            {
                merged.Add(table);
            }
        }
        return merged;
    }

    private static string Describe(List<ParsedRelocationTable> tables) => tables.Count == 0
        ? "none"
        : string.Join(", ", tables.Take(8).Select(table =>
            $"{table.Kind.ToString().ToUpperInvariant()}, {table.Size} bytes at 0x{table.MemoryOffset:x}, {table.RelativeCount} relative"));

    /// <summary>The relocations that the options want behind the image; null: nothing.</summary>
    private List<Section>? FindTrailer() => _expected.Options.Relocations == RelocationChoice.Trailer
        ? Trailer.TablesOf(_elf, [.. _segments.Where(segment => segment.FileSize > 0).Select(segment => (Func<Section, bool>)segment.Holds)])
        : null;

    /// <summary>
    /// The relocation section that the app's own header of six words, at the start of the image, wants elsewhere than the linker put
    /// it: words four and five, its place and size.
    /// </summary>
    private MovedTable? FindMovedTable()
    {
        if (_elf.BytesAt(_origin + ImageOffset, SixWordHeader.Size) is not { } header)
            return null;
        uint start = BinaryPrimitives.ReadUInt32LittleEndian(header.Span[SixWordHeader.RelocationsOffset..]);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(header.Span[SixWordHeader.RelocationsSizeOffset..]);
        foreach (var section in _elf.Sections)
        {
            ulong place = section.Address - _origin;
            if (section is { IsRelocations: true, HasLoadedBytes: true } && section.Size == size && (place == start || place + 4 == start)
                && Array.Find(_segments, segment => segment.FileSize > 0 && segment.Holds(section)) is { } holder)
            {
                return new MovedTable(section, holder, start);
            }
        }
        return null;
    }
}
