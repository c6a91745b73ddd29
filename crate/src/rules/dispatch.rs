//! Which patterns are tried where a word, or a term of a list, occurs: laid out for speed.

use crate::rules::{Anchor, ClassId, MOST_PACKS, Needs, RuleSet, Runs, WordId};

/// On whose support a pattern depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group(u8);

/// How many groups there are.
const GROUPS: usize = 2 * MOST_PACKS + 1;

impl Group {
    /// Patterns that are tried everywhere.
    pub(crate) const ALWAYS: Group = Group(2 * MOST_PACKS as u8);

    /// The phrases of a pack's rules.
    pub(crate) fn phrases_of(pack: u8) -> Group {
        Group(pack)
    }

    /// The evidence of a pack's rules.
    pub(crate) fn evidence_of(pack: u8) -> Group {
        Group(pack + MOST_PACKS as u8)
    }
}

/// How much speaks for each group: a pattern is tried where that and how far its rule is relied on are not below 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Support([i32; GROUPS]);

impl Support {
    /// Everything is tried.
    pub(crate) const FULL: Support = Support([i32::MAX / 2; GROUPS]);

    /// Phrases by what supports the sentence, evidence by what supports any sentence.
    pub(crate) fn new(sentence: &[i32; MOST_PACKS], anywhere: &[i32; MOST_PACKS]) -> Support {
        let mut all = Support::FULL.0;
        all[..MOST_PACKS].copy_from_slice(sentence);
        all[MOST_PACKS..2 * MOST_PACKS].copy_from_slice(anywhere);
        Support(all)
    }
}

/// A pattern that is set off.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    needs: Needs,
    /// From the lowest bit: the pattern's number, the number of its group, how far its rule is relied on.
    bits: u32,
}

const PATTERN_BITS: u32 = 19;
const GROUP_BITS: u32 = 5;

impl Entry {
    pub(crate) fn new(pattern: u32, needs: Needs, group: Group, reliance: i8) -> Entry {
        debug_assert!(pattern >> PATTERN_BITS == 0, "there are too many patterns");
        let reliance = u32::from(reliance.cast_unsigned());
        Entry { needs, bits: pattern | u32::from(group.0) << PATTERN_BITS | reliance << (PATTERN_BITS + GROUP_BITS) }
    }

    /// The pattern's number.
    pub(crate) fn pattern(self) -> u32 {
        self.bits & ((1 << PATTERN_BITS) - 1)
    }

    /// What the sentence must have.
    pub(crate) fn needs(self) -> Needs {
        self.needs
    }

    /// True if the pattern has enough support.
    pub(crate) fn has(self, support: &Support) -> bool {
        support.0.get(self.group()).is_some_and(|sum| sum + self.reliance() >= 0)
    }

    fn group(self) -> usize {
        (self.bits >> PATTERN_BITS) as usize & ((1 << GROUP_BITS) - 1)
    }

    fn reliance(self) -> i32 {
        self.bits.cast_signed() >> (PATTERN_BITS + GROUP_BITS)
    }
}

/// For each group, how many of the steps in which its rules are relied on have support: patterns that are tried with one support are
/// those tried with another one of the same levels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Levels([u8; GROUPS]);

/// What sets patterns off.
#[derive(Clone, Debug, Default)]
pub struct Dispatch {
    /// Patterns whose anchor is a word.
    by_word: Runs<u32>,
    /// Patterns whose anchor is a list.
    by_list: Runs<u32>,
    /// For each group, how far its rules are relied on: each value once, the highest first.
    steps: [Vec<i8>; GROUPS],
}

impl Dispatch {
    #[inline(never)]
    pub(crate) fn new(patterns: &[u32], rules: &RuleSet) -> Dispatch {
        let (mut of_words, mut of_lists) = (Vec::new(), Vec::new());
        let mut steps: [Vec<i8>; GROUPS] = Default::default();
        let mut before = None;
        for pattern in patterns {
            match rules.patterns.anchor(*pattern, rules.all_conditions) {
                Anchor::Word(word) => of_words.push((word.0, *pattern)),
                Anchor::Class(list) => of_lists.push((u32::from(list.0), *pattern)),
            }
            // Those of one owner stand together.
            let owner = rules.patterns.owner(*pattern);
            if before.replace(owner) != Some(owner) {
                let (group, reliance) = rules.group(owner);
                steps[group.0 as usize].push(reliance);
            }
        }
        for of_group in &mut steps {
            of_group.sort_unstable_by(|a, b| b.cmp(a));
            of_group.dedup();
        }
        let by_word = Runs::gather(rules.lexicon.len() + 1, &of_words);
        let by_list = Runs::gather(rules.list_count(), &of_lists);
        Dispatch { by_word, by_list, steps }
    }

    /// Which patterns a support lets be tried.
    pub(crate) fn levels(&self, support: &Support) -> Levels {
        let mut levels = Levels([0; GROUPS]);
        for ((level, steps), sum) in levels.0.iter_mut().zip(&self.steps).zip(support.0) {
            *level = steps.iter().take_while(|reliance| sum + i32::from(**reliance) >= 0).count() as u8;
        }
        levels
    }

    /// The patterns whose anchor is this word.
    pub(crate) fn of_word(&self, word: WordId) -> &[u32] {
        self.by_word.of(word.0)
    }

    /// The patterns whose anchor is this list.
    pub(crate) fn of_list(&self, list: ClassId) -> &[u32] {
        self.by_list.of(u32::from(list.0))
    }
}
