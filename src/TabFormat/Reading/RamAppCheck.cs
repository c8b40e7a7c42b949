using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using TabFormat.Tbf;

namespace TabFormat.Reading;

/// <summary>
/// The rules of loaders that copy apps to RAM, besides those of <see cref="TbfReader"/>: what the elements for loading say agrees with one
/// another and with the app, and no relocation can write to a place where it must not. Written from the contract alone.
/// </summary>
public static class RamAppCheck
{
    /// <summary>Most words that are looked at; a few bytes of a table can name any number.</summary>
    public const int MostPlaces = 1 << 20;

    /// <summary>The rules that a TBF breaks which breaks none of <see cref="TbfReader"/>; of each rule about relocations the first place.</summary>
    public static ImmutableArray<TbfFinding> Check(TbfReading tbf)
    {
        var findings = ImmutableArray.CreateBuilder<TbfFinding>();
        if (!tbf.Findings.IsEmpty || !tbf.HasBinary)
            return [];
        if (tbf.Flags.HasFlag(TbfFlags.LoaderRelocates)
            && (!tbf.Flags.HasFlag(TbfFlags.LoadToRam) || tbf.RelocationTables.IsEmpty))
        {
            findings.Add(new(
                TbfRule.LoaderRelocates,
                8,
                "the loader is to relocate (bit 30) "
                + (tbf.RelocationTables.IsEmpty ? "by no tables" : "what is not loaded to RAM (bit 31)")));
        }
        if (tbf.LoadTarget is { } target)
            CheckTarget(tbf, target, findings);
        if (tbf.LoadSegments.IsEmpty != tbf.LoadTarget is null)
            findings.Add(new(TbfRule.LoadTargetPair, 0, tbf.LoadTarget is null ? "Load Segments without Load Target" : "Load Target without Load Segments"));
        else if (tbf.LoadTarget is not null)
            CheckRows(tbf, tbf.LoadTarget, findings);
        if (tbf.LoadSegments.IsEmpty && !tbf.RelocationTables.IsEmpty)
            findings.Add(new(TbfRule.RelocationTablePlace, 0, "relocation tables without Load Segments in whose bytes they could be"));
        else if (findings.Count == 0 && tbf.LoadTarget is { } known && !tbf.RelocationTables.IsEmpty)
            new Relocations(tbf, known, findings).Check();
        return findings.ToImmutable();
    }

    /// <summary>The relocation of a machine that adds the load bias to a word (psABI); null: it is not known.</summary>
    private static uint? RelativeType(ushort machine) => machine switch
    {
        3 or 62 => 8, // i386, x86-64
        40 => 23, // ARM
        183 => 1027, // AArch64
        243 => 3, // RISC-V
        _ => null,
    };

    private static void CheckTarget(TbfReading tbf, ParsedLoadTarget target, ImmutableArray<TbfFinding>.Builder findings)
    {
        if (target.Class is not (1 or 2) || !Enum.IsDefined(target.Placement))
            findings.Add(new(TbfRule.LoadTarget, 0, $"class {target.Class}, placement {(byte)target.Placement}; there are classes 1 and 2, placements 0 and 1"));
        if (!BitOperations.IsPow2(target.RamAlignment)
            || target.RamAlignment is < TbfFormat.LeastRamAlignment or > TbfFormat.LargestRamAlignment)
        {
            findings.Add(new(TbfRule.RamAlignment, 0, $"ram_alignment {target.RamAlignment} is no power of two from 8 to 65536"));
        }
        if (!tbf.RelocationTables.IsEmpty && RelativeType(target.Machine) is null)
            findings.Add(new(TbfRule.RelocationMachine, 0, $"relocations of machine {target.Machine}, which are not known"));
    }

