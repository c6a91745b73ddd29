//! Rules as few bytes: what the program carries and the browser downloads.
//!
//! Words are in alphabetical order, those that are misspelt after the others, and share their beginnings with the word before; lists are the distances between their words, so
//! that the forms of one word take a byte each; longer endings of patterns that are alike are written once. Whatever can be worked out is left out.
//! Everything is read straight into the arrays that the engine runs on.

use crate::rules::columns::{Reader, Writer};
use crate::rules::lexicon::Parts;
use crate::rules::programs::Program;
use crate::rules::{ClassId, Company, Lexicon, Op, Programs, RuleSet, Themes, Weights, WordId};

/// Packs rules.
///
/// # Panics
/// Never: every part can be written down.
pub fn pack(rules: &RuleSet) -> Vec<u8> {
    let mut out = Writer::default();
    pack_words(&rules.lexicon, rules.list_count(), &mut out);
    pack_programs(&rules.patterns, &mut out);
    rules.weights.pack(&mut out);
    rules.company.pack(&mut out);
    rules.themes.pack(&mut out);
    out.bytes(&postcard::to_allocvec(&rules.patterns.owners).expect("owners can be written down"));
    out.bytes(&postcard::to_allocvec(rules).expect("rules can be written down"));
    out.into_bytes()
}

/// The bytes are not those of rules packed by this version.
#[derive(Debug)]
pub struct NotRules;

impl std::fmt::Display for NotRules {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("these are not rules packed by this version")
    }
}

impl std::error::Error for NotRules {}

/// Unpacks rules and makes them ready to run.
///
/// # Errors
/// Where the bytes are not those of rules packed by this version.
pub fn unpack(bytes: &[u8]) -> Result<RuleSet, NotRules> {
    let mut from = Reader::new(bytes);
    // Laid out at once, so that what comes after it finds the room of what was only for this.
    let lexicon = Lexicon::lay_out(unpack_words(&mut from).ok_or(NotRules)?);
    let mut patterns = unpack_programs(&mut from).ok_or(NotRules)?;
    let weights = Weights::unpack(&mut from).ok_or(NotRules)?;
    let company = Company::unpack(&mut from, weights.len()).ok_or(NotRules)?;
    let themes = Themes::unpack(&mut from).ok_or(NotRules)?;
    patterns.owners = read_owners(from.bytes().ok_or(NotRules)?)?;
    let rules = read_rules(from.bytes().ok_or(NotRules)?)?;
    let mut rules = RuleSet { lexicon, weights, company, themes, patterns, ..rules };
    rules.finish();
    Ok(rules)
}

#[inline(never)]
fn read_owners(bytes: &[u8]) -> Result<Vec<crate::rules::Owner>, NotRules> {
    postcard::from_bytes(bytes).map_err(|_| NotRules)
}

#[inline(never)]
fn read_rules(bytes: &[u8]) -> Result<RuleSet, NotRules> {
    postcard::from_bytes(bytes).map_err(|_| NotRules)
}

