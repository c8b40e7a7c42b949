//! Steps 3 to 5: one pass over the storage copies the image and shows the caller every byte; what the caller approves of is
//! relocated. A restart is the same pass, in which constant bytes are not read again.
use crate::bytes::part_mut;
use crate::{Placement, Refusal};
use core::ops::Range;

/// Where a TBF is stored: flash, a card, a memory behind a bus.
pub trait Source {
    /// Why it cannot be read.
    type Error;

    /// Reads bytes of the TBF, from an offset in it. Offsets ascend within a load, up to the footers.
    fn read(&mut self, offset: u32, buffer: &mut [u8]) -> Result<(), Self::Error>;
}

/// The bytes of a TBF in memory do not reach so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange;

impl Source for &[u8] {
    type Error = OutOfRange;

    fn read(&mut self, offset: u32, buffer: &mut [u8]) -> Result<(), OutOfRange> {
        let start = usize::try_from(offset).map_err(|_| OutOfRange)?;
        let end = start.checked_add(buffer.len()).ok_or(OutOfRange)?;
        buffer.copy_from_slice(self.get(start..end).ok_or(OutOfRange)?);
        Ok(())
    }
}

/// The caller's judgement of the app, by a hash, a signature, or a comparison with what was approved before.
pub trait Approval<S: Source> {
    /// Takes the next bytes that credentials cover: header, protected region and image, in order, each once. These of the image
    /// are in RAM already, so what is judged is what will run.
    fn covered(&mut self, bytes: &[u8]);

    /// Judges, and reads footers at these offsets if need be.
    fn approve(&mut self, source: &mut S, footers: Range<u32>) -> Result<bool, S::Error>;
}

/// Approves of everything.
#[derive(Clone, Copy, Debug)]
pub struct Unchecked;

impl<S: Source> Approval<S> for Unchecked {
    fn covered(&mut self, _: &[u8]) {}

    fn approve(&mut self, _: &mut S, _: Range<u32>) -> Result<bool, S::Error> {
        Ok(true)
    }
}

/// Why an app was not loaded. Its RAM is zero then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error<E> {
    /// The app breaks a rule.
    Refused(Refusal),
    /// The storage cannot be read.
    Source(E),
}

impl<E> From<Refusal> for Error<E> {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Placement<'_> {
    /// Loads the app into its RAM, which starts at `base`. All of it that is not copied becomes zero: it may have held the bytes
    /// of another app.
    pub fn load<S: Source>(&self, ram: &mut [u8], source: &mut S, approval: &mut impl Approval<S>) -> Result<(), Error<S::Error>> {
        self.load_or_zero(ram, source, approval, false)
    }

    /// Loads an app again that has run, and was kept from writing to regions without write access. Constant bytes stay; all
    /// others become what a load gives them. (Without such a protection: `load`.)
    pub fn restart<S: Source>(&self, ram: &mut [u8], source: &mut S, approval: &mut impl Approval<S>) -> Result<(), Error<S::Error>> {
        self.load_or_zero(ram, source, approval, true)
    }

    /// Makes ready an app that was placed around its image: its TBF is in RAM already, and the caller has approved of it.
    pub fn load_around(&self, ram: &mut [u8]) -> Result<(), Refusal> {
        self.check_size(ram)?;
        let image = self.header().image();
        for outside in [0..image.start, image.end..ram.len() as u64] {
            part_mut(ram, outside).ok_or(Refusal::RamTooSmall)?.fill(0);
        }
        self.relocate(ram).map_err(|refusal| {
            ram.fill(0);
            refusal
        })
    }

    /// Nothing of an app that is refused stays.
    fn load_or_zero<S: Source>(
        &self, ram: &mut [u8], source: &mut S, approval: &mut impl Approval<S>, keep_constant: bool,
    ) -> Result<(), Error<S::Error>> {
        let result = match self.copy(ram, source, approval, keep_constant) {
            Ok(()) => self.relocate(ram).map_err(Error::from),
            Err(error) => Err(error),
        };
        if result.is_err() {
            ram.fill(0);
        }
        result
    }

    fn copy<S: Source>(
        &self, ram: &mut [u8], source: &mut S, approval: &mut impl Approval<S>, keep_constant: bool,
    ) -> Result<(), Error<S::Error>> {
        self.check_size(ram)?;
        let header = self.header();
        approval.covered(header.bytes());
        let mut buffer = [0; 64];
        for part in chunks(header.bytes().len() as u64..header.binary().start.into(), buffer.len() as u64) {
            let bytes = part_mut(&mut buffer, 0..part.end - part.start).ok_or(Refusal::Sizes)?;
            source.read(offset(part.start)?, bytes).map_err(Error::Source)?;
            approval.covered(bytes);
        }
        let image = header.image();
        for stretch in header.stretches(ram.len() as u64) {
            let keep = keep_constant && header.is_constant(&stretch);
            if !image.contains(&stretch.start) {
                part_mut(ram, stretch).ok_or(Refusal::RamTooSmall)?.fill(0);
                continue;
            }
            for part in chunks(stretch, 512) {
                let stored = u64::from(header.binary().start) + (part.start - image.start);
                let bytes = part_mut(ram, part).ok_or(Refusal::RamTooSmall)?;
                if !keep {
                    source.read(offset(stored)?, bytes).map_err(Error::Source)?;
                }
                approval.covered(bytes);
            }
        }
        let is_approved = approval.approve(source, header.footers()).map_err(Error::Source)?;
        if is_approved { Ok(()) } else { Err(Refusal::NotApproved.into()) }
    }

    fn check_size(&self, ram: &[u8]) -> Result<(), Refusal> {
        if ram.len() as u64 >= self.header().ram_size() { Ok(()) } else { Err(Refusal::RamTooSmall) }
    }
}

fn offset(at: u64) -> Result<u32, Refusal> {
    u32::try_from(at).map_err(|_| Refusal::Sizes)
}

/// A range in parts of a size.
fn chunks(range: Range<u64>, size: u64) -> impl Iterator<Item = Range<u64>> {
    let mut start = range.start;
    core::iter::from_fn(move || {
        let part = start..range.end.min(start.saturating_add(size));
        start = part.end;
        (part.start < part.end).then_some(part)
    })
}
