using System.Buffers.Binary;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;

namespace Elf2Tab.Plan;

/// <summary>
/// Addresses in an app that is linked for any flash address, 0x80000000 standing for it: wherever one is that nobody corrects, the
/// app goes wrong when it is used.
/// </summary>
internal static class AbsoluteAddresses
{
    private const int LongestShown = 128;

    /// <summary>Reports addresses in code, and addresses in data of a file without relocations.</summary>
    public static void Check(ElfFile elf, AppImage image, DiagnosticSink diagnostics)
    {
        CheckCode(elf, image, diagnostics);
        CheckData(elf, image, diagnostics);
    }

    /// <summary>Relocations of code that <c>--emit-relocs</c> has kept tell what the compiler wanted there: an address.</summary>
    private static void CheckCode(ElfFile elf, AppImage image, DiagnosticSink diagnostics)
    {
        if (Machine.Of(elf.Machine).AbsoluteType is not { } absolute || elf.Symbols is not { } symbols)
            return;
        int count = 0;
        ulong first = 0;
        foreach (var section in elf.Sections)
        {
            if (section is not { Type: SectionType.Rel, HasFileBytes: true } || section.Info >= (uint)elf.Sections.Length
                || elf.Sections[(int)section.Info] is not { IsExecutable: true } code || image.HolderOf(code) is null)
            {
                continue;
            }
            var table = new RelocationTable(TabFormat.Tbf.RelocationKind.Rel, section.Address, elf.Content(section), elf.Is64Bit);
            foreach (var entry in table.Entries())
            {
                if (entry.Type == absolute && IsLoaded(elf, symbols.At(entry.Symbol)) && count++ == 0)
                    first = entry.Address;
            }
        }
        if (count > 0)
        {
            string function = FunctionAt(elf, symbols, first) is { Length: > 0 } name ? $" in {name}" : "";
            diagnostics.Report(
                Catalogue.AbsoluteCode,
                $"{count} absolute addresses in code ({RelocationName.Of(elf.Machine, absolute)}), the first at 0x{first:x}{function}");
        }
    }

    private static bool IsLoaded(ElfFile elf, Symbol? symbol) =>
        symbol is { IsInSection: true } known && known.Section < elf.Sections.Length && elf.Sections[known.Section].IsAllocated
        && elf.LoadSegments.Any(segment => segment.Holds(elf.Sections[known.Section]));

    /// <summary>The function that holds an address, or the last that starts before it.</summary>
    private static string FunctionAt(ElfFile elf, SymbolTable symbols, ulong address)
    {
        Symbol? nearest = null;
        foreach (var symbol in symbols.Symbols)
        {
            ulong start = elf.Machine == ElfMachine.Arm ? symbol.Value & ~1UL : symbol.Value;
            if (symbol is { IsFunction: true, IsDefined: true } && start <= address && !(nearest?.Value > symbol.Value))
                nearest = symbol;
        }
        if (nearest is not { } found)
            return "";
        return ElfName.ToText(symbols.NameOf(found).Span, LongestShown);
    }

    /// <summary>Without a single relocation in the file, words of data that look like flash addresses are not corrected.</summary>
    private static void CheckData(ElfFile elf, AppImage image, DiagnosticSink diagnostics)
    {
        if (elf.Is64Bit || elf.Sections.Any(section => section.IsRelocations))
            return;
        ulong size = image.Segments
            .Where(placed => placed.Segment.PhysicalAddress >= FlashOrigin.PositionIndependent)
            .Select(placed => placed.Segment.PhysicalAddress + placed.Segment.FileSize - FlashOrigin.PositionIndependent)
            .DefaultIfEmpty().Max();
        int count = 0;
        ulong first = 0;
        foreach (var placed in image.Segments)
        {
            if (!placed.Segment.IsWritable || placed.Segment.VirtualAddress == placed.Segment.PhysicalAddress)
                continue;
            var bytes = elf.Content(placed.Segment).Span;
            int start = (int)(-(long)placed.Segment.VirtualAddress & 3);
            for (int offset = start; offset + 4 <= bytes.Length; offset += 4)
            {
                uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
                // The lowest negative number is a number: nobody points at the header of the app.
                if (word > FlashOrigin.PositionIndependent && word - FlashOrigin.PositionIndependent < size && count++ == 0)
                    first = placed.Segment.VirtualAddress + (ulong)offset;
            }
        }
        if (count > 0)
        {
            diagnostics.Report(
                Catalogue.PointersNotRelocated,
                $"{count} words of data are addresses in flash, the first at 0x{first:x}, and the file has no relocations for them");
        }
    }
}
