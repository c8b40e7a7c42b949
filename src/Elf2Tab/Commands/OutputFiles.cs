using System.Text;
using Elf2Tab.Diagnostics;

namespace Elf2Tab.Commands;

/// <summary>A file to write.</summary>
/// <param name="Path">As the user knows it.</param>
/// <param name="Bytes">Content.</param>
public sealed record OutputFile(string Path, ReadOnlyMemory<byte> Bytes);

/// <summary>Writes all outputs or none: everything goes to temporary files first, which get their names at the very end.</summary>
public static class OutputFiles
{
    /// <summary>Bytes of a file's name that file systems allow; a longer one would fail at the rename, too late.</summary>
    private const int LongestName = 255;

    private const int LongestPath = 4096;

    /// <summary>Links that are followed, as many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <summary>How names of files are compared.</summary>
    public static StringComparer NameComparer { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Writes the files; the last one is renamed last.</summary>
    /// <exception cref="InputException">Something failed, and what was done is reported.</exception>
    public static void Write(IReadOnlyList<OutputFile> files, DiagnosticSink diagnostics)
    {
        using var temporaries = new TemporaryFiles();
        Write(files, temporaries, diagnostics);
    }

    /// <summary>Writes the files of one of several runs, which share what is temporary: a signal ends them all.</summary>
    /// <exception cref="InputException">Something failed, and what was done is reported.</exception>
    public static void Write(IReadOnlyList<OutputFile> files, TemporaryFiles temporaries, DiagnosticSink diagnostics)
    {
        var written = new List<(OutputFile File, string Temporary, string Target)>();
        try
        {
            foreach (var file in files.Where(file => !IsDevice(file.Path)))
                written.Add(WriteTemporary(file, temporaries, diagnostics));
            foreach (var file in files.Where(file => IsDevice(file.Path)))
                WriteDevice(file, diagnostics);
            temporaries.Rename(() => Rename(written, diagnostics));
        }
        catch (InputException)
        {
            TemporaryFiles.Remove(written.Select(file => file.Temporary));
            throw;
        }
    }

    /// <summary>The path that a file has when all links are followed, whether the file exists or not.</summary>
    /// <exception cref="IOException">Links lead in a circle, or the path is longer than systems allow.</exception>
    public static string Resolve(string path)
    {
        int links = 0;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    /// <summary>The path that a file has when all links are followed, whether the file exists or not.</summary>
    /// <exception cref="InputException">There is no such path, and that is reported.</exception>
    public static string Resolve(string path, DiagnosticSink diagnostics)
    {
        try
        {
            return Resolve(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw diagnostics.Fail(Catalogue.CannotRead, $"{path}: {FileErrors.Describe(exception)}");
        }
    }

    private static string Resolve(string full, ref int links)
    {
        if (full.Length > LongestPath)
            throw new PathTooLongException();
        if (Path.GetDirectoryName(full) is not { } directory)
            return full;
        string parent = Resolve(directory, ref links);
        string own = Path.Combine(parent, Path.GetFileName(full));
        if (new FileInfo(own).LinkTarget is not { } target)
            return own;
        return ++links <= MostLinks
            ? Resolve(Path.GetFullPath(target, parent), ref links)
            : throw new IOException("symbolic links lead in a circle");
    }

    /// <summary>Devices are written to; only files can be replaced.</summary>
    private static bool IsDevice(string path)
    {
        string full = Path.GetFullPath(path);
        return !OperatingSystem.IsWindows() && File.Exists(path)
            && (full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/self/fd/", StringComparison.Ordinal))
            && !full.StartsWith("/dev/shm/", StringComparison.Ordinal);
    }

    /// <summary>Whether a file that exists is a pipe, which renaming would silently replace.</summary>
    private static bool IsPipe(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path) || new FileInfo(path).Length > 0)
            return false;
        try
        {
            // Opened for both, a pipe does not wait for its other end.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            return !stream.CanSeek;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Opened anew, a standard stream that is a file would be written over from its start.</summary>
    private static Stream OpenDevice(string path) => path switch
    {
        "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1" => Console.OpenStandardOutput(),
        "/dev/stderr" or "/dev/fd/2" or "/proc/self/fd/2" => Console.OpenStandardError(),
        _ => new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0),
    };

    private static void WriteDevice(OutputFile file, DiagnosticSink diagnostics)
    {
        try
        {
            using var stream = OpenDevice(Path.GetFullPath(file.Path));
            stream.Write(file.Bytes.Span);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw diagnostics.Fail(Catalogue.CannotWrite, $"{file.Path}: {FileErrors.Describe(exception)}");
        }
    }

    /// <summary>Writes beside the target, so that renaming stays on one file system.</summary>
    private static (OutputFile File, string Temporary, string Target) WriteTemporary(
        OutputFile file, TemporaryFiles temporaries, DiagnosticSink diagnostics)
    {
        try
        {
            string target = Resolve(file.Path);
            if (Encoding.UTF8.GetByteCount(Path.GetFileName(target)) > LongestName)
                throw diagnostics.Fail(Catalogue.CannotWrite, $"{file.Path}: the name is too long");
            if (IsPipe(target))
            {
                throw diagnostics.Fail(
                    Catalogue.CannotWrite, $"{file.Path} is a pipe", "name a file; `-o /dev/stdout` writes to standard output");
            }
            if (Directory.Exists(target))
                throw diagnostics.Fail(Catalogue.OutputIsDirectory, $"{file.Path} is a directory");
            string temporary = temporaries.Write(Path.GetDirectoryName(target)!, file.Bytes.Span);
            if (!OperatingSystem.IsWindows() && File.Exists(target))
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            return (file, temporary, target);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw diagnostics.Fail(Catalogue.CannotWrite, $"{file.Path}: {FileErrors.Describe(exception)}");
        }
    }

    private static void Rename(List<(OutputFile File, string Temporary, string Target)> written, DiagnosticSink diagnostics)
    {
        var replaced = new List<string>();
        foreach (var (file, temporary, target) in written)
        {
            try
            {
                File.Move(temporary, target, overwrite: true);
                replaced.Add(file.Path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                string reason = $"{file.Path}: {FileErrors.Describe(exception)}";
                throw replaced.Count == 0
                    ? diagnostics.Fail(Catalogue.CannotWrite, reason)
                    : diagnostics.Fail(Catalogue.PartlyReplaced, $"{reason}; already replaced: {string.Join(", ", replaced)}");
            }
        }
    }
}
