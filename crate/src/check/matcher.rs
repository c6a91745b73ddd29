//! Runs one pattern at one place of a post.

use crate::rules::{ClassId, Marks, Needs, Op, RuleSet, WordId};
use crate::text::{Flags, Hit, Text, Token};

/// Steps after which a pattern gives up at one place: keeps the whole check linear in the length of the post.
const MOST_STEPS: u32 = 3_000;

/// What a match covers, in words of the post.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Span {
    /// First word of the whole match.
    pub from: u32,
    /// One past its last word.
    pub to: u32,
    /// First word of the underlined part.
    pub mark_from: u32,
    /// One past the last word of the underlined part.
    pub mark_to: u32,
}

/// A place to run patterns: a post, the rules, and the sentence that must not be left.
pub(crate) struct Matcher<'a> {
    pub(crate) text: &'a Text,
    pub(crate) rules: &'a RuleSet,
    /// Lists of conditions that the profession may advertise; `None` where all may be.
    pub(crate) allowed: Option<&'a [ClassId]>,
    sentence: usize,
    low: usize,
    high: usize,
    steps: u32,
    /// Where the underline begins and ends.
    ends: [u32; 2],
    /// Which words and lists occur in the sentence; worked out when it has been asked for often enough.
    marks: Option<Marks>,
    asked: u32,
}

/// Patterns of a sentence that are tried at once: only for more is it worth noting what occurs in it.
const TRIED_AT_ONCE: u32 = 6;

const UNSET: u32 = u32::MAX;

impl<'a> Matcher<'a> {
    pub(crate) fn new(text: &'a Text, rules: &'a RuleSet, allowed: Option<&'a [ClassId]>) -> Matcher<'a> {
        Matcher { text, rules, allowed, sentence: 0, low: 0, high: 0, steps: 0, ends: [UNSET; 2], marks: None, asked: 0 }
    }

    /// Sets the bounds to sentence `s`.
    pub(crate) fn enter(&mut self, s: usize) {
        let sentence = &self.text.sentences[s];
        self.low = sentence.first as usize;
        self.high = sentence.end as usize;
        self.sentence = s;
        self.marks = None;
        self.asked = 0;
    }

    /// The words of the sentence.
    pub(crate) fn words(&self) -> std::ops::Range<usize> {
        self.low..self.high
    }

    /// False only if the sentence surely lacks something that is needed.
    pub(crate) fn may_hold(&mut self, needs: Needs) -> bool {
        self.asked += 1;
        if self.asked <= TRIED_AT_ONCE {
            return true;
        }
        let (text, lexicon, sentence) = (self.text, &self.rules.lexicon, self.sentence);
        let marks = self.marks.get_or_insert_with(|| {
            let mut marks = Marks::default();
            text.mark(sentence, lexicon, &mut marks);
            marks
        });
        marks.may_hold(needs)
    }

    /// Tries `pattern` with its anchor at word `at`.
    pub(crate) fn run(&mut self, pattern: u32, at: usize) -> Option<Span> {
        self.steps = MOST_STEPS;
        self.ends = [UNSET; 2];
        let patterns = &self.rules.patterns;
        let (ops, program) = (&patterns.ops, patterns.program(pattern));
        let (forward, backward) = (program.forward as usize, program.backward as usize);
        // The side whose next step is a word or a list is quicker to say no.
        let (from, to) = if matches!(ops[backward], Op::Word(_) | Op::Class(_) | Op::Exact(..) | Op::Condition(_)) {
            let from = self.side::<true>(ops, backward, at)?;
            (from, self.side::<false>(ops, forward, at)?)
        } else {
            let to = self.side::<false>(ops, forward, at)?;
            (self.side::<true>(ops, backward, at)?, to)
        };
        let mark = |m: u32, or: usize| if m == UNSET { or as u32 } else { m };
        let (mark_from, mark_to) = (mark(self.ends[0], from), mark(self.ends[1], to));
        Some(Span { from: from as u32, to: to as u32, mark_from, mark_to: mark_to.max(mark_from + 1) })
    }

    fn in_class(&self, class: ClassId, word: WordId) -> bool {
        self.rules.lexicon.is_in(word, class)
    }

    /// True if the word alone is in the list.
    fn single(&self, class: ClassId, t: &Token) -> bool {
        t.sieve.may_hold(class) && self.in_either(class, t)
    }

    fn in_either(&self, class: ClassId, t: &Token) -> bool {
        self.in_class(class, t.word) || (t.base != t.word && self.in_class(class, t.base))
    }

    fn is(word: WordId, t: &Token) -> bool {
        t.word == word || t.base == word
    }

    fn exact(&self, word: WordId, capitals: u16, t: &Token) -> bool {
        let letters = self.rules.lexicon.word(word).len();
        Self::is(word, t) && self.text.cased(t).get(..letters).is_some_and(|w| crate::rules::capitals(w) == capitals)
    }

    /// True if `pos` is inside the sentence and its word is not the one (or the list) that must not come.
    fn not_here(&self, op: Op, pos: usize) -> bool {
        if pos >= self.high {
            return true;
        }
        let t = &self.text.tokens[pos];
        match op {
            Op::NotWord(w) => !Self::is(w, t),
            Op::NotClass(c) => !self.single(c, t) && !self.text.hits_from(pos).iter().any(|h| h.class == c),
            _ => true,
        }
    }

    fn is_condition(&self, class: ClassId) -> bool {
        (self.rules.conditions.0..self.rules.conditions.1).contains(&class.0)
    }

    fn may_advertise(&self, class: ClassId) -> bool {
        self.allowed.is_none_or(|list| list.contains(&class))
    }

    /// The word that a step meets at `pos`; there must be one.
    fn next<const BACKWARDS: bool>(&self, pos: usize) -> &'a Token {
        &self.text.tokens[if BACKWARDS { pos - 1 } else { pos }]
    }

