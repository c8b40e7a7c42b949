using Elf2Tab.Diagnostics;

namespace Acceptance.Tests;

/// <summary>Takes away what the program needs, with mounts of its own: not even root can write there.</summary>
public sealed class FaultTests : IDisposable
{
    private const string Convert = "\"$PROGRAM\" --kernel-major 2 --deterministic -o out.tab blink.cortex-m4.elf";

    private readonly Workspace _workspace = new Workspace().With("elf/blink.cortex-m4.elf");

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_rename_that_fails_names_what_was_replaced()
    {
        var result = Mounts.Run(_workspace, $"touch out.tab; mount --bind out.tab out.tab; {Convert}");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal([Catalogue.PartlyReplaced.Code], Workspace.Codes(result));
        Assert.Contains("blink.cortex-m4.tbf", result.Error, StringComparison.Ordinal);
        Assert.Equal(["blink.cortex-m4.elf", "blink.cortex-m4.tbf", "out.tab"], _workspace.NamesIn("."));
    }

    [Fact]
    public void A_full_disk_leaves_earlier_outputs_and_nothing_else()
    {
        var result = Mounts.Run(
            _workspace,
            "mkdir disk; mount -t tmpfs -o size=16k none disk; cp blink.cortex-m4.elf disk; cd disk; echo old > out.tab; "
            + $"echo old > blink.cortex-m4.tbf; head -c 1000000 /dev/zero > filler 2>/dev/null; {Convert} 2>&1; echo \"status $?\"; "
            + "cat out.tab blink.cortex-m4.tbf; ls -A");

        Assert.Contains(Catalogue.CannotWrite.Code, result.Out, StringComparison.Ordinal);
        Assert.EndsWith("status 1\nold\nold\nblink.cortex-m4.elf\nblink.cortex-m4.tbf\nfiller\nout.tab\n", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_only_directory_stays_as_it_is()
    {
        var result = Mounts.Run(_workspace, $"mount --bind . .; mount -o remount,ro,bind .; cd \"$PWD\"; {Convert}");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal([Catalogue.CannotWrite.Code], Workspace.Codes(result));
        Assert.Equal(["blink.cortex-m4.elf"], _workspace.NamesIn("."));
    }
}
