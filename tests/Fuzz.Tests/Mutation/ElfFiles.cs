using System.Buffers.Binary;

namespace Fuzz.Tests.Mutation;

/// <summary>ELF files, as the gABI describes them.</summary>
internal static class ElfFiles
{
    private const int MostRows = 40;
    private const int MostAddedRows = 4000;

    private static readonly byte[][] Names =
    [
        [.. "_flash_origin\0"u8], [.. "_sram_origin\0"u8], [.. "tbf_protected_region_size\0"u8],
        [.. ".stack\0"u8], [.. ".wfr\0"u8], [.. ".crt0_header\0"u8], [.. ".rel.data\0"u8], [.. ".rela.data\0"u8], [.. ".data\0"u8],
        [.. "\0"u8], [.. "\u001b[31m\n\0"u8], [0xFF, 0xFE, 0],
    ];

    public static FileFormat Format { get; } = new(Read, Change, _ => { });

    private static Structure Read(byte[] file)
    {
        var elf = new Structure(file);
        bool is64Bit = Is64Bit(file);
        int word = is64Bit ? 8 : 4;
        elf.Add("identification", 4, 1, 1);
        elf.Add("options", 8, 1, 1, 1, 1, 1, 1, 1, 1);
        elf.Add("header", 16, 2, 2, 4, word, word, word, 4, 2, 2, 2, 2, 2, 2);
        var (segments, segmentSize, segmentCount) = SegmentTable(elf);
        for (int index = 0; index < Math.Min(segmentCount, MostRows); index++)
            AddSegment(elf, segments + (index * segmentSize), is64Bit);
        var (sections, sectionSize, sectionCount) = SectionTable(elf);
        for (int index = 0; index < Math.Min(sectionCount, MostRows); index++)
            AddSection(elf, sections + (index * sectionSize), is64Bit);
        return elf;
    }

    private static void AddSegment(Structure elf, long offset, bool is64Bit)
    {
        const uint Load = 1;
        const uint Dynamic = 2;
        if (is64Bit)
            elf.Add("program header", offset, 4, 4, 8, 8, 8, 8, 8, 8);
        else
            elf.Add("program header", offset, 4, 4, 4, 4, 4, 4, 4, 4);
        int word = is64Bit ? 8 : 4;
        long content = (long)elf.Number(offset + word, word);
        long size = (long)elf.Number(offset + (is64Bit ? 32 : 16), word);
        switch (elf.Number(offset, 4))
        {
            case Load:
                // Some apps start with a header of their own: ten words, or six.
                elf.Add("app header", content, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4);
                break;
            case Dynamic:
                AddRows(elf, "dynamic entry", content, size, word, word);
                break;
        }
    }

    private static void AddSection(Structure elf, long offset, bool is64Bit)
    {
        const uint Symbols = 2;
        const uint Strings = 3;
        const uint Rela = 4;
        const uint Rel = 9;
        const uint Relr = 19;
        int word = is64Bit ? 8 : 4;
        elf.Add("section header", offset, 4, 4, word, word, word, word, 4, 4, word, word);
        long content = (long)elf.Number(offset + 8 + (2 * word), word);
        long size = (long)elf.Number(offset + 8 + (3 * word), word);
        switch (elf.Number(offset + 4, 4))
        {
            case Symbols when is64Bit:
                AddRows(elf, "symbol", content, size, 4, 1, 1, 2, 8, 8);
                break;
            case Symbols:
                AddRows(elf, "symbol", content, size, 4, 4, 4, 1, 1, 2);
                break;
            case Strings:
                elf.Add("strings", content, size, [new Field((int)content, 1)]);
                break;
            case Rela:
                AddRows(elf, "relocation", content, size, word, word, word);
                break;
            case Rel:
                AddRows(elf, "relocation", content, size, word, word);
                break;
            case Relr:
                AddRows(elf, "relocation", content, size, word);
                break;
        }
    }

