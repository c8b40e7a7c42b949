/// Why an app is not loaded. Each is a rule of docs/non-xip.md ("What `verify` refuses") or of docs/tbf.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    // The header, as every reader of TBFs checks it.
    /// The bytes end before the header does.
    Truncated,
    /// The version of a TBF is 2.
    Version,
    /// 16 <= header_size <= total_size, header_size is a multiple of 4, and
    /// header_size + protected_trailer_size <= binary_end_offset <= total_size.
    Sizes,
    /// The checksum is the XOR of all other words of the header.
    Checksum,
    /// A header of 16 bytes is padding between apps.
    Padding,
    /// Elements end inside the header, and have the length that their type says.
    Elements,
    /// An app has a Main or a Program element.
    NoEntryPoint,
    /// Main and Program say the same.
    EntryPointsDiffer,

    // Flags.
    /// Without flag bit 31 and Load Segments an app executes in place, and is not for this loader.
    NotForRam,
    /// Flag bit 30 (the loader relocates) needs bit 31 (the app is for RAM).
    LoaderRelocatesInPlace,
    /// Flag bit 30 needs Dynamic Relocations.
    LoaderRelocatesNothing,

    // Load Segments and Load Target.
    /// Load Segments need a Load Target.
    SegmentsWithoutTarget,
    /// A Load Target needs Load Segments.
    TargetWithoutSegments,
    /// Load Segments have at least one row.
    NoSegments,
    /// Load Segments have at most 32 rows.
    TooManySegments,
    /// A row's flags are within 0x107.
    SegmentFlags,
    /// *TextRelocated* (0x100) stands only in rows that are not writable.
    TextRelocatedWritable,
    /// A row's `file_size` is at most its `memory_size`.
    FileSizeOverMemorySize,
    /// A row has a `binary_offset`, or 0xFFFFFFFF and `file_size` 0.
    FileBytesContradict,
    /// A row's file bytes lie in the app binary.
    FileBytesOutsideBinary,
    /// Rows ascend by `memory_offset`.
    SegmentsDescend,
    /// Rows lie within `ram_size`.
    SegmentOutsideRam,
    /// `memory_offset` - `binary_offset` is the same for all rows with bytes, and not negative: the image is one run.
    SegmentsApart,
    /// The entry point lies in the file bytes of an executable row; in the app binary when there are no rows.
    EntryPoint,
    /// The class is 1 or 2.
    Class,
    /// The placement is 0 or 1.
    Placement,
    /// `ram_size` is image offset + image + `minimum_ram_size`.
    RamSize,
    /// `ram_alignment` is a power of two from 8 to 64 KiB.
    RamAlignment,
    /// Fixed Addresses say the image offset; for an app that belongs to one address: `link_address`.
    FixedAddresses,

    // Dynamic Relocations.
    /// There are at most four tables: PT_DYNAMIC cannot name more. (Not in the page's list; it bounds the work.)
    TooManyTables,
    /// A table is REL, RELA or RELR.
    TableKind,
    /// An entry has the size that its kind and the class say, and a table is made of whole ones.
    TableEntrySize,
    /// A table lies in the file bytes of one row.
    TableOutsideFileBytes,
    /// The machine is one whose RELATIVE relocation is known.
    UnknownMachine,
    /// A relocation is RELATIVE or NONE.
    RelocationType,
    /// A relocation has no symbol.
    RelocationSymbol,
    /// A RELR table starts with an address.
    BitmapFirst,
    /// `relative_count` is the number of words that a table relocates.
    RelativeCount,
    /// A relocated word lies wholly in one row.
    PlaceOutsideSegments,
    /// All rows over a relocated word are writable or *TextRelocated*.
    PlaceNotWritable,
    /// No relocated word lies in a table.
    PlaceInTable,
    /// No two relocated words share a byte.
    PlacesOverlap,

    // The place in RAM, and the processor.
    /// The app is for another machine or class.
    OtherMachine,
    /// There is less RAM than `ram_size`, or it does not end inside the addresses of the class.
    RamTooSmall,
    /// The base is a multiple of `ram_alignment`, and of the protection granule.
    BaseMisaligned,
    /// The app runs only at its `link_address`.
    OtherAddress,
    /// Regions with different rights share a granule of the memory protection.
    RegionsShareGranule,
    /// There are more regions than the memory protection has.
    TooManyRegions,
    /// A region would be writable and executable.
    WritableAndExecutable,

    // Approval.
    /// The caller does not approve of what was copied.
    NotApproved,
}
