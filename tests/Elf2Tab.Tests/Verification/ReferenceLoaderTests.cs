using CsCheck;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan;
using Elf2Tab.Tests.Elf;
using Elf2Tab.Tests.Plan;
using Elf2Tab.Verification;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;

namespace Elf2Tab.Tests.Verification;

/// <summary>The two loaders agree with one another and with what a test has put into an app, and see what is wrong.</summary>
public sealed class ReferenceLoaderTests
{
    [Fact]
    public void Any_app_is_in_memory_what_its_ELF_says_wherever_it_is_loaded() =>
        Gen.Select(RandomPie.Any, Gen.Enum<LoadInfo>(), Gen.ULong.Array[2]).Sample(
            (pie, loadInfo, places) =>
            {
                var options = new ConvertOptions { LoadInfo = loadInfo };
                var conversion = RamConversion.Of(pie.Elf, options);
                Assert.DoesNotContain(conversion.Problems, kind => kind.Severity == Severity.Error);
                Assert.Equal(pie.Image(null), conversion.Binary);
                Assert.Empty(ElfCheck.Differences(conversion.Elf, conversion.Tbf, Expectation.Exactly(options)));

                bool isRelocated = loadInfo == LoadInfo.Full;
                int wordSize = pie.Is64Bit ? 8 : 4;
                var hints = new LoadHints(pie.Origin, wordSize, PieBuilder.Relative, IsFixed: false, TrailerSize: 0, HeaderTable: null);
                foreach (ulong place in places)
                {
                    ulong address = (pie.Is64Bit ? place >> 1 : place >> 33) / pie.RamAlignment * pie.RamAlignment;
                    ulong bias = address - pie.Origin;
                    byte[] expected = pie.Image(isRelocated ? bias : null);

                    var fromTbf = ReferenceLoader.LoadTbf(conversion.Tbf, address, hints);
                    var fromElf = ReferenceLoader.LoadElf(conversion.Elf, pie.Origin, address, isRelocated, moved: null);

                    foreach (var app in new[] { fromTbf, fromElf })
                    {
                        Bytes.Equal(expected, app.Bytes(pie.ImageStart - pie.Origin, (uint)expected.Length), $"at 0x{address:x}");
                        foreach (ulong target in isRelocated ? pie.Targets : [])
                            Assert.Equal(pie.Relocated(target, bias), app.Word(target - pie.Origin));
                    }
                }
            },
            iter: 1_000);

    private static readonly PieBuilder Pie = new()
    {
        Origin = 0x1000,
        StackInFront = 0x400,
        Rel = [new(0x1000 + PieBuilder.Data, PieBuilder.Relative), new(0x1004 + PieBuilder.Data, PieBuilder.Relative)],
        Relr = [0x1008 + PieBuilder.Data, 0b11],
    };

    private static readonly Dictionary<string, Func<TbfObject, TbfObject>> Mutations = new()
    {
        ["memory offset of a row"] = tbf => Row(tbf, 2, row => row with { MemoryOffset = row.MemoryOffset + 4 }),
        ["memory offset of memory without bytes"] = tbf => Row(tbf, 0, row => row with { MemoryOffset = row.MemoryOffset + 4 }),
        ["bytes of a row"] = tbf => Row(tbf, 1, row => row with { BinaryOffset = row.BinaryOffset + 4 }),
        ["fewer bytes of a row"] = tbf => Row(tbf, 2, row => row with { FileSize = 8 }),
        ["less memory of a row"] = tbf => Row(tbf, 2, row => row with { MemorySize = row.MemorySize - 1 }),
        ["permissions of a row"] = tbf => Row(tbf, 1, row => row with { Flags = row.Flags | (uint)SegmentFlags.Write }),
        ["permissions of memory without bytes"] = tbf => Row(tbf, 0, row => row with { Flags = (uint)SegmentFlags.Read }),
        ["missing row"] = tbf => App(tbf, app => app with { LoadSegments = app.LoadSegments.RemoveAt(0) }),
        ["place of a table"] = tbf => Table(tbf, 0, table => table with { MemoryOffset = table.MemoryOffset + 8 }),
        ["fewer entries of a table"] = tbf => Table(tbf, 0, table => table with { Size = 8 }),
        ["fewer entries of a RELR table"] = tbf => Table(tbf, 1, table => table with { Size = 4 }),
        ["kind of a table"] = tbf => Table(tbf, 1, table => table with { Kind = RelocationKind.Rel, EntrySize = 8 }),
        ["missing table"] = tbf => App(tbf, app => app with { DynamicRelocations = app.DynamicRelocations.RemoveAt(1) }),
        ["text relocations of a row"] = tbf => Row(tbf, 1, row => row with { Flags = row.Flags | TbfFormat.TextRelocated }),
        ["machine"] = tbf => Target(tbf, target => target with { Machine = 40 }),
        ["class"] = tbf => Target(tbf, target => target with { Class = 2 }),
        ["placement"] = tbf => Target(tbf, target => target with { Placement = RamPlacement.AtLinkAddress }),
        ["link address"] = tbf => Target(tbf, target => target with { LinkAddress = target.LinkAddress + 8 }),
        ["size of the RAM"] = tbf => Target(tbf, target => target with { RamSize = target.RamSize + 8 }),
        ["alignment of the RAM"] = tbf => Target(tbf, target => target with { RamAlignment = 16 }),
        ["no target"] = tbf => App(tbf, app => app with { LoadTarget = null }),
        ["entry"] = tbf => App(tbf, app => app with { EntryOffset = app.EntryOffset + 1 }),
        ["first byte"] = tbf => Part(tbf, 0, 0),
        ["last byte"] = tbf => Part(tbf, 1, ^1),
        ["byte of a relocated word"] = tbf => Part(tbf, 1, 3),
    };

