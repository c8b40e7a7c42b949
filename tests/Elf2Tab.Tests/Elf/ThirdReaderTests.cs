using System.Text;
using CsCheck;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Verification;
using Tests.Shared;

namespace Elf2Tab.Tests.Elf;

/// <summary>A reader that others wrote sees the same in the ELFs of the repository; a loader that uses it makes the same memory.</summary>
public sealed class ThirdReaderTests
{
    /// <summary>Files that this program refuses, and how.</summary>
    private static readonly Dictionary<string, DiagnosticKind> Refused = new()
    {
        ["edge/arm-big-endian.elf"] = Catalogue.BigEndian,
    };

    private const string NoSectionHeaders = "it reads section headers at offset 0, the file has none: see ThirdReading.OfSegments";

    /// <summary>Files that ELFSharp does not read as they are, and why.</summary>
    private static readonly Dictionary<string, string> UnreadByElfSharp = new()
    {
        ["edge/fixed-rv32imac-no-section-headers.elf"] = NoSectionHeaders,
        ["edge/pic-no-section-headers.elf"] = NoSectionHeaders,
        ["edge/pie-rel-stripped-cortex-m4.elf"] = NoSectionHeaders,
        ["edge/pie-rel-stripped-rv32imac.elf"] = NoSectionHeaders,
        ["edge/pie-rel-stripped-rv64imac.elf"] = NoSectionHeaders,
        ["faults/n1-headers-in-ram-nosections.elf"] = NoSectionHeaders,
    };

