using System.Globalization;
using System.Text.RegularExpressions;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Tbf;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>Relocations are read as LLVM reads them.</summary>
public sealed partial class RelocationListTests
{
    public static TheoryData<string> Samples => [.. FilesIn("elf"), .. FilesIn("edge")];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Relocation_sections_hold_what_llvm_readelf_says(string name)
    {
        var elf = Read(name);
        var tables = elf.Sections.Where(section => section.IsRelocations)
            .Select(section => new RelocationTable(KindOf(section.Type), section.Address, elf.Content(section), elf.Is64Bit));
        Assert.Equal(Listed(name, "-rW"), tables.SelectMany(Lines));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_dynamic_table_names_what_llvm_readelf_says(string name)
    {
        var elf = Read(name);
        var dynamic = elf.Dynamic;
        var tables = new[]
        {
            (RelocationKind.Rela, DynamicTag.Rela, DynamicTag.RelaSize),
            (RelocationKind.Rel, DynamicTag.Rel, DynamicTag.RelSize),
            (RelocationKind.Relr, DynamicTag.Relr, DynamicTag.RelrSize),
        }
        .Where(table => dynamic?[table.Item3] > 0)
        .Select(table => new RelocationTable(
            table.Item1, 0, elf.BytesAt(dynamic![table.Item2]!.Value, dynamic[table.Item3]!.Value)!.Value, elf.Is64Bit));
        Assert.Equal(Listed(name, "--dyn-relocations"), tables.SelectMany(Lines));
    }

    private static IEnumerable<string> FilesIn(string directory) => Directory.EnumerateFiles(TestData.PathOf(directory), "*.elf")
        .Select(path => $"{directory}/{Path.GetFileName(path)}")
        .Where(name => name != "edge/arm-big-endian.elf")
        .Order(StringComparer.Ordinal);

    private static ElfFile Read(string name) => ElfFile.Read(new ElfSource(TestData.Read(name)), new DiagnosticSink(name));

    private static RelocationKind KindOf(SectionType type) => type switch
    {
        SectionType.Rel => RelocationKind.Rel,
        SectionType.Rela => RelocationKind.Rela,
        _ => RelocationKind.Relr,
    };

    /// <summary>Address, r_info and addend of each relocation. LLVM lists RELR as the machine's relative relocation.</summary>
    private static IEnumerable<(ulong Address, ulong? Info, ulong Addend)> Lines(RelocationTable table) =>
        table.Kind == RelocationKind.Relr
            ? table.RelrAddresses().Select(entry => (entry.Address, (ulong?)null, 0UL))
            : table.Entries().Select(entry =>
            (
                entry.Address,
                (ulong?)(table.Is64Bit ? (ulong)entry.Symbol << 32 | entry.Type : entry.Symbol << 8 | entry.Type),
                table.Is64Bit ? entry.Addend : (ulong)(int)entry.Addend));

    private static List<(ulong Address, ulong? Info, ulong Addend)> Listed(string name, string option)
    {
        Tool.Require("llvm-readelf");
        var result = Tool.Run("llvm-readelf", TestData.PathOf("."), option, name);
        Assert.True(result.ExitCode == 0, result.Error);
        var list = new List<(ulong, ulong?, ulong)>();
        var (hasAddends, isRelr) = (false, false);
        foreach (string line in result.Out.Split('\n'))
        {
            if (line.Contains("elocation section", StringComparison.Ordinal))
                isRelr = line.Contains("'.relr", StringComparison.Ordinal) || line.Contains("'RELR'", StringComparison.Ordinal);
            if (line.Contains("Offset", StringComparison.Ordinal))
                hasAddends = line.Contains("Addend", StringComparison.Ordinal);
            if (Entry().Match(line) is not { Success: true } match)
                continue;
            ulong addend = hasAddends ? Number(match.Groups["addend"]) : 0;
            addend = match.Groups["sign"].Value == "-" ? 0 - addend : addend;
            list.Add((Number(match.Groups[1]), isRelr ? null : Number(match.Groups[2]), addend));
        }
        return list;
    }

    private static ulong Number(Group group) =>
        group.Success ? ulong.Parse(group.Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : 0;

    /// <summary>Offset, Info, Type, then a symbol's value and name, then an addend.</summary>
    [GeneratedRegex(@"^([0-9a-f]{8,16}) +([0-9a-f]{8,16}) +\S+.*?(?:(?<sign>[+-])? ?\b(?<addend>[0-9a-f]+))?\s*$")]
    private static partial Regex Entry();
}
