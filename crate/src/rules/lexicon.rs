//! The words that rules know, and the lists that each belongs to.

use crate::rules::packed::PackedWords;
use crate::text::{Shape, opening_words};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

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
pub struct Marks([u64; 64]);

impl Default for Marks {
    fn default() -> Marks {
        let mut bits = [0; 64];
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
        self.0[(bit >> 6) as usize] |= 1 << (bit & 63);
    }

    /// False only if something that is needed surely does not occur.
    pub fn may_hold(&self, needs: Needs) -> bool {
        needs.0.iter().all(|bit| self.0[(bit >> 6) as usize] >> (bit & 63) & 1 == 1)
    }
}

/// Up to four words or lists that a pattern cannot do without, as bits of [`Marks`].
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Needs([u16; 4]);

impl Needs {
    /// The bits of [`Marks`].
    pub(crate) fn bits(self) -> [u16; 4] {
        self.0
    }

    /// The needs with these bits; the first four different ones count.
    pub(crate) fn of(bits: &[u16]) -> Needs {
        let mut needs = Needs::default();
        let mut n = 0;
        for bit in bits {
            if n < 4 && !needs.0.contains(bit) {
                needs.0[n] = *bit;
                n += 1;
            }
        }
        needs
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

/// Bits of the sieve of pairs: about ten for each pair of the built-in rules.
const PAIR_BITS: usize = 1 << 18;

fn pair_bit(first: WordId, second: WordId) -> usize {
    let h = u64::from(first.0) << 32 | u64::from(second.0);
    (h.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 46) as usize
}

fn mark(key: u32) -> u16 {
    (key.wrapping_mul(0x9E37_79B1).rotate_left(15).wrapping_mul(0x85EB_CA6B) >> 20) as u16
}

/// A vocabulary term of several words, kept under its first word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// The words after the first.
    pub rest: Vec<WordId>,
    /// The list that it belongs to.
    pub class: ClassId,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Entry {
    classes: Vec<ClassId>,
    phrases: Vec<Phrase>,
}

/// The marks of a word: one by one, or all at once for everyday words, which are in hundreds of lists.
#[derive(Clone, Debug)]
enum WordMarks {
    Few(Vec<u16>),
    Many(Box<Marks>),
}

/// All words of all rules, found by their letters in about ten nanoseconds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lexicon {
    letters: String,
    ends: Vec<u32>,
    entries: Vec<Entry>,
    /// The list of first names, which the shape `{name}` asks for.
    first_names: Option<ClassId>,
    /// Open addressing: word numbers, 0 for an empty place. Built when the lexicon is loaded.
    #[serde(skip)]
    table: Vec<u32>,
    #[serde(skip)]
    notes: Vec<u8>,
    /// For each word, 64 bits that tell which lists it is surely not in: a list sets bit `number % 64`.
    #[serde(skip)]
    sieves: Vec<u64>,
    /// Which pairs of words surely begin no term: a bit for the hash of each pair that does.
    #[serde(skip)]
    pairs: Vec<u64>,
    /// For each word, the marks that patterns can need: its own and those of its lists.
    #[serde(skip)]
    marks: Vec<WordMarks>,
}

const BEGINS_SHAPE: u8 = 1;
const STARTS_CLAUSE: u8 = 2;
const FIRST_NAME: u8 = 4;
const BEGINS_PHRASE: u8 = 8;

/// Words that open a new clause without a comma.
const CLAUSE_WORDS: &[&str] = &["but", "although", "though", "whereas", "because", "however"];

impl Lexicon {
    /// An empty lexicon that knows the words which shapes and clauses begin with.
    pub fn new() -> Lexicon {
        let mut lexicon = Lexicon { ends: vec![0], entries: vec![Entry::default()], ..Lexicon::default() };
        for word in opening_words().chain(CLAUSE_WORDS.iter().copied()).chain(["and"]) {
            lexicon.intern(word);
        }
        lexicon
    }

