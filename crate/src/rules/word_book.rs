//! The words and lists of the rules while they are compiled: what [`Lexicon`](crate::rules::Lexicon) is made from.

use crate::rules::lexicon::{CLAUSE_WORDS, ClassId, WordId};
use crate::text::opening_words;
use std::collections::HashMap;

/// A term of several words, by its first word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Phrase {
    /// The words after the first.
    pub(crate) rest: Vec<WordId>,
    /// The list that it belongs to.
    pub(crate) class: ClassId,
}

/// A word with its lists, and the terms that begin with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) word: String,
    pub(crate) classes: Vec<ClassId>,
    pub(crate) phrases: Vec<Phrase>,
    /// The word that is meant, if this one is misspelt.
    pub(crate) meant: Option<WordId>,
}

/// All words so far. Words are numbered from 1; place 0 is the word that no rule knows.
#[derive(Clone, Debug)]
pub struct WordBook {
    entries: Vec<Entry>,
    numbers: HashMap<String, WordId>,
    first_names: Option<ClassId>,
}

impl Default for WordBook {
    fn default() -> WordBook {
        WordBook::new()
    }
}

impl WordBook {
    /// A book of the words which shapes and clauses begin with.
    pub fn new() -> WordBook {
        let mut book = WordBook { entries: vec![Entry::default()], numbers: HashMap::new(), first_names: None };
        for word in opening_words().chain(CLAUSE_WORDS.iter().copied()).chain(["and"]) {
            book.intern(word);
        }
        book
    }

    /// The letters of a word.
    pub fn word(&self, id: WordId) -> &str {
        &self.entries[id.0 as usize].word
    }

    /// The number of `word`, new if it was not known.
    ///
    /// # Panics
    /// Never in practice: it would take four thousand million words.
    pub fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.numbers.get(word) {
            return *id;
        }
        let id = WordId(u32::try_from(self.entries.len()).expect("fewer words than that"));
        self.entries.push(Entry { word: word.to_owned(), ..Entry::default() });
        self.numbers.insert(word.to_owned(), id);
        id
    }

    /// Whether the book has a word.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.numbers.contains_key(word)
    }

    /// Whether a word of the book is that other one, misspelt.
    pub(crate) fn means(&self, word: &str, meant: WordId) -> bool {
        self.numbers.get(word).is_some_and(|id| self.entries[id.0 as usize].meant == Some(meant))
    }

    /// Whether a word of the book is another one, misspelt.
    pub(crate) fn is_misspelt(&self, word: &str) -> bool {
        self.numbers.get(word).is_some_and(|id| self.entries[id.0 as usize].meant.is_some())
    }

    /// Adds a misspelt word that stands for another one.
    pub(crate) fn add_misspelt(&mut self, word: &str, meant: WordId) {
        let id = self.intern(word);
        self.entries[id.0 as usize].meant = Some(meant);
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

    /// Says which list holds first names.
    pub fn set_first_names(&mut self, class: ClassId) {
        self.first_names = Some(class);
    }

    /// The list of first names.
    pub(crate) fn first_names(&self) -> Option<ClassId> {
        self.first_names
    }

    /// All terms by list, for their costs: `(list, first word, words in all)`.
    pub(crate) fn terms(&self) -> impl Iterator<Item = (ClassId, WordId, usize)> + '_ {
        self.entries.iter().enumerate().flat_map(|(i, e)| {
            let word = WordId(i as u32);
            e.classes.iter().map(move |c| (*c, word, 1)).chain(e.phrases.iter().map(move |p| (p.class, word, p.rest.len() + 1)))
        })
    }

    /// Words, lists and terms in their order; the first is the word that no rule knows.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Puts the words in alphabetical order, those that are misspelt after the others, and lists and terms in theirs; returns the new
    /// number of each word.
    pub(crate) fn sort(&mut self) -> Vec<WordId> {
        let mut order: Vec<usize> = (1..self.entries.len()).collect();
        order.sort_by_key(|i| (self.entries[*i].meant.is_some(), &self.entries[*i].word));
        let mut moved = vec![WordId::UNKNOWN; self.entries.len()];
        let mut sorted = vec![Entry::default()];
        for (new, old) in order.iter().enumerate() {
            moved[*old] = WordId(new as u32 + 1);
            sorted.push(std::mem::take(&mut self.entries[*old]));
        }
        for entry in &mut sorted {
            entry.classes.sort_unstable();
            for word in entry.phrases.iter_mut().flat_map(|p| &mut p.rest).chain(&mut entry.meant) {
                *word = moved[word.0 as usize];
            }
            entry.phrases.sort();
        }
        self.entries = sorted;
        for number in self.numbers.values_mut() {
            *number = moved[number.0 as usize];
        }
        moved
    }
}
