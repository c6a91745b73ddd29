//! The phrases of a practice's own pack, run over the sentences of a post.

use crate::check::Span;
use crate::own::{OwnPack, Programs, Purpose, Step};
use crate::rules::{ClassId, RuleSet};
use crate::text::{Text, Token};

/// Steps after which a phrase gives up at one place.
const MOST_STEPS: u32 = 3_000;

/// What a pack's phrases match in a sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The rules that found something, and where: words counted from the sentence's first. What excuses them in the same sentence is
    /// asked already.
    pub(super) matches: Vec<(u32, Span)>,
    /// The rules whose statement is there.
    pub(super) stated: Vec<u32>,
    /// How many steps it took.
    cost: u32,
}

/// True if a term of the list begins here.
fn is_in(text: &Text, rules: &RuleSet, list: ClassId, at: usize) -> bool {
    text.hits_from(at).iter().any(|h| h.class == list) || single(rules, list, &text.tokens[at])
}

/// True if the word alone is in the list.
fn single(rules: &RuleSet, list: ClassId, t: &Token) -> bool {
    rules.lexicon.is_in(t.word, list) || (t.base != t.word && rules.lexicon.is_in(t.base, list))
}

const UNSET: u32 = u32::MAX;

/// A place to run phrases: a post, a pack, and the sentence that must not be left.
pub(super) struct Run<'a> {
    pub(super) text: &'a Text,
    rules: &'a RuleSet,
    programs: &'a Programs,
    words: &'a [[u32; 2]],
    low: usize,
    high: usize,
    steps: u32,
    /// Steps that are left for this post.
    budget: u32,
    marks: [u32; 2],
}

