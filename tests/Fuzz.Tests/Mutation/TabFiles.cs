using System.Text;

namespace Fuzz.Tests.Mutation;

/// <summary>TABs: tar archives (POSIX ustar, GNU) of a TOML text and TBFs.</summary>
internal static class TabFiles
{
    private const int BlockSize = 512;
    private const int MostCopies = 2000;
    private const int LargestCopies = 1 << 17;

    private static readonly byte[] Types = [.. "0L1K2xg5S7VD\0z"u8];

    private static readonly string[] Names =
    [
        "metadata.toml", "a.tbf", "../a.tbf", "/etc/passwd", "", ".", "..", "a/b.tbf", "a\\b.tbf", "\u001b[31m.tbf", "ü.tbf",
        new('n', 100),
    ];

    public static FileFormat Format { get; } = new(Read, Change, Repair);

    private static Structure Read(byte[] file)
    {
        var structure = new Structure(file);
        foreach (var (offset, size) in Members(file))
        {
            structure.Add("tar header", offset, BlockSize,
            [
                new(offset, 1), new(offset + 99, 1), new(offset + 100, 8, IsOctal: true), new(offset + 108, 8, IsOctal: true),
                new(offset + 124, 12, IsOctal: true), new(offset + 124, 12, IsOctal: true), new(offset + 124, 1), new(offset + 128, 8),
                new(offset + 136, 12, IsOctal: true), new(offset + 148, 8, IsOctal: true), new(offset + 156, 1), new(offset + 157, 1),
                new(offset + 257, 8), new(offset + 329, 8, IsOctal: true), new(offset + 345, 1), new(offset + 482, 1),
            ]);
            int content = offset + BlockSize;
            int length = Math.Min(size, file.Length - content);
            if (length > 0 && !IsMetadata(file, offset))
                TbfFiles.Add(structure, content, length);
        }
        return structure;
    }

    private static byte[] Change(Random random, byte[] file)
    {
        var members = Members(file);
        if (members.Count == 0)
            return file;
        var (offset, size) = StructureMutator.Pick(random, members);
        int end = Math.Min(offset + BlockSize + Padded(size), file.Length);
        switch (random.Next(6))
        {
            case 0: // many members of one kind
                int copies = Math.Min((int)(MostCopies * Math.Pow(random.NextDouble(), 4)), LargestCopies / (end - offset));
                return [.. file[..end], .. Enumerable.Repeat(file[offset..end], copies).SelectMany(member => member), .. file[end..]];
            case 1: // one less
                return [.. file[..offset], .. file[end..]];
            case 2: // to the front
                return [.. file[offset..end], .. file[..offset], .. file[end..]];
            case 3: // another name
                file.AsSpan(offset, 100).Clear();
                Encoding.UTF8.GetBytes(StructureMutator.Pick(random, Names)).AsSpan().CopyTo(file.AsSpan(offset));
                return file;
            case 4: // another kind
                file[offset + 156] = StructureMutator.Pick(random, Types);
                return file;
            default: // another text
                var metadata = members.Find(member => IsMetadata(file, member.Offset));
                int start = metadata.Offset + BlockSize;
                if (start + metadata.Size > file.Length)
                    return file;
                byte[] text = TextMutator.Mutate(random, file[start..(start + metadata.Size)], []);
                byte[] padded = [.. text, .. new byte[Padded(text.Length) - text.Length]];
                int rest = Math.Min(start + Padded(metadata.Size), file.Length);
                byte[] changed = [.. file[..start], .. padded, .. file[rest..]];
                Encoding.ASCII.GetBytes(System.Convert.ToString(text.Length, 8).PadLeft(11, '0'), changed.AsSpan(metadata.Offset + 124));
                return changed;
        }
    }

    /// <summary>Makes the checksums of tar headers and TBFs right.</summary>
    private static void Repair(byte[] file)
    {
        foreach (var (offset, size) in Members(file))
        {
            int content = offset + BlockSize;
            if (!IsMetadata(file, offset))
                TbfFiles.Repair(file.AsSpan(content, Math.Min(size, file.Length - content)));
            var header = file.AsSpan(offset, BlockSize);
            header.Slice(148, 8).Fill((byte)' ');
            int sum = 0;
            foreach (byte value in header)
                sum += value;
            Encoding.ASCII.GetBytes(System.Convert.ToString(sum, 8).PadLeft(6, '0') + "\0", header[148..]);
        }
    }

    /// <summary>Where headers are, and the sizes that they state.</summary>
    private static List<(int Offset, int Size)> Members(byte[] file)
    {
        var members = new List<(int, int)>();
        int offset = 0;
        while (offset + BlockSize <= file.Length && file.AsSpan(offset, BlockSize).ContainsAnyExcept((byte)0))
        {
            int size = 0;
            foreach (byte digit in file.AsSpan(offset + 124, 11))
                size = digit is >= (byte)'0' and <= (byte)'7' ? ((size * 8) + (digit - '0')) & 0xFFFFFF : size;
            members.Add((offset, size));
            offset += BlockSize + Padded(size);
        }
        return members;
    }

    private static bool IsMetadata(byte[] file, int offset) => file.AsSpan(offset).StartsWith("metadata.toml"u8);

    private static int Padded(int size) => (size + BlockSize - 1) / BlockSize * BlockSize;
}
