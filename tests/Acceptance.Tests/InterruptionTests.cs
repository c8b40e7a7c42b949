using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Elf2Tab.Diagnostics;
using TabFormat.Reading;
using Tests.Shared;

namespace Acceptance.Tests;

/// <summary>Runs that are ended in the middle, and runs at the same time.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const int Apps = 120;
    private const int Killed = 128 + 9;

    /// <summary>Large TBFs, so that a run is long enough to be met.</summary>
    private const string Options = "--deterministic -q --minimum-footer-size 100000 -o app.tab";

    private readonly Workspace _workspace = new();

    public InterruptionTests()
    {
        byte[] elf = TestData.Read("elf/blink.cortex-m4.elf");
        for (int app = 0; app < Apps; app++)
            _workspace.With(elf, $"a{app}.elf");
    }

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(2)] // SIGINT
    [InlineData(3)] // SIGQUIT
    [InlineData(15)] // SIGTERM
    public void A_signal_ends_the_program_and_leaves_whole_files_only(int number)
    {
        var old = ConvertAs(version: 1);

        int interrupted = 0;
        for (int attempt = 0; attempt < 20 && interrupted < 2; attempt++)
        {
            int status = Interrupt(number, () => HasTemporaries(attempt * 5), Arguments(version: 2));
            Assert.Contains(status, (int[])[0, 128 + number]);
            interrupted += status == 0 ? 0 : 1;
            AssertWhole(old);
            Assert.Empty(Temporaries);
            if (status == 0)
                old = ConvertAs(version: 1);
        }
        Assert.True(interrupted > 0, "no run was met while it wrote");
    }

    [Fact]
    public void What_a_killed_run_leaves_is_removed_by_the_next()
    {
        var old = ConvertAs(version: 1);

        for (int attempt = 0; attempt < 20 && Temporaries.Length == 0; attempt++)
        {
            Assert.Contains(Interrupt(9, () => HasTemporaries(attempt * 5), Arguments(version: 2)), (int[])[0, Killed]);
            AssertWhole(old);
        }
        Assert.NotEmpty(Temporaries);

        _workspace.With("not mine"u8.ToArray(), ".elf2tab-other-1-0.tmp").Convert("--deterministic", "a0.elf");
        Assert.Equal([".elf2tab-other-1-0.tmp"], Temporaries);
    }

    [Fact]
    public void A_build_that_was_killed_and_runs_again_gives_what_one_run_gives()
    {
        WriteManifest();
        _workspace.Convert("build", "-q", "apps.toml");
        var clean = Outputs();

        bool isKilled = false;
        for (int attempt = 0; attempt < 20 && !isKilled; attempt++)
        {
            foreach (string name in clean.Keys)
                File.Delete(_workspace[name]);
            isKilled = Interrupt(9, () => OutputNames.Length > 5 + (attempt * 10), "build", "-q", "apps.toml") == Killed;
            isKilled &= OutputNames.Length < clean.Count;
        }
        Assert.True(isKilled, "no run was met while it wrote");

        _workspace.Convert("build", "-q", "apps.toml");
        Assert.Equal(clean, Outputs(), new SameFiles());
        Assert.Empty(Temporaries);
    }

    [Fact]
    public void A_signal_ends_a_build_and_leaves_whole_apps_only()
    {
        WriteManifest();

        int interrupted = 0;
        for (int attempt = 0; attempt < 20 && interrupted < 3; attempt++)
        {
            foreach (string name in OutputNames)
                File.Delete(_workspace[name]);
            int status = Interrupt(2, () => OutputNames.Length > 5 + (attempt * 5), "build", "-q", "apps.toml");
            interrupted += status == 128 + 2 ? 1 : 0;
            Assert.Empty(Temporaries);
            string[] names = OutputNames;
            Assert.All(
                names.Where(name => name.EndsWith(".tbf", StringComparison.Ordinal)),
                name => Assert.Contains($"{name[1..^4]}.tab", names));
        }
        Assert.True(interrupted > 0, "no run was met while it wrote");
    }

    [Fact]
    public void A_signal_that_the_caller_ignores_does_not_end_the_program()
    {
        Tool.Require("bash");
        string script = $"trap '' INT; \"$PROGRAM\" {Options} {Inputs} & "
            + "while kill -0 $! 2>&- && ! compgen -G '.elf2tab-*' >&-; do :; done; kill -INT $! 2>&- && echo met; wait $!";

        bool isMet = false;
        for (int attempt = 0; attempt < 20 && !isMet; attempt++)
        {
            var result = Tool.Run("bash", _workspace.Path, [("PROGRAM", ElfToTab.Program)], ["-c", script]);

            isMet = result.Out == "met\n";
            Assert.Equal((0, ""), (result.ExitCode, result.Error));
            Assert.Equal(Apps, TabReader.Read(_workspace.Read("app.tab")).Tbfs.Count());
            Assert.Empty(Temporaries);
        }
        Assert.True(isMet, "no run was met while it wrote");
    }

    [Fact]
    public void A_file_larger_than_the_process_may_write_is_an_error()
    {
        Tool.Require("bash");

        // Without the variable, the runtime of a program that is not native needs a large file itself.
        var result = Tool.Run(
            "bash",
            _workspace.Path,
            [("PROGRAM", ElfToTab.Program), ("DOTNET_EnableWriteXorExecute", "0")],
            ["-c", $"ulimit -f 4; \"$PROGRAM\" {Options} a0.elf"]);

        Assert.Equal((1, 1), (result.ExitCode, Workspace.Codes(result, Severity.Error).Count(code => code == Catalogue.CannotWrite.Code)));
        Assert.Empty(Temporaries);
        Assert.False(File.Exists(_workspace["a0.tbf"]));
    }

    [Fact]
    public async Task Of_runs_at_the_same_time_one_leaves_all_files()
    {
        var versions = new[] { ConvertAs(version: 1), ConvertAs(version: 2) };
        for (int round = 0; round < 2; round++)
        {
            var runs = Enumerable.Range(0, 6).Select(run => Task.Run(() => _workspace.Run(Arguments(1 + (run % 2)))));

            foreach (var result in await Task.WhenAll(runs))
                Assert.Equal((0, ""), (result.ExitCode, result.Error));

            Assert.Contains(Outputs(), versions, new SameFiles());
            Assert.Empty(Temporaries);
        }
    }

    [Fact]
    public async Task Of_builds_at_the_same_time_one_leaves_the_files_of_an_app()
    {
        WriteManifest();
        WriteManifest("other.toml", version: 2);
        string[] manifests = ["apps.toml", "other.toml"];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(run => Task.Run(() => _workspace.Convert("build", "-q", manifests[run % 2]))));

        for (int app = 0; app < Apps; app++)
        {
            var member = Assert.Single(TabReader.Read(_workspace.Read($"{app}.tab")).Tbfs);
            Bytes.Equal(_workspace.Read($"a{app}.tbf"), member.Bytes.Span, $"app {app}");
        }
        Assert.Empty(Temporaries);
    }

    [Fact]
    public void Runs_that_do_not_see_one_another_leave_the_temporary_files_of_the_others_alone()
    {
        string run = $"\"$PROGRAM\" {Options} {Inputs}";
        var result = Mounts.Run(
            _workspace,
            "mkdir processes; mount --rbind /proc processes; mount -t tmpfs none /proc; "
            + "for file in processes/[!0-9]*; do ln -s \"$PWD/$file\" /proc; done; "
            + $"for run in 1 2 3 4; do {run} & runs+=($!); done; for run in \"${{runs[@]}}\"; do wait $run || echo failed; done");

        Assert.Equal((0, "", ""), (result.ExitCode, result.Out, result.Error));
        Assert.Empty(Temporaries);
    }

    private static string Inputs { get; } = string.Join(' ', Enumerable.Range(0, Apps).Select(app => $"a{app}.elf"));

    private string[] Temporaries => [.. _workspace.NamesIn(".").Where(name => name.StartsWith(".elf2tab-", StringComparison.Ordinal))];

    private bool HasTemporaries(int moreThan) => Directory.EnumerateFiles(_workspace.Path, ".elf2tab-*").Skip(moreThan).Any();

    private static string[] Arguments(int version) => [.. Options.Split(' '), "--app-version", $"{version}", .. Inputs.Split(' ')];

    private Dictionary<string, byte[]> ConvertAs(int version)
    {
        _workspace.Convert(Arguments(version));
        return Outputs();
    }

    private string[] OutputNames => [.. _workspace.NamesIn(".").Where(name => Path.GetExtension(name) is ".tbf" or ".tab")];

    private Dictionary<string, byte[]> Outputs() => OutputNames.ToDictionary(name => name, _workspace.Read);

    /// <summary>A manifest with an app for every ELF.</summary>
    private void WriteManifest(string name = "apps.toml", int version = 1)
    {
        var manifest = new StringBuilder("[defaults]\nminimum-footer-size = 100000\ndeterministic = true\n");
        manifest.Append(CultureInfo.InvariantCulture, $"app-version = {version}\n");
        for (int app = 0; app < Apps; app++)
            manifest.Append(CultureInfo.InvariantCulture, $"[apps.{app}]\ninputs = [\"a{app}.elf\"]\noutput-file = \"{app}.tab\"\n");
        _workspace.With(Encoding.UTF8.GetBytes(manifest.ToString()), name);
    }

    /// <summary>Every file is the old or the new one, and a new TAB stands beside new TBFs only.</summary>
    private void AssertWhole(Dictionary<string, byte[]> old)
    {
        var now = Outputs();
        var members = TabReader.Read(now["app.tab"]).Tbfs.ToDictionary(member => member.Name, member => member.Bytes.ToArray());
        bool isNew = !now["app.tab"].AsSpan().SequenceEqual(old["app.tab"]);
        Assert.Equal(Apps, members.Count);
        foreach (var (name, tbf) in now.Where(file => file.Key != "app.tab"))
        {
            bool isOld = tbf.AsSpan().SequenceEqual(old[name]);
            Assert.Equal(isOld ? 1u : 2u, _workspace.ReadTbf(name).Program?.Version);
            Assert.True(!isNew || tbf.AsSpan().SequenceEqual(members[name]), name);
        }
    }

    /// <summary>Sends a signal to a run as soon as it is so far.</summary>
    /// <returns>Its exit status, with 128 added to the number of a signal that ended it.</returns>
    private int Interrupt(int signal, Func<bool> isSoFar, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(ElfToTab.Program, arguments) { WorkingDirectory = _workspace.Path })!;
        while (!process.HasExited && !isSoFar())
        {
            // Not yet.
        }
        _ = Kill(process.Id, signal);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>As the program <c>kill</c> does, at once.</summary>
    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    /// <summary>Compares megabytes in no time, other than an assertion does.</summary>
    private sealed class SameFiles : IEqualityComparer<Dictionary<string, byte[]>>
    {
        public bool Equals(Dictionary<string, byte[]>? left, Dictionary<string, byte[]>? right) =>
            left!.Count == right!.Count && left.All(file => right[file.Key].AsSpan().SequenceEqual(file.Value));

        public int GetHashCode(Dictionary<string, byte[]> files) => files.Count;
    }
}
