//! The practice's own pack at work: its phrases in a post, what is always fine, the statement that a post must carry, and how grave
//! the user says that rules are.

mod run;

use crate::check::conditions::Conditions;
use crate::check::matcher::Matcher;
use crate::check::{Checker, Finding, Piece, PostContext, RuleRef, Span};
use crate::own::{OwnPack, Programs};
use crate::rules::Severity;
use crate::text::{Kept, Text, word_key};
use run::{Found, Run};
use std::ops::Range;
use std::sync::Arc;

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
    /// For each sentence of the post, what the pack's phrases match there, once that is known.
    found: Vec<Option<Found>>,
    /// Where the post has phrases that are always fine, in words, by where they begin. Each reaches as far as any that begins no later.
    fine: Vec<Range<u32>>,
}

/// True if one of the places, which are by where they begin and reach as far as any before them, has all of `from..to`.
fn lies_within(places: &[Range<u32>], from: u32, to: u32) -> bool {
    places[..places.partition_point(|place| place.start <= from)].last().is_some_and(|place| to <= place.end)
}

impl Checker {
    /// Takes the practice's own pack, or lets it go. All of its rules are on: call [`Checker::choose_rules`] after this.
    pub fn set_own_pack(&mut self, pack: Option<Arc<OwnPack>>) {
        self.own.on = vec![true; pack.as_ref().map_or(0, |p| p.rules.len())];
        self.own.pack = pack;
        self.reader.forget();
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
            let profession = context.profession.unwrap_or_else(|| self.rules.default_profession());
            let allowed = self.rules.professions.get(profession).and_then(|p| p.conditions.as_deref());
            let matcher = Matcher::new(&self.reader.text, &self.rules, allowed);
            let conditions = Conditions::new(matcher, context, profession, &mut self.memory.answers);
            let run = Run::new(&self.reader.text, &self.rules, &pack.programs, &self.own.words);
            find(run, pack, &self.own.on, &mut self.own.found, conditions, context, findings);
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
    /// Reads a post: where it has phrases that are always fine, and what numbers its words have in the pack. What is known of the sentences
    /// that are kept is kept.
    pub(super) fn read(&mut self, text: &Text, kept: Kept) {
        self.fine.clear();
        let Some(pack) = &self.pack else {
            self.words.clear();
            self.found.clear();
            return;
        };
        if !pack.fine.is_empty() {
            self.fine = pack.fine.places(text);
            self.fine.sort_unstable_by_key(|place| place.start);
            let mut reach = 0;
            for place in &mut self.fine {
                reach = reach.max(place.end);
                place.end = reach;
            }
        }
        kept.renew(&mut self.found, text.sentences.len(), &None);
        let changed = kept.changed(text.sentences.len());
        let after = self.words.len() - text.words_in(changed.end..text.sentences.len()).len();
        let before = text.words_in(0..changed.start).len();
        let mut key = Vec::new();
        let new = text.words_in(changed).iter().map(|token| numbers(&pack.programs, text.lower(token).as_bytes(), &mut key));
        self.words.splice(before..after, new);
    }

    /// True if what would be underlined lies within a phrase that is always fine.
    pub(super) fn is_fine(&self, span: &Span) -> bool {
        lies_within(&self.fine, span.mark_from, span.mark_to)
    }

    /// Drops findings all of whose pieces lie within a phrase that is always fine.
    pub(super) fn drop_fine(&self, text: &Text, findings: &mut Vec<Finding>) {
        if self.fine.is_empty() {
            return;
        }
        let in_units = |place: &Range<u32>| text.to_utf16(place.start as usize, place.end as usize);
        let places: Vec<Range<u32>> = self.fine.iter().map(in_units).map(|(start, end)| start..end).collect();
        let within = |p: &Piece| lies_within(&places, p.start, p.end);
        findings.retain(|f| !f.pieces.iter().all(within));
    }
}

/// The numbers of a word, in lower case: its own, and that of the word without its `'s`.
fn numbers(programs: &Programs, raw: &[u8], key: &mut Vec<u8>) -> [u32; 2] {
    if raw == b"&" {
        return [programs.words.find(b"and"); 2];
    }
    if !raw.contains(&b'\'') {
        return [programs.words.find(raw); 2];
    }
    let base = word_key(raw, key);
    let word = programs.words.find(key);
    [word, if base < key.len() || base < raw.len() { programs.words.find(&raw[..base.min(raw.len())]) } else { word }]
}

/// Finds what the rules of a pack speak of.
fn find(
    mut run: Run,
    pack: &OwnPack,
    on: &[bool],
    found: &mut [Option<Found>],
    mut conditions: Conditions,
    context: &PostContext,
    findings: &mut Vec<Finding>,
) {
    let text = run.text;
    let speaks = |rule: u32| on[rule as usize] && (pack.rules[rule as usize].kinds == 0 || pack.rules[rule as usize].kinds & context.kind.bit() != 0);
    let mut stated = vec![false; pack.rules.len()];
    for (s, (sentence, known)) in text.sentences.iter().zip(found).enumerate() {
        if run.is_tired() {
            return;
        }
        let fresh = run.found(s, pack, known);
        let found = known.as_ref().or(fresh.as_ref());
        for (rule, span) in found.iter().flat_map(|found| &found.matches).filter(|(rule, _)| speaks(*rule)) {
            let r = &pack.rules[*rule as usize];
            let span = span.map(|word| word + sentence.first);
            if r.unless.iter().any(|e| conditions.excepted(*e as usize, &span, s)) {
                continue;
            }
            let (start, end) = text.to_utf16(span.mark_from as usize, span.mark_to as usize);
            findings.push(Finding { rule: RuleRef::Own(*rule as usize), severity: r.severity, pieces: [Piece { start, end, name: None }].into() });
        }
        for rule in found.iter().flat_map(|found| &found.stated) {
            stated[*rule as usize] = true;
        }
    }
    let n = text.tokens.len();
    for (number, rule) in pack.rules.iter().enumerate().filter(|(_, r)| r.statement) {
        if n > 0 && !stated[number] && speaks(number as u32) {
            let (start, end) = text.to_utf16(n - 1, n);
            findings.push(Finding { rule: RuleRef::Own(number), severity: rule.severity, pieces: [Piece { start, end, name: None }].into() });
        }
    }
}
