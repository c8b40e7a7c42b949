//! Step 2: find a base that suits the app and the processor.
use crate::{Class, Header, Refusal};
use core::ops::Range;

/// What the loader runs on.
#[derive(Clone, Copy, Debug)]
pub struct Platform {
    /// `e_machine` of apps that it runs.
    pub machine: u16,
    /// Size of their words.
    pub class: Class,
    /// What regions are aligned to by the memory protection, a power of two; 1: nothing.
    pub granule: u32,
}

/// An app at a base that suits it.
#[derive(Clone, Copy, Debug)]
pub struct Placement<'a> {
    header: Header<'a>,
    base: u64,
}

impl<'a> Header<'a> {
    /// Places the app at the lowest address of free RAM that suits it.
    pub fn place(&self, free: Range<u64>, platform: &Platform) -> Result<Placement<'a>, Refusal> {
        let base = match self.target() {
            Some(target) if target.is_fixed => target.link_address.into(),
            _ => {
                let alignment = u64::from(self.ram_alignment().max(platform.granule)).max(1);
                let padding = (alignment - free.start % alignment) % alignment;
                free.start.checked_add(padding).ok_or(Refusal::RamTooSmall)?
            }
        };
        self.place_at(base, free, platform)
    }

    /// Places the app at a base in free RAM.
    pub fn place_at(&self, base: u64, free: Range<u64>, platform: &Platform) -> Result<Placement<'a>, Refusal> {
        let alignment = match self.target() {
            Some(target) if (target.machine, target.class) != (platform.machine, platform.class) => {
                return Err(Refusal::OtherMachine);
            }
            Some(target) if target.is_fixed && base != target.link_address.into() => return Err(Refusal::OtherAddress),
            Some(target) if target.is_fixed => platform.granule,
            _ => self.ram_alignment().max(platform.granule),
        };
        if base % u64::from(alignment.max(1)) != 0 {
            return Err(Refusal::BaseMisaligned);
        }
        let end = u128::from(base) + u128::from(self.ram_size());
        if base < free.start || end > u128::from(free.end) || end > platform.class.address_limit() {
            return Err(Refusal::RamTooSmall);
        }
        Ok(Placement { header: *self, base })
    }

    /// Places an app whose TBF lies at an address in RAM so that its image stays where it is; the free RAM starts at the TBF or
    /// in front of it. What lies around the image is overwritten: the caller has a copy of the header, and has approved of the app.
    pub fn place_around(&self, tbf: u64, free: Range<u64>, platform: &Platform) -> Result<Placement<'a>, Refusal> {
        let image = tbf.checked_add(self.binary().start.into()).ok_or(Refusal::RamTooSmall)?;
        let base = image.checked_sub(self.image().start).ok_or(Refusal::RamTooSmall)?;
        self.place_at(base, free, platform)
    }

    fn ram_alignment(&self) -> u32 {
        self.target().map_or(8, |target| target.ram_alignment)
    }
}

impl<'a> Placement<'a> {
    /// The app's header.
    pub fn header(&self) -> &Header<'a> {
        &self.header
    }

    /// Address of the app's RAM.
    pub fn base(&self) -> u64 {
        self.base
    }

    /// What relative relocations add to addends, modulo the size of a word.
    pub fn load_bias(&self) -> u64 {
        self.base.wrapping_sub(self.header.target().map_or(0, |target| target.link_address.into()))
    }

    /// Where the app is entered; on ARM bit 0 says Thumb.
    pub fn entry(&self) -> u64 {
        self.base.saturating_add(self.header.entry_offset().unwrap_or(0))
    }

    /// The end of what rows and image take: at least so far reaches the first break. (A processor that pushes a frame to the
    /// app's stack at a system call needs a stack behind it for the first.)
    pub fn memory_end(&self) -> u64 {
        let rows = self.header.segments().map(|segment| segment.memory().end);
        self.base.saturating_add(rows.fold(self.header.image().end, u64::max))
    }

    /// The arguments of `_start`: the image, the start of the RAM, its size, and the first break.
    pub fn arguments(&self, ram_size: u64, first_break: u64) -> [u64; 4] {
        [self.base.saturating_add(self.header.image().start), self.base, ram_size, first_break]
    }
}