    public static TheoryData<string> MutationNames => [.. Mutations.Keys];

    [Theory]
    [MemberData(nameof(MutationNames))]
    public void Another(string name) => AssertSeen(new ConvertOptions(), Mutations[name]);

    private static readonly Dictionary<string, Func<TbfObject, TbfObject>> PlainMutations = new()
    {
        ["offset of the image"] = tbf => App(tbf, app => app with { FixedAddresses = new(0x404, null) }),
        ["no offset of the image"] = tbf => App(tbf, app => app with { FixedAddresses = null }),
        ["entry"] = Mutations["entry"],
        ["byte"] = Mutations["first byte"],
    };

    public static TheoryData<string> PlainMutationNames => [.. PlainMutations.Keys];

    [Theory]
    [MemberData(nameof(PlainMutationNames))]
    public void Without_elements_another(string name) =>
        AssertSeen(new ConvertOptions { LoadInfo = LoadInfo.None }, PlainMutations[name]);

    [Fact]
    public void Bases_suit_the_app_and_repeat()
    {
        var file = ElfFile.Read(new ElfSource(Pie.Build()), new DiagnosticSink("app.elf"));

        ulong[] bases = [.. RamCheck.BasesFor(file, 0x40, [1, 2, 3])];

        Assert.All(bases, address => Assert.Equal(0U, address % 0x40));
        Assert.Equal(bases, RamCheck.BasesFor(file, 0x40, [1, 2, 3]));
        Assert.True(bases.Distinct().Count() > 1);
        Assert.NotEqual(bases, RamCheck.BasesFor(file, 0x40, [1, 2, 4]));
    }

    private static void AssertSeen(ConvertOptions options, Func<TbfObject, TbfObject> mutate)
    {
        var conversion = RamConversion.Clean(Pie.Build(), options);

        var tbf = TbfReader.Read(TbfWriter.Write(mutate(conversion.Result!.Tbf)));
        Assert.Empty(ElfCheck.Differences(conversion.Elf, conversion.Tbf, Expectation.Exactly(options)));
        Assert.NotEmpty(ElfCheck.Differences(conversion.Elf, tbf, Expectation.Exactly(options)));
    }

    private static TbfObject App(TbfObject tbf, Func<TbfApp, TbfApp> change) => tbf with { App = change(tbf.App) };

    private static TbfObject Row(TbfObject tbf, int index, Func<LoadSegment, LoadSegment> change) =>
        App(tbf, app => app with { LoadSegments = app.LoadSegments.SetItem(index, change(app.LoadSegments[index])) });

    private static TbfObject Target(TbfObject tbf, Func<LoadTargetElement, LoadTargetElement> change) =>
        App(tbf, app => app with { LoadTarget = change(app.LoadTarget!) });

    private static TbfObject Table(TbfObject tbf, int index, Func<RelocationTableInfo, RelocationTableInfo> change) =>
        App(tbf, app => app with
        {
            DynamicRelocations = app.DynamicRelocations.SetItem(index, change(app.DynamicRelocations[index])),
        });

    private static TbfObject Part(TbfObject tbf, int index, Index place)
    {
        byte[] bytes = tbf.Binary[index].Bytes.ToArray();
        bytes[place] ^= 0x80;
        return tbf with { Binary = tbf.Binary.SetItem(index, tbf.Binary[index] with { Bytes = bytes }) };
    }
}
