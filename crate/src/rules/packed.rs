//! Rules as few bytes: what the program carries and the browser downloads.
//!
//! Words are in alphabetical order and share their beginnings with the word before; lists are the distances between their words, so
//! that the forms of one word take a byte each; programs that are alike are written once. Whatever can be worked out is left out.

use crate::rules::{Anchor, ClassId, Lexicon, Op, Owner, PatternProgram, RuleSet, WordId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Serialize, Deserialize)]
struct Packed {
    words: PackedWords,
    programs: PackedPrograms,
    /// Everything else, without words and programs.
    rest: RuleSet,
}

/// Words and the lists that they are in.
#[derive(Serialize, Deserialize)]
pub(crate) struct PackedWords {
    /// For each word, how many bytes it shares with the one before.
    shared: Vec<u8>,
    /// For each word, how many bytes are its own.
    own: Vec<u8>,
    letters: String,
    /// For each list, its words, each as the distance from the one before.
    lists: Vec<Vec<u32>>,
    /// Terms of several words, list by list: distance of the list, distance of the first word, the other words.
    terms: Vec<(u32, u32, Vec<u32>)>,
    first_names: Option<ClassId>,
}

#[derive(Serialize, Deserialize)]
struct PackedPrograms {
    forward: Vec<Vec<Op>>,
    backward: Vec<Vec<Op>>,
    owners: Vec<Owner>,
    /// For each program: owner, forward, backward.
    all: Vec<(u32, u32, u32)>,
}

/// Packs rules.
///
/// # Panics
/// Never: every part can be written down.
pub fn pack(rules: &RuleSet) -> Vec<u8> {
    let mut rest = rules.clone();
    let words = std::mem::take(&mut rest.lexicon).pack(rules.list_count());
    let programs = pack_programs(&std::mem::take(&mut rest.patterns));
    postcard::to_allocvec(&Packed { words, programs, rest }).expect("rules can be written down")
}

/// Unpacks rules and makes them ready to run.
///
/// # Errors
/// Where the bytes are not those of rules packed by this version.
pub fn unpack(bytes: &[u8]) -> Result<RuleSet, postcard::Error> {
    let Packed { words, programs, mut rest } = postcard::from_bytes(bytes)?;
    rest.lexicon = Lexicon::unpack(&words);
    rest.patterns = programs.unpack();
    rest.finish();
    Ok(rest)
}

fn pack_programs(programs: &[PatternProgram]) -> PackedPrograms {
    fn place<T: Clone + Eq + std::hash::Hash>(known: &mut HashMap<T, u32>, all: &mut Vec<T>, one: &T) -> u32 {
        *known.entry(one.clone()).or_insert_with(|| {
            all.push(one.clone());
            all.len() as u32 - 1
        })
    }
    let mut packed = PackedPrograms { forward: Vec::new(), backward: Vec::new(), owners: Vec::new(), all: Vec::new() };
    let (mut forward, mut backward, mut owners) = (HashMap::new(), HashMap::new(), HashMap::new());
    for p in programs {
        packed.all.push((
            place(&mut owners, &mut packed.owners, &p.owner),
            place(&mut forward, &mut packed.forward, &p.forward),
            place(&mut backward, &mut packed.backward, &p.backward),
        ));
    }
    packed
}

impl PackedPrograms {
    fn unpack(self) -> Vec<PatternProgram> {
        let get = |all: &[Vec<Op>], i: u32| all.get(i as usize).cloned().unwrap_or_else(|| vec![Op::Match]);
        self.all
            .iter()
            .map(|(owner, forward, backward)| {
                let forward = get(&self.forward, *forward);
                PatternProgram {
                    owner: self.owners.get(*owner as usize).cloned().unwrap_or(Owner::OnDemand),
                    anchor: Anchor::of(&forward),
                    forward,
                    backward: get(&self.backward, *backward),
                    needs: crate::rules::Needs::default(),
                }
            })
            .collect()
    }
}

impl PackedWords {
    /// Packs words in alphabetical order, numbered from 1.
    pub(crate) fn new<'w>(
        words: impl Iterator<Item = &'w str>,
        lists: &[Vec<WordId>],
        terms: &[(ClassId, WordId, Vec<WordId>)],
        first_names: Option<ClassId>,
    ) -> PackedWords {
        let mut packed =
            PackedWords { shared: Vec::new(), own: Vec::new(), letters: String::new(), lists: Vec::new(), terms: Vec::new(), first_names };
        let mut last = "";
        for word in words {
            let mut shared = word.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count().min(255);
            while !word.is_char_boundary(shared) {
                shared -= 1;
            }
            packed.shared.push(shared as u8);
            packed.own.push((word.len() - shared).min(255) as u8);
            packed.letters.push_str(&word[shared..]);
            last = word;
        }
        for list in lists {
            let mut last = 0;
            packed.lists.push(list.iter().map(|w| w.0 - std::mem::replace(&mut last, w.0)).collect());
        }
        let (mut last_list, mut last_word) = (0, 0);
        for (list, first, rest) in terms {
            let number = u32::from(list.0);
            let step = number - std::mem::replace(&mut last_list, number);
            if step > 0 {
                last_word = 0;
            }
            let word = first.0 - std::mem::replace(&mut last_word, first.0);
            packed.terms.push((step, word, rest.iter().map(|w| w.0).collect()));
        }
        packed
    }

    /// The words, in their order.
    pub(crate) fn words(&self) -> impl Iterator<Item = String> + '_ {
        let mut at = 0;
        let mut last = String::new();
        self.shared.iter().zip(&self.own).map(move |(shared, own)| {
            let own = &self.letters[at..at + *own as usize];
            at += own.len();
            last.truncate(*shared as usize);
            last.push_str(own);
            last.clone()
        })
    }

    /// List and word of every term that is one word.
    pub(crate) fn members(&self) -> impl Iterator<Item = (ClassId, WordId)> + '_ {
        self.lists.iter().enumerate().flat_map(|(list, steps)| {
            let mut word = 0;
            steps.iter().map(move |step| {
                word += step;
                (ClassId(list as u16), WordId(word))
            })
        })
    }

    /// List, first word and other words of every other term.
    pub(crate) fn terms(&self) -> impl Iterator<Item = (ClassId, WordId, Vec<WordId>)> + '_ {
        let (mut list, mut first) = (0, 0);
        self.terms.iter().map(move |(step, word, rest)| {
            if *step > 0 {
                first = 0;
            }
            list += step;
            first += word;
            (ClassId(list as u16), WordId(first), rest.iter().map(|w| WordId(*w)).collect())
        })
    }

    /// The list of first names.
    pub(crate) fn first_names(&self) -> Option<ClassId> {
        self.first_names
    }
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
        let again = unpack(&pack(&rules)).expect("just packed");
        assert_eq!(again.patterns, rules.patterns);
        assert_eq!(again.triggers, rules.triggers);
        assert_eq!(again.lexicon.len(), rules.lexicon.len());
        for i in 0..=rules.lexicon.len() as u32 {
            let word = WordId(i);
            assert_eq!(again.lexicon.word(word), rules.lexicon.word(word));
            assert_eq!(again.lexicon.classes(word), rules.lexicon.classes(word));
        }
        assert!(unpack(&pack(&rules)[..1000]).is_err(), "a part of the bytes is no rule set");
    }
}
