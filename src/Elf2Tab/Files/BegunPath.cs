namespace Elf2Tab.Files;

/// <summary>Paths of which the start was written.</summary>
internal static class BegunPath
{
    /// <summary>What there is on the disk that begins so, in order; directories end with a slash. What cannot be read is not there.</summary>
    /// <param name="begun">What was written; a tilde in front of a slash is the home of the user.</param>
    public static IReadOnlyList<string> Find(string begun)
    {
        int slash = begun.LastIndexOf('/') + 1;
        var (directory, name) = (begun[..slash], begun[slash..]);
        string place = directory == "" ? "." : AtHome(directory);
        try
        {
            return
            [
                .. new DirectoryInfo(place).EnumerateFileSystemInfos()
                    .Where(entry => entry.Name.StartsWith(name, StringComparison.Ordinal))
                    .Where(entry => entry.Name[0] != '.' || name.StartsWith('.'))
                    .Select(entry => directory + entry.Name + (Directory.Exists(entry.FullName) ? "/" : ""))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    /// <summary>The bytes of a file that is named in a line; null: it is none, cannot be read, or has more.</summary>
    /// <param name="path">As it was written.</param>
    /// <param name="mostBytes">How many are read.</param>
    public static byte[]? Read(string path, int mostBytes)
    {
        try
        {
            string place = AtHome(path);
            return path != "" && FileState.Of(place).Type == FileType.Regular && new FileInfo(place).Length <= mostBytes ? File.ReadAllBytes(place) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string AtHome(string path) => path.StartsWith("~/", StringComparison.Ordinal)
        ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..]
        : path;
}
