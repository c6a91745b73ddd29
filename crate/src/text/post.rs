//! A post as the engine sees it: words, sentences, clauses and hits.

use crate::rules::{ClassId, Lexicon, Marks};
use crate::text::reader::ADDRESS;
use crate::text::words::word_key;
use crate::text::{Flags, Folded, Token};
use std::ops::Range;

/// A run of words that belongs to a list (a vocabulary term of several words, or a [`Shape`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Its first word.
    pub start: u32,
    /// How many words it has.
    pub len: u32,
    /// The list.
    pub class: ClassId,
}

/// A sentence: a range of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Its first word.
    pub first: u32,
    /// One past its last word.
    pub end: u32,
    /// It ends with a question mark.
    pub question: bool,
    /// The byte of the folded text at which it opens: its first word, or the `#` before it.
    pub(super) opens: u32,
    /// Which quotation marks are open there.
    pub(super) quoting: Quoting,
}

/// Open quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Quoting {
    pub(super) double: bool,
    pub(super) single: bool,
}

/// A post as the engine sees it.
#[derive(Default, Debug)]
pub struct Text {
    /// The folded text.
    pub folded: Folded,
    /// Its words.
    pub tokens: Vec<Token>,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Hits in the order of their first word.
    pub hits: Vec<Hit>,
    /// `first_hit[i]..first_hit[i + 1]` are the hits that start at word `i`.
    first_hit: Vec<u32>,
    /// The hits in the order of the word after their last, for reading backwards.
    by_end: Vec<Hit>,
    /// `first_by_end[i + 1]..first_by_end[i + 2]` are the hits that end before word `i`.
    first_by_end: Vec<u32>,
}

impl Text {
    /// Makes it empty, and keeps its buffers.
    pub(super) fn clear(&mut self) {
        self.folded.refill("");
        self.tokens.clear();
        self.sentences.clear();
        self.hits.clear();
        self.index_hits();
    }

    /// The word in lower case.
    pub fn lower(&self, t: &Token) -> &str {
        std::str::from_utf8(&self.folded.lower[t.start as usize..t.end as usize]).unwrap_or("")
    }

    /// The word as written (folded).
    pub fn cased(&self, t: &Token) -> &str {
        &self.folded.cased[t.start as usize..t.end as usize]
    }

    /// The word in lower case, rightly spelt.
    pub(crate) fn meant<'a>(&'a self, t: &Token, lexicon: &'a Lexicon) -> &'a str {
        if t.flags.any(Flags::MISSPELT) { lexicon.word(t.word) } else { self.lower(t) }
    }

    /// The name of a word as a sign that weights are learnt for: rightly spelt, digits read as `0`, `@` for a link or address.
    pub(crate) fn sign_name(&self, t: &Token, lexicon: &Lexicon) -> String {
        if t.flags.any(ADDRESS) {
            return "@".to_owned();
        }
        let lower = self.meant(t, lexicon);
        if lower == "&" {
            return "and".to_owned();
        }
        let mut key = Vec::new();
        word_key(lower.as_bytes(), &mut key);
        let word = String::from_utf8_lossy(&key).into_owned();
        if word.bytes().any(|b| b.is_ascii_digit()) { word.chars().take(8).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect() } else { word }
    }

    /// The lower-case word at `i`, rightly spelt, or `""` outside sentence `s`.
    pub(crate) fn word_at<'a>(&'a self, i: usize, s: u32, lexicon: &'a Lexicon) -> &'a str {
        self.tokens.get(i).filter(|t| t.sentence == s).map_or("", |t| self.meant(t, lexicon))
    }

    /// How word `i` is written, or nothing outside sentence `s`.
    pub(crate) fn flags_at(&self, i: usize, s: u32) -> Flags {
        self.tokens.get(i).filter(|t| t.sentence == s).map_or(Flags::default(), |t| t.flags)
    }

    /// True if something other than a space stands between word `i` and the word before it.
    pub(crate) fn breaks_before(&self, i: usize) -> bool {
        let (Some(a), Some(b)) = (self.tokens.get(i.wrapping_sub(1)), self.tokens.get(i)) else { return true };
        self.folded.lower[a.end as usize..b.start as usize].iter().any(|c| *c != b' ')
    }