    private static void AddRows(Structure elf, string table, long offset, long size, params ReadOnlySpan<int> sizes)
    {
        int rowSize = 0;
        foreach (int fieldSize in sizes)
            rowSize += fieldSize;
        for (int index = 0; index < MostRows && (index + 1L) * rowSize <= size; index++)
            elf.Add(table, offset + (index * rowSize), sizes);
    }

    private static byte[] Change(Random random, byte[] file) => random.Next(4) switch
    {
        0 => Lengthen(random, file, SegmentTable, countOffset: Is64Bit(file) ? 56 : 44, tableOffset: Is64Bit(file) ? 32 : 28),
        1 => Lengthen(random, file, SectionTable, countOffset: Is64Bit(file) ? 60 : 48, tableOffset: Is64Bit(file) ? 40 : 32),
        2 => Rename(random, file),
        _ => MoveEntry(random, file),
    };

    /// <summary>Puts a longer table of headers behind all else.</summary>
    private static byte[] Lengthen(
        Random random, byte[] file, Func<Structure, (long Offset, int Size, int Count)> find, int countOffset, int tableOffset)
    {
        var (offset, size, count) = find(new Structure(file));
        if (file.Length < 64 || count == 0 || offset < 0 || offset + ((long)count * size) > file.Length)
            return file;
        byte[] table = file[(int)offset..(int)(offset + (count * size))];
        var changed = new List<byte>(file);
        changed.AddRange(table);
        int added = 1 + (int)(MostAddedRows * Math.Pow(random.NextDouble(), 4));
        for (int index = 0; index < added; index++)
            changed.AddRange(table.AsSpan(random.Next(count) * size, size));
        byte[] result = [.. changed];
        BinaryPrimitives.WriteUInt16LittleEndian(result.AsSpan(countOffset), (ushort)(count + added));
        if (Is64Bit(file))
            BinaryPrimitives.WriteUInt64LittleEndian(result.AsSpan(tableOffset), (ulong)file.Length);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(tableOffset), (uint)file.Length);
        return result;
    }

    /// <summary>Writes a name that means something over others.</summary>
    private static byte[] Rename(Random random, byte[] file)
    {
        var strings = Read(file).Tables.SelectMany(rows => rows).Where(row => row.Fields is [{ Size: 1 }] && row.Size > 1).ToList();
        if (strings.Count == 0)
            return file;
        var row = StructureMutator.Pick(random, strings);
        byte[] name = StructureMutator.Pick(random, Names);
        int place = row.Offset + random.Next(row.Size);
        name.AsSpan(0, Math.Min(name.Length, row.Offset + row.Size - place)).CopyTo(file.AsSpan(place));
        return file;
    }

    /// <summary>The entry point to the start or end of a segment.</summary>
    private static byte[] MoveEntry(Random random, byte[] file)
    {
        var elf = new Structure(file);
        var (offset, size, count) = SegmentTable(elf);
        if (count == 0 || file.Length < 64)
            return file;
        bool is64Bit = Is64Bit(file);
        long row = offset + (random.Next(count) * size);
        ulong entry = elf.Number(row + (is64Bit ? 16 : 8), is64Bit ? 8 : 4);
        if (random.Next(2) == 0)
            entry += elf.Number(row + (is64Bit ? 32 : 16), is64Bit ? 8 : 4);
        entry += (ulong)random.Next(-2, 3);
        if (is64Bit)
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(24), entry);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(24), (uint)entry);
        return file;
    }

    private static (long Offset, int Size, int Count) SegmentTable(Structure elf) => Is64Bit(elf.File)
        ? ((long)elf.Number(32, 8), 56, (int)elf.Number(56, 2))
        : ((long)elf.Number(28, 4), 32, (int)elf.Number(44, 2));

    private static (long Offset, int Size, int Count) SectionTable(Structure elf) => Is64Bit(elf.File)
        ? ((long)elf.Number(40, 8), 64, (int)elf.Number(60, 2))
        : ((long)elf.Number(32, 4), 40, (int)elf.Number(48, 2));

    private static bool Is64Bit(byte[] file) => file.Length > 4 && file[4] == 2;
}
