namespace Elf2Tab.Files;

/// <summary>Says in a few words why the operating system refused something.</summary>
internal static class FileErrors
{
    /// <summary>The reason; the path is said elsewhere.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        FileNotFoundException => "no such file",
        DirectoryNotFoundException => "no such directory",
        UnauthorizedAccessException => "permission denied",
        PathTooLongException => "the name is too long",
        NotSupportedException => "not a regular file",
        ArgumentException => "the path is empty",
        IOException io => Describe(io),
        _ => exception.Message,
    };

    /// <summary>Error numbers of Unix; other errors bring a text of their own.</summary>
    private static string Describe(IOException exception) => exception.HResult switch
    {
        5 => "input/output error",
        12 => "there is not enough memory",
        9 => "it is not open for writing",
        16 => "the file is in use as a mount point or device",
        20 => "a part of the path is not a directory",
        24 => "too many open files",
        27 => "the file would be larger than allowed",
        28 => "no space left on the device",
        30 => "the file system is read-only",
        32 => "nobody reads it any more",
        40 => "symbolic links lead in a circle",
        122 => "the disk quota is used up",
        _ => exception.Message,
    };
}
