using Elf2Tab.Diagnostics;
using Elf2Tab.Elf;
using Elf2Tab.Plan.Legacy;
using TabFormat.Binary;

namespace Elf2Tab.Plan;

/// <summary>What lies between the start of the TBF and the app binary: the header, and a trailer of zeros.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Reason">Why it has this size.</param>
internal sealed record ProtectedRegion(uint Size, string Reason)
{
    /// <summary>Where apps with fixed addresses start, so that a TBF can be flashed as it is.</summary>
    public const uint StartAlignment = 256;

    /// <summary>Chooses the size for an app that executes in place: the ELF's symbol, else the option, else what fits.</summary>
    /// <exception cref="InputException">A given size is smaller than the header, or there is no room below the app.</exception>
    public static ProtectedRegion ForFlash(
        ElfFile elf, FlashOrigin origin, uint headerSize, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (Given(elf, options, diagnostics) is { } given)
        {
            return given.Size >= headerSize
                ? given
                : throw diagnostics.Fail(
                    Catalogue.ProtectedRegionTooSmall, $"{given.Reason} gives {given.Size} bytes, the header has {headerSize}");
        }
        if (origin.FixedAddress is not { } address)
            return new ProtectedRegion(headerSize, "just the header, for the app runs at any address");

        uint size = address % StartAlignment;
        while (size < headerSize)
            size += StartAlignment;
        if (size > address)
        {
            throw diagnostics.Fail(
                Catalogue.NoRoomForHeader,
                $"the app belongs at 0x{address:x}; its header of {headerSize} bytes cannot start {StartAlignment}-aligned "
                + "below that");
        }
        return new ProtectedRegion(size, $"so that the TBF starts at 0x{address - size:x}, a multiple of {StartAlignment}");
    }

    /// <summary>
    /// Chooses the size for a RAM-loaded app: multiples of 16. No flash address depends on it, so a size that is too small is
    /// replaced.
    /// </summary>
    /// <exception cref="InputException">A given size does not fit in 32 bits.</exception>
    public static ProtectedRegion ForRam(ElfFile elf, uint headerSize, ConvertOptions options, DiagnosticSink diagnostics)
    {
        var fitting = new ProtectedRegion((uint)Alignment.RoundUp(headerSize, 16), "the header, rounded up to 16");
        if (Given(elf, options, diagnostics) is not { } given)
            return fitting;
        if (given.Size >= headerSize && given.Size % 16 == 0)
            return given;
        ulong size = Alignment.RoundUp(Math.Max(given.Size, headerSize), 16);
        diagnostics.Report(
            Catalogue.ProtectedRegionReplaced,
            $"{given.Reason} gives {given.Size} bytes, the header has {headerSize}; {size} are taken");
        return given with { Size = TbfField.Narrow(size, "the protected region", diagnostics) };
    }

    private static ProtectedRegion? Given(ElfFile elf, ConvertOptions options, DiagnosticSink diagnostics)
    {
        if (elf.Symbols?.ValueOf(GivenNames.ProtectedRegionSize) is not { } symbol)
            return options.ProtectedRegionSize is { } option ? new ProtectedRegion(option, "--protected-region-size") : null;
        if (options.ProtectedRegionSize is { } overruled)
        {
            diagnostics.Report(
                Catalogue.ProtectedRegionOverruled,
                $"symbol tbf_protected_region_size = {symbol} wins over --protected-region-size {overruled}");
        }
        return new ProtectedRegion(
            TbfField.Narrow(symbol, "tbf_protected_region_size", diagnostics), "symbol tbf_protected_region_size");
    }
}
