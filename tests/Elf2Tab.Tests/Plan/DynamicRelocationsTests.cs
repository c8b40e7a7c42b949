using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Tests.Elf;
using TabFormat.Reading;
using TabFormat.Tbf;
using static Elf2Tab.Tests.Elf.PieBuilder;

namespace Elf2Tab.Tests.Plan;

/// <summary>Relocations that PT_DYNAMIC names: which are taken, and which no loader could apply.</summary>
public sealed class DynamicRelocationsTests
{
    private static readonly RelocationSpec First = new(Data, Relative);
    private static readonly RelocationSpec Second = new(Data + 8, Relative, Addend: 0x10);
    private static readonly RelocationSpec Third = new(Data + 16, Relative);

    public static TheoryData<bool> Classes => [false, true];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Tables_of_all_kinds_stand_in_the_header_with_their_places_and_counts(bool is64Bit)
    {
        ulong origin = 0x1000;
        ulong word = is64Bit ? 8U : 4U;
        var conversion = RamConversion.Clean(new PieBuilder
        {
            Is64Bit = is64Bit,
            Origin = origin,
            Rel = [At(origin + Data), new RelocationSpec(0, 0), At(origin + Data + word)],
            Rela = [At(origin + Data + (2 * word)), At(origin + Data + (3 * word))],
            Relr = [origin + Data + (4 * word), 0b111],
            JumpRel = [At(origin + Data + (7 * word))],
        }.Build());

        Assert.Equal(
            [
                new(RelocationKind.Rel, (ushort)(2 * word), (uint)RelTable, (uint)(6 * word), 2),
                new(RelocationKind.Rela, (ushort)(3 * word), (uint)RelaTable, (uint)(6 * word), 2),
                new(RelocationKind.Relr, (ushort)word, (uint)RelrTable, (uint)(2 * word), 3),
                new(RelocationKind.Rel, (ushort)(2 * word), (uint)JumpTable, (uint)(2 * word), 1),
            ],
            conversion.Tbf.RelocationTables);
    }

    [Fact]
    public void The_tables_are_in_the_image_once_and_nothing_is_behind_the_segments()
    {
        var conversion = RamConversion.Clean(new PieBuilder { Rel = [First, Second] }.Build());

        byte[] table = Encode([First, Second], hasAddends: false, is64Bit: false);
        Assert.Equal((int)ImageSize, conversion.Binary.Length);
        Assert.Equal((int)RelTable, conversion.Binary.AsSpan().IndexOf(table));
        Assert.Equal((int)RelTable, conversion.Binary.AsSpan().LastIndexOf(table));
    }

    [Fact]
    public void An_app_without_relocations_has_no_tables()
    {
        var tbf = RamConversion.Clean(new PieBuilder().Build()).Tbf;

        Assert.Empty(tbf.RelocationTables);
        Assert.DoesNotContain(tbf.Elements, element => element.Type == (ushort)TbfElementType.DynamicRelocations);
    }

    public static TheoryData<DynamicTag, DynamicTag> EmptyTables => new()
    {
        { DynamicTag.Rel, DynamicTag.RelSize },
        { DynamicTag.Rela, DynamicTag.RelaSize },
        { DynamicTag.Relr, DynamicTag.RelrSize },
        { DynamicTag.JumpRel, DynamicTag.PltRelSize },
    };

    [Theory]
    [MemberData(nameof(EmptyTables))]
    public void A_table_of_no_bytes_is_none_wherever_it_is(DynamicTag address, DynamicTag size) =>
        Assert.Empty(
            RamConversion.Clean(new PieBuilder { Tags = [(address, 0xFFFF_0000), (size, 0)] }.Build()).Tbf.RelocationTables);

