using System.Buffers.Binary;

namespace Fuzz.Tests.Mutation;

/// <summary>TBFs (docs/tbf.md).</summary>
internal static class TbfFiles
{
    private const int BaseHeaderSize = 16;
    private const int PrefixSize = 4;
    private const int ProgramType = 9;
    private const int LargestElement = 300;

    private static readonly ushort[] Types = [1, 2, 3, 5, 6, 7, 8, 9, 10, 128, 0x8E01, 0x8E02, 0, 4, 0xFFFF];

    public static FileFormat Format { get; } = new(Read, Change, file => Repair(file));

    /// <summary>Adds what is in the TBF at a place in a file.</summary>
    public static void Add(Structure structure, int start, int length)
    {
        structure.Add("TBF header", start, 2, 2, 4, 4, 4);
        foreach (var (offset, size) in Elements(structure.File.AsSpan(start, length)))
            AddNumbers(structure, "element", start + offset, PrefixSize, size);
        int end = BinaryEnd(structure.File.AsSpan(start, length));
        while (end > 0 && end + 8 <= length)
        {
            int size = (int)structure.Number(start + end + 2, 2);
            AddNumbers(structure, "footer", start + end, PrefixSize, Math.Min(size, 8));
            end += PrefixSize + size;
        }
    }

    /// <summary>Makes the checksum of a TBF right.</summary>
    public static void Repair(Span<byte> tbf)
    {
        if (tbf.Length < BaseHeaderSize)
            return;
        int headerSize = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(tbf[2..]), tbf.Length) & ~3;
        uint sum = 0;
        for (int offset = 0; offset < headerSize; offset += 4)
            sum ^= offset == 12 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(tbf[offset..]);
        BinaryPrimitives.WriteUInt32LittleEndian(tbf[12..], sum);
    }

    private static Structure Read(byte[] file)
    {
        var structure = new Structure(file);
        Add(structure, 0, file.Length);
        return structure;
    }

    /// <summary>Repeats an element, puts one of any type in front of another, or takes one away; sizes follow.</summary>
    private static byte[] Change(Random random, byte[] file)
    {
        var elements = Elements(file);
        if (elements.Count == 0)
            return file;
        var (offset, size) = StructureMutator.Pick(random, elements);
        int end = offset + PrefixSize + ((size + 3) & ~3);
        byte[] changed;
        if (random.Next(16) == 0 && end <= file.Length)
        {
            // As often as a header has room for.
            int count = random.Next((ushort.MaxValue - BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(2))) / (end - offset) + 1);
            changed = [.. file[..offset], .. Enumerable.Repeat(file[offset..end], count).SelectMany(element => element), .. file[offset..]];
        }
        else if (random.Next(3) == 0)
        {
            changed = [.. file[..offset], .. file[Math.Min(end, file.Length)..]];
        }
        else
        {
            int length = random.Next(2) == 0 ? size : random.Next(LargestElement);
            byte[] element = new byte[PrefixSize + ((length + 3) & ~3)];
            random.NextBytes(element);
            if (random.Next(2) == 0)
                file.AsSpan(offset, Math.Min(element.Length, file.Length - offset)).CopyTo(element);
            BinaryPrimitives.WriteUInt16LittleEndian(element, StructureMutator.Pick(random, Types));
            BinaryPrimitives.WriteUInt16LittleEndian(element.AsSpan(2), (ushort)length);
            changed = [.. file[..offset], .. element, .. file[offset..]];
        }
        int grown = changed.Length - file.Length;
        Grow16(changed, 2, grown);
        Grow32(changed, 4, grown);
        foreach (var (place, _) in Elements(changed).Where(element => TypeAt(changed, element.Offset) == ProgramType))
            Grow32(changed, place + PrefixSize + 12, grown);
        return changed;
    }

    private static void AddNumbers(Structure structure, string table, int offset, int prefixSize, int size)
    {
        var sizes = new List<int> { 2, prefixSize - 2 };
        for (int rest = size; rest > 0; rest -= sizes[^1])
            sizes.Add(rest >= 4 ? 4 : rest >= 2 ? 2 : 1);
        structure.Add(table, offset, [.. sizes]);
    }

    /// <summary>Where elements start, and the lengths that they state.</summary>
    private static List<(int Offset, int Size)> Elements(ReadOnlySpan<byte> tbf)
    {
        var elements = new List<(int, int)>();
        if (tbf.Length < BaseHeaderSize)
            return elements;
        int headerSize = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(tbf[2..]), tbf.Length);
        int offset = BaseHeaderSize;
        while (offset + PrefixSize <= headerSize)
        {
            int size = BinaryPrimitives.ReadUInt16LittleEndian(tbf[(offset + 2)..]);
            elements.Add((offset, size));
            offset += PrefixSize + ((size + 3) & ~3);
        }
        return elements;
    }

    private static int BinaryEnd(ReadOnlySpan<byte> tbf)
    {
        foreach (var (offset, size) in Elements(tbf))
        {
            if (TypeAt(tbf, offset) == ProgramType && size >= 16 && offset + PrefixSize + 16 <= tbf.Length)
                return (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(tbf[(offset + PrefixSize + 12)..]), int.MaxValue / 2);
        }
        return 0;
    }

    private static int TypeAt(ReadOnlySpan<byte> tbf, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(tbf[offset..]);

    private static void Grow16(byte[] file, int offset, int by)
    {
        if (offset + 2 <= file.Length)
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(offset), (ushort)(TypeAt(file, offset) + by));
    }

    private static void Grow32(byte[] file, int offset, int by)
    {
        if (offset + 4 <= file.Length)
        {
            uint value = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(offset));
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(offset), value + (uint)by);
        }
    }
}
