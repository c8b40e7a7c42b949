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
        string place = directory.StartsWith("~/", StringComparison.Ordinal)
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + directory[1..]
            : directory == "" ? "." : directory;
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
}
