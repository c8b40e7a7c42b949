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

    /// <summary>Load Segments has 1 to 32 rows.</summary>
    LoadSegments,

    /// <summary>A load segment has at most as many bytes as memory.</summary>
    LoadSegmentSize,

    /// <summary>Load segments ascend.</summary>
    LoadSegmentOrder,

    /// <summary>A load segment ends inside the RAM.</summary>
    LoadSegmentEnd,

    /// <summary>A load segment says where its bytes are just when it has any.</summary>
    LoadSegmentPlace,

    /// <summary>The bytes of a load segment lie inside the app binary.</summary>
    LoadSegmentBytes,

    /// <summary>The flags of a load segment are known ones, and only what is not writable is TextRelocated.</summary>
    LoadSegmentFlags,

    /// <summary>The app binary goes to the RAM in one run: all load segments with bytes move by one distance.</summary>
    LoadSegmentDistance,

    /// <summary>The entry point lies in the bytes of an executable load segment.</summary>
    LoadEntry,

    /// <summary>Dynamic Relocations: tables of known kinds, of whole entries as the class has them.</summary>
    DynamicRelocations,

    /// <summary>A relocation table lies in the bytes of a load segment.</summary>
    RelocationTablePlace,

    /// <summary>Relocations are relative ones, without symbols, or none.</summary>
    RelocationType,

    /// <summary>A relocated word lies wholly in one load segment.</summary>
    RelocationPlace,

    /// <summary>A relocated word lies in no relocation table.</summary>
    RelocationInTable,

    /// <summary>A relocated word lies in load segments that are writable or TextRelocated.</summary>
    RelocationProtected,

    /// <summary>No two relocations are of the same bytes.</summary>
    RelocationRepeated,

    /// <summary>Relocations are of a machine whose relative relocation is known.</summary>
    RelocationMachine,

    /// <summary>A table has as many relative relocations as its row says.</summary>
    RelativeCount,

    /// <summary>The loader relocates what is loaded to RAM and has tables.</summary>
    LoaderRelocates,

    /// <summary>There is a Load Target just when there are Load Segments.</summary>
    LoadTargetPair,

    /// <summary>Class and placement of the Load Target are known.</summary>
    LoadTarget,

    /// <summary>ram_size is image offset, app binary and minimum_ram_size.</summary>
    RamSize,

    /// <summary>ram_alignment is a power of two from 8 to 64 KiB.</summary>
    RamAlignment,

    /// <summary>Fixed Addresses says of the RAM what Load Segments and Load Target say.</summary>
    FixedAddresses,

    /// <summary>Footers follow one another from binary_end_offset to the end, each with the size of its format.</summary>
    Footer,

    /// <summary>A hash is that of the covered bytes.</summary>
    Hash,
}
