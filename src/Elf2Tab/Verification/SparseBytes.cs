namespace Elf2Tab.Verification;

/// <summary>Bytes, zero at first. Only pages that hold something else take memory: between segments there may be large gaps.</summary>
/// <param name="length">Bytes.</param>
internal sealed class SparseBytes(int length)
{
    private const int PageSize = 4096;

    private static readonly byte[] Zeros = new byte[PageSize];

    private readonly byte[]?[] _pages = new byte[]?[(length + PageSize - 1) / PageSize];

    /// <summary>Bytes.</summary>
    public int Length => length;

    /// <summary>The byte at a place.</summary>
    public byte this[int place] => Page(place / PageSize)[place % PageSize];

    /// <summary>Takes over bytes at a place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not all fit.</exception>
    public void Write(int place, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, length - place);
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, PageSize - (place % PageSize))];
            ref byte[]? page = ref _pages[place / PageSize];
            if (page is not null || part.ContainsAnyExcept((byte)0))
                part.CopyTo((page ??= new byte[PageSize]).AsSpan(place % PageSize));
            bytes = bytes[part.Length..];
            place += part.Length;
        }
    }

    /// <summary>Fills a span with the bytes from a place on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public void Read(int place, Span<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, length - place);
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, PageSize - (place % PageSize));
            Page(place / PageSize).AsSpan(place % PageSize, count).CopyTo(bytes);
            bytes = bytes[count..];
            place += count;
        }
    }

    /// <summary>Whether all bytes are those of another.</summary>
    public bool SequenceEqual(SparseBytes other)
    {
        bool isSame = Length == other.Length;
        for (int index = 0; isSame && index < _pages.Length; index++)
            isSame = Page(index).AsSpan().SequenceEqual(other.Page(index));
        return isSame;
    }

    private byte[] Page(int index) => _pages[index] ?? Zeros;
}
