//! How far a box is checked: a long text is checked a few parts a frame, and after a change only the parts that the change concerns.

use super::watched::Shown;
use crate::text::parts::{self, Followed, Part};

/// How many parts are checked, and how many are drawn, within one frame.
const PARTS_IN_FRAME: usize = 2;

/// What was found in a part.
#[derive(Default)]
pub(super) struct Found {
    /// Offsets are those of the whole text.
    pub(super) warnings: Vec<Shown>,
    /// The warning of a text that lacks a statement: it is one only where every part lacks it.
    pub(super) lacking: Option<Shown>,
}

/// A part of the text that is read.
struct Piece {
    part: Part,
    /// The same as long as its text is.
    id: u32,
    found: Option<Found>,
    /// It was drawn before the text changed, and is still there.
    stands: bool,
}

/// The parts of a box's text, and their warnings.
#[derive(Default)]
pub(super) struct Progress {
    pieces: Vec<Piece>,
    /// How many of them are checked and drawn, from the first.
    drawn: usize,
    last_id: u32,
}

impl Progress {
    /// Nothing of the text is checked.
    pub(super) fn forget(&mut self) {
        self.pieces.clear();
        self.drawn = 0;
    }

    /// True if all of the text is checked and drawn.
    pub(super) fn is_done(&self) -> bool {
        self.drawn == self.pieces.len()
    }

    /// True for a text that is checked in parts.
    pub(super) fn is_in_parts(&self) -> bool {
        self.pieces.len() > 1
    }

    /// The length of the text, in UTF-16 code units.
    pub(super) fn units(&self) -> u32 {
        self.pieces.last().map_or(0, |piece| piece.part.units.end)
    }

    /// The parts that are drawn, each with its number.
    pub(super) fn drawn(&self) -> impl Iterator<Item = (u32, &Part)> {
        self.pieces[..self.drawn].iter().map(|piece| (piece.id, &piece.part))
    }

    /// The warnings so far, in the order of the text.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Shown> {
        let found = self.pieces[..self.drawn].iter().filter_map(|piece| piece.found.as_ref());
        found.flat_map(|f| &f.warnings).chain(self.lacking())
    }

    /// As [`Progress::iter`].
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Shown> {
        let lacks = self.lacking().is_some();
        let pieces = &mut self.pieces[..self.drawn];
        let last = pieces.len().wrapping_sub(1);
        pieces.iter_mut().enumerate().filter_map(|(at, piece)| Some((at, piece.found.as_mut()?))).flat_map(move |(at, found)| {
            let lacking = found.lacking.as_mut().filter(|_| lacks && at == last);
            found.warnings.iter_mut().chain(lacking)
        })
    }

    fn lacking(&self) -> Option<&Shown> {
        let of = |piece: &Piece| piece.found.as_ref().is_some_and(|f| f.lacking.is_some());
        let is_lacking = self.is_done() && self.pieces.iter().all(of);
        self.pieces.last().filter(|_| is_lacking)?.found.as_ref()?.lacking.as_ref()
    }

    /// A warning by its place in [`Progress::iter`].
    pub(super) fn get(&self, warning: usize) -> Option<&Shown> {
        self.iter().nth(warning)
    }

    /// How many warnings there are so far.
    pub(super) fn len(&self) -> usize {
        self.iter().count()
    }

    /// Takes another text than the one `before`. What was found in parts that are as they were stays.
    pub(super) fn follow(&mut self, before: &str, text: &str) {
        let parts: Vec<Part> = self.pieces.iter().map(|piece| piece.part.clone()).collect();
        let mut old: Vec<Option<Piece>> = self.pieces.drain(..).map(Some).collect();
        let drawn = std::mem::take(&mut self.drawn);
        for Followed { part, before: place } in parts::follow(&parts, before, text) {
            let kept = place.and_then(|place| Some((place, old[place].take()?)));
            let piece = match kept {
                Some((place, piece)) => {
                    let begins_line = |part: &Part, text: &str| part.bytes.start == 0 || text[..part.bytes.start].ends_with('\n');
                    let begins = begins_line(&part, text);
                    // One that goes on with a line stands with what it goes on from.
                    let is_held = begins || self.pieces.last().is_some_and(|last| last.stands);
                    let stands = place < drawn && is_held && begins == begins_line(&piece.part, before);
                    let found = piece.found.map(|found| found.moved(i64::from(part.units.start) - i64::from(piece.part.units.start)));
                    Piece { part, id: piece.id, found, stands }
                }
                None => {
                    self.last_id += 1;
                    Piece { part, id: self.last_id, found: None, stands: false }
                }
            };
            self.pieces.push(piece);
        }
    }

    /// Checks and draws as many parts as are due in a frame. `check` is told a part's text and where it begins.
    pub(super) fn go_on(&mut self, text: &str, mut check: impl FnMut(&str, u32) -> Found) {
        let mut left = PARTS_IN_FRAME;
        while let Some(piece) = self.pieces.get_mut(self.drawn) {
            let is_due = piece.stands && piece.found.is_some();
            if !is_due && left == 0 {
                break;
            }
            left -= usize::from(!is_due);
            let found = piece.found.get_or_insert_with(|| check(&text[piece.part.bytes.clone()], piece.part.units.start));
            if !piece.stands {
                found.warnings.iter_mut().chain(&mut found.lacking).for_each(|shown| shown.ranges.clear());
            }
            self.drawn += 1;
        }
        // What comes later is taken away until its turn comes.
        self.pieces.iter_mut().enumerate().for_each(|(at, piece)| piece.stands = at < self.drawn);
    }
}

impl Found {
    fn moved(mut self, by: i64) -> Found {
        let move_by = |at: &mut u32| *at = (i64::from(*at) + by) as u32;
        for piece in self.warnings.iter_mut().chain(&mut self.lacking).flat_map(|shown| &mut shown.finding.pieces) {
            move_by(&mut piece.start);
            move_by(&mut piece.end);
        }
        self
    }
}
