//! Rows of the three elements, as they stand in the header.
use crate::bytes::{u16_at, u32_at};
use crate::{Refusal, Rights};
use core::ops::Range;

/// Size of the app's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// 4 bytes.
    Bits32,
    /// 8 bytes.
    Bits64,
}

impl Class {
    pub(crate) fn word_size(self) -> u64 {
        match self {
            Class::Bits32 => 4,
            Class::Bits64 => 8,
        }
    }

    /// One more than the highest address.
    pub(crate) fn address_limit(self) -> u128 {
        1 << (8 * self.word_size())
    }
}

/// The Load Target element, 0x8E03: what the app needs of processor and RAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// `e_machine` of the ELF.
    pub machine: u16,
    /// Size of its words.
    pub class: Class,
    /// Whether it runs only at `link_address`.
    pub is_fixed: bool,
    /// Address that the start of its RAM has in relocation tables.
    pub link_address: u32,
    /// Bytes of RAM, the kernel's own needs apart.
    pub ram_size: u32,
    /// What its base is a multiple of, unless it is fixed.
    pub ram_alignment: u32,
}

impl Target {
    pub(crate) const SIZE: usize = 16;

    pub(crate) fn read(content: &[u8]) -> Result<Self, Refusal> {
        let word = |at| u32_at(content, at).ok_or(Refusal::Elements);
        let [class, placement] = u16_at(content, 2).ok_or(Refusal::Elements)?.to_le_bytes();
        Ok(Self {
            machine: u16_at(content, 0).ok_or(Refusal::Elements)?,
            class: match class {
                1 => Class::Bits32,
                2 => Class::Bits64,
                _ => return Err(Refusal::Class),
            },
            is_fixed: match placement {
                0 => false,
                1 => true,
                _ => return Err(Refusal::Placement),
            },
            link_address: word(4)?,
            ram_size: word(8)?,
            ram_alignment: word(12)?,
        })
    }
}

/// A row of Load Segments, 0x8E01. Offsets in memory count from the start of the app's RAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where its bytes are in the app binary; none: it has no bytes.
    pub binary_offset: Option<u32>,
    /// Where it lies in RAM.
    pub memory_offset: u32,
    /// Bytes of the file.
    pub file_size: u32,
    /// Bytes of memory.
    pub memory_size: u32,
    /// 1 execute, 2 write, 4 read, 0x100 text relocated.
    pub flags: u32,
}

impl Segment {
    pub(crate) const SIZE: usize = 20;
    pub(crate) const MAXIMUM_FLAGS: u32 = 0x107;
    const TEXT_RELOCATED: u32 = 0x100;
    const NO_FILE_BYTES: u32 = 0xFFFF_FFFF;

    pub(crate) fn read(row: &[u8]) -> Option<Self> {
        let binary_offset = u32_at(row, 0)?;
        Some(Self {
            binary_offset: (binary_offset != Self::NO_FILE_BYTES).then_some(binary_offset),
            memory_offset: u32_at(row, 4)?,
            file_size: u32_at(row, 8)?,
            memory_size: u32_at(row, 12)?,
            flags: u32_at(row, 16)?,
        })
    }

    /// Its memory.
    pub fn memory(&self) -> Range<u64> {
        self.memory_offset.into()..u64::from(self.memory_offset) + u64::from(self.memory_size)
    }

    /// The part of its memory that comes from the file.
    pub fn file_bytes(&self) -> Range<u64> {
        self.memory_offset.into()..u64::from(self.memory_offset) + u64::from(self.file_size)
    }

    /// The rights that its flags name.
    pub fn rights(&self) -> Rights {
        Rights::of_flags(self.flags)
    }

    /// Whether relocations write to it, although the app may not.
    pub fn is_text_relocated(&self) -> bool {
        self.flags & Self::TEXT_RELOCATED != 0
    }

    /// Whether the app or its relocations may change it.
    pub(crate) fn is_changed(&self) -> bool {
        self.rights().includes(Rights::WRITE) || self.is_text_relocated()
    }
}

/// What a relocation table consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Place and info; the word holds the addend.
    Rel,
    /// Place, info and addend.
    Rela,
    /// Places and bitmaps; the words hold the addends.
    Relr,
}

/// A row of Dynamic Relocations, 0x8E02.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// What its entries are.
    pub kind: TableKind,
    /// Bytes of an entry.
    pub entry_size: u16,
    /// Where it lies in RAM.
    pub memory_offset: u32,
    /// Bytes of the table.
    pub size: u32,
    /// Words that it relocates.
    pub relative_count: u32,
}

impl Table {
    pub(crate) const SIZE: usize = 16;

    pub(crate) fn read(row: &[u8]) -> Result<Self, Refusal> {
        let word = |at| u32_at(row, at).ok_or(Refusal::Elements);
        Ok(Self {
            kind: match u16_at(row, 0) {
                Some(1) => TableKind::Rel,
                Some(2) => TableKind::Rela,
                Some(3) => TableKind::Relr,
                _ => return Err(Refusal::TableKind),
            },
            entry_size: u16_at(row, 2).ok_or(Refusal::Elements)?,
            memory_offset: word(4)?,
            size: word(8)?,
            relative_count: word(12)?,
        })
    }

    /// Words of an entry.
    pub(crate) fn words(&self) -> u64 {
        match self.kind {
            TableKind::Rel => 2,
            TableKind::Rela => 3,
            TableKind::Relr => 1,
        }
    }

    /// Its memory.
    pub fn memory(&self) -> Range<u64> {
        self.memory_offset.into()..u64::from(self.memory_offset) + u64::from(self.size)
    }
}

/// Whether a range lies wholly in another.
pub(crate) fn is_within(inner: &Range<u64>, outer: &Range<u64>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Whether two ranges share a byte.
pub(crate) fn overlap(one: &Range<u64>, other: &Range<u64>) -> bool {
    one.start.max(other.start) < one.end.min(other.end)
}
