//! RAM in stretches over which the same rows lie. Rows may overlap, so what concerns bytes cannot go by rows.
use crate::Header;
use core::ops::Range;

/// Goes through RAM in ascending order, a stretch at a time; each costs one look at every row (there are 32 at most).
pub(crate) struct Stretches<'h, 'a> {
    header: &'h Header<'a>,
    at: u64,
    end: u64,
}

impl<'a> Header<'a> {
    /// The stretches from the start of the app's RAM to an end.
    pub(crate) fn stretches(&self, end: u64) -> Stretches<'_, 'a> {
        Stretches { header: self, at: 0, end }
    }

    /// Whether all rows over a stretch keep what the file says, so that it is the same after any time, and over a restart where
    /// it was protected from writing.
    pub(crate) fn is_constant(&self, stretch: &Range<u64>) -> bool {
        let mut over = self.segments().filter(|segment| segment.memory().contains(&stretch.start)).peekable();
        over.peek().is_some() && over.all(|segment| !segment.is_changed() && segment.file_bytes().contains(&stretch.start))
    }
}

impl Iterator for Stretches<'_, '_> {
    type Item = Range<u64>;

    fn next(&mut self) -> Option<Range<u64>> {
        if self.at >= self.end {
            return None;
        }
        let image = self.header.image();
        let of_rows = self.header.segments().flat_map(|segment| [segment.memory().start, segment.file_bytes().end, segment.memory().end]);
        let ahead = of_rows.chain([image.start, image.end]).filter(|&boundary| boundary > self.at);
        let start = self.at;
        self.at = ahead.fold(self.end, u64::min);
        Some(start..self.at)
    }
}