    private static void CheckRows(TbfReading tbf, ParsedLoadTarget target, ImmutableArray<TbfFinding>.Builder findings)
    {
        var filled = tbf.LoadSegments.Index().Where(row => row.Item.FileSize > 0).ToList();
        long? imageOffset = filled.Count == 0 ? null : Distance(filled[0].Item);
        foreach (var (index, row) in filled)
        {
            if (Distance(row) != imageOffset || imageOffset < 0)
            {
                findings.Add(new(
                    TbfRule.LoadSegmentDistance,
                    0,
                    $"load segment {index} goes from 0x{row.BinaryOffset:x} to 0x{row.MemoryOffset:x}, the image as a whole from 0 to 0x{Math.Max(imageOffset!.Value, 0):x}"));
                return;
            }
        }
        foreach (var (index, row) in tbf.LoadSegments.Index())
        {
            if (row.MemoryOffset + (long)row.MemorySize > target.RamSize)
                findings.Add(new(
                    TbfRule.LoadSegmentEnd, 0, $"load segment {index} ends at 0x{row.MemoryOffset + (long)row.MemorySize:x}, the RAM at 0x{target.RamSize:x}"));
        }
        long size = (imageOffset ?? 0) + tbf.Binary.Length + tbf.Entry!.MinimumRamSize;
        if (size != target.RamSize)
            findings.Add(new(
                TbfRule.RamSize,
                0,
                $"ram_size {target.RamSize}; image offset {imageOffset ?? 0}, app binary {tbf.Binary.Length} and minimum_ram_size "
                + $"{tbf.Entry.MinimumRamSize} are {size}"));
        long entry = (long)tbf.Entry.InitFunctionOffset - tbf.Entry.ProtectedTrailerSize;
        if (!filled.Exists(row => (row.Item.Flags & TbfFormat.Executable) != 0
            && entry >= row.Item.BinaryOffset && entry - row.Item.BinaryOffset < row.Item.FileSize))
        {
            findings.Add(new(TbfRule.LoadEntry, 0, $"the entry point at 0x{entry:x} of the app binary is not in the bytes of an executable load segment"));
        }
        CheckFixedAddresses(tbf, target, (uint)(imageOffset ?? 0), findings);
    }

    private static void CheckFixedAddresses(
        TbfReading tbf, ParsedLoadTarget target, uint imageOffset, ImmutableArray<TbfFinding>.Builder findings)
    {
        if (tbf.FixedAddresses is not { } stated)
            return;
        bool isFixed = target.Placement == RamPlacement.AtLinkAddress;
        uint expected = isFixed ? target.LinkAddress : imageOffset;
        uint ram = stated.Ram == TbfFormat.AnyAddress && !isFixed ? 0 : stated.Ram;
        if (ram != expected || stated.Flash != TbfFormat.AnyAddress)
        {
            findings.Add(new(
                TbfRule.FixedAddresses,
                0,
                $"Fixed Addresses: RAM 0x{stated.Ram:x}, flash 0x{stated.Flash:x}; Load Segments and Load Target say RAM 0x{expected:x}, "
                + "and nothing of it stays in flash"));
        }
    }

    /// <summary>Bytes from the start of the app binary, were it copied as a whole, to the start of the RAM.</summary>
    private static long Distance(ParsedLoadSegment row) => (long)row.MemoryOffset - row.BinaryOffset;

    /// <summary>The relocations of an app, all of whose rows are right.</summary>
    private sealed class Relocations(TbfReading tbf, ParsedLoadTarget target, ImmutableArray<TbfFinding>.Builder findings)
    {
        private readonly uint _wordSize = target.Class == 2 ? 8U : 4U;
        private readonly List<ulong> _places = [];

