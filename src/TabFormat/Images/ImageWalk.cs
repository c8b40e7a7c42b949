using System.Collections.Immutable;
using TabFormat.Binary;
using TabFormat.Reading;
using TabFormat.Tbf;

namespace TabFormat.Images;

/// <summary>What a kernel finds in the memory of apps: one TBF after another, up to the first header that is none.</summary>
/// <param name="Found">Apps and padding.</param>
/// <param name="End">Bytes from the start of the memory to the header that is none, or to the end of the memory.</param>
/// <param name="Behind">Offsets behind the end where something still looks like an app; a kernel finds it when an app in front grows.</param>
public sealed record ImageWalk(ImmutableArray<FoundTbf> Found, int End, ImmutableArray<int> Behind)
{
    private const int MostBehind = 100;

    private readonly ItemList<FoundTbf> _found = Found;
    private readonly ItemList<int> _behind = Behind;

    /// <summary>Apps and padding.</summary>
    public ImmutableArray<FoundTbf> Found { get => _found; init => _found = value; }

    /// <summary>Offsets behind the end where something still looks like an app.</summary>
    public ImmutableArray<int> Behind { get => _behind; init => _behind = value; }

    /// <summary>The apps, without padding.</summary>
    public IEnumerable<FoundTbf> Apps => Found.Where(found => !found.Tbf.IsPadding || !found.Tbf.Findings.IsEmpty);

    /// <summary>Walks a memory.</summary>
    public static ImageWalk Of(ReadOnlyMemory<byte> memory)
    {
        var found = ImmutableArray.CreateBuilder<FoundTbf>();
        int offset = 0;
        while (LengthAt(memory.Span[offset..]) is { } length)
        {
            found.Add(new FoundTbf(offset, TbfReader.Read(memory.Slice(offset, length))));
            offset += length;
        }
        return new ImageWalk(found.ToImmutable(), offset, [.. FindBehind(memory, offset)]);
    }

    /// <summary>The first offset at which the header of an app is; null: there is none.</summary>
    public static int? FindFirst(ReadOnlyMemory<byte> memory) => FindBehind(memory, 0).Select(offset => (int?)offset).FirstOrDefault();

    /// <summary>Bytes of the TBF that begins here, by its header; null: a kernel would stop here.</summary>
    private static int? LengthAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < TbfFormat.BaseHeaderSize)
            return null;
        var reader = new ByteReader(bytes);
        var (version, headerSize, totalSize) = (reader.U16(), reader.U16(), reader.U32());
        bool isHeader = version == TbfFormat.Version && headerSize >= TbfFormat.BaseHeaderSize && headerSize <= totalSize;
        return isHeader && totalSize <= bytes.Length ? (int)totalSize : null;
    }

    /// <summary>Headers of apps, whole ones with the right checksum, at multiples of a word.</summary>
    private static IEnumerable<int> FindBehind(ReadOnlyMemory<byte> memory, int from)
    {
        int count = 0;
        for (int offset = from; offset <= memory.Length - TbfFormat.BaseHeaderSize && count < MostBehind; offset += 4)
        {
            var bytes = memory.Span[offset..];
            if (bytes[0] != TbfFormat.Version || bytes[1] != 0 || LengthAt(bytes) is not { } length || !TbfReader.HasHeader(bytes[..length]))
                continue;
            if (new ByteReader(bytes[2..]).U16() == TbfFormat.BaseHeaderSize)
                continue; // padding is no app
            count++;
            yield return offset;
            offset += ((length + 3) & ~3) - 4;
        }
    }
}
