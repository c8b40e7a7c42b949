using Microsoft.Win32.SafeHandles;
using TabFormat.Binary;

namespace Elf2Tab.Elf;

/// <summary>
/// The bytes of an ELF file, fetched when they are asked for: of a file that is mostly debug information, little is.
/// </summary>
internal sealed class ElfSource : IDisposable
{
    /// <summary>A file of up to so many bytes is fetched whole: one call of the system is faster than a dozen.</summary>
    private const int FetchedWhole = 32 * 1024;

    /// <summary>More bytes than any table of an app has.</summary>
    private const ulong LargestRead = 1 << 30;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly SafeFileHandle? _handle;

    /// <summary>Bytes in memory.</summary>
    public ElfSource(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        Length = (ulong)bytes.Length;
    }

    private ElfSource(SafeFileHandle handle, ulong length)
    {
        _handle = handle;
        Length = length;
    }

    /// <summary>Bytes of the whole file.</summary>
    public ulong Length { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened, or is a directory.</exception>
    public static ElfSource Open(string path)
    {
        path = Path.GetFullPath(path); // once, and not by each call below

        // Opening a pipe could wait for ever; pipes, devices and files of the kernel have no length.
        if (new FileInfo(path).Length == 0)
            return new ElfSource(ReadOnlyMemory<byte>.Empty);
        var handle = File.OpenHandle(path);
        try
        {
            long length = RandomAccess.GetLength(handle);
            var source = new ElfSource(handle, (ulong)length);
            if (length > FetchedWhole)
                return source;
            var bytes = source.Read(0, (ulong)length);
            handle.Dispose();
            return new ElfSource(bytes);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Whether the file has <paramref name="size"/> bytes at <paramref name="offset"/>.</summary>
    public bool Holds(ulong offset, ulong size) => ByteReader.Holds(Length, offset, size);

    /// <summary>The bytes at <paramref name="offset"/>, which the file must hold.</summary>
    /// <exception cref="EndOfStreamException">The file became shorter since it was opened.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ReadOnlyMemory<byte> Read(ulong offset, ulong size)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Holds(offset, size), true);
        if (_handle is null)
            return _bytes.Slice((int)offset, (int)size);

        if (size > LargestRead)
            throw new IOException($"{size} bytes are asked for at once");
        byte[] bytes = new byte[(int)size];
        int done = 0;
        while (done < bytes.Length)
        {
            int count = RandomAccess.Read(_handle, bytes.AsSpan(done), (long)offset + done);
            if (count == 0)
                throw new EndOfStreamException("the file became shorter while it was read");
            done += count;
        }
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();
}