/// Words share their beginnings with the word before; lists and terms are distances.
fn pack_words(lexicon: &Lexicon, lists: usize, out: &mut Writer) {
    let mut shared_column = Vec::new();
    let mut own_column = Vec::new();
    let mut letters = String::new();
    let mut members = vec![Vec::new(); lists];
    let mut last = "";
    for i in 1..=lexicon.len() as u32 {
        let word = lexicon.word(WordId(i));
        let mut shared = word.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count().min(255);
        while !word.is_char_boundary(shared) {
            shared -= 1;
        }
        shared_column.push(shared as u8);
        own_column.push((word.len() - shared).min(255) as u8);
        letters.push_str(&word[shared..]);
        last = word;
        for class in lexicon.classes(WordId(i)) {
            members[class.0 as usize].push(i);
        }
    }
    out.bytes(&shared_column);
    out.bytes(&own_column);
    out.bytes(letters.as_bytes());
    let (mut counts, mut steps) = (Writer::default(), Writer::default());
    for list in &members {
        counts.number(list.len() as u32);
        let mut last = 0;
        for word in list {
            steps.number(word - std::mem::replace(&mut last, *word));
        }
    }
    out.column(&counts);
    out.column(&steps);
    let [mut firsts, mut lengths, mut seconds, mut others, mut classes] = std::array::from_fn(|_| Writer::default());
    let (mut last_first, mut last_second) = (0, 0);
    for (first, second, term) in lexicon.terms() {
        let step = first.0 - std::mem::replace(&mut last_first, first.0);
        if step > 0 {
            last_second = 0;
        }
        firsts.number(step);
        seconds.number(second.0 - std::mem::replace(&mut last_second, second.0));
        let rest = lexicon.rest_of(term);
        lengths.number(rest.len() as u32);
        for word in rest {
            others.number(word.0);
        }
        classes.number(u32::from(term.class.0));
    }
    for column in [&firsts, &lengths, &seconds, &others, &classes] {
        out.column(column);
    }
    out.number(lexicon.first_names().map_or(0, |c| u32::from(c.0) + 1));
    let mut meant = Writer::default();
    for word in lexicon.all_meant() {
        meant.number(word.0);
    }
    out.column(&meant);
}

/// Words: each with what it shares with the word before.
#[inline(never)]
fn unpack_letters(from: &mut Reader, parts: &mut Parts) -> Option<()> {
    let (shared_column, own_column) = (from.bytes()?, from.bytes()?);
    let letters = std::str::from_utf8(from.bytes()?).ok()?;
    let (mut at, mut start) = (0, 0);
    parts.letters.reserve(letters.len() * 2);
    parts.ends.reserve_exact(own_column.len() + 1);
    for (shared, own) in shared_column.iter().zip(own_column) {
        let end = at + *own as usize;
        let word = parts.letters.len();
        // What is shared stands at the start of the word before.
        parts.letters.extend_from_within_checked(start, *shared as usize)?;
        parts.letters.push_str(letters.get(at..end)?);
        (at, start) = (end, word);
        parts.ends.push(parts.letters.len() as u32);
    }
    Some(())
}

/// Lists of words, list by list.
#[inline(never)]
fn unpack_members(from: &mut Reader, parts: &mut Parts) -> Option<()> {
    let words = parts.ends.len() as u32;
    let (counts, steps) = (from.numbers()?, from.numbers()?);
    parts.members.reserve_exact(steps.len());
    let mut at = 0;
    for (list, count) in counts.iter().enumerate() {
        let mut word = 0;
        for step in steps.get(at..at + *count as usize)? {
            word += step;
            parts.members.push((word, ClassId(list as u16)));
        }
        if word > words {
            return None;
        }
        at += *count as usize;
    }
    Some(())
}

/// Terms of several words.
#[inline(never)]
fn unpack_terms(from: &mut Reader, parts: &mut Parts) -> Option<()> {
    let words = parts.ends.len() as u32;
    let (firsts, lengths, seconds, others, classes) = (from.numbers()?, from.numbers()?, from.numbers()?, from.numbers()?, from.numbers()?);
    if others.iter().any(|word| *word > words) {
        return None;
    }
    parts.reserve_terms(firsts.len(), others.len());
    let (mut first, mut second, mut at) = (0, 0, 0);
    for (((step, length), second_step), class) in firsts.iter().zip(&lengths).zip(&seconds).zip(&classes) {
        if *step > 0 {
            second = 0;
        }
        first += step;
        second += second_step;
        if first.max(second) > words {
            return None;
        }
        let rest = others.get(at..at + *length as usize)?;
        at += rest.len();
        parts.add_term(WordId(first), WordId(second), rest.iter().map(|word| WordId(*word)), ClassId(*class as u16));
    }
    Some(())
}

fn unpack_words(from: &mut Reader) -> Option<Parts> {
    let mut parts = Parts::default();
    unpack_letters(from, &mut parts)?;
    unpack_members(from, &mut parts)?;
    unpack_terms(from, &mut parts)?;
    parts.first_names = from.number()?.checked_sub(1).map(|c| ClassId(c as u16));
    parts.meant = from.numbers()?.into_iter().map(WordId).collect();
    let right = parts.ends.len().checked_sub(parts.meant.len())? as u32;
    if parts.meant.iter().any(|word| word.0 > right) {
        return None;
    }
    Some(parts)
}

