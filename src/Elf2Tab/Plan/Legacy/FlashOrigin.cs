using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;

namespace Elf2Tab.Plan.Legacy;

/// <summary>
/// Where an app that executes in place belongs in flash. Tock's conventions: symbols of the linker script say it, else the
/// segments; <see cref="PositionIndependent"/> stands for "anywhere".
/// </summary>
/// <param name="FixedAddress">Physical address of the app binary; null: anywhere.</param>
/// <param name="Reason">How that is known.</param>
internal sealed record FlashOrigin(uint? FixedAddress, string Reason)
{
    /// <summary>The flash address for which position-independent apps are linked.</summary>
    public const ulong PositionIndependent = 0x8000_0000;

    /// <summary>Whether the app runs at any flash address.</summary>
    public bool IsPositionIndependent => FixedAddress is null;

    /// <summary>Finds the flash address.</summary>
    /// <param name="elf">The ELF.</param>
    /// <param name="stored">Its segments with file bytes, without ELF headers.</param>
    /// <param name="diagnostics">Where to report.</param>
    /// <exception cref="InputException">Neither symbol nor segment says it.</exception>
    public static FlashOrigin Find(ElfFile elf, IReadOnlyCollection<Segment> stored, DiagnosticSink diagnostics)
    {
        if (elf.Symbols?.ValueOf(GivenNames.FlashOrigin) is { } origin)
        {
            return origin == PositionIndependent
                ? new FlashOrigin(null, $"symbol _flash_origin is 0x{origin:x}, which stands for any address")
                : new FlashOrigin(TbfField.Narrow(origin, "_flash_origin", diagnostics), "symbol _flash_origin");
        }

        // Bytes that stay where they are stored run in place. What only holds ELF headers has no section.
        var inPlace = stored
            .Where(segment => segment.VirtualAddress == segment.PhysicalAddress)
            .Where(segment => elf.Sections.IsEmpty || elf.Sections.Any(section => section.Size > 0 && segment.Holds(section)))
            .ToList();
        if (inPlace.Count == 0)
        {
            throw diagnostics.Fail(
                Catalogue.NoFlashAddress,
                "no symbol _flash_origin, and no PT_LOAD segment is stored at the address where it runs");
        }
        if (inPlace.Exists(segment => segment.PhysicalAddress == PositionIndependent))
            return new FlashOrigin(null, $"a segment starts at 0x{PositionIndependent:x}, which stands for any address");
        var lowest = inPlace.MinBy(segment => segment.PhysicalAddress)!;
        return new FlashOrigin(
            TbfField.Narrow(lowest.PhysicalAddress, $"p_paddr of {lowest}", diagnostics), $"{lowest} is the lowest that runs where it is stored");
    }

    /// <summary>The RAM address for which the app was linked, symbol <c>_sram_origin</c>; null: anywhere, or not known.</summary>
    public uint? FindRamAddress(ElfFile elf, DiagnosticSink diagnostics)
    {
        if (elf.Symbols is null && !elf.Sections.IsEmpty)
        {
            diagnostics.Report(
                Catalogue.NoSymbols,
                "no symbol table: _flash_origin, _sram_origin, tbf_protected_region_size and tbf_total_size_padding cannot be read");
            return null;
        }
        ulong? origin = elf.Symbols?.ValueOf(GivenNames.RamOrigin);
        if (origin is null && !IsPositionIndependent)
            diagnostics.Report(
                Catalogue.NoRamAddress, "the app has a fixed flash address, and no symbol _sram_origin says where its RAM is");
        return origin is null or 0 ? null : TbfField.Narrow(origin.Value, "_sram_origin", diagnostics);
    }
}
