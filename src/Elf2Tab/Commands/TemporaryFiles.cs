using System.Runtime.InteropServices;

namespace Elf2Tab.Commands;

/// <summary>
/// Files that are written beside those they are to replace. None stays behind: not when a step fails, not when a signal ends
/// the program; and what a killed process left is removed by the next one that writes there.
/// </summary>
public sealed class TemporaryFiles : IDisposable
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

    private readonly Lock _lock = new();
    private readonly List<string> _paths = [];
    private readonly HashSet<string> _directories = [];
    private readonly List<PosixSignalRegistration> _signals = [];

    /// <summary>Catches the signals that end a program.</summary>
    public TemporaryFiles()
    {
        foreach (var signal in Ending)
            _signals.Add(PosixSignalRegistration.Create(signal, _ => RemoveForGood()));
        _ = FileSizeSignal;
    }

    private static ReadOnlySpan<PosixSignal> Ending =>
        [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    /// <summary>
    /// The start of the names of this machine's files, and of this container's: a process number means nothing in another one.
    /// </summary>
    private static string MachinePrefix { get; } =
        $"{Prefix}{Environment.MachineName}-{new FileInfo("/proc/self/ns/pid").LinkTarget?.Trim('p', 'i', 'd', ':', '[', ']')}-";

    /// <summary>Writes a new file.</summary>
    /// <param name="directory">Where: renaming works inside one file system only.</param>
    /// <param name="bytes">Its content.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public string Write(string directory, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_directories.Add(directory))
                RemoveLeftovers(directory);
            string path = Path.Combine(directory, $"{MachinePrefix}{Environment.ProcessId}-{Guid.NewGuid():N}{Suffix}");
            _paths.Add(path);
            try
            {
                using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
                stream.Write(bytes);
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

    /// <summary>Before a signal ends the program. The lock is kept, so that no further file is made.</summary>
    private void RemoveForGood()
    {
        _lock.Enter();
        Remove(_paths);
    }

    /// <summary>Removes what killed processes left in a directory.</summary>
    private static void RemoveLeftovers(string directory)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(directory, Prefix + "*" + Suffix).Where(IsLeftover))
                TryDelete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A directory that cannot be listed may still be written to.
        }
    }

    private static bool IsLeftover(string path)
    {
        string name = Path.GetFileName(path);
        return OperatingSystem.IsLinux() && name.StartsWith(MachinePrefix, StringComparison.Ordinal)
            ? !Directory.Exists("/proc/" + name[MachinePrefix.Length..].Split('-')[0])
            : File.GetLastWriteTimeUtc(path) < DateTime.UtcNow - LongestRun;
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
