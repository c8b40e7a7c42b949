//! Step 6: relative relocations, by the tables that the header names, in the copied image. All are checked before the first is
//! applied.
//!
//! Cost: one look at every entry to check and one to apply, each place compared with at most 32 rows and 4 tables. Linkers write
//! places in ascending order, which shows on the way that none is repeated. Only when they do not ascend, further passes each
//! find what overlaps within a window of 4,096 bytes of RAM: at most `ram_size` / 4096 passes, and none over empty windows.
use crate::bytes::{set_word, word_at};
use crate::rows::{is_within, overlap};
use crate::{Header, Placement, Refusal, Table, TableKind, Target};
use core::ops::Range;

/// The type of a machine's RELATIVE relocation; none: the machine is not known.
pub(crate) fn relative_type(machine: u16) -> Option<u64> {
    match machine {
        3 => Some(8),      // i386
        40 => Some(23),    // ARM
        62 => Some(8),     // x86-64
        183 => Some(1027), // AArch64
        243 => Some(3),    // RISC-V
        _ => None,
    }
}

/// A word to relocate, and its addend when the word itself does not hold it.
struct Place {
    memory: Range<u64>,
    addend: Option<u64>,
}

/// The places of a table. RAM is borrowed for a step only, so that the caller may write between steps.
struct Places {
    table: Table,
    target: Target,
    relative: u64,
    /// Of the next entry.
    at: u64,
    found: u32,
    /// RELR: the address behind the last place or bitmap.
    behind: Option<u64>,
    /// RELR: bits of a bitmap that were not read yet, and the address that the lowest stands for.
    bits: u64,
    first: u64,
}

impl Places {
    fn new(table: Table, target: Target) -> Result<Self, Refusal> {
        let relative = relative_type(target.machine).ok_or(Refusal::UnknownMachine)?;
        Ok(Self { table, target, relative, at: table.memory_offset.into(), found: 0, behind: None, bits: 0, first: 0 })
    }

    fn next(&mut self, ram: &[u8]) -> Result<Option<Place>, Refusal> {
        let word_size = self.target.class.word_size();
        loop {
            if self.bits != 0 {
                let offset = u64::from(self.bits.trailing_zeros()) * word_size;
                self.bits &= self.bits - 1;
                return self.place(self.first.saturating_add(offset), None);
            }
            if self.at >= self.table.memory().end {
                return if self.found == self.table.relative_count { Ok(None) } else { Err(Refusal::RelativeCount) };
            }
            let entry = self.at;
            self.at += u64::from(self.table.entry_size);
            let word = |i| word_at(ram, entry + i * word_size, self.target.class).ok_or(Refusal::TableOutsideFileBytes);
            match self.table.kind {
                TableKind::Relr if word(0)? % 2 == 0 => {
                    let address = word(0)?;
                    self.behind = Some(address.saturating_add(word_size));
                    return self.place(address, None);
                }
                TableKind::Relr => {
                    self.bits = word(0)? >> 1;
                    self.first = self.behind.ok_or(Refusal::BitmapFirst)?;
                    self.behind = Some(self.first.saturating_add((8 * word_size - 1) * word_size));
                }
                TableKind::Rel | TableKind::Rela => {
                    if self.is_relative(word(1)?)? {
                        let addend = if self.table.kind == TableKind::Rela { Some(word(2)?) } else { None };
                        return self.place(word(0)?, addend);
                    }
                }
            }
        }
    }

    /// RELATIVE or NONE, by the info of an entry.
    fn is_relative(&self, info: u64) -> Result<bool, Refusal> {
        let type_bits = if self.target.class.word_size() == 8 { 32 } else { 8 };
        let (symbol, kind) = (info >> type_bits, info & ((1 << type_bits) - 1));
        if kind != 0 && kind != self.relative {
            return Err(Refusal::RelocationType);
        }
        if symbol != 0 {
            return Err(Refusal::RelocationSymbol);
        }
        Ok(kind != 0)
    }

