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

    private readonly ReadOnlyMemory<byte>? _whole;
    private readonly SafeFileHandle? _handle;
    private readonly Func<ulong, ReadOnlyMemory<byte>>? _stream;
    private readonly ulong _length;

    /// <summary>Bytes in memory.</summary>
    public ElfSource(ReadOnlyMemory<byte> bytes)
    {
        _whole = bytes;
        _length = (ulong)bytes.Length;
    }

    /// <summary>An open file, which is closed with this.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ElfSource(SafeFileHandle handle)
    {
        _handle = handle;
        _length = (ulong)RandomAccess.GetLength(handle);
        if (_length <= FetchedWhole)
            _whole = Read(0, _length);
    }

    /// <summary>Bytes that come one after another, perhaps for ever.</summary>
    /// <param name="stream">Gives the first bytes: as many as are asked for at least, or all there are.</param>
    public ElfSource(Func<ulong, ReadOnlyMemory<byte>> stream) => _stream = stream;

    /// <summary>Bytes of the whole file; a stream must be at its end for that.</summary>
    /// <exception cref="IOException">A stream cannot be read.</exception>
    public ulong Length => _stream is null ? _length : (ulong)_stream(ulong.MaxValue).Length;

    /// <summary>Whether the file has <paramref name="size"/> bytes at <paramref name="offset"/>.</summary>
    public bool Holds(ulong offset, ulong size) => ByteReader.Holds(Length, offset, size);

    /// <summary>The first bytes, <paramref name="count"/> or all there are; nobody waits for the end of a stream.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public ReadOnlyMemory<byte> Start(int count)
    {
        if (_stream is null)
            return Read(0, Math.Min(_length, (ulong)count));
        var bytes = _stream((ulong)count);
        return bytes[..Math.Min(bytes.Length, count)];
    }

    /// <summary>The bytes at <paramref name="offset"/>, which the file must hold.</summary>
    /// <exception cref="EndOfStreamException">The file became shorter since it was opened.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ReadOnlyMemory<byte> Read(ulong offset, ulong size)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Holds(offset, size), true);
        if ((_stream is null ? _whole : _stream(ulong.MaxValue)) is { } whole)
            return whole.Slice((int)offset, (int)size);

        if (size > LargestRead)
            throw new IOException($"{size} bytes are asked for at once");
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)size);
        int done = 0;
        while (done < bytes.Length)
        {
            int count = RandomAccess.Read(_handle!, bytes.AsSpan(done), (long)offset + done);
            if (count == 0)
                throw new EndOfStreamException("the file became shorter while it was read");
            done += count;
        }
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle?.Dispose();
}
