//! The words that rules know, and the lists that each belongs to.

use crate::rules::WordBook;
use crate::rules::runs::Runs;
use crate::text::{Shape, opening_words};
use serde::{Deserialize, Serialize};

/// A word that some rule knows, as a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct WordId(pub u32);

impl WordId {
    /// A word that no rule knows.
    pub const UNKNOWN: WordId = WordId(0);
    /// True unless no rule knows the word.
    pub const fn known(self) -> bool {
        self.0 != 0
    }
}

/// A list of words: a [`Shape`], a vocabulary list, or the alternatives of a pattern.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ClassId(pub u16);

impl ClassId {
    /// The built-in list of a shape.
    pub const fn of_shape(shape: Shape) -> ClassId {
        ClassId(shape as u16)
    }
}

/// Which words and lists occur in a sentence, as a filter of 4,096 bits that can only err towards "occurs". Bit 0 is always set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Marks([u32; 128]);

impl Default for Marks {
    fn default() -> Marks {
        let mut bits = [0; 128];
        bits[0] = 1;
        Marks(bits)
    }
}

impl Marks {
    /// Notes that a word occurs.
    pub fn add_word(&mut self, word: WordId) {
        self.set(word_mark(word));
    }

    /// Notes that a term of a list occurs.
    pub fn add_class(&mut self, class: ClassId) {
        self.set(class_mark(class));
    }

    fn set(&mut self, bit: u16) {
        self.0[(bit >> 5) as usize] |= 1 << (bit & 31);
    }

    /// False only if something that is needed surely does not occur.
    pub fn may_hold(&self, needs: Needs) -> bool {
        needs.0.iter().all(|bit| self.0[(bit >> 5) as usize] >> (bit & 31) & 1 == 1)
    }
}

/// Up to four words or lists that a pattern cannot do without, as bits of [`Marks`].
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Needs([u16; 4]);

impl Needs {
    /// Adds a bit; the first four different ones count.
    pub(crate) fn add(&mut self, bit: u16) {
        if !self.0.contains(&bit)
            && let Some(free) = self.0.iter_mut().find(|b| **b == 0)
        {
            *free = bit;
        }
    }
}

/// The bit of a word.
pub(crate) fn word_mark(word: WordId) -> u16 {
    mark(word.0)
}

/// The bit of a list.
pub(crate) fn class_mark(class: ClassId) -> u16 {
    mark(u32::from(class.0) | 0x4000_0000)
}

fn mark(key: u32) -> u16 {
    (key.wrapping_mul(0x9E37_79B1).rotate_left(15).wrapping_mul(0x85EB_CA6B) >> 20) as u16
}

/// Which lists a word may be in, as a filter of 64 bits that can only err towards "may": a list's is its number modulo 64. (No type of
/// 64 bits: JavaScript has none.)
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sieve([u32; 2]);

impl Sieve {
    /// False if the word is surely not in the list.
    pub(crate) fn may_hold(self, class: ClassId) -> bool {
        self.0[(class.0 >> 5 & 1) as usize] >> (class.0 & 31) & 1 == 1
    }

    fn add(&mut self, class: ClassId) {
        self.0[(class.0 >> 5 & 1) as usize] |= 1 << (class.0 & 31);
    }

    /// The lists of either word.
    pub(crate) fn with(self, other: Sieve) -> Sieve {
        Sieve([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }
}

/// A vocabulary term of several words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// The list that it belongs to.
    pub(crate) class: ClassId,
    /// How many words come after its second.
    rest: u16,
    /// Where those are in [`Lexicon::rests`].
    at: u32,
}

/// Two words that begin terms, and where those are in [`Lexicon::terms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pair {
    first: WordId,
    second: WordId,
    terms: u32,
}

