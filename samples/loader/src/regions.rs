//! Step 8: what the memory protection is told.
use crate::stretches::Stretches;
use crate::{Header, Placement, Refusal, Segment};
use core::iter::Peekable;
use core::ops::Range;

/// What an app may do with memory; bits as in Load Segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights(u8);

impl Rights {
    /// None at all.
    pub const NONE: Self = Self(0);
    /// To execute.
    pub const EXECUTE: Self = Self(1);
    /// To write.
    pub const WRITE: Self = Self(2);
    /// To read.
    pub const READ: Self = Self(4);

    pub(crate) fn of_flags(flags: u32) -> Self {
        let [bits, ..] = flags.to_le_bytes();
        Self(bits & 7)
    }

    /// These and others.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether others are among these.
    pub const fn includes(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Memory with the same rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its addresses.
    pub addresses: Range<u64>,
    /// What the app may do with it.
    pub rights: Rights,
}

/// Regions in ascending order. Neighbours with the same rights are one, and so is the gap between them.
pub struct Regions<'p, 'a> {
    placement: &'p Placement<'a>,
    stretches: Peekable<Stretches<'p, 'a>>,
    rows_end: u64,
}

impl<'a> Placement<'a> {
    /// The regions of `ram_size` bytes of RAM. The last one is for the break to move in, readable and writable.
    pub fn regions(&self, ram_size: u64) -> Regions<'_, 'a> {
        let rows_end = self.header().segments().fold(0, |end, segment| segment.memory().end.max(end));
        Regions { placement: self, stretches: self.header().stretches(ram_size).peekable(), rows_end }
    }

    /// Whether the memory protection can have these regions: so many at most, and none that shares a granule with another.
    /// Without `may_write_code` no region is writable and executable.
    pub fn check_regions(&self, ram_size: u64, granule: u32, maximum: usize, may_write_code: bool) -> Result<(), Refusal> {
        let granule = u64::from(granule.max(1));
        if self.regions(ram_size).count() > maximum {
            return Err(Refusal::TooManyRegions);
        }
        let mut last_granule = None;
        for region in self.regions(ram_size) {
            if !may_write_code && region.rights.includes(Rights::WRITE.and(Rights::EXECUTE)) {
                return Err(Refusal::WritableAndExecutable);
            }
            if last_granule == Some(region.addresses.start / granule) {
                return Err(Refusal::RegionsShareGranule);
            }
            last_granule = Some((region.addresses.end - 1) / granule);
        }
        Ok(())
    }
}

impl Regions<'_, '_> {
    /// All that the rows over a stretch allow; none: it is a gap. Without rows the app may do all.
    fn rights(&self, stretch: &Range<u64>) -> Option<Rights> {
        let header: &Header = self.placement.header();
        if header.target().is_none() {
            return Some(Rights::READ.and(Rights::WRITE).and(Rights::EXECUTE));
        }
        if stretch.start >= self.rows_end {
            return Some(Rights::READ.and(Rights::WRITE));
        }
        let over = header.segments().filter(|segment| segment.memory().contains(&stretch.start));
        over.map(|segment| rights_at_run_time(header, &segment)).reduce(Rights::and)
    }
}

/// An app that relocates itself writes to its text.
fn rights_at_run_time(header: &Header, segment: &Segment) -> Rights {
    if segment.is_text_relocated() && !header.is_relocated_by_loader() {
        return segment.rights().and(Rights::WRITE);
    }
    segment.rights()
}

impl Iterator for Regions<'_, '_> {
    type Item = Region;

    fn next(&mut self) -> Option<Region> {
        let (mut region, rights) = loop {
            let stretch = self.stretches.next()?;
            match self.rights(&stretch) {
                None | Some(Rights::NONE) => {}
                Some(rights) => break (stretch, rights),
            }
        };
        while let Some(stretch) = self.stretches.peek().cloned() {
            match self.rights(&stretch) {
                None => {}
                Some(next) if next == rights => region.end = stretch.end,
                Some(_) => break,
            }
            self.stretches.next();
        }
        let base = self.placement.base();
        let addresses = base.saturating_add(region.start)..base.saturating_add(region.end);
        Some(Region { addresses, rights })
    }
}