    /// <summary>Where DT_JMPREL starts and ends, in entries behind the start of a REL table of two, and what is left.</summary>
    [Theory]
    [InlineData(0, 2, null)]
    [InlineData(0, 1, null)]
    [InlineData(1, 2, null)]
    [InlineData(2, 3, "2-3")]
    [InlineData(3, 4, "3-4")]
    [InlineData(-1, 1, "-1-0")]
    [InlineData(-1, 0, "-1-0")]
    [InlineData(1, 3, "2-3")]
    [InlineData(-1, 3, "-1-0;2-3")]
    public void Entries_of_DT_JMPREL_that_are_covered_already_count_once(int start, int end, string? left)
    {
        foreach (bool is64Bit in (bool[])[false, true])
        {
            int entrySize = is64Bit ? 16 : 8;
            ulong table = RelTable + (ulong)entrySize;
            RelocationSpec[] entries = [.. Enumerable.Range(0, 5).Select(index => At(Data + (ulong)(8 * index)))];
            var elf = new PieBuilder
            {
                Is64Bit = is64Bit,
                Rel = entries,
                Tags =
                [
                    (DynamicTag.Rel, table), (DynamicTag.RelSize, (ulong)(2 * entrySize)),
                    (DynamicTag.JumpRel, table + (ulong)(start * entrySize)),
                    (DynamicTag.PltRelSize, (ulong)((end - start) * entrySize)), (DynamicTag.PltRel, (ulong)DynamicTag.Rel),
                ],
            };

            var tables = RamConversion.Clean(elf.Build()).Tbf.RelocationTables;

            Assert.Equal(Table(0, 2), tables[0]);
            Assert.Equal((left?.Split(';') ?? []).Select(Range), tables.Skip(1));

            ParsedRelocationTable Range(string range)
            {
                int split = range.LastIndexOf('-');
                return Table(int.Parse(range[..split], null), int.Parse(range[(split + 1)..], null));
            }

            ParsedRelocationTable Table(int from, int to) => new(
                RelocationKind.Rel,
                (ushort)entrySize,
                (uint)((int)table + (from * entrySize)),
                (uint)((to - from) * entrySize),
                (uint)(to - from));
        }
    }

    [Fact]
    public void DT_JMPREL_may_have_addends() =>
        Assert.Equal(
            [new(RelocationKind.Rela, 12, (uint)RelaTable, 24, 2)],
            RamConversion.Clean(new PieBuilder
            {
                Rela = [First, Second],
                Tags =
                [
                    (DynamicTag.RelaSize, 0), (DynamicTag.JumpRel, RelaTable), (DynamicTag.PltRelSize, 24),
                    (DynamicTag.PltRel, (ulong)DynamicTag.Rela),
                ],
            }.Build()).Tbf.RelocationTables);