/// All words of all rules, found by their letters in about ten nanoseconds. Everything lies in a few long arrays: it is laid out in
/// a millisecond and takes little memory.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    letters: String,
    /// `ends[w - 1]..ends[w]` are the letters of word `w`.
    ends: Vec<u32>,
    /// Open addressing: in the low bits a word's number, 0 for an empty place; above them a part of its hash.
    table: Vec<u32>,
    notes: Vec<u8>,
    sieves: Vec<Sieve>,
    classes: Runs<ClassId>,
    /// Which words begin terms: in their order, with one more at the end.
    pairs: Vec<Pair>,
    /// Open addressing: places in `pairs` plus one, 0 for an empty place.
    pair_table: Vec<u32>,
    terms: Vec<Term>,
    rests: Vec<WordId>,
    first_names: Option<ClassId>,
    /// What misspelt words mean: they are the last words, in this order.
    meant: Vec<WordId>,
}

const BEGINS_SHAPE: u8 = 1;
const STARTS_CLAUSE: u8 = 2;
const FIRST_NAME: u8 = 4;
const BEGINS_PHRASE: u8 = 8;

/// Words that open a new clause without a comma.
pub(crate) const CLAUSE_WORDS: &[&str] = &["but", "although", "though", "whereas", "because", "however"];

/// Bits of an entry of the table that are a word's number.
const NUMBER: u32 = (1 << 18) - 1;

fn tag(hash: u32) -> u32 {
    hash & !NUMBER
}

fn pair_hash(first: WordId, second: WordId) -> usize {
    let h = (first.0.wrapping_mul(0x9E37_79B1).rotate_left(15) ^ second.0).wrapping_mul(0x85EB_CA6B);
    (h ^ h >> 15) as usize
}

/// A lexicon in the making: words first, then what each has.
#[derive(Default)]
pub(crate) struct Parts {
    /// The words in alphabetical order, one after the other; those that are misspelt come after the others.
    pub(crate) letters: String,
    /// Where each ends.
    pub(crate) ends: Vec<u32>,
    /// Words and lists, in the order of the lists.
    pub(crate) members: Vec<(u32, ClassId)>,
    pairs: Vec<Pair>,
    terms: Vec<Term>,
    rests: Vec<WordId>,
    /// The list of first names.
    pub(crate) first_names: Option<ClassId>,
    /// What the last words, which are misspelt, mean.
    pub(crate) meant: Vec<WordId>,
}

impl Parts {
    /// Makes room for terms, of so many different words in all after their second.
    pub(crate) fn reserve_terms(&mut self, terms: usize, rests: usize) {
        self.terms.reserve_exact(terms);
        self.rests.reserve_exact(rests);
    }

    /// Adds a term of several words, in the order of the first and the second: the words after these, and its list.
    pub(crate) fn add_term(&mut self, first: WordId, second: WordId, rest: impl Iterator<Item = WordId>, class: ClassId) {
        if self.pairs.last().is_none_or(|p| (p.first, p.second) != (first, second)) {
            self.pairs.push(Pair { first, second, terms: self.terms.len() as u32 });
        }
        let at = self.rests.len() as u32;
        self.rests.extend(rest);
        self.terms.push(Term { class, rest: (self.rests.len() as u32 - at) as u16, at });
    }
}

impl Lexicon {
    /// Lays out the words of a book that is in order.
    pub fn of(book: &WordBook) -> Lexicon {
        let mut parts = Parts { first_names: book.first_names(), ..Parts::default() };
        for (i, entry) in book.entries().iter().enumerate() {
            let word = WordId(i as u32);
            if i > 0 {
                parts.letters.push_str(&entry.word);
                parts.ends.push(parts.letters.len() as u32);
            }
            parts.meant.extend(entry.meant);
            parts.members.extend(entry.classes.iter().map(|c| (word.0, *c)));
            for phrase in &entry.phrases {
                parts.add_term(word, phrase.rest[0], phrase.rest[1..].iter().copied(), phrase.class);
            }
        }
        Lexicon::lay_out(parts)
    }