    fn place(&mut self, address: u64, addend: Option<u64>) -> Result<Option<Place>, Refusal> {
        if self.found == self.table.relative_count {
            return Err(Refusal::RelativeCount);
        }
        self.found += 1;
        let start = address.checked_sub(self.target.link_address.into()).ok_or(Refusal::PlaceOutsideSegments)?;
        let end = start.checked_add(self.target.class.word_size()).ok_or(Refusal::PlaceOutsideSegments)?;
        Ok(Some(Place { memory: start..end, addend }))
    }
}

impl Header<'_> {
    fn for_each_place(&self, ram: &[u8], mut visit: impl FnMut(&Range<u64>) -> Result<(), Refusal>) -> Result<(), Refusal> {
        for (table, target) in self.tables().zip(core::iter::repeat(self.target())) {
            let mut places = Places::new(table, target.ok_or(Refusal::TableOutsideFileBytes)?)?;
            while let Some(place) = places.next(ram)? {
                visit(&place.memory)?;
            }
        }
        Ok(())
    }

    /// Checks all entries of all tables of an image that was copied and not yet relocated.
    fn check_relocations(&self, ram: &[u8]) -> Result<(), Refusal> {
        let (mut behind, mut ascend) = (0, true);
        self.for_each_place(ram, |place| {
            ascend &= place.start >= behind;
            behind = place.end;
            self.check_place(place)
        })?;
        if ascend { Ok(()) } else { self.check_overlaps(ram) }
    }

    fn check_place(&self, place: &Range<u64>) -> Result<(), Refusal> {
        if !self.segments().any(|segment| is_within(place, &segment.memory())) {
            return Err(Refusal::PlaceOutsideSegments);
        }
        if self.segments().any(|segment| overlap(place, &segment.memory()) && !segment.is_changed()) {
            return Err(Refusal::PlaceNotWritable);
        }
        let is_in_table = self.tables().any(|table| overlap(place, &table.memory()));
        if is_in_table { Err(Refusal::PlaceInTable) } else { Ok(()) }
    }

    /// Finds bytes that two places share, without memory for all places: a window of RAM at a time.
    fn check_overlaps(&self, ram: &[u8]) -> Result<(), Refusal> {
        const WINDOW: u64 = 4096;
        let mut window = Some(0);
        while let Some(start) = window {
            let mut taken = [0u8; (WINDOW / 8) as usize];
            window = None;
            self.for_each_place(ram, |place| {
                for byte in place.clone().filter(|&byte| byte >= start) {
                    match usize::try_from((byte - start) / 8).ok().and_then(|i| taken.get_mut(i)) {
                        Some(bits) if *bits & 1 << (byte % 8) != 0 => return Err(Refusal::PlacesOverlap),
                        Some(bits) => *bits |= 1 << (byte % 8),
                        None => window = Some(window.unwrap_or(byte).min(byte)),
                    }
                }
                Ok(())
            })?;
            window = window.map(|byte| byte / 8 * 8);
        }
        Ok(())
    }
}

impl Placement<'_> {
    /// Checks what is to be relocated, and does it when the app does not do it itself.
    pub(crate) fn relocate(&self, ram: &mut [u8]) -> Result<(), Refusal> {
        self.header().check_relocations(ram)?;
        self.apply(ram, self.load_bias())
    }

    /// Applies the tables, when the loader has to. To words that hold their addend (REL, RELR) a difference is added; the others
    /// (RELA) become addend + load bias.
    pub(crate) fn apply(&self, ram: &mut [u8], difference: u64) -> Result<(), Refusal> {
        let target = match self.header().target() {
            Some(target) if self.header().is_relocated_by_loader() => target,
            _ => return Ok(()),
        };
        for table in self.header().tables() {
            let mut places = Places::new(table, target)?;
            while let Some(Place { memory, addend }) = places.next(ram)? {
                let value = match addend {
                    Some(addend) => addend.wrapping_add(self.load_bias()),
                    None => word_at(ram, memory.start, target.class).ok_or(Refusal::PlaceOutsideSegments)?.wrapping_add(difference),
                };
                set_word(ram, memory.start, target.class, value).ok_or(Refusal::PlaceOutsideSegments)?;
            }
        }
        Ok(())
    }
}
