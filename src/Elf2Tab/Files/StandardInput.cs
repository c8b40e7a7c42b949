namespace Elf2Tab.Files;

/// <summary>
/// What another program hands over. It can be read only once, and commands look at a file several times: so it is kept, the one thing
/// of the process that is.
/// </summary>
internal static class StandardInput
{
    private static readonly Lazy<byte[]> Contents = new(Read);

    /// <summary>Whether a path stands for it: a single dash. A file of that name is <c>./-</c>.</summary>
    public static bool Is(string path) => path == "-";

    /// <summary>All bytes of it, up to the limit and one more.</summary>
    /// <exception cref="IOException">It cannot be read, or the caller has closed it.</exception>
    public static ReadOnlyMemory<byte> Bytes => Contents.Value;

    private static byte[] Read()
    {
        DescriptorStream.CheckOpen(0);
        using var stream = Console.OpenStandardInput();
        using var contents = new MemoryStream();
        byte[] part = new byte[64 * 1024];
        while (contents.Length <= (long)InputFile.LargestWhole && stream.Read(part) is > 0 and var count)
            contents.Write(part.AsSpan(0, count));
        return contents.ToArray();
    }
}