    /// Lays out the words.
    #[inline(never)]
    pub(crate) fn lay_out(parts: Parts) -> Lexicon {
        let Parts { letters, mut ends, members, pairs, terms, rests, first_names, meant } = parts;
        ends.insert(0, 0);
        let words = ends.len();
        let classes = Runs::gather(words, &members);
        let mut lexicon = Lexicon { letters, ends, classes, pairs, terms, rests, first_names, meant, ..Lexicon::default() };
        lexicon.build_table();
        lexicon.notes = vec![0; words];
        lexicon.sieves = vec![Sieve::default(); words];
        for (word, class) in &members {
            lexicon.sieves[*word as usize].add(*class);
            if Some(*class) == first_names {
                lexicon.notes[*word as usize] |= FIRST_NAME;
            }
        }
        let noted = opening_words().map(|w| (w, BEGINS_SHAPE)).chain(CLAUSE_WORDS.iter().map(|w| (*w, STARTS_CLAUSE)));
        for (word, note) in noted {
            let id = lexicon.find(word.as_bytes());
            lexicon.notes[id.0 as usize] |= note;
        }
        for pair in &lexicon.pairs {
            lexicon.notes[pair.first.0 as usize] |= BEGINS_PHRASE;
        }
        lexicon.notes[0] = 0;
        lexicon.build_pair_table();
        lexicon
    }

    /// How many words it knows.
    pub fn len(&self) -> usize {
        self.ends.len().saturating_sub(1)
    }

    /// True if it knows no word.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The letters of a word.
    pub fn word(&self, id: WordId) -> &str {
        if !id.known() {
            return "";
        }
        let i = id.0 as usize;
        &self.letters[self.ends[i - 1] as usize..self.ends[i] as usize]
    }

    /// Finds a folded, lower-case word; for one that is misspelt as people do it, the word that is meant.
    pub fn find(&self, lower: &[u8]) -> WordId {
        self.meant(self.find_written(lower, hash(lower)))
    }

    /// Whether it knows a folded, lower-case word that is spelt rightly.
    pub(crate) fn has(&self, lower: &[u8]) -> bool {
        let written = self.find_written(lower, hash(lower));
        written.known() && self.meant(written) == written
    }

    /// The word that is meant by a word as it is written.
    pub(crate) fn meant(&self, written: WordId) -> WordId {
        let right = self.ends.len() - self.meant.len();
        (written.0 as usize).checked_sub(right).and_then(|i| self.meant.get(i)).copied().unwrap_or(written)
    }

    /// What the misspelt words, which are the last, mean, in their order.
    pub(crate) fn all_meant(&self) -> &[WordId] {
        &self.meant
    }

    /// Finds a folded, lower-case word, as it is written, whose hash is known.
    pub(crate) fn find_written(&self, lower: &[u8], hash: u32) -> WordId {
        if self.table.is_empty() {
            return WordId::UNKNOWN;
        }
        let mask = self.table.len() - 1;
        let tag = tag(hash);
        let mut at = hash as usize & mask;
        loop {
            let entry = self.table[at];
            if entry == 0 {
                return WordId::UNKNOWN;
            }
            let id = entry & NUMBER;
            if entry & !NUMBER == tag && self.letters_of(id) == lower {
                return WordId(id);
            }
            at = (at + 1) & mask;
        }
    }

    fn letters_of(&self, id: u32) -> &[u8] {
        let i = id as usize;
        &self.letters.as_bytes()[self.ends[i - 1] as usize..self.ends[i] as usize]
    }

