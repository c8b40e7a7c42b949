using System.IO.Enumeration;

namespace Elf2Tab.Files;

/// <summary>A directory in which links to directories are not followed: they may lead in circles.</summary>
internal static class RealDirectory
{
    /// <summary>The files in it and in the directories below. Links to files count as files.</summary>
    /// <exception cref="IOException">A directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory may not be read.</exception>
    public static IEnumerable<string> FilesBelow(string directory)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 };
        return new FileSystemEnumerable<string>(directory, (ref entry) => entry.ToSpecifiedFullPath(), options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => !IsLink(ref entry),
        };
    }

    /// <summary>The files and directories in it. The system is asked nothing about a file but its name: there may be very many.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static IEnumerable<FileSystemInfo> EntriesIn(string directory)
    {
        var options = new EnumerationOptions { IgnoreInaccessible = false, AttributesToSkip = 0 };
        return new FileSystemEnumerable<FileSystemInfo>(
            directory,
            (ref entry) => entry.IsDirectory ? new DirectoryInfo(entry.ToFullPath()) : new FileInfo(entry.ToFullPath()),
            options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory || !IsLink(ref entry),
        };
    }

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