    /// <summary>Also what a fuzzer has found, whose names start with "elf.".</summary>
    private static readonly string[] AllNames =
    [
        .. Directory.EnumerateFiles(TestData.PathOf(""), "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) == ".elf" || Path.GetFileName(path).StartsWith("elf.", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(TestData.PathOf(""), path).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal),
    ];

    private static readonly string[] ReadNames =
    [
        .. AllNames.Where(name => !Refused.ContainsKey(name) && UnreadByElfSharp.GetValueOrDefault(name) is null or NoSectionHeaders),
    ];

    public static TheoryData<string> All => [.. AllNames];

    public static TheoryData<string> Read => [.. ReadNames];

    /// <summary>What linkers have made and ELFSharp calls a shared object, with a dynamic table or not.</summary>
    public static TheoryData<string> Loadable =>
    [
        .. ReadNames.Where(name => name.Split('/')[0] is "elf" or "edge" && ReadByElfSharp(name).Type == ElfType.Dynamic),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void Files_that_a_reader_refuses_are_listed(string name)
    {
        byte[] file = TestData.Read(name);

        var outcome = Outcome.Of(diagnostics => ElfFile.Read(new ElfSource(file), diagnostics).ToString());
        var theirs = Xunit.Record.Exception(() => ThirdReading.Of(file));

        Assert.Equal(Refused.TryGetValue(name, out var kind) ? [kind] : [], outcome.Kinds);
        string? reason = UnreadByElfSharp.GetValueOrDefault(name);
        Assert.True(reason is null == theirs is null, $"ELFSharp: {theirs?.ToString() ?? "it reads it"}; listed as: {reason}");
    }

    [Fact]
    public void Listed_files_exist() =>
        Assert.Empty(Refused.Keys.Concat(UnreadByElfSharp.Keys).Except(AllNames));

    [Theory]
    [MemberData(nameof(Read))]
    public void Segments_are_the_same(string name)
    {
        var (ours, theirs) = ReadTwice(name);

        Assert.Equal(
            (theirs.Is64Bit, theirs.Type, theirs.Machine, theirs.Entry), (ours.Is64Bit, ours.Type, ours.Machine, ours.Entry));
        Assert.Equal(theirs.Segments, ours.Segments);

        // ELFSharp was given a copy with another ELF header where the file has no section headers.
        bool isCopy = UnreadByElfSharp.GetValueOrDefault(name) is NoSectionHeaders;
        foreach (var segment in theirs.Segments.Where(segment => segment.Type == SegmentType.Load && !(isCopy && segment.FileOffset == 0)))
            Bytes.Equal(theirs.SegmentContents[segment.Index], ours.Content(segment).Span, $"{segment}");
    }

    [Theory]
    [MemberData(nameof(Read))]
    public void Sections_are_the_same(string name)
    {
        var (ours, theirs) = ReadTwice(name);

        Assert.Equal(theirs.Sections, ours.Sections.Select(section => new ThirdSection(
            Text(section.NameBytes),
            section.Type,
            section.Flags,
            section.Address,
            section.FileOffset,
            section.Size,
            section.EntrySize)));
        foreach (var section in ours.Sections)
            Bytes.Equal(theirs.SectionContents[section.Index], ours.Content(section).Span, $"{section}");
    }

    [Theory]
    [MemberData(nameof(Read))]
    public void Symbols_are_the_same(string name)
    {
        var (ours, theirs) = ReadTwice(name);

        Assert.Equal(theirs.Symbols, ours.Symbols?.Symbols.Select(symbol => new ThirdSymbol(
            Text(ours.Symbols.NameOf(symbol)), symbol.Value, symbol.Size, symbol.Type, symbol.Section)));
    }

    /// <summary>Of two entries with a tag the first counts.</summary>
    [Theory]
    [MemberData(nameof(Read))]
    public void Dynamic_entries_are_the_same(string name)
    {
        var (ours, theirs) = ReadTwice(name);

        var table = ours.Dynamic;

        Assert.Equal(theirs.Dynamic is null, table is null);
        foreach (var tag in Enum.GetValues<DynamicTag>())
            Assert.Equal((tag, theirs.ValueOf(tag)), (tag, table?[tag]));
    }

    /// <summary>Bases are congruent to the addresses of the app modulo the largest alignment; a failure names its seed.</summary>
    [Theory]
    [MemberData(nameof(Loadable))]
    public void Memory_and_entry_are_the_same_wherever_an_app_is_loaded(string name)
    {
        var (ours, theirs) = ReadTwice(name);
        var lowest = theirs.LoadSegments.MinBy(segment => segment.VirtualAddress)!;
        ulong origin = lowest.VirtualAddress / Math.Max(lowest.Alignment, 1) * Math.Max(lowest.Alignment, 1);
        ulong alignment = Math.Max(theirs.LoadSegments.Max(segment => segment.Alignment), 1);

        (theirs.Is64Bit ? Gen.ULong : Gen.UInt.Select(place => (ulong)place)).Sample(
            place =>
            {
                ulong address = (place / alignment * alignment) + (origin % alignment);
                var expected = new ThirdLoader(theirs, address - origin);

                var app = Load(ours, origin, address);

                Bytes.Equal(expected.Memory, MemoryOf(app, origin, expected), $"at 0x{address:x}");
                Assert.Equal(expected.Entry, theirs.Cut(address + app.Entry));
            },
            iter: 50,
            threads: 1); // an ElfFile keeps what it has read, and is for one thread
    }

    private static LoadedApp Load(ElfFile elf, ulong origin, ulong address) =>
        ReferenceLoader.LoadElf(elf, origin, address, relocates: true, moved: null);

    /// <summary>All memory of an app: its contents, and the words that relocations wrote elsewhere, rightly or not.</summary>
    private static byte[] MemoryOf(LoadedApp app, ulong origin, ThirdLoader expected)
    {
        byte[] memory = new byte[expected.Memory.Length];
        ulong shift = origin - expected.Start;
        ulong size = (ulong)expected.Elf.WordSize;
        ulong end = expected.Start + (ulong)memory.Length;
        for (ulong address = (expected.Start + size - 1) / size * size; address + size <= end; address += size)
            SetWord(address);
        foreach (ulong address in expected.Relocated)
            SetWord(address);
        app.Bytes(app.Start, (uint)(app.End - app.Start)).CopyTo(memory, (int)(app.Start + shift));
        return memory;

        void SetWord(ulong address) =>
            expected.Elf.SetWord(memory, (int)(address - expected.Start), app.Word(address - origin));
    }

    private static (ElfFile Ours, ThirdReading Theirs) ReadTwice(string name) =>
        (ElfFile.Read(new ElfSource(TestData.Read(name)), new DiagnosticSink(name)), ReadByElfSharp(name));

    private static ThirdReading ReadByElfSharp(string name) =>
        UnreadByElfSharp.ContainsKey(name) ? ThirdReading.OfSegments(TestData.Read(name)) : ThirdReading.Of(TestData.Read(name));

    private static string Text(ReadOnlyMemory<byte> name) => Encoding.UTF8.GetString(name.Span);
}
