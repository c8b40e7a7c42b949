//! A small app for a 32-bit RISC-V processor, as a TBF that tests edit field by field.
#![allow(dead_code)] // not every test needs all of it

use ram_loader::{Approval, Class, Error, Header, OutOfRange, Placement, Platform, Refusal, Unchecked};

pub const RISC_V: u16 = 243;
pub const LOAD_TO_RAM: u32 = 1 << 31;
pub const LOADER_RELOCATES: u32 = 1 << 30;
pub const NONE: u32 = 0xFFFF_FFFF;
pub const BASE: u64 = 0x8000_0000;

#[derive(Clone)]
pub struct App {
    pub version: u16,
    pub flags: u32,
    pub init_fn_offset: u32,
    pub protected_trailer_size: u32,
    pub minimum_ram_size: u32,
    pub fixed: Option<[u32; 2]>,
    pub segments: Option<Vec<[u32; 5]>>,
    pub tables: Option<Vec<(u16, u16, [u32; 3])>>,
    pub target: Option<Target>,
    pub binary: Vec<u8>,
    pub footers: Vec<u8>,
}

#[derive(Clone)]
pub struct Target {
    pub machine: u16,
    pub class: u8,
    pub placement: u8,
    pub link_address: u32,
    pub ram_size: u32,
    pub ram_alignment: u32,
}

impl App {
    /// 64 bytes of text, in which a REL table of two entries lies at 32, 32 bytes of data, 64 bytes of .bss and 64 of heap. The
    /// loader relocates the words at 64 and 72.
    pub fn good() -> Self {
        let mut app = App {
            version: 2,
            flags: LOAD_TO_RAM | LOADER_RELOCATES | 1,
            init_fn_offset: 0,
            protected_trailer_size: 0,
            minimum_ram_size: 128,
            fixed: Some([0, NONE]),
            segments: Some(vec![[0, 0, 64, 64, 5], [64, 64, 32, 96, 6]]),
            tables: Some(vec![(1, 8, [32, 16, 2])]),
            target: Some(Target { machine: RISC_V, class: 1, placement: 0, link_address: 0, ram_size: 224, ram_alignment: 8 }),
            binary: (0..96).collect(),
            footers: vec![0xF0; 24],
        };
        app.set_words(32, &[64, 3, 72, 3]);
        app.set_words(64, &[0x10, 0x1111_1111, 0x50]);
        app
    }

    /// The same with a table of another kind.
    pub fn with_table(kind: u16, words: &[u32], relative_count: u32) -> Self {
        let mut app = Self::good();
        let entry_size = [0, 8, 12, 4][usize::from(kind)];
        app.tables = Some(vec![(kind, entry_size, [24, 4 * words.len() as u32, relative_count])]);
        app.set_words(24, words);
        app
    }

    pub fn set_words(&mut self, at: usize, words: &[u32]) {
        for (i, word) in words.iter().enumerate() {
            self.binary[at + 4 * i..][..4].copy_from_slice(&word.to_le_bytes());
        }
    }

    pub fn segment(&mut self, i: usize) -> &mut [u32; 5] {
        &mut self.segments.as_mut().unwrap()[i]
    }

    pub fn table(&mut self) -> &mut (u16, u16, [u32; 3]) {
        &mut self.tables.as_mut().unwrap()[0]
    }

