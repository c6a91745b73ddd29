//! What rules say of words, worked out when a word is first met: of the words that rules know, a post has one in a hundred.

use crate::rules::{Dispatch, Entry, Lexicon, RuleSet, Runs, SignKey, WordId};
use crate::text::Token;

/// Numbers words in the order in which they are met.
#[derive(Debug, Default)]
struct Met {
    /// For each word of the rules, its number, and 0 before it is met.
    numbers: Vec<u32>,
    last: u32,
}

impl Met {
    /// True if the word is met for the first time.
    fn meet(&mut self, word: WordId, lexicon: &Lexicon) -> bool {
        if self.numbers.is_empty() {
            self.numbers.resize(lexicon.len() + 1, 0);
        }
        let number = &mut self.numbers[word.0 as usize];
        if *number != 0 {
            return false;
        }
        self.last += 1;
        *number = self.last;
        true
    }

    /// The number of a word that was met, from 0 on.
    fn number(&self, word: WordId) -> u32 {
        self.numbers[word.0 as usize] - 1
    }
}

/// The word, and without its ending.
fn words_of(tokens: &[Token]) -> impl Iterator<Item = WordId> {
    tokens.iter().flat_map(|t| [t.word, t.base])
}

/// What words set off, and what they weigh.
#[derive(Debug, Default)]
pub(super) struct Known {
    met: Met,
    set_off: Runs<Entry>,
    alone: Runs<u16>,
    paired: Runs<SignKey>,
}

impl Known {
    /// Meets the words of a post. Only what was met can be asked for.
    #[inline(never)]
    pub(super) fn meet(&mut self, tokens: &[Token], rules: &RuleSet) {
        for word in words_of(tokens) {
            if self.met.meet(word, &rules.lexicon) {
                self.set_off.push(rules.dispatch.first().into_iter().flat_map(|d| d.of_word(word, &rules.lexicon)));
                self.alone.push(rules.weights.alone(word, &rules.lexicon));
                self.paired.push(rules.weights.paired(word, &rules.lexicon));
            }
        }
    }

    /// The patterns of rules that a word sets off, by itself and by its lists.
    pub(super) fn set_off(&self, word: WordId) -> &[Entry] {
        self.set_off.of(self.met.number(word))
    }

    /// The places of the signs that a word has by itself.
    pub(super) fn alone(&self, word: WordId) -> &[u16] {
        self.alone.of(self.met.number(word))
    }

    /// The signs of a word's lists that occur in signs of two parts.
    pub(super) fn paired(&self, word: WordId) -> &[SignKey] {
        self.paired.of(self.met.number(word))
    }
}

/// The patterns of conditions that words set off.
#[derive(Debug, Default)]
pub(super) struct Asked {
    met: Met,
    set_off: Runs<Entry>,
}

impl Asked {
    /// Meets the words of a sentence that is asked about.
    #[inline(never)]
    pub(super) fn meet(&mut self, tokens: &[Token], dispatch: &Dispatch, lexicon: &Lexicon) {
        for word in words_of(tokens) {
            if self.met.meet(word, lexicon) {
                self.set_off.push(dispatch.of_word(word, lexicon));
            }
        }
    }

    /// What a word sets off, by itself and by its lists.
    pub(super) fn set_off(&self, word: WordId) -> &[Entry] {
        self.set_off.of(self.met.number(word))
    }
}
