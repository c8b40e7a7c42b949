using System.Text;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Files;

// The disk is shared, full, read-only, or somebody else's. Outputs of one run belong together (a TAB and the TBFs in it), builds look at
// their times, and a run may be killed at any moment: so they are written beside their names, and renamed when all are there.

/// <summary>A file to write.</summary>
/// <param name="Path">As the user knows it.</param>
/// <param name="Bytes">Content.</param>
internal sealed record OutputFile(string Path, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Writes all outputs or none: everything goes to temporary files first, which get their names at the very end, while no other run
/// writes there. Nothing but an earlier output is replaced.
/// </summary>
internal static class OutputFiles
{
    /// <summary>Bytes of a file's name that file systems allow; a longer one would fail at the rename, too late.</summary>
    private const int LongestName = 255;

    /// <summary>How names of files are compared.</summary>
    public static StringComparer NameComparer { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Writes the files; the last one is renamed last.</summary>
    /// <exception cref="InputException">Something failed, and what was done is reported.</exception>
    public static void Write(IReadOnlyList<OutputFile> files, DiagnosticSink diagnostics)
    {
        using var temporaries = new TemporaryFiles();
        Write(files, _ => true, temporaries, diagnostics);
    }

    /// <summary>Writes the files of one of several runs, which share what is temporary: a signal ends them all.</summary>
    /// <param name="files">The whole set, also what need not be written.</param>
    /// <param name="isChanged">Whether to write a file; asked when no other run can replace it any more.</param>
    /// <param name="temporaries">What is temporary.</param>
    /// <param name="diagnostics">Takes what goes wrong.</param>
    /// <exception cref="InputException">Something failed, and what was done is reported.</exception>
    public static void Write(
        IReadOnlyList<OutputFile> files, Func<OutputFile, bool> isChanged, TemporaryFiles temporaries, DiagnosticSink diagnostics)
    {
        var paths = new PathResolver(stopsAtStreams: true);
        var targets = files.Select(file => FindTarget(file, paths, diagnostics)).ToList();

        // Whoever reads them may take his time, and other runs are not to wait for that. When they fail, no file is touched.
        foreach (var target in targets.Where(target => target.IsDevice && isChanged(target.File)))
            WriteDevice(target, diagnostics);

        var replaced = targets.Where(target => !target.IsDevice).ToList();
        var directories = replaced.Select(target => Path.GetDirectoryName(target.Path)!);
        temporaries.Exclusively(directories, diagnostics, () => Replace([.. replaced.Where(target => isChanged(target.File))]));

        void Replace(List<OutputTarget> changed)
        {
            var written = new List<(OutputTarget Target, string Temporary)>();
            try
            {
                foreach (var target in changed)
                    written.Add((target, WriteTemporary(target, temporaries, diagnostics)));
                temporaries.Rename(() => Rename(written, temporaries, diagnostics));
            }
            catch (InputException)
            {
                TemporaryFiles.Remove(written.Select(file => file.Temporary));
                throw;
            }
        }
    }

    /// <summary>Finds where an output goes, and whether it may go there.</summary>
    private static OutputTarget FindTarget(OutputFile file, PathResolver paths, DiagnosticSink diagnostics)
    {
        try
        {
            string path = DescriptorStream.IsDash(file.Path) ? file.Path : paths.Resolve(file.Path);
            if (DescriptorStream.NumberOf(path) is not null)
                return new OutputTarget(file, path, new FileState(FileType.Device, null));
            if (Encoding.UTF8.GetByteCount(Path.GetFileName(path)) > LongestName)
                throw diagnostics.Fail(Catalogue.CannotWrite, $"{file.Path}: the name is too long");
            var target = new OutputTarget(file, path, FileState.Of(path));
            if (target.There.Type == FileType.Directory)
                throw diagnostics.Fail(Catalogue.OutputIsDirectory, $"{file.Path} is a directory");
            if (target.FindOtherKind() is { } kind)
            {
                string made = FileKind.Of(file.Bytes.Span)?.Name ?? "something else";
                throw diagnostics.Fail(Catalogue.OutputOfOtherKind, $"{file.Path} is {kind.Name} and would be replaced by {made}");
            }
            return target;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw diagnostics.Fail(Catalogue.CannotWrite, $"{file.Path}: {FileErrors.Describe(exception)}");
        }
    }

    private static void WriteDevice(OutputTarget target, DiagnosticSink diagnostics)
    {
        try
        {
            using var stream = target.OpenDevice();
            stream.Write(target.File.Bytes.Span);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw diagnostics.Fail(Catalogue.CannotWrite, $"{target.File.Path}: {FileErrors.Describe(exception)}");
        }
    }

    /// <summary>Writes beside the target, so that renaming stays on one file system.</summary>
    private static string WriteTemporary(OutputTarget target, TemporaryFiles temporaries, DiagnosticSink diagnostics)
    {
        try
        {
            return temporaries.Write(Path.GetDirectoryName(target.Path)!, target.File.Bytes.Span, target.There.Mode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string directory = Path.GetDirectoryName(target.File.Path)!;
            string reason = File.Exists(directory) ? $"{directory} is a file, and no directory" : FileErrors.Describe(exception);
            throw diagnostics.Fail(Catalogue.CannotWrite, $"{target.File.Path}: {reason}");
        }
    }

    private static void Rename(
        List<(OutputTarget Target, string Temporary)> written, TemporaryFiles temporaries, DiagnosticSink diagnostics)
    {
        var replaced = new List<string>();
        foreach (var (target, temporary) in written)
        {
            try
            {
                temporaries.Rename(temporary, target.Path);
                replaced.Add(target.File.Path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                string reason = $"{target.File.Path}: {FileErrors.Describe(exception)}";
                throw replaced.Count == 0
                    ? diagnostics.Fail(Catalogue.CannotWrite, reason)
                    : diagnostics.Fail(Catalogue.PartlyReplaced, $"{reason}; already replaced: {string.Join(", ", replaced)}");
            }
        }
    }
}
