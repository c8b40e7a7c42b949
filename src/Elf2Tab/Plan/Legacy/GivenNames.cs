namespace Elf2Tab.Plan.Legacy;

/// <summary>
/// The names by which linker scripts and start-up code of Tock apps tell converters what the ELF standard has no words for: all that
/// are looked for, with who gave them.
/// </summary>
internal static class GivenNames
{
    /// <summary>Section that reserves the stack: linker scripts of libtock-c and libtock-rs.</summary>
    public static ReadOnlySpan<byte> Stack => ".stack"u8;

    /// <summary>Section of initialised variables: every compiler.</summary>
    public static ReadOnlySpan<byte> Data => ".data"u8;

    /// <summary>Section of small initialised variables: compilers for RISC-V.</summary>
    public static ReadOnlySpan<byte> SmallData => ".sdata"u8;

    /// <summary>Part of the name of sections that the app writes to in flash: the linker script of libtock-c.</summary>
    public static ReadOnlySpan<byte> WriteableFlashRegion => ".wfr"u8;

    /// <summary>Section of the ten words by which start-up code finds its way: the linker script of libtock-c.</summary>
    public static ReadOnlySpan<byte> TenWordHeader => ".crt0_header"u8;

    /// <summary>What the name of a section of relocations begins with, before the name of what they relocate: linkers.</summary>
    public static ReadOnlySpan<byte> Relocations => ".rel"u8;

    /// <summary>The same for relocations with addends: linkers.</summary>
    public static ReadOnlySpan<byte> RelocationsWithAddends => ".rela"u8;

    /// <summary>Symbol: the flash address of the app binary. The linker scripts of libtock-c and libtock-rs.</summary>
    public static ReadOnlySpan<byte> FlashOrigin => "_flash_origin"u8;

    /// <summary>Symbol: the address of the app's RAM. The linker scripts of libtock-c and libtock-rs.</summary>
    public static ReadOnlySpan<byte> RamOrigin => "_sram_origin"u8;

    /// <summary>Symbol: bytes of the protected region. Upstream's converter.</summary>
    public static ReadOnlySpan<byte> ProtectedRegionSize => "tbf_protected_region_size"u8;

    /// <summary>Symbol: of how many bytes the size of a TBF is a multiple. This converter.</summary>
    public static ReadOnlySpan<byte> Padding => "tbf_total_size_padding"u8;
}
