using System.Buffers.Binary;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Plan.Legacy;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Verification;

/// <summary>What a loader is told apart from the TBF: without a Load Target the header says nothing of it.</summary>
/// <param name="Origin">The virtual address of the start of the app's RAM.</param>
/// <param name="WordSize">Bytes of a word: 4 or 8.</param>
/// <param name="RelativeType">The machine's relative relocation.</param>
/// <param name="IsFixed">The app is linked for a RAM address: the Fixed Addresses element states that, not an offset.</param>
/// <param name="TrailerSize">Bytes at the end of the app binary that are no part of the image.</param>
/// <param name="HeaderTable">The app's own header says where its relocations are, and they are of this kind.</param>
internal sealed record LoadHints(ulong Origin, int WordSize, uint? RelativeType, bool IsFixed, uint TrailerSize, RelocationKind? HeaderTable);

/// <summary>A relocation section that goes elsewhere than its section header says, because the app's own header says so.</summary>
/// <param name="Section">The section.</param>
/// <param name="Holder">The segment that loads it.</param>
/// <param name="Start">Where it goes, bytes from the start of the app's RAM.</param>
internal sealed record MovedTable(Section Section, Segment Holder, ulong Start)
{
    /// <summary>Where it ends.</summary>
    public ulong End => Start + Section.Size;

    /// <summary>The encoding of its entries.</summary>
    public RelocationKind Kind => Section.Type switch
    {
        SectionType.Rel => RelocationKind.Rel,
        SectionType.Rela => RelocationKind.Rela,
        _ => RelocationKind.Relr,
    };
}

/// <summary>
/// Two ways to the same memory: from the ELF as its standard says, and from the TBF as a loader does that knows nothing of
/// ELF. They share no step, so that one checks the other.
/// </summary>
internal static class ReferenceLoader
{
    private const ulong LargestContents = 1 << 30;

    /// <summary>The app as the ELF standard has it at a base: program headers, then the relocations of PT_DYNAMIC.</summary>
    /// <param name="elf">The ELF.</param>
    /// <param name="origin">The virtual address of the start of its RAM.</param>
    /// <param name="baseAddress">Where its RAM starts.</param>
    /// <param name="relocates">Apply the relocations.</param>
    /// <param name="moved">The relocations, when the app's own header says where they are.</param>
    /// <exception cref="InvalidDataException">It cannot be loaded.</exception>
    public static LoadedApp LoadElf(ElfFile elf, ulong origin, ulong baseAddress, bool relocates, MovedTable? moved)
    {
        var segments = elf.LoadSegments.OrderBy(segment => segment.VirtualAddress).ToArray();
        // Zeros in front are as good as memory without contents.
        var filled = segments.Where(segment => segment.FileSize > 0)
            .SkipWhile(segment => !elf.Content(segment).Span.ContainsAnyExcept((byte)0))
            .ToArray();
        if (filled.Length == 0)
            filled = [segments.Last(segment => segment.FileSize > 0)];
        ulong start = filled[0].VirtualAddress - origin;
        ulong end = filled.Max(segment => segment.VirtualAddress + segment.FileSize) - origin;

        end = Math.Max(end, moved?.End ?? 0);
        if (end - start > LargestContents)
            throw new InvalidDataException($"the segments span {end - start} bytes");
        var app = new LoadedApp(start, checked((int)(end - start)), elf.Is64Bit ? 8 : 4)
        {
            Entry = elf.Entry - origin,
            Permissions = [.. segments.Select(segment => (segment.VirtualAddress - origin, segment.MemorySize, (uint)segment.Flags & TbfFormat.Rights))],
        };
        foreach (var segment in filled)
            app.Copy(segment.VirtualAddress - origin, elf.Content(segment).Span);
        if (moved is not null)
            app.Copy(moved.Start, elf.Content(moved.Section).Span);
        if (!relocates)
            return app;

        uint? relative = Machine.Of(elf.Machine).RelativeType;
        IEnumerable<RelocationTable> tables = moved is null
            ? DynamicRelocationTables.Of(elf)
            : [new RelocationTable(moved.Kind, 0, elf.Content(moved.Section), elf.Is64Bit)];
        foreach (var table in tables)
            Apply(app, table, origin, baseAddress - origin, relative);
        return app;
    }

