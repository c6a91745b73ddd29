//! The practice's own pack at work: its phrases in a post, what is always fine, the statement that a post must carry, and how grave
//! the user says that rules are.

use crate::check::conditions::{Answers, Conditions};
use crate::check::matcher::Matcher;
use crate::check::{Checker, Finding, Piece, PostContext, RuleRef, Span};
use crate::own::{OwnPack, Programs, Purpose, Step};
use crate::rules::{ClassId, RuleSet, Severity};
use crate::text::{Text, Token, word_key};
use std::ops::Range;
use std::sync::Arc;

/// Steps after which a phrase gives up at one place.
const MOST_STEPS: u32 = 3_000;

/// What a checker has of the user's own.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) pack: Option<Arc<OwnPack>>,
    /// For each rule of the pack, whether it speaks.
    pub(super) on: Vec<bool>,
    /// What the user says how grave rules are, by their ids; and the same for the rules that there are.
    chosen: Vec<(String, Severity)>,
    severities: Vec<(RuleRef, Severity)>,
    /// For each word of the post, its number in the pack, and that of the word without its `'s`.
    words: Vec<[u32; 2]>,
    /// Where the post has phrases that are always fine, in words.
    fine: Vec<Range<u32>>,
}

impl Checker {
    /// Takes the practice's own pack, or lets it go. All of its rules are on: call [`Checker::choose_rules`] after this.
    pub fn set_own_pack(&mut self, pack: Option<Arc<OwnPack>>) {
        self.own.on = vec![true; pack.as_ref().map_or(0, |p| p.rules.len())];
        self.own.pack = pack;
        self.find_severities();
    }

    /// The practice's own pack.
    pub fn own_pack(&self) -> Option<&Arc<OwnPack>> {
        self.own.pack.as_ref()
    }

    /// Says how grave rules are, by their ids, whatever the rules say. Ids that no rule has are kept for a pack to come.
    pub fn set_severities(&mut self, severities: Vec<(String, Severity)>) {
        self.own.chosen = severities;
        self.find_severities();
    }

    fn find_severities(&mut self) {
        let chosen = &self.own.chosen;
        let mut severities: Vec<(RuleRef, Severity)> = Vec::new();
        for (id, severity) in chosen {
            if let Some(rule) = self.find_rule(id) {
                let place = severities.partition_point(|(r, _)| *r < rule);
                severities.insert(place, (rule, *severity));
            }
        }
        self.own.severities = severities;
    }

    /// Adds what the own pack finds in the post that was read last, and gives every finding the severity that the user has chosen.
    pub(super) fn add_own(&mut self, context: &PostContext, findings: &mut Vec<Finding>) {
        if let Some(pack) = &self.own.pack
            && !pack.rules.is_empty()
        {
            number_words(&self.reader.text, &pack.programs, &mut self.own.words);
            find(&self.reader.text, &self.rules, pack, &self.own, context, &mut self.memory.answers, findings);
        }
        if !self.own.severities.is_empty() {
            for f in findings {
                if let Ok(place) = self.own.severities.binary_search_by_key(&f.rule, |(rule, _)| *rule) {
                    f.severity = self.own.severities[place].1;
                }
            }
        }
    }
}

impl Own {
    /// Finds where a post has phrases that are always fine.
    pub(super) fn read_fine(&mut self, text: &Text) {
        self.fine.clear();
        if let Some(pack) = self.pack.as_ref().filter(|p| !p.fine.is_empty()) {
            self.fine = pack.fine.places(text);
        }
    }

    /// True if what would be underlined lies within a phrase that is always fine.
    pub(super) fn is_fine(&self, span: &Span) -> bool {
        self.fine.iter().any(|place| place.start <= span.mark_from && span.mark_to <= place.end)
    }

