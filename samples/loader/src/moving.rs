//! Moves what was loaded and has not started yet: no word of it but the relocated ones depends on where it is.
use crate::{Placement, Platform, Refusal};
use core::ops::Range;

impl<'a> Placement<'a> {
    /// Makes right what was moved: `ram` is the app's RAM, which the caller has copied to its new base already. An app that has
    /// started cannot be moved.
    pub fn moved(&self, base: u64, free: Range<u64>, platform: &Platform, ram: &mut [u8]) -> Result<Placement<'a>, Refusal> {
        let there = self.header().place_at(base, free, platform)?;
        there.apply(ram, there.base().wrapping_sub(self.base()))?;
        Ok(there)
    }
}