    /// How many words it knows.
    pub fn len(&self) -> usize {
        self.ends.len() - 1
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

    /// Finds a folded, lower-case word.
    pub fn find(&self, lower: &[u8]) -> WordId {
        self.find_hashed(lower, hash(lower))
    }

    /// Finds a folded, lower-case word whose hash is known.
    pub(crate) fn find_hashed(&self, lower: &[u8], hash: u64) -> WordId {
        if self.table.is_empty() {
            return WordId::UNKNOWN;
        }
        let mask = self.table.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let id = self.table[at];
            if id == 0 || self.word(WordId(id)).as_bytes() == lower {
                return WordId(id);
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of `word`, new if it was not known.
    pub fn intern(&mut self, word: &str) -> WordId {
        let found = self.find(word.as_bytes());
        if found.known() {
            return found;
        }
        self.letters.push_str(word);
        self.ends.push(self.letters.len() as u32);
        self.entries.push(Entry::default());
        let id = WordId(self.len() as u32);
        if (self.len() + 1) * 2 > self.table.len() {
            self.build_table();
        } else {
            self.place(id);
        }
        id
    }

    fn place(&mut self, id: WordId) {
        let mask = self.table.len() - 1;
        let mut at = hash(self.word(id).as_bytes()) as usize & mask;
        while self.table[at] != 0 {
            at = (at + 1) & mask;
        }
        self.table[at] = id.0;
    }

    fn build_table(&mut self) {
        let size = ((self.len() + 1) * 4).next_power_of_two().max(1024);
        self.table = vec![0; size];
        for id in 1..=self.len() as u32 {
            self.place(WordId(id));
        }
    }

    /// Puts a term (one word or several) into a list.
    pub fn add_term(&mut self, term: &[WordId], class: ClassId) {
        let Some((first, rest)) = term.split_first() else { return };
        let entry = &mut self.entries[first.0 as usize];
        if rest.is_empty() {
            if !entry.classes.contains(&class) {
                entry.classes.push(class);
            }
        } else {
            let phrase = Phrase { rest: rest.to_vec(), class };
            if !entry.phrases.contains(&phrase) {
                entry.phrases.push(phrase);
            }
        }
    }

    /// Puts the words in alphabetical order; returns the new number of each.
    pub(crate) fn sort_words(&mut self) -> Vec<WordId> {
        let mut order: Vec<u32> = (1..=self.len() as u32).collect();
        order.sort_by(|a, b| self.word(WordId(*a)).cmp(self.word(WordId(*b))));
        let mut moved = vec![WordId::UNKNOWN; self.len() + 1];
        let mut sorted = Lexicon { ends: vec![0], first_names: self.first_names, ..Lexicon::default() };
        sorted.entries.push(std::mem::take(&mut self.entries[0]));
        for (new, old) in order.iter().enumerate() {
            moved[*old as usize] = WordId(new as u32 + 1);
            sorted.letters.push_str(self.word(WordId(*old)));
            sorted.ends.push(sorted.letters.len() as u32);
            sorted.entries.push(std::mem::take(&mut self.entries[*old as usize]));
        }
        for phrase in sorted.entries.iter_mut().flat_map(|e| &mut e.phrases) {
            for word in &mut phrase.rest {
                *word = moved[word.0 as usize];
            }
        }
        *self = sorted;
        moved
    }

    /// Packs the words, which must be in order, and the first `lists` lists.
    pub(crate) fn pack(&self, lists: usize) -> PackedWords {
        let mut members = vec![Vec::new(); lists];
        let mut terms = Vec::new();
        for (i, entry) in self.entries.iter().enumerate() {
            let word = WordId(i as u32);
            for class in &entry.classes {
                members[class.0 as usize].push(word);
            }
            terms.extend(entry.phrases.iter().map(|p| (p.class, word, p.rest.clone())));
        }
        terms.sort();
        PackedWords::new((1..=self.len() as u32).map(|i| self.word(WordId(i))), &members, &terms, self.first_names)
    }

    /// The lexicon that was packed. [`Lexicon::finish`] is still to come.
    pub(crate) fn unpack(packed: &PackedWords) -> Lexicon {
        let mut lexicon = Lexicon { ends: vec![0], entries: vec![Entry::default()], first_names: packed.first_names(), ..Lexicon::default() };
        for word in packed.words() {
            lexicon.letters.push_str(&word);
            lexicon.ends.push(lexicon.letters.len() as u32);
            lexicon.entries.push(Entry::default());
        }
        for (class, word) in packed.members() {
            if let Some(entry) = lexicon.entries.get_mut(word.0 as usize) {
                entry.classes.push(class);
            }
        }
        for (class, first, rest) in packed.terms() {
            if let Some(entry) = lexicon.entries.get_mut(first.0 as usize) {
                entry.phrases.push(Phrase { rest, class });
            }
        }
        lexicon
    }

    /// Says which list holds first names.
    pub fn set_first_names(&mut self, class: ClassId) {
        self.first_names = Some(class);
    }

    /// Builds what is not stored: the table, signatures and marks. Call after loading and after adding words.
    pub fn finish(&mut self) {
        self.build_table();
        for entry in &mut self.entries {
            entry.classes.sort_unstable();
        }
        self.sieves = self.entries.iter().map(|e| e.classes.iter().fold(0, |bits, c| bits | 1 << (c.0 & 63))).collect();
        self.keep_marks(&[true; 4096]);
        self.notes = vec![0; self.entries.len()];
        let noted = opening_words().map(|w| (w, BEGINS_SHAPE)).chain(CLAUSE_WORDS.iter().map(|w| (*w, STARTS_CLAUSE)));
        for (word, note) in noted {
            let id = self.find(word.as_bytes());
            self.notes[id.0 as usize] |= note;
        }
        if let Some(names) = self.first_names {
            for (entry, note) in self.entries.iter().zip(&mut self.notes) {
                if entry.classes.contains(&names) {
                    *note |= FIRST_NAME;
                }
            }
        }
        self.pairs = vec![0; PAIR_BITS / 64];
        for (i, entry) in self.entries.iter().enumerate() {
            for phrase in &entry.phrases {
                let bit = pair_bit(WordId(i as u32), phrase.rest[0]);
                self.pairs[bit >> 6] |= 1 << (bit & 63);
            }
        }
        for (entry, note) in self.entries.iter_mut().zip(&mut self.notes) {
            if !entry.phrases.is_empty() {
                entry.phrases.sort_by(|a, b| a.rest.cmp(&b.rest).then(a.class.cmp(&b.class)));
                *note |= BEGINS_PHRASE;
            }
        }
        self.notes[0] = 0;
    }

    /// The lists that a single word belongs to.
    pub fn classes(&self, word: WordId) -> &[ClassId] {
        &self.entries[word.0 as usize].classes
    }

    /// The terms of several words that begin with `word` and go on with `second`.
    pub fn phrases(&self, word: WordId, second: WordId) -> &[Phrase] {
        let bit = pair_bit(word, second);
        if self.pairs[bit >> 6] >> (bit & 63) & 1 == 0 {
            return &[];
        }
        let all = &self.entries[word.0 as usize].phrases;
        let from = all.partition_point(|p| p.rest[0] < second);
        let count = all[from..].iter().take_while(|p| p.rest[0] == second).count();
        &all[from..from + count]
    }

    /// True if a term of several words begins with `word`.
    pub fn begins_phrase(&self, word: WordId) -> bool {
        self.notes[word.0 as usize] & BEGINS_PHRASE != 0
    }

    /// True if the single word is in the list.
    pub fn is_in(&self, word: WordId, class: ClassId) -> bool {
        let classes = &self.entries[word.0 as usize].classes;
        if classes.len() <= 8 { classes.contains(&class) } else { classes.binary_search(&class).is_ok() }
    }

    /// Notes a word and its lists.
    pub(crate) fn mark(&self, word: WordId, marks: &mut Marks) {
        match &self.marks[word.0 as usize] {
            WordMarks::Few(bits) => {
                for bit in bits {
                    marks.set(*bit);
                }
            }
            WordMarks::Many(all) => {
                for (a, b) in marks.0.iter_mut().zip(all.0) {
                    *a |= b;
                }
            }
        }
    }

    /// Which lists a word is surely not in (those whose bit, `number % 64`, is not set).
    pub(crate) fn sieve(&self, word: WordId) -> u64 {
        self.sieves[word.0 as usize]
    }

    /// Works out marks, given which bits of [`Marks`] some pattern needs: most lists of everyday words are needed by none.
    pub(crate) fn keep_marks(&mut self, needed: &[bool]) {
        self.marks = (0..self.entries.len())
            .map(|i| {
                let own = (i > 0).then(|| word_mark(WordId(i as u32)));
                let mut bits: Vec<u16> = own.into_iter().chain(self.entries[i].classes.iter().map(|c| class_mark(*c))).collect();
                bits.retain(|bit| needed[*bit as usize]);
                bits.sort_unstable();
                bits.dedup();
                if bits.len() <= 12 {
                    return WordMarks::Few(bits);
                }
                let mut all = Marks::default();
                for bit in &bits {
                    all.set(*bit);
                }
                WordMarks::Many(Box::new(all))
            })
            .collect();
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

    /// All terms by list, for costs and for the trigger table: `(list, first word, words in all)`.
    pub(crate) fn terms(&self) -> impl Iterator<Item = (ClassId, WordId, usize)> + '_ {
        self.entries.iter().enumerate().flat_map(|(i, e)| {
            let word = WordId(i as u32);
            e.classes.iter().map(move |c| (*c, word, 1)).chain(e.phrases.iter().map(move |p| (p.class, word, p.rest.len() + 1)))
        })
    }
}

/// Eight bytes at a time, multiply and rotate (the scheme of `FxHash`).
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    const K: u64 = 0x517c_c1b7_2722_0a95;
    let mut h = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0u8; 8];
        word.copy_from_slice(chunk);
        h = (h.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(K);
    }
    let mut last = 0u64;
    for b in chunks.remainder() {
        last = last << 8 | u64::from(*b);
    }
    h = (h.rotate_left(5) ^ last).wrapping_mul(K);
    h ^ h >> 29
}

/// Numbers lists by name while rules are compiled.
#[derive(Default, Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ClassNames {
    pub(crate) by_name: HashMap<String, ClassId>,
    pub(crate) count: u16,
}
