using System.Buffers.Binary;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Plan.Legacy;
using TabFormat.Binary;
using TabFormat.Reading;

namespace Elf2Tab.Verification;

/// <summary>
/// Does what the start-up code of libtock-c does with an app that executes in place, copying and relocating by the ten words
/// at the start of the app, and compares the RAM that it makes with the ELF's segments. A difference is the app's own: the
/// bytes are where the ELF wants them.
/// </summary>
internal static class LegacyStartCheck
{
    private const int WordSize = 4;

    // Where an app may find itself; any places do.
    private const uint FlashBase = 0x0004_0100;
    private const uint RamBase = 0x2000_8000;

    /// <summary>Compares, where the app has the header.</summary>
    public static void Check(ElfFile elf, FlashPlan plan, TbfReading tbf, DiagnosticSink diagnostics)
    {
        if (plan.Trailer is not { } trailer || elf.Is64Bit)
            return;
        var header = elf.Sections.FirstOrDefault(
            section => section.IsNamed(GivenNames.TenWordHeader) && section is { HasFileBytes: true, Size: >= TenWordHeader.Size });
        if (header is null || plan.Image.HolderOf(header) is not { Offset: 0 } holder || header.Address != holder.Segment.VirtualAddress)
            return;

        var binary = tbf.Bytes.Span[(int)tbf.BinaryOffset..(int)tbf.BinaryEndOffset];
        var words = new ByteReader(binary);
        Span<(uint Source, uint Target, uint Size)> copies =
        [
            (words.U32(), words.U32(), words.U32()),
            (words.U32(), words.U32(), words.U32()),
        ];
        uint ramOrigin = plan.Origin.IsPositionIndependent ? 0 : plan.App.FixedAddresses?.Ram ?? 0;
        for (int index = 0; index < copies.Length; index++)
        {
            var (source, target, size) = copies[index];
            if (size == 0)
                continue;
            if (!ByteReader.Holds((ulong)binary.Length, source, size))
            {
                Report(target, $"its header takes {size} bytes at 0x{source:x} of the app binary, which has {binary.Length}");
                continue;
            }
            if (elf.BytesAt(ramOrigin + (ulong)target, size) is not { } linked)
                continue; // .got and .data may lie in several segments; what is in none cannot be compared
            byte[] made = binary.Slice((int)source, (int)size).ToArray();
            byte[] expected = linked.ToArray();
            if (plan.Origin.IsPositionIndependent)
            {
                // The global offset table holds addresses only; of the data, relocations say where addresses are.
                bool isOffsetTable = index == 0;
                Relocate(made, target, isOffsetTable ? EveryWord(target, size) : TrailerTargets(binary, plan.Image.Size));
                Relocate(expected, target, isOffsetTable ? EveryWord(target, size) : TableTargets(elf, trailer));
            }
            int common = expected.AsSpan().CommonPrefixLength(made);
            if (common < expected.Length)
                Report(target + (uint)common, "its start-up code would put other bytes there than the ELF has");
        }

        void Report(uint target, string what) =>
            diagnostics.Report(Catalogue.StartUpDiffers, $"RAM at 0x{ramOrigin + (ulong)target:x}: {what}");
    }

    /// <summary>Words at or above the flash stand-in are addresses in flash, all others in RAM.</summary>
    private static void Relocate(Span<byte> memory, uint start, IEnumerable<uint> targets)
    {
        foreach (uint target in targets)
        {
            if (target < start || !ByteReader.Holds((ulong)memory.Length, target - start, WordSize))
                continue;
            var place = memory.Slice((int)(target - start), WordSize);
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(place);
            uint moved = word >= FlashOrigin.PositionIndependent
                ? word - (uint)FlashOrigin.PositionIndependent + FlashBase
                : word + RamBase;
            BinaryPrimitives.WriteUInt32LittleEndian(place, moved);
        }
    }

    private static List<uint> EveryWord(uint start, uint size)
    {
        var targets = new List<uint>();
        for (uint offset = 0; offset + WordSize <= size; offset += WordSize)
            targets.Add(start + offset);
        return targets;
    }

    /// <summary>The targets as they stand behind the length word at the end of the image.</summary>
    private static List<uint> TrailerTargets(ReadOnlySpan<byte> binary, uint start)
    {
        var reader = new ByteReader(binary[(int)start..]);
        uint length = reader.U32();
        var targets = new List<uint>();
        while (targets.Count < length / 8 && reader.Remaining >= 8)
        {
            targets.Add(reader.U32());
            reader.U32();
        }
        return targets;
    }

    /// <summary>The targets as the ELF's relocation sections list them.</summary>
    private static List<uint> TableTargets(ElfFile elf, RelocationTrailer trailer)
    {
        var targets = new List<uint>();
        foreach (var table in trailer.Tables)
        {
            var reader = new ByteReader(elf.Content(table.Section).Span);
            while (reader.Remaining >= 8)
            {
                targets.Add(reader.U32());
                reader.U32();
            }
        }
        return targets;
    }
}
