using System.Buffers.Binary;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Reading;
using TabFormat.Tbf;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>Apps that are copied to RAM, as linkers make them, converted by the program.</summary>
public sealed class RamAppTests
{
    /// <summary>The compiler that has made the samples; others may make other code of the same sources.</summary>
    private const string SampleCompiler = "clang version 14.0.6";

    private static readonly string[] Options =
        ["-n", "app", "--kernel-major", "2", "--kernel-minor", "1", "--deterministic", "-o", "app.tab"];

    private static readonly string[] Names =
        [.. Samples("edge/pie-*.elf"), .. Samples("elf/pie-*.elf"), .. Samples("elf/overlap.*.elf"), .. Samples("elf/ram-*.elf")];

    /// <summary>All samples, converted by one run of the program.</summary>
    private static readonly Lazy<Dictionary<string, TbfReading>> Converted = new(() => Convert(Names.Select(TestData.PathOf)));

    public static TheoryData<string> Apps => [.. Names];

    public static TheoryData<string> Stripped => [.. Samples("edge/pie-rel-stripped-*.elf")];

    /// <summary>A table that nobody finds is useless, and one that is there twice wastes RAM.</summary>
    [Theory]
    [MemberData(nameof(Apps))]
    public void The_relocations_are_in_the_app_once_where_it_will_read_them(string name)
    {
        var elf = ElfFile.Read(new ElfSource(TestData.Read(name)), new DiagnosticSink(name));

        var tbf = ConvertedSample(name);

        Assert.Empty(tbf.Findings);
        Assert.True(tbf.Flags.HasFlag(TbfFlags.LoadToRam));
        byte[] binary = Binary(tbf);
        uint imageOffset = tbf.FixedAddresses!.Value.Ram;
        foreach (var (table, offset) in Tables(elf, binary))
        {
            long place = offset - imageOffset;
            Assert.Equal(place, binary.AsSpan().IndexOf(table.Span));
            Assert.Equal(place, binary.AsSpan().LastIndexOf(table.Span));
            int end = (int)tbf.BinaryOffset;
            Assert.Equal(-1, tbf.Bytes.Span[..end].IndexOf(table.Span));
        }
    }

    [Theory]
    [MemberData(nameof(Stripped))]
    public void Section_headers_change_nothing_in_the_app_itself(string name)
    {
        byte[] stripped = Binary(ConvertedSample(name));
        byte[] whole = Binary(ConvertedSample(name.Replace("-stripped", "", StringComparison.Ordinal)));
        Bytes.Equal(whole, stripped);
    }

    [Fact]
    public void The_samples_are_built_from_their_sources_and_convert_alike()
    {
        Tool.Require("bash");
        Tool.Require("clang");
        Tool.Require("ld.lld");
        using var directory = new TemporaryDirectory();

        var build = Tool.Run("bash", TestData.PathOf("apps/ram"), "build.sh", directory.Path);

        Assert.True(build.ExitCode == 0, build.Error);
        string[] names = [.. Samples("elf/ram-*.elf").Select(name => Path.GetFileName(name))];
        Assert.Equal(names.Order(StringComparer.Ordinal), directory.Names);
        bool isSampleCompiler = Tool.Run("clang", ".", "--version").Out.Contains(SampleCompiler, StringComparison.Ordinal);
        var converted = Convert(names.Select(name => directory[name]));
        foreach (string name in names)
        {
            var built = converted[name];
            var committed = ConvertedSample(name);
            Assert.Equal(
                committed.RelocationTables.Select(table => table.Kind), built.RelocationTables.Select(table => table.Kind));
            if (isSampleCompiler)
                Bytes.Equal(committed.Bytes.Span, built.Bytes.Span, name);
        }
    }

    private static IEnumerable<string> Samples(string pattern)
    {
        string directory = Path.GetDirectoryName(pattern)!;
        return Directory.EnumerateFiles(TestData.PathOf(directory), Path.GetFileName(pattern))
            .Select(path => $"{directory}/{Path.GetFileName(path)}").Order(StringComparer.Ordinal);
    }

    private static TbfReading ConvertedSample(string name) => Converted.Value[Path.GetFileName(name)];

    /// <summary>Converts files of different names with one run of the program.</summary>
    private static Dictionary<string, TbfReading> Convert(IEnumerable<string> paths)
    {
        using var directory = new TemporaryDirectory();
        string[] names = [.. paths.Select(path => Path.GetFileName(path))];
        foreach (var (path, name) in paths.Zip(names))
            File.Copy(path, directory[name]);

        var result = ElfToTab.Run(directory.Path, [.. Options, .. names]);

        Assert.True(result.ExitCode == 0, result.Error);
        return names.ToDictionary(
            name => name,
            name => TbfReader.Read(File.ReadAllBytes(directory[Path.ChangeExtension(name, "tbf")])));
    }

    private static byte[] Binary(TbfReading tbf) => tbf.Bytes[(int)tbf.BinaryOffset..(int)tbf.BinaryEndOffset].ToArray();

    /// <summary>Relocation tables, and where the app reads them: by PT_DYNAMIC, or by the fifth word of its header.</summary>
    private static IEnumerable<(ReadOnlyMemory<byte> Bytes, long Offset)> Tables(ElfFile elf, byte[] binary)
    {
        var lowest = elf.LoadSegments.MinBy(segment => segment.VirtualAddress)!;
        ulong origin = lowest.VirtualAddress / Math.Max(lowest.Alignment, 1) * Math.Max(lowest.Alignment, 1);
        if (elf.Dynamic is not { } dynamic)
        {
            var section = Assert.Single(elf.Sections, section => section is { IsRelocations: true, IsAllocated: true });
            yield return (elf.Content(section), BinaryPrimitives.ReadUInt32LittleEndian(binary.AsSpan(16)));
            yield break;
        }
        foreach (var (start, size) in new[]
        {
            (DynamicTag.Rel, DynamicTag.RelSize), (DynamicTag.Rela, DynamicTag.RelaSize), (DynamicTag.Relr, DynamicTag.RelrSize),
        })
        {
            if (dynamic[start] is { } address && dynamic[size] is { } length and > 0)
                yield return (elf.BytesAt(address, length)!.Value, (long)(address - origin));
        }
    }
}
