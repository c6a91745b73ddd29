//! What is known of the sentences of the post that was checked last, so that the next keystroke costs one sentence and not a post.
//!
//! It never shows: a sentence is remembered only for as long as everything that its answers depend on is the same.

use crate::check::conditions::Answers;
use crate::check::{PostContext, RuleHit, Span};
use crate::rules::{Dispatch, Levels, Support};
use crate::text::Kept;

/// For each sentence of a post, what was found out about it.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) tried: Vec<Tried>,
    /// What the patterns of conditions say.
    pub(super) answers: Answers,
    /// What was known besides the text: conditions depend on it.
    context: PostContext,
}

/// The patterns that matched in a sentence, words counted from its first, when those of some levels were tried.
#[derive(Clone, Debug, Default)]
pub(super) struct Tried {
    /// What spoke for it then, and which patterns that let be tried.
    support: Option<(Support, Levels)>,
    pub(super) phrases: Vec<RuleHit>,
    /// Evidence, rule by rule.
    pub(super) pieces: Vec<RuleHit>,
    /// Of which rules there is evidence, and which pieces of it, as bits.
    pub(super) told: Vec<(u32, u64)>,
}

impl Memory {
    /// The writer's profession: terms and conditions depend on what it may advertise.
    pub(super) fn profession(&self) -> Option<usize> {
        self.context.profession
    }

    /// Keeps what is known of the sentences that are kept.
    pub(super) fn renew(&mut self, context: PostContext, kept: Kept, sentences: usize) {
        kept.renew(&mut self.tried, sentences, &Tried::default());
        kept.renew(&mut self.answers.by_sentence, sentences, &None);
        // Conditions may ask a sentence's neighbours, and what else is known of the post.
        let changed = kept.changed(sentences);
        let same_neighbours = |s: usize| s + 1 < changed.start || s > changed.end;
        let same_context = std::mem::replace(&mut self.context, context) == context;
        for (s, tried) in self.tried.iter_mut().enumerate() {
            if !same_context || !same_neighbours(s) {
                tried.phrases.iter_mut().chain(&mut tried.pieces).for_each(|hit| hit.allowed = None);
            }
        }
    }

    /// Forgets which patterns matched: others will be tried.
    pub(super) fn forget_hits(&mut self) {
        self.tried.fill(Tried::default());
    }
}

impl Tried {
    /// Makes sure that the patterns were tried in the sentence, which begins with word `first`, that have enough `support`: `try_all` does
    /// so if they were not.
    pub(super) fn with(&mut self, support: Support, dispatch: &Dispatch, first: u32, try_all: impl FnOnce(&Support, &mut Vec<RuleHit>)) {
        if self.support.as_ref().is_some_and(|(before, _)| *before == support) {
            return;
        }
        let levels = dispatch.levels(&support);
        let before = self.support.replace((support, levels));
        if before.is_some_and(|(_, before)| before == levels) {
            return;
        }
        let hits = &mut self.phrases;
        hits.clear();
        try_all(&support, hits);
        for hit in hits.iter_mut() {
            hit.span = hit.span.map(|word| word - first);
        }
        // Many patterns of a rule match the same words.
        hits.sort_unstable();
        hits.dedup();
        self.pieces = hits.extract_if(.., |hit| hit.piece != RuleHit::PHRASE).collect();
        let rules = self.pieces.chunk_by(|a, b| a.rule == b.rule);
        self.told = rules.map(|hits| (hits[0].rule, hits.iter().fold(0, |bits, hit| bits | 1 << hit.piece))).collect();
    }
}

impl RuleHit {
    /// The same, in a post whose words up to the sentence's first are so many.
    pub(super) fn after(self, first: u32) -> RuleHit {
        RuleHit { span: self.span.map(|word| word + first), ..self }
    }
}

impl Span {
    pub(super) fn map(self, word: impl Fn(u32) -> u32) -> Span {
        Span { from: word(self.from), to: word(self.to), mark_from: word(self.mark_from), mark_to: word(self.mark_to) }
    }
}
