namespace Elf2Tab.Files;

/// <summary>
/// What another program hands over. It can be read only once, and commands look at a file several times: so it is kept, the one thing
/// of the process that is. Whether it is of use may show at its start, and it may have no end.
/// </summary>
internal static class StandardInput
{
    private static readonly MemoryStream Contents = new();
    private static Stream? _stream;
    private static bool _isAtEnd;

    /// <summary>Whether a path stands for it: a single dash. A file of that name is <c>./-</c>.</summary>
    public static bool Is(string path) => path == "-";

    /// <summary>The first bytes of it.</summary>
    /// <param name="count">How many at least, where there are so many; up to the limit and one more.</param>
    /// <exception cref="IOException">It cannot be read, or the caller has closed it.</exception>
    public static ReadOnlyMemory<byte> First(ulong count)
    {
        lock (Contents)
        {
            Read((long)Math.Min(count, InputFile.LargestWhole + 1));
            return Contents.GetBuffer().AsMemory(0, (int)Contents.Length);
        }
    }

    private static void Read(long count)
    {
        if (_stream is null)
        {
            DescriptorStream.CheckOpen(0);
            _stream = Console.OpenStandardInput();
        }
        byte[] part = new byte[64 * 1024];
        while (!_isAtEnd && Contents.Length < count)
        {
            int read = _stream.Read(part);
            Contents.Write(part.AsSpan(0, read));
            _isAtEnd = read == 0;
        }
    }
}