    /// <summary>Machines, their relative relocations, and whether they have 64 bits.</summary>
    public static TheoryData<ElfMachine, uint, bool> Machines => new()
    {
        { ElfMachine.Arm, 23, false },
        { ElfMachine.RiscV, 3, false },
        { ElfMachine.RiscV, 3, true },
        { ElfMachine.I386, 8, false },
        { ElfMachine.X8664, 8, true },
        { ElfMachine.AArch64, 1027, true },
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public void The_machines_relative_relocation_is_taken_and_no_other(ElfMachine machine, uint relative, bool is64Bit)
    {
        Assert.Equal(2U, Assert.Single(RamConversion.Clean(With(relative, 0, relative)).Tbf.RelocationTables).RelativeCount);
        foreach (uint other in (uint[])[1, 2, 3, 8, 23, 0x403 & (is64Bit ? uint.MaxValue : 0xFF)])
        {
            if (other != relative)
                RamConversion.Refused(With(relative, other), null, Catalogue.RelocationType);
        }

        byte[] With(params uint[] types) => new PieBuilder
        {
            Is64Bit = is64Bit,
            Machine = machine,
            Rel = [.. types.Select((type, index) => new RelocationSpec(Data + (ulong)(8 * index), type))],
        }.Build();
    }

    [Fact]
    public void Of_machines_with_unknown_relocations_only_apps_without_a_dynamic_table_convert()
    {
        const ElfMachine Mips = (ElfMachine)8;
        foreach (var app in (PieBuilder[])
            [new() { Machine = Mips }, new() { Machine = Mips, Relr = [Data] }, new() { Machine = Mips, Rel = [First] }])
        {
            RamConversion.Refused(app.Build(), null, Catalogue.UnknownMachine);
        }
        RamConversion.Clean(new PieBuilder { Machine = Mips, HasDynamic = false }.Build());
    }

    public static TheoryData<string> UnalignedNames => [.. Unaligned.Keys];

    private static readonly Dictionary<string, PieBuilder> Unaligned = new()
    {
        ["REL"] = new() { Rel = [At(Data + 1), At(Data + 5)] },
        ["RELA of 64 bits"] = new() { Is64Bit = true, Rela = [At(Data + 4)] },
        ["RELR"] = new() { Relr = [Data + 2] },
    };

    /// <summary>Packed structures make such; loaders write them byte by byte.</summary>
    [Theory]
    [MemberData(nameof(UnalignedNames))]
    public void Targets_that_are_not_aligned_are_one_warning(string name) =>
        RamConversion.Warned(Unaligned[name].Build(), null, Catalogue.RelocationUnaligned);

    private static readonly Dictionary<string, (PieBuilder App, DiagnosticKind Error)> Faults = new()
    {
        ["another type"] = (new() { Rel = [new(Data, 1)] }, Catalogue.RelocationType),
        ["another type, with a symbol"] = (new() { Rela = [new(Data, 1, UndefinedSymbol)] }, Catalogue.RelocationType),
        ["another type in DT_JMPREL"] = (new() { JumpRel = [new(Data, 5, DefinedSymbol)] }, Catalogue.RelocationType),

        ["REL outside"] = (new() { Rel = [First], Tags = [(DynamicTag.Rel, 0x2000)] }, Catalogue.RelocationTableOutside),
        ["RELA outside"] = (new() { Rela = [First], Tags = [(DynamicTag.Rela, 0xFFFF_FFF0)] }, Catalogue.RelocationTableOutside),
        ["RELR in memory without bytes"] = (
            new() { Relr = [Data], Tags = [(DynamicTag.Relr, ImageSize)] }, Catalogue.RelocationTableOutside),
        ["RELR across two segments"] = (
            new() { Relr = [Data, 3], Tags = [(DynamicTag.Relr, Data - 4)] }, Catalogue.RelocationTableOutside),
        ["DT_JMPREL outside"] = (
            new() { JumpRel = [First], Tags = [(DynamicTag.JumpRel, 0x2000)] }, Catalogue.RelocationTableOutside),
        ["DT_JMPREL that wraps around"] = (
            new()
            {
                Is64Bit = true,
                JumpRel = [First],
                Tags = [(DynamicTag.JumpRel, ulong.MaxValue - 7), (DynamicTag.PltRelSize, 16)],
            },
            Catalogue.RelocationTableOutside),
        ["table larger than the file"] = (
            new() { Rel = [First], Tags = [(DynamicTag.RelSize, 0xFFFF_FFF8)] }, Catalogue.RelocationTableOutside),

        ["DT_RELENT of 12"] = (new() { Rel = [First], Tags = [(DynamicTag.RelEntrySize, 12)] }, Catalogue.RelocationEntrySize),
        ["DT_RELENT of the other class"] = (
            new() { Is64Bit = true, Rel = [First], Tags = [(DynamicTag.RelEntrySize, 8)] }, Catalogue.RelocationEntrySize),
        ["DT_RELAENT of 8"] = (new() { Rela = [First], Tags = [(DynamicTag.RelaEntrySize, 8)] }, Catalogue.RelocationEntrySize),
        ["DT_RELRENT of 8"] = (new() { Relr = [Data], Tags = [(DynamicTag.RelrEntrySize, 8)] }, Catalogue.RelocationEntrySize),
        ["DT_RELENT of 0"] = (new() { Rel = [First], Tags = [(DynamicTag.RelEntrySize, 0)] }, Catalogue.RelocationEntrySize),
        ["half an entry"] = (new() { Rel = [First], Tags = [(DynamicTag.RelSize, 12)] }, Catalogue.RelocationEntrySize),
        ["half an entry of DT_JMPREL"] = (
            new() { JumpRel = [First], Tags = [(DynamicTag.PltRelSize, 4)] }, Catalogue.RelocationEntrySize),
        ["DT_PLTREL of neither kind"] = (
            new() { JumpRel = [First], Tags = [(DynamicTag.PltRel, 36)] }, Catalogue.RelocationEntrySize),

        ["target behind the memory"] = (new() { Rel = [At(ImageSize + 0x100)] }, Catalogue.RelocationOutside),
        ["target half behind the memory"] = (
            new() { Is64Bit = true, Bss = 0xFC, Rel = [At(ImageSize + 0xF8)] }, Catalogue.RelocationOutside),
        ["target in front of the app"] = (new() { Origin = 0x1000, Rel = [At(0xFFC)] }, Catalogue.RelocationOutside),
        ["target of a bitmap behind the memory"] = (
            new() { Bss = 0, Relr = [ImageSize - 4, 0b11] }, Catalogue.RelocationOutside),
        ["target at the last address"] = (new() { Is64Bit = true, Rela = [At(ulong.MaxValue - 7)] }, Catalogue.RelocationOutside),

        ["targets that overlap"] = (new() { Rel = [At(Data), At(Data + 2)] }, Catalogue.RelocationRepeated),
        ["target repeated in a table"] = (new() { Rel = [First, Second, First] }, Catalogue.RelocationRepeated),
        ["target repeated in another table"] = (new() { Rel = [First], Rela = [First] }, Catalogue.RelocationRepeated),
        ["target repeated in a bitmap"] = (new() { Rela = [At(Data + 4)], Relr = [Data, 0b11] }, Catalogue.RelocationRepeated),
        ["target repeated in DT_JMPREL"] = (new() { Rel = [First], JumpRel = [First] }, Catalogue.RelocationRepeated),

        ["bitmap first"] = (new() { Relr = [3, Data] }, Catalogue.RelrBitmapFirst),
        ["DT_NEEDED"] = (new() { Tags = [(DynamicTag.Needed, 1)] }, Catalogue.DynamicLibrary),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(FaultNames))]
    public void No_loader_could_apply(string name)
    {
        var (app, error) = Faults[name];
        Assert.Equal("app.elf", RamConversion.Refused(app.Build(), null, error).File);
    }

