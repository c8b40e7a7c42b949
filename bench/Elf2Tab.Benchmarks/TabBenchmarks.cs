using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using TabFormat.Reading;
using TabFormat.Tab;

namespace Elf2Tab.Benchmarks;

/// <summary>Writing and reading a TAB of four architectures.</summary>
[MemoryDiagnoser]
public class TabBenchmarks
{
    private readonly TabMetadata _metadata = new("pointers", "2.1", null, null);

    private byte[] _tab = [];
    private ImmutableArray<TabMember> _members = [];

    [GlobalSetup]
    public void Prepare()
    {
        _tab = ConversionBenchmarks.ReadTestData("cases/four-arch-no-footer/app.tab");
        _members = [.. ReadTab().Tbfs.Select(member => new TabMember(member.Name, member.Bytes))];
    }

    [Benchmark]
    public byte[] WriteTab() => TabWriter.Write(_metadata, _members);

    [Benchmark]
    public TabReading ReadTab() => TabReader.Read(_tab);

    [Benchmark]
    public int ReadTbfs()
    {
        int findings = 0;
        foreach (var member in _members)
            findings += TbfReader.Read(member.Bytes).Findings.Length;
        return findings;
    }
}
