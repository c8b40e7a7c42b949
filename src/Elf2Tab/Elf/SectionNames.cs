namespace Elf2Tab.Elf;

/// <summary>Names of sections as keys: bytes of the file, none of which is copied, for a hostile file may have many and long ones.</summary>
internal static class SectionNames
{
    /// <summary>Compares names byte by byte.</summary>
    public static IEqualityComparer<ReadOnlyMemory<byte>> Comparer { get; } = new ByteComparer();

    private sealed class ByteComparer : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> name)
        {
            var hash = new HashCode();
            hash.AddBytes(name.Span);
            return hash.ToHashCode();
        }
    }
}
