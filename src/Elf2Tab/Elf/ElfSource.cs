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

    /// <summary>Bytes in memory.</summary>
    public ElfSource(ReadOnlyMemory<byte> bytes)
    {
        _whole = bytes;
        Length = (ulong)bytes.Length;
    }

    /// <summary>An open file, which is closed with this.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ElfSource(SafeFileHandle handle)
    {
        _handle = handle;
        Length = (ulong)RandomAccess.GetLength(handle);
        if (Length <= FetchedWhole)
            _whole = Read(0, Length);
    }

    /// <summary>Bytes of the whole file.</summary>
    public ulong Length { get; }

    /// <summary>Whether the file has <paramref name="size"/> bytes at <paramref name="offset"/>.</summary>
    public bool Holds(ulong offset, ulong size) => ByteReader.Holds(Length, offset, size);

    /// <summary>The bytes at <paramref name="offset"/>, which the file must hold.</summary>
    /// <exception cref="EndOfStreamException">The file became shorter since it was opened.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ReadOnlyMemory<byte> Read(ulong offset, ulong size)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Holds(offset, size), true);
        if (_whole is { } whole)
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
