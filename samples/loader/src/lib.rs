//! A loader of Tock apps that are copied to RAM as a whole, as docs/non-xip.md says. Without `alloc`, without `unsafe`, and
//! without panics, whatever the file says. README.md maps each step to that page.
//!
//! ```text
//! bytes of a header ─► Header      every check that the header alone allows was made
//!   + free RAM      ─► Placement   where the app lies; it suits the app and the processor
//!   + storage       ─► load        copied, approved, checked and relocated: it may be entered
//! ```
//!
//! The caller owns all memory: RAM is a `&mut [u8]` whose first byte is at the app's base. What the processor has to be told
//! (regions, instruction fetches) is told by the caller, after `load`.
#![no_std]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod bytes;
mod copy;
mod header;
mod moving;
mod place;
mod refusal;
mod regions;
mod relocate;
mod rows;
mod stretches;

pub use copy::{Approval, Error, OutOfRange, Source, Unchecked};
pub use header::{FixedAddresses, Header, HeaderSizes, KernelVersion};
pub use place::{Placement, Platform};
pub use refusal::Refusal;
pub use regions::{Region, Regions, Rights};
pub use rows::{Class, Segment, Table, TableKind, Target};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
