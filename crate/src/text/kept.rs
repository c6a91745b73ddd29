//! What of a post is still as it was: people write in one place, so that all the other sentences need not be read again.
//!
//! A sentence is read the same way whatever stands before it if it opens after a space or the end of a line, and with the same
//! quotation marks open; nothing in a sentence depends on more than [`AHEAD`] bytes after it. So the sentences before the first byte
//! that differs stay, and so do those after the last.

use crate::text::alike::alike_at_ends;
use crate::text::{Sentence, Text, Token};
use std::ops::Range;

/// How many folded bytes beyond a sentence its reading may look at: a telephone number is followed over a full stop, for 24 bytes.
const AHEAD: usize = 32;

/// How many sentences of a post are as they were when the post before it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    /// At the start of the post.
    pub(crate) front: usize,
    /// At its end.
    pub(crate) back: usize,
}

impl Kept {
    /// The sentences that were read anew, of as many as the post has.
    pub(crate) fn changed(self, sentences: usize) -> Range<usize> {
        self.front..sentences - self.back
    }

    /// In a list of one item for each sentence, keeps those of the sentences that are kept, and puts `fresh` for the others.
    pub(crate) fn renew<T: Clone>(self, items: &mut Vec<T>, sentences: usize, fresh: &T) {
        debug_assert!(items.len() >= self.front + self.back);
        let old = self.front..items.len() - self.back;
        items.splice(old, std::iter::repeat_n(fresh.clone(), self.changed(sentences).len()));
    }
}

/// How many folded bytes two posts share at their start and, apart from those, at their end.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shared {
    front: usize,
    back: usize,
    /// They are the same.
    all: bool,
}

impl Shared {
    pub(super) fn of(old: &[u8], new: &[u8]) -> Shared {
        let (front, back) = alike_at_ends(old, new);
        Shared { front, back, all: front == old.len() && front == new.len() }
    }

    /// How many sentences of the old post are the first of the new one.
    pub(super) fn sentences_kept(self, old: &Text) -> usize {
        if self.all {
            return old.sentences.len();
        }
        let safe = old.sentences.partition_point(|s| s.opens as usize + AHEAD <= self.front);
        (1..safe).rev().find(|s| opens_anew(&old.folded.lower, old.sentences[*s].opens)).unwrap_or(0)
    }

    /// The sentence of the old post that opens at byte `at` of the new one, with nothing but what they share after it.
    pub(super) fn same_sentence(self, old: &Text, new: &[u8], opening: Sentence) -> Option<usize> {
        let at = opening.opens as usize;
        if at + self.back <= new.len() || !opens_anew(new, opening.opens) {
            return None;
        }
        let opens = (at + old.folded.lower.len() - new.len()) as u32;
        let s = old.sentences.binary_search_by_key(&opens, |s| s.opens).ok()?;
        (old.sentences[s].quoting == opening.quoting).then_some(s)
    }
}

fn opens_anew(lower: &[u8], at: u32) -> bool {
    at == 0 || matches!(lower[at as usize - 1], b' ' | b'\n')
}

impl Text {
    /// Takes over the sentences of `old` before `sentence`, with their words.
    pub(super) fn take_front(&mut self, old: &Text, sentence: usize) {
        self.sentences.extend_from_slice(&old.sentences[..sentence]);
        let words = self.sentences.last().map_or(0, |s| s.end as usize);
        self.tokens.extend_from_slice(&old.tokens[..words]);
    }

    /// Takes over the sentences of `old` from `sentence` on, with their words, the next clause being number `clause`.
    pub(super) fn take_back(&mut self, old: &Text, sentence: usize, clause: u32) {
        let first = old.sentences[sentence].first as usize;
        // All of these numbers may grow as well as shrink.
        let words = (self.tokens.len() as u32).wrapping_sub(first as u32);
        let bytes = (self.folded.lower.len() as u32).wrapping_sub(old.folded.lower.len() as u32);
        let sentences = (self.sentences.len() as u32).wrapping_sub(sentence as u32);
        let clauses = clause.wrapping_sub(old.tokens[first].clause);
        self.tokens.extend(old.tokens[first..].iter().map(|t| Token {
            start: t.start.wrapping_add(bytes),
            end: t.end.wrapping_add(bytes),
            sentence: t.sentence.wrapping_add(sentences),
            clause: t.clause.wrapping_add(clauses),
            ..*t
        }));
        self.sentences.extend(old.sentences[sentence..].iter().map(|s| Sentence {
            first: s.first.wrapping_add(words),
            end: s.end.wrapping_add(words),
            opens: s.opens.wrapping_add(bytes),
            ..*s
        }));
    }
}
