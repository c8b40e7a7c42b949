using Elf2Tab.Elf;
using TabFormat.Binary;

namespace Elf2Tab.Tests.Elf;

/// <summary>An entry of a REL or RELA table.</summary>
internal sealed record RelocationSpec(ulong Address, uint Type, uint Symbol = 0, ulong Addend = 0);

/// <summary>
/// Makes a small static PIE. Everything has a fixed place, counted from the address of the text: text with the tables in it,
/// data with the dynamic table in it, memory.
/// </summary>
internal sealed class PieBuilder
{
    /// <summary>The relative relocation of RISC-V.</summary>
    public const uint Relative = 3;

    public const ulong Entry = 0x10;
    public const ulong RelTable = 0x80;
    public const ulong RelaTable = 0x100;
    public const ulong RelrTable = 0x200;
    public const ulong JumpTable = 0x240;
    public const ulong Symbols = 0x280;
    public const ulong Names = 0x300;
    public const ulong Data = 0x340;
    public const ulong DynamicTable = 0x380;
    public const ulong ImageSize = 0x500;

    /// <summary>Indices of the dynamic symbols.</summary>
    public const uint DefinedSymbol = 1;

    public const uint UndefinedSymbol = 2;

    public bool Is64Bit { get; init; }

    public ElfType Type { get; init; } = ElfType.Dynamic;

    public ElfMachine Machine { get; init; } = ElfMachine.RiscV;

    /// <summary>The address of the text.</summary>
    public ulong Origin { get; init; }

    /// <summary>Bytes of memory in front of the text.</summary>
    public ulong StackInFront { get; init; }

    /// <summary>Bytes of memory behind the image.</summary>
    public ulong Bss { get; init; } = 0x100;

    public IReadOnlyList<RelocationSpec> Rel { get; init; } = [];

    public IReadOnlyList<RelocationSpec> Rela { get; init; } = [];

    /// <summary>Entries as they stand in the table.</summary>
    public ulong[] Relr { get; init; } = [];

    /// <summary>Entries of DT_JMPREL, without addends.</summary>
    public IReadOnlyList<RelocationSpec> JumpRel { get; init; } = [];

    /// <summary>More entries of the dynamic table, which win over those that are made.</summary>
    public IReadOnlyList<(DynamicTag Tag, ulong Value)> Tags { get; init; } = [];

    public bool HasDynamic { get; init; } = true;

    public bool HasSections { get; init; } = true;

    public List<SectionSpec> Sections { get; init; } = [];

    public List<SymbolSpec> StaticSymbols { get; init; } = [];

    private int WordSize => Is64Bit ? 8 : 4;

    /// <summary>The file's description, to be changed before it is built: text and data are segments 0 and 1.</summary>
    public ElfBuilder ToElf()
    {
        byte[] image = new byte[ImageSize];
        for (int index = 0; index < (int)RelTable; index++)
            image[index] = (byte)(index + 1);
        Put(RelTable, Encode(Rel, hasAddends: false, Is64Bit));
        Put(RelaTable, Encode(Rela, hasAddends: true, Is64Bit));
        Put(RelrTable, Words(Is64Bit, Relr));
        Put(JumpTable, Encode(JumpRel, hasAddends: false, Is64Bit));
        Put(Symbols + (ulong)SymbolSize, [.. Symbol(1, isDefined: true), .. Symbol(6, isDefined: false)]);
        Put(Names, "\0mine\0other\0"u8);
        for (int index = 0; index < 8; index++)
            Put(Data + (ulong)(index * WordSize), Words(Is64Bit, Origin + Data + (ulong)index));
        byte[] dynamic = Dynamic();
        Put(DynamicTable, dynamic);

        var text = new SegmentSpec(Origin, image[..(int)Data]);
        var data = new SegmentSpec(Origin + Data, image[(int)Data..])
        {
            Flags = SegmentFlags.Read | SegmentFlags.Write,
            MemorySize = ImageSize - Data + Bss,
        };
        List<SegmentSpec> segments = [text, data];
        if (HasDynamic)
            segments.Add(new SegmentSpec(Origin + DynamicTable, dynamic) { Type = SegmentType.Dynamic, IsLoaded = true });
        if (StackInFront > 0)
            segments.Add(new SegmentSpec(Origin - StackInFront, []) { Flags = data.Flags, MemorySize = StackInFront });
        return new ElfBuilder
        {
            Machine = Machine,
            Is64Bit = Is64Bit,
            Type = Type,
            Entry = Origin + Entry,
            Segments = segments,
            HasSections = HasSections,
            Sections =
            [
                new(".text", SectionSpec.ProgramBits, SectionFlags.Allocate) { Address = Origin, InSegment = 0, Size = Data },
                new(".data", SectionSpec.ProgramBits, SectionFlags.Allocate | SectionFlags.Write)
                {
                    Address = Origin + Data,
                    InSegment = 1,
                    Size = ImageSize - Data,
                },
                .. Sections,
            ],
            Symbols = StaticSymbols,
        };

        void Put(ulong offset, ReadOnlySpan<byte> bytes) => bytes.CopyTo(image.AsSpan((int)offset));
    }

