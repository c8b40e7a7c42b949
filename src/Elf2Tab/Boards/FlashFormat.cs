namespace Elf2Tab.Boards;

/// <summary>Formats of files of what is in flash.</summary>
internal enum FlashFormat
{
    /// <summary>Bytes from the lowest address on.</summary>
    Binary,

    /// <summary>Intel HEX.</summary>
    Hex,

    /// <summary>ELF.</summary>
    Elf,

    /// <summary>UF2.</summary>
    Uf2,
}