        public void Check()
        {
            foreach (var (index, table) in tbf.RelocationTables.Index())
            {
                if (table.EntrySize != _wordSize * (table.Kind == RelocationKind.Relr ? 1U : table.Kind == RelocationKind.Rela ? 3U : 2U))
                {
                    Report(TbfRule.DynamicRelocations, index, $"entries of {table.EntrySize} bytes, in class {target.Class}");
                    continue;
                }
                int before = _places.Count;
                var holder = tbf.LoadSegments.FirstOrDefault(row => row.FileSize > 0 && table.MemoryOffset >= row.MemoryOffset
                    && table.MemoryOffset + (long)table.Size <= row.MemoryOffset + (long)row.FileSize);
                var bytes = holder is null ? [] : tbf.Binary.Span.Slice((int)(holder.BinaryOffset + (table.MemoryOffset - holder.MemoryOffset)), (int)table.Size);
                bool isWhole = table.Kind == RelocationKind.Relr ? ReadPacked(bytes, index) : ReadEntries(bytes, table, index);
                if (isWhole && _places.Count - before != table.RelativeCount)
                    Report(TbfRule.RelativeCount, index, $"relative_count {table.RelativeCount}, the table has {_places.Count - before}");
            }
            _places.Sort();
            for (int index = 1; index < _places.Count; index++)
            {
                if (_places[index] - _places[index - 1] < _wordSize)
                {
                    findings.Add(new(TbfRule.RelocationRepeated, 0, $"relocations at 0x{_places[index - 1]:x} and 0x{_places[index]:x} of the RAM"));
                    return;
                }
            }
        }

        private bool ReadEntries(ReadOnlySpan<byte> bytes, ParsedRelocationTable table, int index)
        {
            uint? relative = RelativeType(target.Machine);
            for (; bytes.Length > 0; bytes = bytes[table.EntrySize..])
            {
                ulong info = Word(bytes[(int)_wordSize..]);
                var (type, symbol) = _wordSize == 8 ? ((uint)info, info >> 32) : ((byte)info, info >> 8);
                if ((type != 0 && type != relative) || symbol != 0)
                    Report(TbfRule.RelocationType, index, $"a relocation of type {type}, symbol {symbol}");
                else if (type == relative && !Add(Word(bytes), index))
                    return false;
            }
            return true;
        }

        private bool ReadPacked(ReadOnlySpan<byte> bytes, int index)
        {
            ulong? next = null;
            for (; bytes.Length > 0; bytes = bytes[(int)_wordSize..])
            {
                ulong entry = Word(bytes);
                if (entry % 2 == 0)
                {
                    if (!Add(entry, index))
                        return false;
                    next = entry + _wordSize;
                    continue;
                }
                if (next is not { } place)
                {
                    Report(TbfRule.RelocationPlace, index, "a bitmap without an address in front of it");
                    return false;
                }
                for (ulong bits = entry >> 1; bits != 0; bits >>= 1, place += _wordSize)
                {
                    if (bits % 2 != 0 && !Add(place, index))
                        return false;
                }
                next += ((8 * _wordSize) - 1) * _wordSize;
            }
            return true;
        }

        /// <summary>Takes a place, a link address; false: there are too many.</summary>
        private bool Add(ulong address, int index)
        {
            if (_places.Count == MostPlaces)
            {
                Report(TbfRule.RelativeCount, index, $"more than {MostPlaces} relocations");
                return false;
            }
            ulong place = address - target.LinkAddress;
            _places.Add(place);
            ulong end = place + _wordSize;
            if (address < target.LinkAddress
                || !tbf.LoadSegments.Any(row => place >= row.MemoryOffset && end <= row.MemoryOffset + (ulong)row.MemorySize))
                Report(TbfRule.RelocationPlace, index, $"a relocation at link address 0x{address:x}, not wholly in one load segment");
            else if (tbf.RelocationTables.Any(table => end > table.MemoryOffset && place < table.MemoryOffset + (ulong)table.Size))
                Report(TbfRule.RelocationInTable, index, $"a relocation at 0x{place:x} of the RAM, where a relocation table is");
            else if (tbf.LoadSegments.Any(row => end > row.MemoryOffset && place < row.MemoryOffset + (ulong)row.MemorySize
                && (row.Flags & (TbfFormat.Writable | TbfFormat.TextRelocated)) == 0))
                Report(TbfRule.RelocationProtected, index, $"a relocation at 0x{place:x} of the RAM, in a load segment that is neither writable nor TextRelocated");
            return true;
        }

        private ulong Word(ReadOnlySpan<byte> bytes) => _wordSize == 8
            ? BinaryPrimitives.ReadUInt64LittleEndian(bytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

        private void Report(TbfRule rule, int table, string text)
        {
            if (!findings.Any(finding => finding.Rule == rule))
                findings.Add(new(rule, 0, $"relocation table {table}: {text}"));
        }
    }
}
