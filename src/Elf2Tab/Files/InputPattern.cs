using Elf2Tab.Diagnostics;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace Elf2Tab.Files;

/// <summary>Inputs named by a pattern, for manifests and for shells that expand none.</summary>
internal static class InputPattern
{
    /// <summary>Whether a path is a pattern: it has a star, and no file of that name exists.</summary>
    public static bool Is(string path) => path.Contains('*', StringComparison.Ordinal) && !File.Exists(path);

    /// <summary>The files that match, sorted ordinally: <c>*</c> is any part of a name, <c>**</c> any directories. Case counts.</summary>
    /// <exception cref="InputException">No file matches, or a directory cannot be searched.</exception>
    public static IReadOnlyList<string> Expand(string pattern, DiagnosticSink diagnostics)
    {
        int star = pattern.IndexOf('*', StringComparison.Ordinal);
        int start = pattern.LastIndexOfAny(['/', Path.DirectorySeparatorChar], star) + 1;
        string directory = pattern[..start];
        try
        {
            var matcher = new Matcher(StringComparison.Ordinal).AddInclude(pattern[start..]);
            var found = matcher.Execute(new SearchedDirectory(new DirectoryInfo(directory == "" ? "." : directory)));
            return found.HasMatches
                ? [.. found.Files.Select(file => directory + file.Path).Order(StringComparer.Ordinal)]
                : throw diagnostics.Fail(
                    Catalogue.NotFound,
                    $"no file matches `{pattern}`",
                    "check the pattern: `*` stands for a part of a name, `**` for directories");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string reason = exception is ArgumentException ? exception.Message : FileErrors.Describe(exception);
            throw diagnostics.Fail(Catalogue.CannotRead, $"{pattern}: {reason}");
        }
    }

    /// <summary>A directory in which links to directories are not followed: they may lead in circles.</summary>
    private sealed class SearchedDirectory(DirectoryInfo directory) : DirectoryInfoBase
    {
        private readonly DirectoryInfoWrapper _wrapped = new(directory);

        public override string Name => _wrapped.Name;

        public override string FullName => _wrapped.FullName;

        public override DirectoryInfoBase? ParentDirectory => _wrapped.ParentDirectory;

        public override IEnumerable<FileSystemInfoBase> EnumerateFileSystemInfos()
        {
            foreach (var info in directory.Exists ? RealDirectory.EntriesIn(directory.FullName) : [])
                yield return info is DirectoryInfo inner ? new SearchedDirectory(inner) : new FileInfoWrapper((FileInfo)info);
        }

        public override DirectoryInfoBase? GetDirectory(string path) => _wrapped.GetDirectory(path);

        public override FileInfoBase? GetFile(string path) => _wrapped.GetFile(path);
    }
}
