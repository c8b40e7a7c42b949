using BenchmarkDotNet.Attributes;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Pipeline;
using Elf2Tab.Plan;
using Elf2Tab.Verification;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace Elf2Tab.Benchmarks;

/// <summary>The steps of a conversion, each by itself, on values that the steps in front of it have made.</summary>
[MemoryDiagnoser]
public class ConversionBenchmarks
{
    private readonly ConvertOptions _options = new() { PackageName = "app", KernelMajor = 2, KernelMinor = 1 };

    private byte[] _file = [];
    private ElfFile _elf = null!;
    private LoadPlan _plan = null!;
    private TbfObject _tbf = null!;
    private byte[] _bytes = [];

    /// <summary>Executes in place, anywhere and at one address; loaded to RAM; 64 KiB of contents.</summary>
    [Params("blink.cortex-m4.elf", "pointers.rv32imac.0x20040080.0x80002800.elf", "ram-rela.rv32imac.elf", "big.cortex-m4.elf")]
    public string App { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _file = ReadTestData($"elf/{App}");
        _elf = (ElfFile)ReadElf();
        _plan = (LoadPlan)MakePlan();
        _tbf = MakeLayout();
        _bytes = WriteTbf();
    }

    [Benchmark]
    public object ReadElf() => ElfFile.Read(new ElfSource(_file), NewSink);

    [Benchmark]
    public object MakePlan() => Planner.Make(_elf, _options, NewSink);

    [Benchmark]
    public TbfObject MakeLayout() => TbfLayout.Make(_plan, [], _options, NewSink);

    [Benchmark]
    public byte[] WriteTbf() => TbfWriter.Write(_tbf);

    [Benchmark]
    public void CheckOutput() => OutputCheck.Check(_tbf, _bytes, NewSink);

    [Benchmark]
    public void CheckAgainstElf() => ElfCheck.Differences(_elf, TbfReader.Read(_bytes), Expectation.Exactly(_options));

    [Benchmark]
    public void CheckStart() => LegacyStartCheck.Check(_elf, (FlashPlan)_plan, TbfReader.Read(_bytes), NewSink);

    [Benchmark(Baseline = true)]
    public object All() => Converter.Convert(new ElfSource(_file), [], _options, NewSink);

    /// <summary>A sink of its own for each step: one that has seen much counts instead of collecting.</summary>
    private static DiagnosticSink NewSink => new(null);

    /// <summary>A file of testdata/: benchmarks run in a folder of their own, deep in this repository.</summary>
    internal static byte[] ReadTestData(string relative)
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Elf2Tab.slnx")))
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("not inside the repository");
        return File.ReadAllBytes(Path.Combine(directory, "testdata", relative));
    }
}
