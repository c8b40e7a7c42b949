using System.Collections.Immutable;
using TabFormat.Binary;
using TabFormat.Tbf;

namespace TabFormat.Reading;

/// <summary>
/// What is to be changed in the header of a TBF. All else stays as it is, to the byte: elements of types that are not known, their order,
/// and the app binary, which does not move.
/// </summary>
public sealed record TbfEdit
{
    private readonly ItemList<TbfElement> _elements;
    private readonly ItemList<TbfElementType> _removed;

    /// <summary>The order in which elements are written; of others, after these.</summary>
    private static ReadOnlySpan<TbfElementType> Order =>
        [
            TbfElementType.Main, TbfElementType.Program, TbfElementType.PackageName, TbfElementType.WriteableFlashRegions,
            TbfElementType.FixedAddresses, TbfElementType.Permissions, TbfElementType.StoragePermissions, TbfElementType.KernelVersion,
            TbfElementType.ShortId, TbfElementType.LoadSegments, TbfElementType.DynamicRelocations, TbfElementType.LoadTarget,
        ];

    /// <summary>Flags to set.</summary>
    public TbfFlags Set { get; init; }

    /// <summary>Flags to clear.</summary>
    public TbfFlags Cleared { get; init; }

    /// <summary>The app's version; null: as it is. A TBF that has no Program element, which says it, is given one.</summary>
    public uint? Version { get; init; }

    /// <summary>Elements in place of those of their types; where there is none they are added.</summary>
    public ImmutableArray<TbfElement> Elements { get => _elements; init => _elements = value; }

    /// <summary>Types of elements to leave out.</summary>
    public ImmutableArray<TbfElementType> Removed { get => _removed; init => _removed = value; }

    /// <summary>Bytes of the header when it is changed: at most <see cref="TbfReading.BinaryOffset"/> have room.</summary>
    /// <param name="tbf">The TBF; it has an app, and breaks no rule of the header.</param>
    public long HeaderSize(TbfReading tbf) => TbfFormat.BaseHeaderSize + Parts(tbf).Sum(part => (long)part.Size);

    /// <summary>The bytes up to the first footer, header changed.</summary>
    /// <param name="tbf">The TBF; it has an app, and breaks no rule of the header.</param>
    /// <exception cref="InvalidOperationException">There is no room in front of the app binary.</exception>
    public byte[] Apply(TbfReading tbf)
    {
        long headerSize = HeaderSize(tbf);
        if (headerSize > Math.Min(tbf.BinaryOffset, ushort.MaxValue))
            throw new InvalidOperationException($"the header would have {headerSize} bytes, and the app binary is at {tbf.BinaryOffset}");
        byte[] bytes = tbf.Bytes[..(int)tbf.BinaryEndOffset].ToArray();
        if (headerSize < tbf.HeaderSize)
            bytes.AsSpan((int)headerSize, tbf.HeaderSize - (int)headerSize).Clear();
        var header = new ByteWriter(bytes.AsSpan(0, (int)headerSize));
        header.U16(TbfFormat.Version);
        header.U16((ushort)headerSize);
        header.U32(tbf.TotalSize);
        header.U32((uint)((tbf.Flags | Set) & ~Cleared));
        header.Zeros(4);
        foreach (var part in Parts(tbf))
            part.Write(ref header, tbf.HeaderSize - (int)headerSize);
        var checksum = new ByteWriter(bytes.AsSpan(TbfFormat.ChecksumOffset, 4));
        checksum.U32(TbfFormat.Checksum(bytes.AsSpan(0, (int)headerSize)));
        return bytes;
    }

    /// <summary>The elements in order. Of several of a type that is changed one is left.</summary>
    private List<Part> Parts(TbfReading tbf)
    {
        var parts = new List<Part>();
        var replaced = new HashSet<TbfElementType>();
        foreach (var element in tbf.Elements)
        {
            var type = (TbfElementType)element.Type;
            int size = TbfFormat.ElementPrefixSize + (int)Alignment.RoundUp((ulong)element.Content.Length, 4);
            if (Removed.Contains(type))
                continue;
            if (Elements.FirstOrDefault(other => other.Type == type) is not { } other)
                parts.Add(new Part(type, tbf.Bytes.Slice(element.Offset, size)) { Version = Version });
            else if (replaced.Add(type))
                parts.Add(new Part(other));
        }
        foreach (var element in Elements.Where(element => !replaced.Contains(element.Type)))
            Insert(parts, new Part(element));
        if (Version is { } version && tbf is { Program: null, Main: { } main })
        {
            var program = new ProgramElement(
                new(main.InitFunctionOffset, main.ProtectedTrailerSize, main.MinimumRamSize), (uint)tbf.BinaryEndOffset, version);
            Insert(parts, new Part(program));
        }
        return parts;
    }

    /// <summary>Puts an element where a conversion would have put it.</summary>
    private static void Insert(List<Part> parts, Part part)
    {
        int rank = Rank(part.Type);
        parts.Insert(parts.FindLastIndex(other => Rank(other.Type) <= rank) + 1, part);
    }

    private static int Rank(TbfElementType type) => Order.IndexOf(type) is >= 0 and var rank ? rank : Order.Length;

    /// <summary>An element of the new header: its bytes, as they were or anew.</summary>
    private readonly record struct Part(TbfElementType Type, ReadOnlyMemory<byte> Bytes)
    {
        private readonly TbfElement? _element;

        public Part(TbfElement element)
            : this(element.Type, default) => _element = element;

        /// <summary>The version that a Program element is given; null: it stays.</summary>
        public uint? Version { get; init; }

        public int Size => _element?.Size ?? Bytes.Length;

        /// <param name="writer">Where to write.</param>
        /// <param name="moved">By how many bytes the header ends earlier, from where entry point and app binary are counted.</param>
        public void Write(ref ByteWriter writer, int moved)
        {
            byte[] bytes = new byte[Size];
            Bytes.CopyTo(bytes);
            var own = new ByteWriter(bytes);
            _element?.Write(ref own);
            if (Type is TbfElementType.Main or TbfElementType.Program)
            {
                var reader = new ByteReader(bytes.AsSpan(TbfFormat.ElementPrefixSize));
                var counted = new ByteWriter(bytes.AsSpan(TbfFormat.ElementPrefixSize));
                counted.U32((uint)(reader.U32() + moved));
                counted.U32((uint)(reader.U32() + moved));
            }
            if (Type == TbfElementType.Program && Version is { } version)
            {
                var last = new ByteWriter(bytes.AsSpan(bytes.Length - 4));
                last.U32(version);
            }
            writer.Bytes(bytes);
        }
    }
}
