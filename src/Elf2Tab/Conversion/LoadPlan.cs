using System.Collections.Immutable;
using Elf2Tab.Conversion.Legacy;
using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using TabFormat.Tbf;

namespace Elf2Tab.Conversion;

/// <summary>Every decision about an app: what is stored where and why, its RAM, its entry point, its header.</summary>
public sealed record LoadPlan
{
    /// <summary>The ELF.</summary>
    public required ElfFile Elf { get; init; }

    /// <summary>What differs for its processor.</summary>
    public required Machine Machine { get; init; }

    /// <summary>The segments in their places.</summary>
    public required FlashImage Image { get; init; }

    /// <summary>Relocations behind the segments.</summary>
    public required RelocationTrailer Trailer { get; init; }

    /// <summary>How the RAM comes about.</summary>
    public required MemoryBudget Memory { get; init; }

    /// <summary>What lies in front of the app binary.</summary>
    public required ProtectedRegion ProtectedRegion { get; init; }

    /// <summary>What the header says.</summary>
    public required TbfApp App { get; init; }

    /// <summary>Bytes of the app binary: image and trailer.</summary>
    public ulong BinarySize => Image.Size + Trailer.Size;

    /// <summary>Makes the plan.</summary>
    /// <exception cref="InputException">The app cannot be converted.</exception>
    public static LoadPlan Make(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        CheckType(elf, diagnostics);
        if (elf.Sections.IsEmpty)
            diagnostics.Report(Catalogue.NoSectionHeaders, "no section headers: a .stack section, writeable flash regions and symbols cannot be found");

        var image = FlashImage.Make(elf, options, diagnostics);
        var trailer = RelocationTrailer.Make(elf, image, options, diagnostics);
        if (!trailer.Tables.IsEmpty && image.Size % 4 != 0)
            diagnostics.Report(Catalogue.TrailerUnaligned, $"the relocations start {image.Size} bytes into the app, which is not a multiple of 4");
        var memory = MemoryBudget.ForFlash(elf, options, diagnostics);
        uint? ramAddress = image.Origin.FindRamAddress(elf, diagnostics);
        uint? flashAddress = image.Origin.FixedAddress;

        var app = AppHeader.Make(options, diagnostics) with
        {
            EntryOffset = FindEntry(elf, image, options, diagnostics),
            MinimumRamSize = memory.Total,
            FlashRegions = FlashRegions.Find(elf, image),
            FixedAddresses = ramAddress is null && flashAddress is null ? null : new FixedAddressesElement(ramAddress, flashAddress),
        };
        if (app.HeaderSize > ushort.MaxValue)
        {
            throw diagnostics.Fail(
                Catalogue.HeaderTooLarge, $"the header would have {app.HeaderSize} bytes, its size field holds at most {ushort.MaxValue}");
        }
        return new LoadPlan
        {
            Elf = elf,
            Machine = Machine.Of(elf.Machine),
            Image = image,
            Trailer = trailer,
            Memory = memory,
            App = app,
            ProtectedRegion = ProtectedRegion.ForFlash(elf, image.Origin, (uint)app.HeaderSize, options, diagnostics),
        };
    }

    /// <summary>The content of the app binary, read from the ELF.</summary>
    public ImmutableArray<BinaryPart> ReadBinary() =>
    [
        .. Image.Segments.Select(placed => new BinaryPart(placed.Offset, Elf.Content(placed.Segment))),
        new BinaryPart(Image.Size, Trailer.Bytes(Elf)),
    ];

    private static void CheckType(ElfFile elf, DiagnosticSink diagnostics)
    {
        if (elf.Type == ElfType.Dynamic)
            throw diagnostics.Fail(Catalogue.PositionIndependentExecutable, "the file is a position-independent executable or shared object (ET_DYN)");
        if (elf.Type == ElfType.Relocatable)
            throw diagnostics.Fail(Catalogue.NotExecutable, "the file is an object file (ET_REL) that is not linked yet");
        if (elf.Type != ElfType.Executable)
            throw diagnostics.Fail(Catalogue.NotExecutable, $"the file has ELF type {(ushort)elf.Type}, an executable has 2 (ET_EXEC)");
    }

    /// <summary>Bytes from the start of the app binary to the entry point. <c>e_entry</c> is a virtual address (gABI).</summary>
    private static uint FindEntry(ElfFile elf, FlashImage image, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var holders = image.HoldersOf(elf.Entry).ToList();
        if (holders.Count == 0)
            throw diagnostics.Fail(Catalogue.EntryOutside, $"the entry point 0x{elf.Entry:x} is in no segment that is stored");
        if (holders.Count > 1 && !options.Disable)
        {
            throw diagnostics.Fail(
                Catalogue.EntryTwice, $"the entry point 0x{elf.Entry:x} is in {holders[0].Segment} and in {holders[1].Segment}");
        }
        return holders[0].Offset + (uint)(elf.Entry - holders[0].Segment.VirtualAddress);
    }
}
