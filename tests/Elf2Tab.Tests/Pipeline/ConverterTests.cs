using System.Buffers.Binary;
using CsCheck;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;

namespace Elf2Tab.Tests.Pipeline;

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

    /// <summary>What a fault of the writer may damage: an offset in the TBF, from the start or, negative, from the end.</summary>
    [Theory]
    [InlineData("elf/pointers.cortex-m4.elf", 52)] // the app's version, of which no ELF knows
    [InlineData("elf/pointers.cortex-m4.elf", 70)] // the name
    [InlineData("elf/pointers.cortex-m4.elf", 100)] // code
    [InlineData("elf/pointers.cortex-m4.elf", -1)] // reserved space
    [InlineData("elf/ram-rel.rv32imac.elf", 52)]
    [InlineData("elf/ram-rel.rv32imac.elf", 300)]
    public void A_byte_that_changes_while_it_is_written_is_seen(string elf, int offset)
    {
        var steps = new ConversionSteps
        {
            Write = tbf =>
            {
                byte[] bytes = TbfWriter.Write(tbf);
                bytes[offset < 0 ? bytes.Length + offset : offset] ^= 4;
                return bytes;
            },
        };
        AssertSeen(elf, steps);
    }

    private static readonly Dictionary<string, (string Elf, Func<LoadPlan, LoadPlan> Break)> Faults = new()
    {
        ["the second segment 4 bytes too high"] = ("elf/pointers.cortex-m4.elf", plan => plan with { Image = Higher(plan.Image) }),
        ["the second segment of a fixed app 4 bytes too high"] = (
            "elf/pointers.rv32imac.0x20040080.0x80002800.elf", plan => plan with { Image = Higher(plan.Image) }),
        ["a trailer that is 4 bytes short"] = ("elf/pointers.cortex-m4.elf", plan => plan with
        {
            Trailer = plan.Trailer! with { Tables = [plan.Trailer.Tables[0] with { Bytes = plan.Trailer.Tables[0].Bytes[..^4] }] },
        }),
        ["no trailer"] = ("elf/pointers.cortex-m4.elf", plan => plan with { Trailer = null }),
        ["another entry point"] = (
            "elf/pointers.cortex-m4.elf", plan => plan with { App = plan.App with { EntryOffset = plan.App.EntryOffset + 2 } }),
        ["another flash address"] = ("elf/pointers.rv32imac.0x20040080.0x80002800.elf", plan => plan with
        {
            App = plan.App with { FixedAddresses = plan.App.FixedAddresses! with { Flash = plan.App.FixedAddresses.Flash + 4 } },
        }),
        ["less RAM"] = (
            "elf/pointers.cortex-m4.elf", plan => plan with { App = plan.App with { MinimumRamSize = plan.App.MinimumRamSize - 8 } }),
        ["no flash region"] = ("elf/state.cortex-m4.elf", plan => plan with { App = plan.App with { FlashRegions = [] } }),
        ["a segment in RAM 4 bytes too high"] = ("elf/ram-rel.rv32imac.elf", plan => plan with { Image = Higher(plan.Image) }),
        ["a missing table"] = (
            "elf/ram-rel.rv32imac.elf", plan => plan with { App = plan.App with { DynamicRelocations = [] } }),
        ["a row with other rights"] = ("elf/ram-rel.rv32imac.elf", plan => plan with
        {
            App = plan.App with
            {
                LoadSegments = plan.App.LoadSegments.SetItem(0, plan.App.LoadSegments[0] with { Flags = 7 }),
            },
        }),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    /// <summary>The writer does as it is told; only the ELF tells that it was told wrong.</summary>
    [Theory]
    [MemberData(nameof(FaultNames))]
    public void A_plan_is_seen_to_be_wrong_with(string name)
    {
        var (elf, broken) = Faults[name];
        AssertSeen(elf, new ConversionSteps { MakePlan = (file, options, sink) => broken(Planner.Make(file, options, sink)) });
    }

    private static AppImage Higher(AppImage image) => image with
    {
        Size = image.Size + 4,
        Segments = image.Segments.SetItem(1, image.Segments[1] with { Offset = image.Segments[1].Offset + 4 }),
    };

    private static void AssertSeen(string elf, ConversionSteps steps)
    {
        var options = new ConvertOptions { PackageName = "app", KernelMajor = 2 };
        var source = new ElfSource(TestData.Read(elf));
        Assert.False(Outcome.Of(sink => Converter.Convert(source, [], options, sink)).IsRefused);

        var outcome = Outcome.Of(sink => Converter.Convert(source, [], options, sink, steps));

        Assert.True(outcome.IsRefused);
        Assert.All(outcome.Kinds.Where(kind => kind.Severity == Severity.Error), kind => Assert.Equal(Catalogue.CheckFailed, kind));
        Assert.Contains(Catalogue.CheckFailed, outcome.Kinds);
    }

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
