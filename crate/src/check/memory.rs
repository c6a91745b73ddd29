//! What is known of the sentences of the post that was checked last, so that the next keystroke costs one sentence and not a post.
//!
//! It never shows: a sentence is remembered only for as long as everything that its answers depend on is the same.

use crate::check::conditions::Answers;
use crate::check::{RuleHit, Span};
use crate::rules::Levels;
use crate::text::{Kept, Text};

/// For each sentence of a post, what was found out about it.
#[derive(Debug, Default)]
pub(super) struct Memory {
    hits: Vec<Tried>,
    /// What the patterns of conditions say.
    pub(super) answers: Answers,
    /// The writer's profession: terms and conditions depend on what it may advertise.
    pub(super) profession: usize,
}

/// The patterns that matched in a sentence, words counted from its first, when those of some levels were tried.
#[derive(Clone, Debug, Default)]
struct Tried {
    levels: Option<Levels>,
    hits: Vec<RuleHit>,
}

impl Memory {
    /// Keeps what is known of the sentences that are kept.
    pub(super) fn renew(&mut self, kept: Kept, sentences: usize) {
        kept.renew(&mut self.hits, sentences, &Tried::default());
        kept.renew(&mut self.answers.by_sentence, sentences, &None);
    }

    /// Forgets which patterns matched: others will be tried.
    pub(super) fn forget_hits(&mut self) {
        self.hits.fill(Tried::default());
    }

    /// Appends what matched in sentence `s` of the patterns of these levels; `try_all` does so if it is not known.
    pub(super) fn hits(&mut self, s: usize, text: &Text, levels: Levels, try_all: impl FnOnce(&mut Vec<RuleHit>), all: &mut Vec<RuleHit>) {
        let first = text.sentences[s].first;
        let tried = &mut self.hits[s];
        if tried.levels.as_ref() != Some(&levels) {
            tried.levels = Some(levels);
            tried.hits.clear();
            try_all(&mut tried.hits);
            for hit in &mut tried.hits {
                hit.span = hit.span.map(|word| word - first);
            }
            // Many patterns of a rule match the same words.
            tried.hits.sort_unstable();
            tried.hits.dedup();
        }
        all.extend(tried.hits.iter().map(|hit| RuleHit { span: hit.span.map(|word| word + first), ..*hit }));
    }
}

impl Span {
    fn map(self, word: impl Fn(u32) -> u32) -> Span {
        Span { from: word(self.from), to: word(self.to), mark_from: word(self.mark_from), mark_to: word(self.mark_to) }
    }
}