    #[inline(never)]
    fn build_table(&mut self) {
        let size = (self.ends.len() * 2).next_power_of_two().max(64);
        assert!(self.ends.len() <= NUMBER as usize, "more words than the table has numbers for");
        self.table = vec![0; size];
        for id in 1..self.ends.len() as u32 {
            let hash = hash(self.letters_of(id));
            let mut at = hash as usize & (size - 1);
            while self.table[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.table[at] = tag(hash) | id;
        }
    }

    #[inline(never)]
    fn build_pair_table(&mut self) {
        let size = ((self.pairs.len() + 1) * 2).next_power_of_two();
        self.pair_table = vec![0; size];
        for (i, pair) in self.pairs.iter().enumerate() {
            let mut at = pair_hash(pair.first, pair.second) & (size - 1);
            while self.pair_table[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            self.pair_table[at] = i as u32 + 1;
        }
        self.pairs.push(Pair { first: WordId::UNKNOWN, second: WordId::UNKNOWN, terms: self.terms.len() as u32 });
    }

    /// The lists that a single word belongs to, in ascending order.
    pub fn classes(&self, word: WordId) -> &[ClassId] {
        self.classes.of(word.0)
    }

    /// The terms of several words that begin with these two.
    pub(crate) fn terms_of(&self, first: WordId, second: WordId) -> &[Term] {
        let mask = self.pair_table.len() - 1;
        let mut at = pair_hash(first, second) & mask;
        loop {
            let place = self.pair_table[at] as usize;
            if place == 0 {
                return &[];
            }
            let pair = &self.pairs[place - 1];
            if pair.first == first && pair.second == second {
                return &self.terms[pair.terms as usize..self.pairs[place].terms as usize];
            }
            at = (at + 1) & mask;
        }
    }

    /// The words of a term after its second.
    pub(crate) fn rest_of(&self, term: Term) -> &[WordId] {
        &self.rests[term.at as usize..term.at as usize + term.rest as usize]
    }

    /// True if a term of several words begins with `word`.
    pub fn begins_phrase(&self, word: WordId) -> bool {
        self.notes[word.0 as usize] & BEGINS_PHRASE != 0
    }

    /// True if the single word is in the list.
    pub fn is_in(&self, word: WordId, class: ClassId) -> bool {
        let classes = self.classes(word);
        if classes.len() <= 8 { classes.contains(&class) } else { classes.binary_search(&class).is_ok() }
    }

    /// Notes a word and its lists.
    pub(crate) fn mark(&self, word: WordId, marks: &mut Marks) {
        if word.known() {
            marks.add_word(word);
            for class in self.classes(word) {
                marks.add_class(*class);
            }
        }
    }

    /// Which lists a word may be in.
    pub(crate) fn sieve(&self, word: WordId) -> Sieve {
        self.sieves[word.0 as usize]
    }

    /// True for a first name, however it is written.
    pub fn is_first_name(&self, word: WordId) -> bool {
        self.notes[word.0 as usize] & FIRST_NAME != 0
    }

    /// True if a shape can begin with this word even in lower case.
    pub fn begins_shape(&self, word: WordId) -> bool {
        self.notes[word.0 as usize] & BEGINS_SHAPE != 0
    }

    /// True if the word opens a new clause.
    pub fn starts_clause(&self, word: WordId) -> bool {
        self.notes[word.0 as usize] & STARTS_CLAUSE != 0
    }

    /// First and second word of every term of several words, in their order.
    pub(crate) fn terms(&self) -> impl Iterator<Item = (WordId, WordId, Term)> + '_ {
        self.pairs.windows(2).flat_map(|p| self.terms[p[0].terms as usize..p[1].terms as usize].iter().map(move |t| (p[0].first, p[0].second, *t)))
    }

    /// The list of first names.
    pub(crate) fn first_names(&self) -> Option<ClassId> {
        self.first_names
    }
}

/// Four bytes at a time, mixed as `MurmurHash3` does for machines of 32 bits: JavaScript, which one engine is translated to, multiplies
/// no more at once.
pub(crate) fn hash(bytes: &[u8]) -> u32 {
    let mut h = bytes.len() as u32;
    let mut add = |block: u32| {
        let k = block.wrapping_mul(0xCC9E_2D51).rotate_left(15).wrapping_mul(0x1B87_3593);
        h = (h ^ k).rotate_left(13).wrapping_mul(5).wrapping_add(0xE654_6B64);
    };
    let (blocks, rest) = bytes.as_chunks::<4>();
    for block in blocks {
        add(u32::from_le_bytes(*block));
    }
    add(rest.iter().fold(0, |last, b| last << 8 | u32::from(*b)));
    h = (h ^ h >> 16).wrapping_mul(0x85EB_CA6B);
    h = (h ^ h >> 13).wrapping_mul(0xC2B2_AE35);
    h ^ h >> 16
}
