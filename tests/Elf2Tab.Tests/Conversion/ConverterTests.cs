using System.Buffers.Binary;
using CsCheck;
using Elf2Tab.Conversion;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Tests.Elf;
using TabFormat.Reading;
using Tests.Shared;

namespace Elf2Tab.Tests.Conversion;

public sealed class ConverterTests
{
    private static readonly Gen<ElfMachine> Machines =
        Gen.OneOf(Gen.Const(ElfMachine.Arm), Gen.Const(ElfMachine.RiscV), Gen.Const(ElfMachine.I386));

    /// <summary>Size, gap before it, and whether it runs elsewhere than it is stored.</summary>
    private static readonly Gen<(int Size, uint Gap, bool IsMoved)[]> Segments =
        Gen.Select(Gen.Int[1, 300], Gen.OneOf(Gen.Const(0U), Gen.UInt[1, 5000]), Gen.Bool).Array[1, 4];

    [Fact]
    public void Bytes_are_where_their_physical_addresses_say() =>
        Gen.Select(Gen.Bool, Machines, Gen.UInt[0x1000, 0xF000_0000], Segments, Gen.Int[0, 23], Gen.Bool).Sample(
            (is64Bit, machine, start, parts, order, hasSections) =>
            {
                var app = App(is64Bit, machine, start, parts, order, hasSections);
                var diagnostics = new DiagnosticSink("app.elf");
                byte[] file = app.Build();

                var converted = Converter.Convert(new ElfSource(file), [], new ConvertOptions(), diagnostics);

                Assert.False(diagnostics.HasErrors);
                var reading = TbfReader.Read(converted.Bytes);
                ulong binary = (ulong)reading.BinaryOffset;
                foreach (var segment in app.Segments)
                {
                    ulong offset = binary + segment.PhysicalAddress!.Value - start;
                    Bytes.Equal(segment.Bytes, converted.Bytes.AsSpan((int)offset, segment.Bytes.Length));
                }
                Assert.Equal(0U, (start - binary) % 256);
                ulong end = app.Segments.Max(segment => segment.PhysicalAddress!.Value + (ulong)segment.Bytes.Length);
                Assert.Equal(binary + end - start + 4, (ulong)reading.BinaryEndOffset);
                int trailer = (int)reading.BinaryEndOffset - 4;
                Assert.Equal(0U, BinaryPrimitives.ReadUInt32LittleEndian(converted.Bytes.AsSpan(trailer)));
            });

    /// <summary>The first part is code in place, whatever order the program headers have.</summary>
    private static ElfBuilder App(
        bool is64Bit, ElfMachine machine, uint start, (int Size, uint Gap, bool IsMoved)[] parts, int order, bool hasSections)
    {
        var segments = new List<SegmentSpec>();
        ulong address = start;
        foreach (var (size, gap, isMoved) in parts)
        {
            bool isFirst = segments.Count == 0;
            address += isFirst ? 0 : gap;
            ulong runsAt = isMoved && !isFirst ? address + 0x0100_0000 : address;
            segments.Add(new SegmentSpec(runsAt, Apps.Code(size)) { PhysicalAddress = address });
            address += (ulong)size;
        }
        ulong entry = segments[0].VirtualAddress;
        int shift = order % segments.Count;
        segments = [.. segments[shift..], .. segments[..shift]];
        if (order % 2 == 1)
            segments.Reverse();
        return Apps.Fixed([.. segments]) with { Is64Bit = is64Bit, Machine = machine, Entry = entry, HasSections = hasSections };
    }
}
