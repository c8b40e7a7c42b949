using Elf2Tab.Elf;

namespace Elf2Tab.Files;

/// <summary>Where an output goes.</summary>
/// <param name="File">The output.</param>
/// <param name="Path">Its path when all links are followed.</param>
/// <param name="There">What is there now.</param>
internal sealed record OutputTarget(OutputFile File, string Path, FileState There)
{
    /// <summary>Whether it is written to; only files can be replaced.</summary>
    public bool IsDevice => There.Type == FileType.Device;

    /// <summary>The kind of the file that is there, when that is no earlier output of this kind; null: it may be replaced.</summary>
    public FileKind? FindOtherKind()
    {
        if (There.Type != FileType.Regular)
            return null;
        var kind = FindKind();
        return kind == FileKind.Of(File.Bytes.Span) ? null : kind;
    }

    /// <summary>Opens a device, a pipe or what the caller has opened.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public Stream OpenDevice() => DescriptorStream.NumberOf(Path) is { } descriptor
        ? DescriptorStream.Open(descriptor)
        : new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    /// <summary>The kind of the file that is there; null: it cannot be told, or the file cannot be read.</summary>
    private FileKind? FindKind()
    {
        try
        {
            using var handle = System.IO.File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] start = new byte[FileKind.BytesThatTell];
            int count = RandomAccess.Read(handle, start, 0);
            return FileKind.Of(start.AsSpan(0, count), () => RandomAccess.GetLength(handle));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
