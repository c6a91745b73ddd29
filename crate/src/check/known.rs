//! What rules say of words and lists, worked out when one is first met: of the words that rules know, a post has one in a hundred.

use crate::rules::{ClassId, Dispatch, Entry, RuleSet, Runs, SignKey, WordId};
use crate::text::{Hit, Token};

/// Numbers words, or lists, in the order in which they are met.
#[derive(Debug, Default)]
struct Met {
    /// For each, its number, and 0 before it is met.
    numbers: Vec<u32>,
    last: u32,
}

impl Met {
    /// True if this one, of `all`, is met for the first time.
    fn meet(&mut self, item: u32, all: usize) -> bool {
        if self.numbers.is_empty() {
            self.numbers.resize(all, 0);
        }
        let number = &mut self.numbers[item as usize];
        if *number != 0 {
            return false;
        }
        self.last += 1;
        *number = self.last;
        true
    }

    /// The number of one that was met, from 0 on.
    fn number(&self, item: u32) -> u32 {
        self.numbers[item as usize] - 1
    }
}

/// The patterns that words and lists set off. Only what was met can be asked for.
#[derive(Debug, Default)]
pub(super) struct SetOff {
    words: Met,
    lists: Met,
    by_word: Runs<Entry>,
    by_list: Runs<Entry>,
}

impl SetOff {
    /// Meets the words of some sentences.
    #[inline(never)]
    pub(super) fn meet_words(&mut self, tokens: &[Token], dispatch: &Dispatch, rules: &RuleSet) {
        for word in tokens.iter().flat_map(Token::words) {
            if self.words.meet(word.0, rules.lexicon.len() + 1) {
                for list in rules.lexicon.classes(word) {
                    self.meet_list(*list, dispatch, rules);
                }
                let of_lists = rules.lexicon.classes(word).iter().flat_map(|list| self.by_list.of(self.lists.number(u32::from(list.0)))).copied();
                self.by_word.push(dispatch.of_word(word).iter().map(|p| rules.entry(*p)).chain(of_lists));
            }
        }
    }

    /// Meets the lists that terms belong to.
    pub(super) fn meet_hits(&mut self, hits: &[Hit], dispatch: &Dispatch, rules: &RuleSet) {
        for hit in hits {
            self.meet_list(hit.class, dispatch, rules);
        }
    }

    fn meet_list(&mut self, list: ClassId, dispatch: &Dispatch, rules: &RuleSet) {
        if self.lists.meet(u32::from(list.0), rules.list_count()) {
            self.by_list.push(dispatch.of_list(list).iter().map(|p| rules.entry(*p)));
        }
    }

    /// What a word sets off, by itself and by its lists.
    pub(super) fn of_word(&self, word: WordId) -> &[Entry] {
        self.by_word.of(self.words.number(word.0))
    }

    /// What a term of a list sets off.
    pub(super) fn of_list(&self, list: ClassId) -> &[Entry] {
        self.by_list.of(self.lists.number(u32::from(list.0)))
    }
}

/// What words weigh, and the terms that they, or their lists, are the anchors of. Only what was met can be asked for.
#[derive(Debug, Default)]
pub(crate) struct Known {
    met: Met,
    alone: Runs<u16>,
    paired: Runs<SignKey>,
    /// For each word as many runs as there are rounds of terms.
    terms: Runs<u32>,
}

impl Known {
    /// Meets the words of some sentences.
    #[inline(never)]
    pub(super) fn meet(&mut self, tokens: &[Token], rules: &RuleSet) {
        for word in tokens.iter().flat_map(Token::words) {
            if self.met.meet(word.0, rules.lexicon.len() + 1) {
                self.alone.push(rules.weights.alone(word, &rules.lexicon));
                self.paired.push(rules.weights.paired(word, &rules.lexicon));
                let lists = rules.lexicon.classes(word);
                for round in rounds_of_terms(rules) {
                    let of_lists = lists.iter().flat_map(|list| round.of_list(*list));
                    self.terms.push(round.of_word(word).iter().chain(of_lists).copied());
                }
            }
        }
    }

    /// The places of the signs that a word has by itself.
    pub(super) fn alone(&self, word: WordId) -> &[u16] {
        self.alone.of(self.met.number(word.0))
    }

    /// The signs of a word's lists that occur in signs of two parts.
    pub(super) fn paired(&self, word: WordId) -> &[SignKey] {
        self.paired.of(self.met.number(word.0))
    }

    /// The patterns of terms of a round, from 0, that a word sets off, by itself and by its lists.
    pub(super) fn terms(&self, word: WordId, round: usize, rules: &RuleSet) -> &[u32] {
        self.terms.of(self.met.number(word.0) * rounds_of_terms(rules).len() as u32 + round as u32)
    }
}

/// What sets off terms that are patterns, round by round.
pub(super) fn rounds_of_terms(rules: &RuleSet) -> &[Dispatch] {
    rules.dispatch.get(1..).unwrap_or_default()
}
