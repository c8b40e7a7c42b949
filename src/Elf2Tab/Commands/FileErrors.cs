namespace Elf2Tab.Commands;

/// <summary>Says in a few words why the operating system refused something.</summary>
public static class FileErrors
{
    private const int NoSpaceOnDevice = 28;

    /// <summary>The reason; the path is said elsewhere.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        FileNotFoundException => "no such file",
        DirectoryNotFoundException => "no such directory",
        UnauthorizedAccessException => "permission denied",
        EndOfStreamException => exception.Message,
        PathTooLongException => "the name is too long",
        IOException { HResult: NoSpaceOnDevice } => "no space left on the device",
        NotSupportedException => "not a regular file",
        _ => exception.Message,
    };
}