    pub fn target(&mut self) -> &mut Target {
        self.target.as_mut().unwrap()
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut elements = Vec::new();
        let mut add = |kind: u16, content: Vec<u8>| {
            elements.extend(kind.to_le_bytes());
            elements.extend((content.len() as u16).to_le_bytes());
            elements.extend(content);
            elements.resize((elements.len() + 3) / 4 * 4, 0);
        };
        add(1, words(&[self.init_fn_offset, self.protected_trailer_size, self.minimum_ram_size]));
        let program = elements_end(self, 20);
        add(9, words(&[self.init_fn_offset, self.protected_trailer_size, self.minimum_ram_size, program, 1]));
        add(3, b"app".to_vec());
        if let Some(fixed) = self.fixed {
            add(5, words(&fixed));
        }
        if let Some(segments) = &self.segments {
            add(0x8E01, segments.iter().flat_map(|row| words(row)).collect());
        }
        if let Some(tables) = &self.tables {
            let row = |(kind, entry_size, rest): &(u16, u16, [u32; 3])| [words(&[u32::from(*entry_size) << 16 | u32::from(*kind)]), words(rest)].concat();
            add(0x8E02, tables.iter().flat_map(row).collect());
        }
        if let Some(target) = &self.target {
            let first = u32::from(target.machine) | u32::from(target.class) << 16 | u32::from(target.placement) << 24;
            add(0x8E03, words(&[first, target.link_address, target.ram_size, target.ram_alignment]));
        }
        let header_size = 16 + elements.len();
        let total_size = program + self.footers.len() as u32;
        let base = [words(&[u32::from(self.version) | (header_size as u32) << 16, total_size, self.flags, 0]), elements].concat();
        let mut bytes = [base, vec![0xEE; self.protected_trailer_size as usize], self.binary.clone(), self.footers.clone()].concat();
        mend_checksum(&mut bytes);
        bytes
    }

    pub fn refusal(&self) -> Option<Refusal> {
        let bytes = self.bytes();
        let mut ram = vec![0xA5; 512];
        load(&bytes, BASE, &mut ram).err()
    }
}

/// binary_end_offset.
fn elements_end(app: &App, program: usize) -> u32 {
    let rows = |size: usize, rows: usize| 4 + size * rows;
    let mut size = 16 + 16 + 4 + program + 8;
    size += app.fixed.map_or(0, |_| 12);
    size += app.segments.as_ref().map_or(0, |segments| rows(20, segments.len()));
    size += app.tables.as_ref().map_or(0, |tables| rows(16, tables.len()));
    size += app.target.as_ref().map_or(0, |_| 20);
    (size + app.protected_trailer_size as usize + app.binary.len()) as u32
}

pub fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

pub fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

/// Makes the checksum right, where the header is there.
pub fn mend_checksum(bytes: &mut [u8]) {
    let size = usize::from(u16::from_le_bytes([bytes[2], bytes[3]])).min(bytes.len()) / 4 * 4;
    if size >= 16 {
        let sum = bytes[..size].chunks_exact(4).fold(0, |sum, bytes| sum ^ word(bytes, 0));
        let right = sum ^ word(bytes, 12);
        bytes[12..16].copy_from_slice(&right.to_le_bytes());
    }
}

pub fn platform() -> Platform {
    Platform { machine: RISC_V, class: Class::Bits32, granule: 4 }
}

/// A platform for which the app is, of either size.
pub fn platform_of(header: &Header) -> Platform {
    let target = header.target();
    Platform { machine: target.map_or(RISC_V, |target| target.machine), class: target.map_or(Class::Bits32, |target| target.class), granule: 1 }
}

/// Loads at a base, into RAM that was in use.
pub fn load<'a>(bytes: &'a [u8], base: u64, ram: &mut [u8]) -> Result<Placement<'a>, Refusal> {
    let header = Header::parse(bytes)?;
    let placement = header.place_at(base, base..base + ram.len() as u64, &platform())?;
    match placement.load(ram, &mut &bytes[..], &mut Unchecked) {
        Ok(()) => Ok(placement),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(Error::Source(OutOfRange)) => panic!("the image is not in the file"),
    }
}

/// Takes down what it is asked to judge.
pub struct Recorder {
    pub covered: Vec<u8>,
    pub footers: Vec<u8>,
    pub approves: bool,
}

impl Approval<&[u8]> for Recorder {
    fn covered(&mut self, bytes: &[u8]) {
        self.covered.extend(bytes);
    }

    fn approve(&mut self, source: &mut &[u8], footers: core::ops::Range<u32>) -> Result<bool, OutOfRange> {
        self.footers = source.get(footers.start as usize..footers.end as usize).ok_or(OutOfRange)?.to_vec();
        Ok(self.approves)
    }
}

/// xorshift64
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}