    /// <summary>The app as a loader puts it into memory that has only the TBF, and the hints.</summary>
    /// <exception cref="InvalidDataException">It cannot be loaded.</exception>
    public static LoadedApp LoadTbf(TbfReading tbf, ulong baseAddress, LoadHints hints)
    {
        if (tbf.BinaryEndOffset - tbf.BinaryOffset < hints.TrailerSize)
            throw new InvalidDataException("the app binary is shorter than its relocations");
        if (tbf.LoadTarget is { } target)
            hints = CheckTarget(target, baseAddress, hints);
        var binary = tbf.Bytes[(int)tbf.BinaryOffset..(int)(tbf.BinaryEndOffset - hints.TrailerSize)];
        ulong entryInBinary = tbf.Entry!.InitFunctionOffset - tbf.Entry.ProtectedTrailerSize;
        var app = tbf.LoadSegments.IsEmpty
            ? LoadContiguous(tbf, binary, entryInBinary, hints)
            : LoadRows(tbf, binary, entryInBinary, hints);

        var relocations = new LoaderRelocations(app, hints.Origin, baseAddress - hints.Origin);
        if (hints.HeaderTable is { } kind)
        {
            if (binary.Length < SixWordHeader.Size)
                throw new InvalidDataException("the app binary is too short for its header");
            uint start = BinaryPrimitives.ReadUInt32LittleEndian(binary.Span[SixWordHeader.RelocationsOffset..]);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(binary.Span[SixWordHeader.RelocationsSizeOffset..]);
            relocations.Apply(kind, start, size, hints.RelativeType);
        }
        foreach (var table in tbf.RelocationTables)
            relocations.Apply(table.Kind, table.MemoryOffset, table.Size, hints.RelativeType);
        return app;
    }

    /// <summary>What the header says in place of hints; the base suits it.</summary>
    private static LoadHints CheckTarget(ParsedLoadTarget target, ulong baseAddress, LoadHints hints)
    {
        bool isFixed = target.Placement == RamPlacement.AtLinkAddress;
        if (isFixed ? baseAddress != target.LinkAddress : baseAddress % Math.Max(target.RamAlignment, 1) != 0)
            throw new InvalidDataException($"its RAM cannot start at 0x{baseAddress:x}");
        return hints with
        {
            Origin = target.LinkAddress,
            WordSize = target.Class == 2 ? 8 : 4,
            RelativeType = Machine.Of((ElfMachine)target.Machine).RelativeType,
            IsFixed = isFixed,
        };
    }

    /// <summary>A loader that knows no more than where in RAM the binary starts.</summary>
    private static LoadedApp LoadContiguous(TbfReading tbf, ReadOnlyMemory<byte> binary, ulong entryInBinary, LoadHints hints)
    {
        ulong start = tbf.FixedAddresses?.Ram is { } stated and not TbfFormat.AnyAddress && !hints.IsFixed ? stated : 0;
        var app = new LoadedApp(start, binary.Length, hints.WordSize) { Entry = start + entryInBinary, Permissions = [] };
        app.Copy(start, binary.Span);
        return app;
    }

    private static LoadedApp LoadRows(TbfReading tbf, ReadOnlyMemory<byte> binary, ulong entryInBinary, LoadHints hints)
    {
        var filled = tbf.LoadSegments.Where(row => row.BinaryOffset != TbfFormat.NoFileBytes).ToList();
        if (filled.Count == 0)
            throw new InvalidDataException("no load segment has bytes");
        if (filled.Exists(row => row.BinaryOffset + (long)row.FileSize > binary.Length))
            throw new InvalidDataException("a load segment takes bytes from behind the image");
        ulong start = filled.Min(row => row.MemoryOffset);
        ulong end = filled.Max(row => row.MemoryOffset + (ulong)row.FileSize);
        if (end - start > LargestContents)
            throw new InvalidDataException($"the load segments span {end - start} bytes");
        var holder = filled.Find(row => entryInBinary >= row.BinaryOffset && entryInBinary - row.BinaryOffset < row.FileSize)
            ?? throw new InvalidDataException("the entry point is in no load segment");
        var app = new LoadedApp(start, checked((int)(end - start)), hints.WordSize)
        {
            Entry = holder.MemoryOffset + entryInBinary - holder.BinaryOffset,
            Permissions = [.. tbf.LoadSegments.Select(row => ((ulong)row.MemoryOffset, (ulong)row.MemorySize, row.Flags))],
        };
        foreach (var row in filled)
            app.Copy(row.MemoryOffset, binary.Span.Slice((int)row.BinaryOffset, (int)row.FileSize));
        return app;
    }

    /// <summary>Applies a table as the psABI says: B + A, with B the load bias.</summary>
    private static void Apply(LoadedApp app, RelocationTable table, ulong origin, ulong bias, uint? relativeType)
    {
        if (table.Kind == RelocationKind.Relr)
        {
            foreach (var (_, address) in table.RelrAddresses())
                app.SetWord(address - origin, app.Word(address - origin) + bias);
            return;
        }
        foreach (var entry in table.Entries().Where(entry => entry.Type == relativeType))
        {
            ulong addend = table.Kind == RelocationKind.Rela ? entry.Addend : app.Word(entry.Address - origin);
            app.SetWord(entry.Address - origin, addend + bias);
        }
    }
}
