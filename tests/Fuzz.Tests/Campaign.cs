using System.Diagnostics;
using System.Security.Cryptography;
using Fuzz.Targets;
using Tests.Shared;

namespace Fuzz.Tests;

/// <summary>Gives a target changed inputs until the time is over or one does what it must not. A campaign of one seed repeats.</summary>
internal sealed class Campaign(FuzzTarget target, Func<Random, byte[], byte[], byte[]> mutate, int seed)
{
    /// <summary>Accepted inputs that are changed further.</summary>
    private const int MostKept = 64;

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private volatile byte[]? _input;
    private bool _isKnown;
    private long _started;
    private Exception? _failure;

    /// <summary>Inputs so far.</summary>
    public int Count { get; private set; }

    /// <summary>Inputs that were accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>Where inputs that failed are kept, to be run with all tests from then on.</summary>
    public static string Regressions { get; } = TestData.PathOf("regressions");

    /// <summary>Gives a target one input.</summary>
    public static void RunOnce(FuzzTarget target, byte[] input) =>
        new Campaign(target, (_, _, _) => input, seed: 0) { _isKnown = true }.Run(TimeSpan.Zero);

    /// <summary>Runs, at least one input; a hang is noticed and left behind.</summary>
    /// <param name="time">How long to go on with further inputs.</param>
    public void Run(TimeSpan time)
    {
        using var directory = new TemporaryDirectory();
        var worker = new Thread(() => Work(directory.Path, time)) { IsBackground = true };
        worker.Start();
        while (!worker.Join(TimeSpan.FromMilliseconds(200)))
        {
            if (_clock.Elapsed - TimeSpan.FromTicks(Interlocked.Read(ref _started)) > LongestRun)
                Assert.Fail($"more than {LongestRun.TotalSeconds} s: {Save()}");
        }
        if (_failure is not null)
            Assert.Fail($"{Save()}\n{_failure}");
    }

    private void Work(string directory, TimeSpan time)
    {
        var random = new Random(seed);
        byte[][] seeds = [.. target.Seeds()];
        var kept = new List<byte[]>();
        string lastPath = Path.Combine(Path.GetTempPath(), $"elf2tab-fuzz.{target.Name}");
        try
        {
            // What kills the process (too deep a stack, an abort in a library) leaves the input there.
            using var last = File.OpenHandle(lastPath, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            do
            {
                _input = null;
                byte[] from = kept.Count > 0 && random.Next(3) == 0 ? kept[random.Next(kept.Count)] : seeds[random.Next(seeds.Length)];
                byte[] input = mutate(random, from, seeds[random.Next(seeds.Length)]);
                Interlocked.Exchange(ref _started, _clock.Elapsed.Ticks);
                _input = input;
                RandomAccess.SetLength(last, input.Length);
                RandomAccess.Write(last, input, fileOffset: 0);
                Count++;
                if (!target.Run(input, directory))
                    continue;
                Accepted++;
                if (kept.Count == MostKept)
                    kept.RemoveAt(random.Next(MostKept));
                kept.Add(input);
            }
            while (_clock.Elapsed < time);
            File.Delete(lastPath);
        }
        catch (Exception exception)
        {
            _failure = exception;
        }
    }

    /// <summary>Keeps an input that no test has yet, and says where.</summary>
    private string Save()
    {
        if (_isKnown || _input is not { } input)
            return _isKnown ? "this input" : $"the mutator, behind input {Count} of ELF2TAB_FUZZ_SEED={seed}";
        Directory.CreateDirectory(Regressions);
        string name = $"{target.Name}.{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}";
        File.WriteAllBytes(Path.Combine(Regressions, name), input);
        return $"input {Count} of ELF2TAB_FUZZ_SEED={seed}, kept as testdata/regressions/{name}";
    }
}
