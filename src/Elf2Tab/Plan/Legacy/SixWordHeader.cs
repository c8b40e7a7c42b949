using System.Buffers.Binary;
using Elf2Tab.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Plan.Legacy;

/// <summary>
/// The six words at the start of the image by which the start-up code of apps of the RAM-loading platform finds its way. Offsets
/// count from the start of the app's RAM, sizes are in bytes.
/// </summary>
/// <param name="Stack">Where the stack is.</param>
/// <param name="StackSize">Its size.</param>
/// <param name="Bss">Where the memory to be zeroed is.</param>
/// <param name="BssSize">Its size.</param>
/// <param name="Relocations">Where the relocations are, a REL table.</param>
/// <param name="RelocationsSize">Their size.</param>
internal sealed record SixWordHeader(
    uint Stack, uint StackSize, uint Bss, uint BssSize, uint Relocations, uint RelocationsSize)
{
    /// <summary>Bytes of the words.</summary>
    public const int Size = 24;

    /// <summary>Bytes in front of the fifth word.</summary>
    public const int RelocationsOffset = 16;

    /// <summary>Bytes in front of the sixth word.</summary>
    public const int RelocationsSizeOffset = 20;

    /// <summary>The words at the start of the image, whatever they mean; null when the image is shorter.</summary>
    public static SixWordHeader? Read(ElfFile elf, RamImage ram)
    {
        if (elf.BytesAt(ram.Image.Start, Size) is not { } bytes)
            return null;
        return new SixWordHeader(Word(0), Word(1), Word(2), Word(3), Word(4), Word(5));

        uint Word(int index) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[(4 * index)..]);
    }

    /// <summary>
    /// Whether the words can be such a header: three ranges of the app's RAM, and a stack, or a relocation table of the app.
    /// </summary>
    /// <param name="ram">The app's RAM.</param>
    /// <param name="relocations">The tables that PT_DYNAMIC names.</param>
    public bool IsPlausible(RamImage ram, DynamicRelocations? relocations)
    {
        ulong size = ram.MemoryEnd - ram.Origin;
        return IsInside(Stack, StackSize) && IsInside(Bss, BssSize) && IsInside(Relocations, RelocationsSize)
            && (StackSize != 0 || (relocations?.Tables.Any(table => table.Table.Address - ram.Origin == Relocations) ?? false));

        bool IsInside(uint offset, uint length) => offset < size && length <= size - offset;
    }

    /// <summary>Why start-up code that goes by these words would not apply the relocations that PT_DYNAMIC names; null: it would.</summary>
    public string? WhyNotRead(RamImage ram, DynamicRelocations relocations)
    {
        if (relocations.Tables.FirstOrDefault(table => table.Table.Kind != RelocationKind.Rel) is { } other)
        {
            return $"the app's header of six words is read by start-up code that knows REL only; {other.Table.Bytes.Length} bytes of "
                + $"relocations at 0x{other.Table.Address:x} are {other.Table.Kind.ToString().ToUpperInvariant()}";
        }
        ulong start = relocations.Tables.IsEmpty ? ram.Origin + Relocations : relocations.Tables[0].Table.Address;
        return start - ram.Origin == Relocations && relocations.Size == RelocationsSize
            ? null
            : $"the app's header of six words says that {RelocationsSize} bytes of relocations are at 0x{ram.Origin + Relocations:x}, the "
                + $"dynamic table that {relocations.Size} are at 0x{start:x}";
    }
}
