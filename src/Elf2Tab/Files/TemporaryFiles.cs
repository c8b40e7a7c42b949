using System.Diagnostics;
using System.IO.Enumeration;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Elf2Tab.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Elf2Tab.Files;

/// <summary>
/// Files that are written beside those they are to replace. None stays behind: not when a step fails, not when a signal ends
/// the program; and what a killed process left is removed by the next one that writes there.
/// </summary>
internal sealed class TemporaryFiles : IDisposable
{
    private const string Prefix = ".elf2tab-";
    private const string Suffix = ".tmp";

    /// <summary>
    /// SIGXFSZ, where the process may not make so large a file. When it is caught, the write fails instead. It is caught until
    /// the program ends: it may be met by its handler long after the write.
    /// </summary>
    private static readonly PosixSignalRegistration? FileSizeSignal =
        OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create((PosixSignal)25, context => context.Cancel = true);

    /// <summary>No run takes longer; what other machines left is judged by this alone.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(1);

    private readonly Lock _turn = new();
    private readonly Lock _lock = new();
    private readonly HashSet<string> _paths = [];
    private readonly HashSet<string> _directories = [];

    /// <summary>The modes that new files get in directories by themselves.</summary>
    private readonly Dictionary<string, UnixFileMode> _usualModes = [];

    private readonly List<PosixSignalRegistration> _signals = [];

    /// <summary>Catches the signals that end a program.</summary>
    public TemporaryFiles()
    {
        foreach (var signal in Ending)
            _signals.Add(PosixSignalRegistration.Create(signal, _ => RemoveForGood()));
        _ = FileSizeSignal;
    }

    /// <summary>How long to wait for a lock of another program.</summary>
    internal TimeSpan Patience { get; init; } = DirectoryLock.LongestWork;

    private static ReadOnlySpan<PosixSignal> Ending =>
        [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    /// <summary>The end of the names of this machine's files: a lock may not be seen by other machines.</summary>
    private static string MachineSuffix { get; } = $"@{Environment.MachineName}{Suffix}";

    /// <summary>Works on files while no other run does so in the same directories, and no other thread of this one.</summary>
    /// <param name="directories">Where files are written.</param>
    /// <param name="diagnostics">Takes what there is to tell.</param>
    /// <param name="work">Writes and renames the files.</param>
    public void Exclusively(IEnumerable<string> directories, DiagnosticSink diagnostics, Action work)
    {
        var locks = new List<DirectoryLock>();
        lock (_turn)
        {
            try
            {
                // In one order: of two runs, neither waits for the other.
                foreach (string directory in directories.Distinct().Order(StringComparer.Ordinal))
                {
                    var taken = DirectoryLock.Take(directory, Patience);
                    locks.Add(taken);
                    if (taken.IsBusy)
                        diagnostics.Report(Catalogue.DirectoryLocked, $"{directory} stayed locked");
                    if (_directories.Add(directory))
                        RemoveLeftovers(directory, taken.IsHeld);
                }
                work();
            }
            finally
            {
                foreach (var taken in locks)
                    taken.Dispose();
            }
        }
    }

    /// <summary>Writes a new file.</summary>
    /// <param name="directory">Where: renaming works inside one file system only.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="mode">Who may do what with it; null: as usual.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public string Write(string directory, ReadOnlySpan<byte> bytes, UnixFileMode? mode)
    {
        lock (_lock)
        {
            string path = Path.Combine(directory, $"{Prefix}{Environment.ProcessId}-{Stopwatch.GetTimestamp():x}{MachineSuffix}");
            _paths.Add(path);
            try
            {
                using var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
                RandomAccess.Write(handle, bytes, 0);
                if (mode is { } wanted && !OperatingSystem.IsWindows() && wanted != UsualMode(directory, handle))
                    File.SetUnixFileMode(handle, wanted);
            }
            catch (ArgumentOutOfRangeException exception)
            {
                throw new IOException("the file would be larger than allowed", exception); // EFBIG
            }
            return path;
        }
    }

    /// <summary>Gives files their names, all of them before a signal ends the program.</summary>
    public void Rename(Action rename)
    {
        lock (_lock)
            rename();
    }

    /// <summary>Gives one of them its name.</summary>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be renamed.</exception>
    public void Rename(string temporary, string target)
    {
        // The runtime looks whether the file is there, and says why it could not be renamed.
        if (OperatingSystem.IsWindows() || UnixCalls.Rename(temporary, target) != 0)
            File.Move(temporary, target, overwrite: true);
        _paths.Remove(temporary);
    }

    /// <summary>Removes the files that were not renamed.</summary>
    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        Remove(_paths);
    }

    /// <summary>Removes files that are not to be renamed after all.</summary>
    public static void Remove(IEnumerable<string> paths)
    {
        foreach (string path in paths)
            TryDelete(path);
    }

    /// <summary>The mode of new files in a directory, as the first one there tells.</summary>
    [UnsupportedOSPlatform("windows")]
    private UnixFileMode UsualMode(string directory, SafeFileHandle newFile)
    {
        if (!_usualModes.TryGetValue(directory, out var mode))
            _usualModes[directory] = mode = File.GetUnixFileMode(newFile);
        return mode;
    }

    /// <summary>Before a signal ends the program. The lock is kept, so that no further file is made.</summary>
    private void RemoveForGood()
    {
        _lock.Enter();
        Remove(_paths);
    }

    /// <summary>Removes what killed processes left in a directory.</summary>
    /// <param name="directory">Where to look.</param>
    /// <param name="isLocked">No other run of this machine writes there.</param>
    private static void RemoveLeftovers(string directory, bool isLocked)
    {
        try
        {
            // Not by a pattern, which takes longer, and many files may be there.
            var options = new EnumerationOptions { IgnoreInaccessible = false, AttributesToSkip = 0 };
            var temporaries = new FileSystemEnumerable<string>(directory, (ref entry) => entry.ToFullPath(), options)
            {
                ShouldIncludePredicate = (ref entry) =>
                    entry.FileName.StartsWith(Prefix) && entry.FileName.EndsWith(Suffix) && !entry.IsDirectory,
            };
            foreach (string path in temporaries.Where(IsLeftover))
                TryDelete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A directory that cannot be listed may still be written to.
        }

        bool IsLeftover(string path) =>
            (isLocked && path.EndsWith(MachineSuffix, StringComparison.Ordinal))
            || File.GetLastWriteTimeUtc(path) < DateTime.UtcNow - LongestRun;
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is gone, or the directory is; there is nothing better to do.
        }
    }
}