trait ExtendWithin {
    fn extend_from_within_checked(&mut self, start: usize, len: usize) -> Option<()>;
}

impl ExtendWithin for String {
    /// Appends a copy of a part of itself.
    fn extend_from_within_checked(&mut self, start: usize, len: usize) -> Option<()> {
        self.get(start..start + len)?;
        self.extend_from_within(start..start + len);
        Some(())
    }
}

/// The kinds of steps in the column of steps; after these come gaps, by their width.
mod step {
    pub(super) const MATCH: u8 = 0;
    pub(super) const WORD: u8 = 1;
    pub(super) const CLASS: u8 = 2;
    pub(super) const EXACT: u8 = 3;
    pub(super) const NOT_WORD: u8 = 4;
    pub(super) const NOT_CLASS: u8 = 5;
    pub(super) const SPLIT: u8 = 6;
    pub(super) const JUMP: u8 = 7;
    pub(super) const ANY: u8 = 8;
    pub(super) const START: u8 = 9;
    pub(super) const END: u8 = 10;
    pub(super) const LISTED: u8 = 11;
    pub(super) const UNLISTED: u8 = 12;
    pub(super) const SAVE: u8 = 13;
    pub(super) const CONTINUE: u8 = 15;
    pub(super) const GAP: u8 = 16;
}

fn pack_programs(programs: &Programs, out: &mut Writer) {
    let [mut words, mut classes, mut capitals, mut jumps, mut continues, mut owners] = std::array::from_fn(|_| Writer::default());
    let mut kinds = Vec::new();
    for (i, op) in programs.ops.iter().enumerate() {
        kinds.push(match *op {
            Op::Match => step::MATCH,
            Op::Word(w) => {
                words.number(w.0);
                step::WORD
            }
            Op::Class(c) => {
                classes.number(u32::from(c.0));
                step::CLASS
            }
            Op::Exact(w, capital) => {
                words.number(w.0);
                capitals.number(u32::from(capital));
                step::EXACT
            }
            Op::NotWord(w) => {
                words.number(w.0);
                step::NOT_WORD
            }
            Op::NotClass(c) => {
                classes.number(u32::from(c.0));
                step::NOT_CLASS
            }
            Op::Split(on) => {
                jumps.number(u32::from(on));
                step::SPLIT
            }
            Op::Jump(on) => {
                jumps.number(u32::from(on));
                step::JUMP
            }
            Op::Continue(to) => {
                continues.number(i as u32 - to);
                step::CONTINUE
            }
            Op::Any => step::ANY,
            Op::Start => step::START,
            Op::End => step::END,
            Op::Condition(false) => step::LISTED,
            Op::Condition(true) => step::UNLISTED,
            Op::Save(k) => step::SAVE + k,
            Op::Gap(n) => step::GAP + n,
        });
    }
    // A body with steps of its own begins where the one before it ended; of one that lies within others, how far back it begins.
    let [mut forward, mut backward] = std::array::from_fn(|_| Writer::default());
    let mut next = 0;
    let body_end = |start: usize| start + programs.ops[start..].iter().position(|op| ends_body(*op)).unwrap_or(0) + 1;
    let mut place = |body: u32, column: &mut Writer| {
        if body == next {
            column.number(0);
            next = body_end(body as usize) as u32;
        } else {
            column.number(next - body);
        }
    };
    for p in &programs.all {
        place(p.forward, &mut forward);
        place(p.backward, &mut backward);
    }
    for run in programs.all.chunk_by(|a, b| a.owner == b.owner) {
        owners.number(run[0].owner);
        owners.number(run.len() as u32);
    }
    out.bytes(&kinds);
    for column in [&words, &classes, &capitals, &jumps, &continues, &forward, &backward, &owners] {
        out.column(column);
    }
}

fn ends_body(op: Op) -> bool {
    matches!(op, Op::Match | Op::Continue(_))
}