    [Fact]
    public void Every_fault_is_reported_not_just_the_first() =>
        Assert.Equal(
            [Catalogue.RelocationType.Code, Catalogue.RelocationOutside.Code, Catalogue.RelocationUnaligned.Code],
            RamConversion.Of(new PieBuilder { Rel = [new(Data, 7), At(Data + 1), At(0x2000)] }.Build())
                .Problems.Select(kind => kind.Code));

    [Fact]
    public void Targets_without_end_in_few_bytes_are_refused()
    {
        ulong[] entries = [Data, .. Enumerable.Repeat(ulong.MaxValue, (1 << 20) / 63 + 1)];
        var elf = new PieBuilder
        {
            Is64Bit = true,
            Relr = [Data],
            Tags = [(DynamicTag.Relr, 0x1000), (DynamicTag.RelrSize, (ulong)entries.Length * 8)],
        }.ToElf();
        elf.Segments.Add(new SegmentSpec(0x1000, Words(true, entries)));

        RamConversion.Refused(elf.Build(), null, Catalogue.TooLarge);
    }

    /// <summary>What to do about a symbol depends on who defines it.</summary>
    [Theory]
    [MemberData(nameof(Classes))]
    public void The_hint_for_a_relocation_with_a_symbol_says_how_to_bind_it(bool is64Bit)
    {
        string[] hints = [.. new[] { DefinedSymbol, UndefinedSymbol, 0U }.Select(symbol => RamConversion.Refused(
            new PieBuilder { Is64Bit = is64Bit, Rel = [new(Data, 1, symbol)] }.Build(), null, Catalogue.RelocationType).Hint)];

        Assert.Contains("-Bsymbolic", hints[0], StringComparison.Ordinal);
        Assert.Contains("hidden", hints[0], StringComparison.Ordinal);
        Assert.DoesNotContain("-Bsymbolic", hints[1], StringComparison.Ordinal);
        Assert.Equal(Catalogue.RelocationType.Hint, hints[2]);
    }

    [Fact]
    public void The_symbol_is_named() =>
        Assert.Contains(
            "mine",
            RamConversion.Refused(
                new PieBuilder { Rel = [new(Data, 1, DefinedSymbol)] }.Build(), null, Catalogue.RelocationType).Text,
            StringComparison.Ordinal);

    [Fact]
    public void Relocations_in_a_segment_that_is_not_writable_are_one_warning_for_each_segment() =>
        RamConversion.Warned(new PieBuilder { Rel = [At(0x20), At(0x24), First] }.Build(), null, Catalogue.TextRelocations);

    [Fact]
    public void Relocations_of_memory_without_file_bytes_are_taken()
    {
        var tbf = RamConversion.Clean(new PieBuilder { Rela = [At(ImageSize + 0x10)] }.Build()).Tbf;
        Assert.Equal(1U, Assert.Single(tbf.RelocationTables).RelativeCount);
    }

    /// <summary>REL entries, and whether RELR would take fewer bytes.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public void A_note_says_when_RELR_would_be_smaller(int count, bool isSmaller)
    {
        RelocationSpec[] entries = [.. new[] { First, Second, Third }.Take(count)];
        var notes = RamConversion.Clean(new PieBuilder { Rel = entries }.Build()).Notes;

        Assert.Equal(isSmaller, notes.Contains(Catalogue.RelrSmaller));
        Assert.DoesNotContain(Catalogue.RelrSmaller, RamConversion.Clean(new PieBuilder { Relr = [Data, 3] }.Build()).Notes);
    }

    private static RelocationSpec At(ulong address) => new(address, Relative);
}
