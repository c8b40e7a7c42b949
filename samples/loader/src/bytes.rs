//! The only reads and writes of bytes: little endian, and `None` for what is not there.
use crate::Class;
use core::ops::Range;

pub(crate) fn part(bytes: &[u8], range: Range<u64>) -> Option<&[u8]> {
    bytes.get(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)
}

pub(crate) fn part_mut(bytes: &mut [u8], range: Range<u64>) -> Option<&mut [u8]> {
    bytes.get_mut(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)
}

fn unsigned(bytes: &[u8], at: u64, size: u64) -> Option<u64> {
    let bytes = part(bytes, at..at.checked_add(size)?)?;
    Some(bytes.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte)))
}

pub(crate) fn u16_at(bytes: &[u8], at: u64) -> Option<u16> {
    u16::try_from(unsigned(bytes, at, 2)?).ok()
}

pub(crate) fn u32_at(bytes: &[u8], at: u64) -> Option<u32> {
    u32::try_from(unsigned(bytes, at, 4)?).ok()
}

/// A word of the app: 4 or 8 bytes.
pub(crate) fn word_at(bytes: &[u8], at: u64, class: Class) -> Option<u64> {
    unsigned(bytes, at, class.word_size())
}

/// Writes byte by byte: words of apps may be misaligned.
pub(crate) fn set_word(bytes: &mut [u8], at: u64, class: Class, value: u64) -> Option<()> {
    let bytes = part_mut(bytes, at..at.checked_add(class.word_size())?)?;
    for (byte, value) in bytes.iter_mut().zip(value.to_le_bytes()) {
        *byte = value;
    }
    Some(())
}