/// The steps of all bodies, and where each body ends.
#[inline(never)]
fn unpack_steps(from: &mut Reader) -> Option<(Vec<Op>, Vec<u32>)> {
    let kinds = from.bytes()?;
    let (words, classes, capitals, jumps, continues) = (from.numbers()?, from.numbers()?, from.numbers()?, from.numbers()?, from.numbers()?);
    let (mut words, mut classes, mut capitals) = (words.iter(), classes.iter(), capitals.iter());
    let (mut jumps, mut continues) = (jumps.iter(), continues.iter());
    let mut ops = Vec::with_capacity(kinds.len());
    let mut ends = Vec::new();
    for (i, kind) in kinds.iter().enumerate() {
        if matches!(*kind, step::MATCH | step::CONTINUE) {
            ends.push(i as u32 + 1);
        }
        ops.push(match *kind {
            step::MATCH => Op::Match,
            step::WORD => Op::Word(WordId(*words.next()?)),
            step::CLASS => Op::Class(ClassId(*classes.next()? as u16)),
            step::EXACT => Op::Exact(WordId(*words.next()?), *capitals.next()? as u16),
            step::NOT_WORD => Op::NotWord(WordId(*words.next()?)),
            step::NOT_CLASS => Op::NotClass(ClassId(*classes.next()? as u16)),
            step::SPLIT => Op::Split(*jumps.next()? as u16),
            step::JUMP => Op::Jump(*jumps.next()? as u16),
            step::CONTINUE => Op::Continue((i as u32).checked_sub(*continues.next()?).filter(|to| *to < i as u32)?),
            step::ANY => Op::Any,
            step::START => Op::Start,
            step::END => Op::End,
            step::LISTED => Op::Condition(false),
            step::UNLISTED => Op::Condition(true),
            kind @ step::SAVE..step::CONTINUE => Op::Save(kind - step::SAVE),
            kind => Op::Gap(kind - step::GAP),
        });
    }
    Some((ops, ends))
}

#[inline(never)]
fn unpack_programs(from: &mut Reader) -> Option<Programs> {
    let (ops, ends) = unpack_steps(from)?;
    let mut programs = Programs { ops, ..Programs::default() };
    let (forward, backward, owners) = (from.numbers()?, from.numbers()?, from.numbers()?);
    let mut next = 0u32;
    let mut ends = ends.into_iter();
    let mut place = |back: u32| -> Option<u32> {
        let body = next.checked_sub(back)?;
        if back == 0 {
            next = ends.next()?;
        }
        Some(body)
    };
    let mut owners = owners.chunks_exact(2).flat_map(|run| std::iter::repeat_n(run[0], run[1] as usize));
    programs.all.reserve_exact(forward.len());
    for (forward, backward) in forward.iter().zip(&backward) {
        programs.all.push(Program { owner: owners.next()?, forward: place(*forward)?, backward: place(*backward)? });
    }
    Some(programs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::SourceFiles;
    use std::path::Path;

    #[test]
    fn what_is_unpacked_is_what_was_packed() {
        let files = SourceFiles::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the rule files are beside the crate");
        let (rules, ..) = files.compile();
        let bytes = pack(&rules);
        let again = unpack(&bytes).expect("just packed");
        assert_eq!(again.patterns, rules.patterns);
        assert_eq!(again.lexicon.len(), rules.lexicon.len());
        for i in 0..=rules.lexicon.len() as u32 {
            let word = WordId(i);
            assert_eq!(again.lexicon.word(word), rules.lexicon.word(word));
            assert_eq!(again.lexicon.classes(word), rules.lexicon.classes(word));
            assert_eq!(rules.lexicon.find(rules.lexicon.word(word).as_bytes()), rules.lexicon.meant(word));
            assert_eq!(again.lexicon.meant(word), rules.lexicon.meant(word));
        }
        assert_eq!(again.weights.len(), rules.weights.len());
        for part in [1000, bytes.len() / 2, bytes.len() - 1] {
            assert!(unpack(&bytes[..part]).is_err(), "a part of the bytes is no rule set");
        }
    }
}