    /// Drops findings all of whose pieces lie within a phrase that is always fine.
    pub(super) fn drop_fine(&self, text: &Text, findings: &mut Vec<Finding>) {
        if self.fine.is_empty() {
            return;
        }
        let places: Vec<(u32, u32)> = self.fine.iter().map(|place| text.to_utf16(place.start as usize, place.end as usize)).collect();
        let within = |p: &Piece| places.iter().any(|(start, end)| *start <= p.start && p.end <= *end);
        findings.retain(|f| !f.pieces.iter().all(within));
    }
}

/// Numbers the words of a post as the pack does.
fn number_words(text: &Text, programs: &Programs, numbers: &mut Vec<[u32; 2]>) {
    let mut key = Vec::new();
    numbers.clear();
    numbers.extend(text.tokens.iter().map(|t| {
        let raw = text.lower(t).as_bytes();
        if raw == b"&" {
            return [programs.words.find(b"and"); 2];
        }
        if !raw.contains(&b'\'') {
            return [programs.words.find(raw); 2];
        }
        let base = word_key(raw, &mut key);
        let word = programs.words.find(&key);
        [word, if base < key.len() || base < raw.len() { programs.words.find(&raw[..base.min(raw.len())]) } else { word }]
    }));
}

/// Runs the phrases of a pack over a post.
fn find(text: &Text, rules: &RuleSet, pack: &OwnPack, own: &Own, context: &PostContext, answers: &mut Answers, findings: &mut Vec<Finding>) {
    let speaks =
        |rule: u32| own.on[rule as usize] && (pack.rules[rule as usize].kinds == 0 || pack.rules[rule as usize].kinds & context.kind.bit() != 0);
    let profession = context.profession.unwrap_or_else(|| rules.default_profession());
    let allowed = rules.professions.get(profession).and_then(|p| p.conditions.as_deref());
    let programs = &pack.programs;
    // Enough for any post and pack that people write; a pack whose phrases are all gaps and choices falls silent instead of slow.
    let budget = 100_000 + 1_000 * text.tokens.len() as u32;
    let mut run = Run { text, rules, programs, words: &own.words, low: 0, high: 0, steps: 0, budget, marks: [UNSET; 2] };
    let mut conditions = Conditions::new(Matcher::new(text, rules, allowed), context, profession, answers);
    let mut stated = vec![false; pack.rules.len()];
    for (s, sentence) in text.sentences.iter().enumerate() {
        if run.budget == 0 {
            return;
        }
        (run.low, run.high) = (sentence.first as usize, sentence.end as usize);
        for at in run.low..run.high {
            let [word, base] = own.words[at];
            let mut try_all = |numbers: &[u32]| {
                for number in numbers {
                    let program = &programs.all[*number as usize];
                    match program.purpose {
                        Purpose::Match(rule) if speaks(rule) => {
                            let Some(span) = run.at(*number, at) else { continue };
                            let r = &pack.rules[rule as usize];
                            if r.unless_near.iter().any(|excuse| run.anywhere(*excuse)) {
                                continue;
                            }
                            if r.unless.iter().any(|e| conditions.excepted(*e as usize, &span, s)) {
                                continue;
                            }
                            let (start, end) = text.to_utf16(span.mark_from as usize, span.mark_to as usize);
                            let pieces = [Piece { start, end, name: None }].into();
                            findings.push(Finding { rule: RuleRef::Own(rule as usize), severity: r.severity, pieces });
                        }
                        Purpose::Statement(rule) if !stated[rule as usize] => stated[rule as usize] = run.at(*number, at).is_some(),
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
    }
    let n = text.tokens.len();
    for (number, rule) in pack.rules.iter().enumerate().filter(|(_, r)| r.statement) {
        if n > 0 && !stated[number] && speaks(number as u32) {
            let (start, end) = text.to_utf16(n - 1, n);
            let pieces = [Piece { start, end, name: None }].into();
            findings.push(Finding { rule: RuleRef::Own(number), severity: rule.severity, pieces });
        }
    }
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
struct Run<'a> {
    text: &'a Text,
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

impl Run<'_> {
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