    public byte[] Build() => ToElf().Build();

    public static byte[] Encode(IEnumerable<RelocationSpec> entries, bool hasAddends, bool is64Bit) =>
        Words(is64Bit, [.. entries.SelectMany(entry =>
        {
            ulong info = is64Bit ? (ulong)entry.Symbol << 32 | entry.Type : entry.Symbol << 8 | entry.Type;
            return hasAddends ? new[] { entry.Address, info, entry.Addend } : [entry.Address, info];
        })]);

    public static byte[] Words(bool is64Bit, params ulong[] words)
    {
        byte[] bytes = new byte[words.Length * (is64Bit ? 8 : 4)];
        var writer = new ByteWriter(bytes);
        foreach (ulong word in words)
        {
            if (is64Bit)
                writer.U64(word);
            else
                writer.U32((uint)word);
        }
        return bytes;
    }

    /// <summary>A RELR table, made as in the gABI's proposal: an address, then bitmaps while they mark anything.</summary>
    public static byte[] Pack(ulong[] addresses, bool is64Bit)
    {
        ulong wordSize = is64Bit ? 8U : 4U;
        ulong bits = (8 * wordSize) - 1;
        var entries = new List<ulong>();
        for (int index = 0; index < addresses.Length;)
        {
            entries.Add(addresses[index]);
            ulong start = addresses[index++] + wordSize;
            while (true)
            {
                ulong bitmap = 0;
                for (; index < addresses.Length && addresses[index] - start < bits * wordSize; index++)
                    bitmap |= 1UL << (int)((addresses[index] - start) / wordSize);
                if (bitmap == 0)
                    break;
                entries.Add(bitmap << 1 | 1);
                start += bits * wordSize;
            }
        }
        return Words(is64Bit, [.. entries]);
    }

    private int SymbolSize => Is64Bit ? 24 : 16;

    private byte[] Symbol(uint name, bool isDefined)
    {
        byte[] bytes = new byte[SymbolSize];
        var writer = new ByteWriter(bytes);
        writer.U32(name);
        writer.Zeros(Is64Bit ? 2 : 10);
        writer.U16(isDefined ? (ushort)1 : (ushort)0);
        return bytes;
    }

    private byte[] Dynamic()
    {
        var tags = new OrderedDictionary<DynamicTag, ulong>();
        Add(DynamicTag.Rel, RelTable, DynamicTag.RelSize, 2 * Rel.Count, DynamicTag.RelEntrySize, 2);
        Add(DynamicTag.Rela, RelaTable, DynamicTag.RelaSize, 3 * Rela.Count, DynamicTag.RelaEntrySize, 3);
        Add(DynamicTag.Relr, RelrTable, DynamicTag.RelrSize, Relr.Length, DynamicTag.RelrEntrySize, 1);
        if (JumpRel.Count > 0)
        {
            tags[DynamicTag.JumpRel] = Origin + JumpTable;
            tags[DynamicTag.PltRelSize] = (ulong)(2 * JumpRel.Count * WordSize);
            tags[DynamicTag.PltRel] = (ulong)DynamicTag.Rel;
        }
        tags[DynamicTag.SymbolTable] = Origin + Symbols;
        tags[DynamicTag.StringTable] = Origin + Names;
        tags[DynamicTag.StringTableSize] = 12;
        foreach (var (tag, value) in Tags)
            tags[tag] = value;
        return Words(Is64Bit, [.. tags.SelectMany(tag => new[] { (ulong)tag.Key, tag.Value }), 0, 0]);

        void Add(DynamicTag address, ulong offset, DynamicTag size, int words, DynamicTag entrySize, int entryWords)
        {
            if (words == 0)
                return;
            tags[address] = Origin + offset;
            tags[size] = (ulong)(words * WordSize);
            tags[entrySize] = (ulong)(entryWords * WordSize);
        }
    }
}
