namespace TabFormat.Reading;

/// <summary>Rules by which a kernel accepts a TBF, and those by which its footers can be trusted.</summary>
public enum TbfRule
{
    /// <summary>A base header has 16 bytes.</summary>
    BaseHeader,

    /// <summary>The version is 2.</summary>
    Version,

    /// <summary>16 &lt;= header_size &lt;= total_size, and a multiple of 4.</summary>
    HeaderSize,

    /// <summary>The file has total_size bytes.</summary>
    TotalSize,

    /// <summary>The checksum is the XOR of all other words.</summary>
    Checksum,

    /// <summary>Every element ends inside the header.</summary>
    ElementBounds,

    /// <summary>Elements of one size have it.</summary>
    ElementSize,

    /// <summary>An app has a Main or a Program element.</summary>
    EntryElement,

    /// <summary>Main and Program say the same.</summary>
    MainMatchesProgram,

    /// <summary>The app binary starts inside the file.</summary>
    ProtectedSize,

    /// <summary>binary_end_offset lies between the start of the app binary and total_size.</summary>
    BinaryEnd,

    /// <summary>The entry point lies inside the app binary.</summary>
    Entry,

    /// <summary>Writeable flash regions lie inside the app binary.</summary>
    FlashRegion,

    /// <summary>The package name is UTF-8.</summary>
    PackageName,

    /// <summary>The permission list has the length that it states.</summary>
    Permissions,

    /// <summary>The storage lists have the lengths that they state, of at most 8 each.</summary>
    StoragePermissions,

    /// <summary>A ShortId is not 0.</summary>
    ShortId,

    /// <summary>Load Segments: ascending rows of 24 bytes whose bytes lie inside the app binary.</summary>
    LoadSegments,

    /// <summary>Dynamic Relocations: rows of 16 bytes, each a table of whole entries inside the bytes of a load segment.</summary>
    DynamicRelocations,

    /// <summary>Footers follow one another from binary_end_offset to the end, each with the size of its format.</summary>
    Footer,

    /// <summary>A hash is that of the covered bytes.</summary>
    Hash,
}