    /// The hits that start at word `i`.
    pub fn hits_from(&self, i: usize) -> &[Hit] {
        &self.hits[self.first_hit[i] as usize..self.first_hit[i + 1] as usize]
    }

    /// The hits whose last word is `i - 1`.
    pub fn hits_to(&self, i: usize) -> &[Hit] {
        &self.by_end[self.first_by_end[i + 1] as usize..self.first_by_end[i + 2] as usize]
    }

    /// Adds hits that were found later (terms that are patterns), and puts all in order.
    pub(crate) fn add_hits(&mut self, more: &mut [Hit]) {
        more.sort_unstable();
        let (mut of_old, mut of_new) = (self.hits.len(), more.len());
        self.hits.extend_from_slice(more);
        // Both are in order: merged from the back, where there is room now.
        while of_new > 0 {
            let old_is_last = of_old > 0 && self.hits[of_old - 1] > more[of_new - 1];
            self.hits[of_old + of_new - 1] = if old_is_last { self.hits[of_old - 1] } else { more[of_new - 1] };
            *if old_is_last { &mut of_old } else { &mut of_new } -= 1;
        }
        self.hits.dedup();
        self.index_hits();
    }

    /// Counts where the hits start and end, and puts those that end at one word together.
    #[inline(never)]
    pub(super) fn index_hits(&mut self) {
        let n = self.tokens.len();
        index(&mut self.first_hit, n, self.hits.iter().map(|h| h.start));
        index(&mut self.first_by_end, n + 1, self.hits.iter().map(|h| h.start + h.len));
        self.by_end.clear();
        self.by_end.resize(self.hits.len(), Hit { start: 0, len: 0, class: ClassId::default() });
        // Filled from the back, which moves each count from where its hits end to where they begin.
        for h in self.hits.iter().rev() {
            let place = &mut self.first_by_end[(h.start + h.len) as usize + 1];
            *place -= 1;
            self.by_end[*place as usize] = *h;
        }
    }

    /// The words of some sentences.
    pub(crate) fn words_in(&self, sentences: Range<usize>) -> &[Token] {
        match (self.sentences[sentences.clone()].first(), self.sentences[sentences].last()) {
            (Some(first), Some(last)) => &self.tokens[first.first as usize..last.end as usize],
            _ => &[],
        }
    }

    /// The hits in some sentences.
    pub(crate) fn hits_in(&self, sentences: Range<usize>) -> &[Hit] {
        match (self.sentences[sentences.clone()].first(), self.sentences[sentences].last()) {
            (Some(first), Some(last)) => &self.hits[self.first_hit[first.first as usize] as usize..self.first_hit[last.end as usize] as usize],
            _ => &[],
        }
    }

    /// Notes which words and lists occur in a sentence.
    pub(crate) fn mark(&self, sentence: usize, lexicon: &Lexicon, marks: &mut Marks) {
        let s = &self.sentences[sentence];
        for t in &self.tokens[s.first as usize..s.end as usize] {
            lexicon.mark(t.word, marks);
            if t.base != t.word {
                lexicon.mark(t.base, marks);
            }
        }
        for h in self.hits_in(sentence..sentence + 1) {
            marks.add_class(h.class);
        }
    }

    /// The sentence that holds, or ends before, a UTF-16 offset.
    pub fn sentence_at(&self, utf16: u32) -> usize {
        let after = self.sentences.partition_point(|s| self.to_utf16(s.first as usize, s.end as usize).0 <= utf16);
        after.saturating_sub(1)
    }

    /// The UTF-16 range of the words `from..to`.
    pub fn to_utf16(&self, from: usize, to: usize) -> (u32, u32) {
        if from >= to || to > self.tokens.len() {
            return (0, 0);
        }
        self.folded.to_utf16(self.tokens[from].start as usize, self.tokens[to - 1].end as usize)
    }
}

/// Fills `first` so that `first[k]..first[k + 1]` are the positions of the ascending keys that equal `k`, for `k` in `0..=n`.
fn index(first: &mut Vec<u32>, n: usize, keys: impl Iterator<Item = u32>) {
    first.clear();
    first.resize(n + 2, 0);
    for key in keys {
        first[key as usize + 1] += 1;
    }
    for k in 1..first.len() {
        first[k] += first[k - 1];
    }
}