impl<'a> Run<'a> {
    /// `words` are the numbers that the words of the post have in the pack.
    pub(super) fn new(text: &'a Text, rules: &'a RuleSet, programs: &'a Programs, words: &'a [[u32; 2]]) -> Run<'a> {
        // Enough for any post and pack that people write; a pack whose phrases are all gaps and choices falls silent instead of slow.
        let budget = 100_000 + 1_000 * text.tokens.len() as u32;
        Run { text, rules, programs, words, low: 0, high: 0, steps: 0, budget, marks: [UNSET; 2] }
    }

    /// True once all steps for this post are used up.
    pub(super) fn is_tired(&self) -> bool {
        self.budget == 0
    }

    /// Makes sure that it is `known` what the phrases match in a sentence, at the cost of the steps that it takes. What steps ran out for is
    /// given back instead, and not kept: another post may have more of them.
    pub(super) fn found(&mut self, sentence: usize, pack: &OwnPack, known: &mut Option<Found>) -> Option<Found> {
        if let Some(found) = known
            && found.cost < self.budget
        {
            self.budget -= found.cost;
            return None;
        }
        let before = self.budget;
        let mut found = self.search(sentence, pack);
        found.cost = before - self.budget;
        if self.is_tired() {
            *known = None;
            return Some(found);
        }
        *known = Some(found);
        None
    }

    fn search(&mut self, sentence: usize, pack: &OwnPack) -> Found {
        let (text, rules) = (self.text, self.rules);
        let sentence = &text.sentences[sentence];
        (self.low, self.high) = (sentence.first as usize, sentence.end as usize);
        let (programs, mut found) = (self.programs, Found::default());
        for at in self.low..self.high {
            let [word, base] = self.words[at];
            let mut try_all = |numbers: &[u32]| {
                for number in numbers {
                    match programs.all[*number as usize].purpose {
                        Purpose::Match(rule) => {
                            if let Some(span) = self.at(*number, at)
                                && !pack.rules[rule as usize].unless_near.iter().any(|excuse| self.anywhere(*excuse))
                            {
                                found.matches.push((rule, span.map(|word| word - sentence.first)));
                            }
                        }
                        Purpose::Statement(rule) if self.at(*number, at).is_some() => found.stated.push(rule),
                        _ => {}
                    }
                }
            };
            if word != 0 {
                try_all(&programs.by_word[word as usize]);
            }
            if base != word && base != 0 {
                try_all(&programs.by_word[base as usize]);
            }
            for (list, numbers) in &programs.by_list {
                if is_in(text, rules, *list, at) {
                    try_all(numbers);
                }
            }
        }
        found
    }

    /// Tries a phrase with its anchor at word `at`.
    fn at(&mut self, number: u32, at: usize) -> Option<Span> {
        let programs = self.programs;
        let program = &programs.all[number as usize];
        let most = MOST_STEPS.min(self.budget);
        self.steps = most;
        self.marks = [UNSET; 2];
        let ends = self.walk(&program.forward, 0, at, false).and_then(|to| Some((self.walk(&program.backward, 0, at, true)?, to)));
        self.budget -= most - self.steps;
        let (from, to) = ends?;
        let mark = |m: u32, or: usize| if m == UNSET { or as u32 } else { m };
        let (mark_from, mark_to) = (mark(self.marks[0], from), mark(self.marks[1], to));
        // A mark may stand at the end of what matched: then there is no word after it to underline.
        let mark_from = mark_from.min(to as u32 - 1);
        Some(Span { from: from as u32, to: to as u32, mark_from, mark_to: mark_to.max(mark_from + 1) })
    }

    /// True if a phrase is anywhere in the sentence.
    fn anywhere(&mut self, number: u32) -> bool {
        self.budget > 0 && (self.low..self.high).any(|at| self.at(number, at).is_some())
    }

    fn is(&self, word: u32, at: usize) -> bool {
        self.words[at].contains(&word)
    }

    fn any_of(&self, set: u32, at: usize) -> bool {
        let [word, base] = self.words[at];
        self.programs.in_set(set, word) || (base != word && self.programs.in_set(set, base))
    }

    fn exact(&self, word: u32, capitals: u16, at: usize) -> bool {
        let letters = self.programs.words.word(word).len();
        self.is(word, at) && self.text.cased(&self.text.tokens[at]).get(..letters).is_some_and(|w| crate::rules::capitals(w) == capitals)
    }

    /// Follows the steps from word `pos`, to the right or to the left; gives where they end.
    fn walk(&mut self, steps: &[Step], mut pc: usize, mut pos: usize, back: bool) -> Option<usize> {
        loop {
            self.steps = self.steps.checked_sub(1)?;
            let at_edge = pos == if back { self.low } else { self.high };
            // The word that comes next on the way.
            let next = if back { pos.wrapping_sub(1) } else { pos };
            let after = |count: usize| if back { pos - count } else { pos + count };
            let fits = match &steps[pc] {
                Step::Done => return Some(pos),
                Step::Jump(to) => {
                    pc = *to as usize;
                    continue;
                }
                Step::Split(to) => {
                    if let Some(end) = self.walk(steps, pc + 1, pos, back) {
                        return Some(end);
                    }
                    pc = *to as usize;
                    continue;
                }
                Step::Save(k) => {
                    self.marks[*k as usize] = pos as u32;
                    pc += 1;
                    continue;
                }
                Step::Start | Step::End | Step::NotWord(_) | Step::NotAnyOf(_) | Step::NotList(_) => {
                    let holds = match &steps[pc] {
                        Step::Start => pos == self.low,
                        Step::End => pos == self.high,
                        _ if pos >= self.high => true,
                        Step::NotWord(w) => !self.is(*w, pos),
                        Step::NotAnyOf(set) => !self.any_of(*set, pos),
                        Step::NotList(list) => !is_in(self.text, self.rules, *list, pos),
                        _ => false,
                    };
                    if !holds {
                        return None;
                    }
                    pc += 1;
                    continue;
                }
                Step::Gap(n) => {
                    for skipped in 0..=*n as usize {
                        if let Some(end) = self.walk(steps, pc + 1, after(skipped), back) {
                            return Some(end);
                        }
                        let at = after(skipped);
                        if at == if back { self.low } else { self.high } {
                            return None;
                        }
                        let token = &self.text.tokens[if back { at - 1 } else { at }];
                        if single(self.rules, self.rules.negation, token) {
                            return None;
                        }
                    }
                    return None;
                }
                _ if at_edge => return None,
                Step::Any => true,
                Step::Word(w) => self.is(*w, next),
                Step::AnyOf(set) => self.any_of(*set, next),
                Step::Exact(w, capitals) => self.exact(*w, *capitals, next),
                Step::List(list) => {
                    let text = self.text;
                    for h in if back { text.hits_to(pos) } else { text.hits_from(pos) } {
                        let len = h.len as usize;
                        let inside = if back { pos >= self.low + len } else { pos + len <= self.high };
                        if h.class == *list
                            && inside
                            && let Some(end) = self.walk(steps, pc + 1, after(len), back)
                        {
                            return Some(end);
                        }
                    }
                    single(self.rules, *list, &text.tokens[next])
                }
            };
            if !fits {
                return None;
            }
            pos = after(1);
            pc += 1;
        }
    }
}
