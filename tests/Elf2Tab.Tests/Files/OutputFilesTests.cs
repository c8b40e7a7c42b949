using System.Runtime.Versioning;
using Elf2Tab.Diagnostics;
using Elf2Tab.Files;
using Tests.Shared;

namespace Elf2Tab.Tests.Files;

public sealed class OutputFilesTests
{
    private static readonly byte[] Old = [1, 2, 3];
    private static readonly byte[] New = [4, 5];

    [Fact]
    public void Files_are_made_and_replaced()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["old"], Old);

        Write(directory["old"], directory["new"]).With();

        Assert.Equal(["new", "old"], directory.Names);
        Assert.Equal(New, File.ReadAllBytes(directory["old"]));
        Assert.Equal(New, File.ReadAllBytes(directory["new"]));
    }

    /// <summary>Modes that no new file gets by itself: private ones, ones of programs, and one wider than any usual mask.</summary>
    [Theory]
    [InlineData("600")]
    [InlineData("755")]
    [InlineData("444")]
    [InlineData("666")]
    [UnsupportedOSPlatform("windows")]
    public void The_mode_of_what_is_replaced_is_kept(string octal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");
        var mode = (UnixFileMode)Convert.ToInt32(octal, 8);
        using var directory = new TemporaryDirectory();
        foreach (string name in (string[])["old", "target"])
        {
            File.WriteAllBytes(directory[name], Old);
            File.SetUnixFileMode(directory[name], mode);
        }
        File.CreateSymbolicLink(directory["link"], "target");

        Write(directory["old"], directory["link"]).With();

        foreach (string name in (string[])["old", "target"])
        {
            Assert.Equal(mode, File.GetUnixFileMode(directory[name]));
            Assert.Equal(New, File.ReadAllBytes(directory[name]));
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Of_several_files_each_keeps_its_own_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");
        using var directory = new TemporaryDirectory();
        string[] paths = [directory["usual"], directory["private"], directory["program"], directory["other"]];
        foreach (string path in paths)
            File.WriteAllBytes(path, Old);
        File.SetUnixFileMode(directory["private"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(directory["program"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var modes = paths.Select(File.GetUnixFileMode).ToList();

        Write(paths).With();

        Assert.Equal(modes, paths.Select(File.GetUnixFileMode));
    }

    [Fact]
    public void When_one_cannot_be_written_none_is()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["old"], Old);

        Write(directory["old"], directory["new"], directory["missing/app.tab"]).IsRefusedFor(Catalogue.CannotWrite);
        Write(directory["new"], directory["old/app.tab"]).IsRefusedFor(Catalogue.CannotWrite);

        Assert.Equal(["old"], directory.Names);
        Assert.Equal(Old, File.ReadAllBytes(directory["old"]));
    }

    [Fact]
    public void A_directory_is_not_replaced()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["app.tab"]);
        Directory.CreateSymbolicLink(directory["link"], directory["app.tab"]);

        Write(directory["new"], directory["app.tab"]).IsRefusedFor(Catalogue.OutputIsDirectory);
        Write(directory["new"], directory["link"]).IsRefusedFor(Catalogue.OutputIsDirectory);

        Assert.Equal(["app.tab", "link"], directory.Names);
    }

    [Fact]
    public void Links_stay_and_their_targets_are_replaced()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["dir"]);
        File.WriteAllBytes(directory["dir/target"], Old);
        File.CreateSymbolicLink(directory["dir/relative"], "target");
        File.CreateSymbolicLink(directory["chain"], directory["dir/relative"]);
        File.CreateSymbolicLink(directory["dangling"], directory["dir/made"]);
        Directory.CreateSymbolicLink(directory["other"], directory["dir"]);

        Write(directory["chain"], directory["dangling"], directory["other/third"]).With();

        Assert.Equal(["chain", "dangling", "dir", "other"], directory.Names);
        Assert.NotNull(new FileInfo(directory["chain"]).LinkTarget);
        foreach (string made in (string[])["dir/target", "dir/made", "dir/third"])
            Assert.Equal(New, File.ReadAllBytes(directory[made]));
        Assert.Equal(4, Directory.GetFileSystemEntries(directory["dir"]).Length);
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        using var directory = new TemporaryDirectory();
        File.CreateSymbolicLink(directory["a"], directory["b"]);
        File.CreateSymbolicLink(directory["b"], directory["a"]);

        Write(directory["a"]).IsRefusedFor(Catalogue.CannotWrite);

        Assert.Equal(["a", "b"], directory.Names);
    }

    [Fact]
    public void A_lock_of_another_program_does_not_stop_the_program_for_ever()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "directories are not locked here");
        using var directory = new TemporaryDirectory();
        string temporary = $".elf2tab-1-1@{Environment.MachineName}.tmp";
        File.WriteAllBytes(directory[temporary], Old);
        using var other = DirectoryLock.Take(directory.Path, TimeSpan.Zero);
        using var temporaries = new TemporaryFiles { Patience = TimeSpan.Zero };

        Outcome.Of(diagnostics =>
        {
            OutputFiles.Write([new OutputFile(directory["new"], New)], _ => true, temporaries, diagnostics);
            return true;
        }).With(Catalogue.DirectoryLocked);

        Assert.Equal([temporary, "new"], directory.Names);
    }

    [Fact]
    public void What_other_runs_have_left_is_removed_and_what_other_machines_have_left_is_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "directories are not locked here");
        using var directory = new TemporaryDirectory();
        string[] names = [$".elf2tab-1-1@{Environment.MachineName}.tmp", ".elf2tab-1-1@other.tmp", ".elf2tab-old@other.tmp"];
        foreach (string name in names)
            File.WriteAllBytes(directory[name], Old);
        File.SetLastWriteTimeUtc(directory[names[2]], DateTime.UtcNow.AddDays(-2));

        Write(directory["new"]).With();

        Assert.Equal([names[1], "new"], directory.Names);
    }

    [Fact]
    public void Only_what_has_changed_is_written()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory["same"], Old);
        using var temporaries = new TemporaryFiles();

        Outcome.Of(diagnostics =>
        {
            OutputFile[] files = [new(directory["same"], New), new(directory["new"], New)];
            OutputFiles.Write(files, file => file == files[1], temporaries, diagnostics);
            return true;
        }).With();

        Assert.Equal(Old, File.ReadAllBytes(directory["same"]));
        Assert.Equal(New, File.ReadAllBytes(directory["new"]));
    }

    private static Outcome<bool> Write(params string[] paths) => Outcome.Of(diagnostics =>
    {
        OutputFiles.Write([.. paths.Select(path => new OutputFile(path, New))], diagnostics);
        return true;
    });
}
