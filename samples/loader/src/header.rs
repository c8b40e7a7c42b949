//! Step 1: read the header, and check all that the header alone tells.
use crate::bytes::{part, u16_at, u32_at};
use crate::relocate::relative_type;
use crate::rows::is_within;
use crate::{Refusal, Rights, Segment, Table, Target};
use core::ops::Range;

const BASE_SIZE: u64 = 16;
const VERSION: u16 = 2;
const ENABLED: u32 = 1;
const LOADER_RELOCATES: u32 = 1 << 30;
const LOAD_TO_RAM: u32 = 1 << 31;
const ANY_ADDRESS: u32 = 0xFFFF_FFFF;
const MAXIMUM_SEGMENTS: usize = 32;
const MAXIMUM_TABLES: usize = 4;
const ARM: u16 = 40;

mod element {
    pub const MAIN: u16 = 1;
    pub const FIXED_ADDRESSES: u16 = 5;
    pub const KERNEL_VERSION: u16 = 8;
    pub const PROGRAM: u16 = 9;
    pub const LOAD_SEGMENTS: u16 = 0x8E01;
    pub const DYNAMIC_RELOCATIONS: u16 = 0x8E02;
    pub const LOAD_TARGET: u16 = 0x8E03;
}

/// What the first 8 bytes of a TBF say: how much of it is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeaderSizes {
    /// Bytes of the header.
    pub header_size: u16,
    /// Bytes of the TBF; the next one starts behind them.
    pub total_size: u32,
}

impl HeaderSizes {
    /// Reads the sizes; of a refused TBF it is not known where the next one starts.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let header_size = u16_at(bytes, 2).ok_or(Refusal::Truncated)?;
        let total_size = u32_at(bytes, 4).ok_or(Refusal::Truncated)?;
        if u16_at(bytes, 0) != Some(VERSION) {
            return Err(Refusal::Version);
        }
        let is_right = u64::from(header_size) >= BASE_SIZE && u32::from(header_size) <= total_size;
        if !is_right || header_size % 4 != 0 {
            return Err(Refusal::Sizes);
        }
        Ok(Self { header_size, total_size })
    }
}

/// The Fixed Addresses element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedAddresses {
    /// Where the image starts in the app's RAM; for an app that belongs to one address: that address.
    pub ram: u32,
    /// 0xFFFFFFFF: nothing of the app stays in flash.
    pub flash: u32,
}

/// The Kernel Version element: what the app runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KernelVersion {
    /// This one.
    pub major: u16,
    /// At least this one.
    pub minor: u16,
}

/// The header of an app that is loaded to RAM. It holds no number that was not checked.
#[derive(Clone, Copy, Debug)]
pub struct Header<'a> {
    bytes: &'a [u8],
    sizes: HeaderSizes,
    flags: u32,
    entry: Entry,
    fixed_addresses: Option<FixedAddresses>,
    kernel_version: Option<KernelVersion>,
    target: Option<Target>,
    segments: &'a [u8],
    tables: &'a [u8],
    image_offset: u32,
}

/// Main or Program.
#[derive(Clone, Copy, Debug)]
struct Entry {
    init_fn_offset: u32,
    protected_trailer_size: u32,
    minimum_ram_size: u32,
    binary_end: u32,
}

impl Entry {
    /// Main does not say where the binary ends.
    fn says_the_same_as(&self, other: &Entry) -> bool {
        let values = |entry: &Entry| (entry.init_fn_offset, entry.protected_trailer_size, entry.minimum_ram_size);
        values(self) == values(other)
    }
}