    /// The terms of several words that begin (or, backwards, end) at `pos`.
    fn terms<const BACKWARDS: bool>(&self, pos: usize) -> &'a [Hit] {
        if BACKWARDS { self.text.hits_to(pos) } else { self.text.hits_from(pos) }
    }

    /// The longest condition that starts (or, backwards, ends) here, if it is listed or not as wanted.
    fn condition<const BACKWARDS: bool>(&self, unlisted: bool, pos: usize) -> Option<usize> {
        let mut longest = 0;
        let mut listed = false;
        let mut see = |len: usize, class: ClassId| {
            if !self.is_condition(class) || len < longest {
                return;
            }
            if len > longest {
                listed = false;
            }
            longest = len;
            listed |= self.may_advertise(class);
        };
        for term in self.terms::<BACKWARDS>(pos) {
            see(term.len as usize, term.class);
        }
        let t = self.next::<BACKWARDS>(pos);
        for word in [t.word, t.base] {
            for class in self.rules.lexicon.classes(word) {
                see(1, *class);
            }
        }
        (longest > 0 && listed != unlisted).then_some(longest)
    }

    /// Runs the steps of one side of a pattern from `pos`, away from its anchor; `BACKWARDS`: towards the start of the sentence.
    fn side<const BACKWARDS: bool>(&mut self, ops: &[Op], mut pc: usize, mut pos: usize) -> Option<usize> {
        let on = |pos: usize, words: usize| if BACKWARDS { pos - words } else { pos + words };
        loop {
            if self.steps == 0 {
                return None;
            }
            self.steps -= 1;
            let left = if BACKWARDS { pos.saturating_sub(self.low) } else { self.high.saturating_sub(pos) };
            match &ops[pc] {
                Op::Match => return Some(pos),
                Op::Jump(by) => {
                    pc += *by as usize;
                    continue;
                }
                Op::Continue(to) => {
                    // How patterns are laid out must not tell where one of them gives up.
                    self.steps += 1;
                    pc = *to as usize;
                    continue;
                }
                Op::Split(by) => {
                    if let Some(end) = self.side::<BACKWARDS>(ops, pc + 1, pos) {
                        return Some(end);
                    }
                    pc += *by as usize;
                    continue;
                }
                Op::Save(k) => self.ends[*k as usize] = pos as u32,
                Op::Start if pos != self.low => return None,
                Op::End if pos != self.high => return None,
                Op::Start | Op::End => {}
                op @ (Op::NotWord(_) | Op::NotClass(_)) => {
                    if !self.not_here(*op, pos) {
                        return None;
                    }
                }
                Op::Gap(most) => {
                    for skipped in 0..=*most as usize {
                        let here = on(pos, skipped);
                        if let Some(end) = self.side::<BACKWARDS>(ops, pc + 1, here) {
                            return Some(end);
                        }
                        if skipped >= left || self.single(self.rules.negation, self.next::<BACKWARDS>(here)) {
                            return None;
                        }
                    }
                    return None;
                }
                _ if left == 0 => return None,
                Op::Any => pos = on(pos, 1),
                Op::Word(word) => {
                    if !Self::is(*word, self.next::<BACKWARDS>(pos)) {
                        return None;
                    }
                    pos = on(pos, 1);
                }
                Op::Exact(word, capitals) => {
                    if !self.exact(*word, *capitals, self.next::<BACKWARDS>(pos)) {
                        return None;
                    }
                    pos = on(pos, 1);
                }
                Op::Condition(unlisted) => pos = on(pos, self.condition::<BACKWARDS>(*unlisted, pos)?),
                Op::Class(class) => {
                    for term in self.terms::<BACKWARDS>(pos) {
                        let words = term.len as usize;
                        if term.class == *class
                            && words <= left
                            && let Some(end) = self.side::<BACKWARDS>(ops, pc + 1, on(pos, words))
                        {
                            return Some(end);
                        }
                    }
                    if !self.single(*class, self.next::<BACKWARDS>(pos)) {
                        return None;
                    }
                    pos = on(pos, 1);
                }
            }
            pc += 1;
        }
    }

    /// True if the word alone has this form, for forms that are marks of one word.
    pub(crate) fn quoted(&self, at: usize) -> bool {
        self.text.tokens[at].flags.any(Flags::QUOTED)
    }
}