impl<'a> Header<'a> {
    /// Reads a header.
    ///
    /// `bytes`: the header, and as much of what follows as there is. They are read once: of storage that others can change the
    /// caller makes a copy.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let sizes = HeaderSizes::read(bytes)?;
        let bytes = part(bytes, 0..sizes.header_size.into()).ok_or(Refusal::Truncated)?;
        let checksum = bytes.chunks_exact(4).fold(0, |sum, word| sum ^ u32_at(word, 0).unwrap_or(0));
        if checksum != 0 {
            return Err(Refusal::Checksum); // XOR with the checksum itself gives 0
        }
        if u64::from(sizes.header_size) == BASE_SIZE {
            return Err(Refusal::Padding);
        }
        let flags = u32_at(bytes, 8).ok_or(Refusal::Truncated)?;
        if flags & LOADER_RELOCATES != 0 && flags & LOAD_TO_RAM == 0 {
            return Err(Refusal::LoaderRelocatesInPlace);
        }
        let mut header = Self::read_elements(bytes, sizes, flags)?;
        header.check_sizes()?;
        header.image_offset = header.find_image_offset()?;
        if let Some(target) = header.target {
            header.check_segments(&target)?;
            header.check_target(&target)?;
        }
        header.check_entry()?;
        header.check_tables()?;
        Ok(header)
    }

    /// The first Main and Program count, of the others the last; other types are skipped.
    fn read_elements(bytes: &'a [u8], sizes: HeaderSizes, flags: u32) -> Result<Self, Refusal> {
        let (mut main, mut program, mut fixed_addresses, mut kernel_version) = (None, None, None, None);
        let (mut segments, mut tables, mut target) = (None, None, None);
        let mut at = BASE_SIZE;
        while at < bytes.len() as u64 {
            let kind = u16_at(bytes, at).ok_or(Refusal::Elements)?;
            let length = u64::from(u16_at(bytes, at + 2).ok_or(Refusal::Elements)?);
            let content = part(bytes, at + 4..at + 4 + length).ok_or(Refusal::Elements)?;
            at += 4 + (length + 3) / 4 * 4;
            if at > bytes.len() as u64 {
                return Err(Refusal::Elements);
            }
            let of_length = |length| if content.len() == length { Ok(()) } else { Err(Refusal::Elements) };
            let of_rows = |size| if content.len() % size == 0 { Ok(content) } else { Err(Refusal::Elements) };
            let word = |at| u32_at(content, at).ok_or(Refusal::Elements);
            let entry = |binary_end| -> Result<Entry, Refusal> {
                Ok(Entry {
                    init_fn_offset: word(0)?,
                    protected_trailer_size: word(4)?,
                    minimum_ram_size: word(8)?,
                    binary_end,
                })
            };
            match kind {
                element::MAIN => {
                    of_length(12)?;
                    main = main.or(Some(entry(sizes.total_size)?));
                }
                element::PROGRAM => {
                    of_length(20)?;
                    program = program.or(Some(entry(word(12)?)?));
                }
                element::FIXED_ADDRESSES => {
                    of_length(8)?;
                    fixed_addresses = Some(FixedAddresses { ram: word(0)?, flash: word(4)? });
                }
                element::KERNEL_VERSION => {
                    of_length(4)?;
                    let [a, b, c, d] = word(0)?.to_le_bytes();
                    kernel_version = Some(KernelVersion { major: u16::from_le_bytes([a, b]), minor: u16::from_le_bytes([c, d]) });
                }
                element::LOAD_SEGMENTS => segments = Some(of_rows(Segment::SIZE)?),
                element::DYNAMIC_RELOCATIONS => tables = Some(of_rows(Table::SIZE)?),
                element::LOAD_TARGET => {
                    of_length(Target::SIZE)?;
                    target = Some(Target::read(content)?);
                }
                _ => {}
            }
        }
        if let (Some(main), Some(program)) = (main, program) {
            if !program.says_the_same_as(&main) {
                return Err(Refusal::EntryPointsDiffer);
            }
        }
        if flags & LOAD_TO_RAM == 0 && segments.is_none() {
            return Err(Refusal::NotForRam);
        }
        match (segments, &target) {
            (Some(_), None) => return Err(Refusal::SegmentsWithoutTarget),
            (None, Some(_)) => return Err(Refusal::TargetWithoutSegments),
            (Some([]), _) => return Err(Refusal::NoSegments),
            _ => {}
        }
        Ok(Self {
            bytes,
            sizes,
            flags,
            entry: program.or(main).ok_or(Refusal::NoEntryPoint)?,
            fixed_addresses,
            kernel_version,
            target,
            segments: segments.unwrap_or_default(),
            tables: tables.unwrap_or_default(),
            image_offset: 0,
        })
    }

    fn check_sizes(&self) -> Result<(), Refusal> {
        let start = u64::from(self.sizes.header_size) + u64::from(self.entry.protected_trailer_size);
        let is_right = start <= self.entry.binary_end.into() && self.entry.binary_end <= self.sizes.total_size;
        if is_right { Ok(()) } else { Err(Refusal::Sizes) }
    }

    /// The first row with bytes says it; without rows Fixed Addresses do.
    fn find_image_offset(&self) -> Result<u32, Refusal> {
        if self.target.is_none() {
            return Ok(self.fixed_addresses.map_or(0, |fixed| if fixed.ram == ANY_ADDRESS { 0 } else { fixed.ram }));
        }
        let first = self.segments().find_map(|segment| Some((segment.memory_offset, segment.binary_offset?)));
        let (memory_offset, binary_offset) = first.unwrap_or((0, 0));
        memory_offset.checked_sub(binary_offset).ok_or(Refusal::SegmentsApart)
    }

    fn check_segments(&self, target: &Target) -> Result<(), Refusal> {
        if self.segments().count() > MAXIMUM_SEGMENTS {
            return Err(Refusal::TooManySegments);
        }
        let mut last = 0;
        for segment in self.segments() {
            if segment.flags & !Segment::MAXIMUM_FLAGS != 0 {
                return Err(Refusal::SegmentFlags);
            }
            if segment.is_text_relocated() && segment.rights().includes(Rights::WRITE) {
                return Err(Refusal::TextRelocatedWritable);
            }
            if segment.file_size > segment.memory_size {
                return Err(Refusal::FileSizeOverMemorySize);
            }
            if segment.binary_offset.is_some() != (segment.file_size > 0) {
                return Err(Refusal::FileBytesContradict);
            }
            if segment.memory_offset < last {
                return Err(Refusal::SegmentsDescend);
            }
            last = segment.memory_offset;
            if segment.memory().end > target.ram_size.into() {
                return Err(Refusal::SegmentOutsideRam);
            }
            if let Some(offset) = segment.binary_offset {
                if u64::from(offset) + u64::from(segment.file_size) > self.image_size() {
                    return Err(Refusal::FileBytesOutsideBinary);
                }
                if u64::from(offset) + u64::from(self.image_offset) != segment.memory_offset.into() {
                    return Err(Refusal::SegmentsApart);
                }
            }
        }
        Ok(())
    }

    fn check_target(&self, target: &Target) -> Result<(), Refusal> {
        if !target.ram_alignment.is_power_of_two() || !(8..=64 * 1024).contains(&target.ram_alignment) {
            return Err(Refusal::RamAlignment);
        }
        if self.image().end + u64::from(self.entry.minimum_ram_size) != target.ram_size.into() {
            return Err(Refusal::RamSize);
        }
        let ram = if target.is_fixed { target.link_address } else { self.image_offset };
        let is_right = |fixed: FixedAddresses| {
            let says_start = fixed.ram == ANY_ADDRESS && !target.is_fixed && ram == 0;
            (fixed.ram == ram || says_start) && fixed.flash == ANY_ADDRESS
        };
        if self.fixed_addresses.map_or(true, is_right) { Ok(()) } else { Err(Refusal::FixedAddresses) }
    }

    fn check_entry(&self) -> Result<(), Refusal> {
        let thumb = u64::from(self.target.map_or(false, |target| target.machine == ARM));
        let entry = self.entry_offset().ok_or(Refusal::EntryPoint)? & !thumb;
        let is_executable = |segment: Segment| segment.rights().includes(Rights::EXECUTE) && segment.file_bytes().contains(&entry);
        let is_right = match self.target {
            Some(_) => self.segments().any(is_executable),
            None => self.image().contains(&entry),
        };
        if is_right { Ok(()) } else { Err(Refusal::EntryPoint) }
    }

    fn check_tables(&self) -> Result<(), Refusal> {
        let mut rows = self.tables.chunks_exact(Table::SIZE);
        if rows.len() > MAXIMUM_TABLES {
            return Err(Refusal::TooManyTables);
        }
        if rows.len() == 0 {
            return if self.is_relocated_by_loader() { Err(Refusal::LoaderRelocatesNothing) } else { Ok(()) };
        }
        let target = self.target.ok_or(Refusal::TableOutsideFileBytes)?; // no rows at all
        relative_type(target.machine).ok_or(Refusal::UnknownMachine)?;
        rows.try_for_each(|row| {
            let table = Table::read(row)?;
            let entry_size = table.words() * target.class.word_size();
            if u64::from(table.entry_size) != entry_size || u64::from(table.size) % entry_size != 0 {
                return Err(Refusal::TableEntrySize);
            }
            let is_stored = self.segments().any(|segment| is_within(&table.memory(), &segment.file_bytes()));
            if is_stored { Ok(()) } else { Err(Refusal::TableOutsideFileBytes) }
        })
    }

    /// Bytes of the header.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Bytes of header and TBF.
    pub fn sizes(&self) -> HeaderSizes {
        self.sizes
    }

    /// Whether the app is to run at all.
    pub fn is_enabled(&self) -> bool {
        self.flags & ENABLED != 0
    }

    /// Whether the loader relocates, not the app.
    pub fn is_relocated_by_loader(&self) -> bool {
        self.flags & LOADER_RELOCATES != 0
    }

    /// What the app runs on.
    pub fn kernel_version(&self) -> Option<KernelVersion> {
        self.kernel_version
    }

    /// The Fixed Addresses element.
    pub fn fixed_addresses(&self) -> Option<FixedAddresses> {
        self.fixed_addresses
    }

    /// The Load Target; a header with flags only has none.
    pub fn target(&self) -> Option<Target> {
        self.target
    }

    /// The rows of Load Segments; a header with flags only has none.
    pub fn segments(&self) -> impl Iterator<Item = Segment> + 'a {
        self.segments.chunks_exact(Segment::SIZE).filter_map(Segment::read)
    }

    /// The rows of Dynamic Relocations.
    pub fn tables(&self) -> impl Iterator<Item = Table> + 'a {
        self.tables.chunks_exact(Table::SIZE).filter_map(|row| Table::read(row).ok())
    }

    /// Where the app binary is in the TBF.
    pub fn binary(&self) -> Range<u32> {
        u32::from(self.sizes.header_size).saturating_add(self.entry.protected_trailer_size)..self.entry.binary_end
    }

    /// Where the footers are in the TBF. Credentials cover all that is in front of them.
    pub fn footers(&self) -> Range<u32> {
        self.entry.binary_end..self.sizes.total_size
    }

    fn image_size(&self) -> u64 {
        let binary = self.binary();
        u64::from(binary.end.saturating_sub(binary.start))
    }

    /// Where the app binary lies in the app's RAM.
    pub fn image(&self) -> Range<u64> {
        self.image_offset.into()..u64::from(self.image_offset) + self.image_size()
    }

    /// Where the app is entered, in its RAM; on ARM bit 0 says Thumb.
    pub(crate) fn entry_offset(&self) -> Option<u64> {
        let in_image = self.entry.init_fn_offset.checked_sub(self.entry.protected_trailer_size)?;
        Some(u64::from(self.image_offset) + u64::from(in_image))
    }

    /// Bytes of RAM that the app needs, the kernel's own needs apart.
    pub fn ram_size(&self) -> u64 {
        self.image().end + u64::from(self.entry.minimum_ram_size)
    }
}
