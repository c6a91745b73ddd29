//! A post in, findings out.
//!
//! One pass: the post is read into words ([`crate::text`]); each word sets off the few patterns whose anchor it is; what matches is
//! weighed against the rule's conditions and exceptions. Nothing is read or written but the arguments, and the same post gives
//! the same findings whatever was checked before.

mod conditions;
mod evidence;
mod finding;
mod matcher;

pub use finding::{Finding, Kind, Piece, PostContext};
pub use matcher::Span;

use crate::rules::{ClassId, Dispatch, Needs, Owner, PatternProgram, RuleSet};
use crate::text::{Hit, Reader, Text};
use conditions::Conditions;
use matcher::Matcher;
use std::sync::Arc;

/// Checks posts by one set of rules; keeps its buffers from post to post.
#[derive(Debug)]
pub struct Checker {
    rules: Arc<RuleSet>,
    /// For each rule, whether it speaks.
    on: Vec<bool>,
    reader: Reader,
    hits: Vec<RuleHit>,
    terms: Vec<Hit>,
}

/// A pattern that matched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleHit {
    pub(crate) rule: u32,
    /// The piece of evidence, or [`RuleHit::PHRASE`].
    pub(crate) piece: u8,
    pub(crate) span: Span,
}

impl RuleHit {
    pub(crate) const PHRASE: u8 = u8::MAX;
}

impl Checker {
    /// A checker with every rule on.
    pub fn new(rules: Arc<RuleSet>) -> Checker {
        let on = vec![true; rules.rules.len()];
        Checker { rules, on, reader: Reader::default(), hits: Vec::new(), terms: Vec::new() }
    }

    /// Turns rules on or off: `on` is asked with each rule's id.
    pub fn choose_rules(&mut self, on: impl Fn(&str) -> bool) {
        for (rule, flag) in self.rules.rules.iter().zip(&mut self.on) {
            *flag = on(&rule.id);
        }
    }

    /// The rules that it checks by.
    pub fn rules(&self) -> &Arc<RuleSet> {
        &self.rules
    }

    /// The post as it was last read.
    pub fn text(&self) -> &Text {
        &self.reader.text
    }

    /// Checks a post. Findings come in the order of the text; where two of one pack overlap, the graver stays.
    pub fn check(&mut self, post: &str, context: &PostContext) -> Vec<Finding> {
        let mut findings = self.check_all(post, context);
        finding::settle(&mut findings, &self.rules);
        findings
    }

    /// Checks a post and gives every finding, also those that a graver one of the same pack covers.
    pub fn check_all(&mut self, post: &str, context: &PostContext) -> Vec<Finding> {
        let rules = &*self.rules;
        self.reader.read(post, &rules.lexicon);
        let profession = context.profession.unwrap_or_else(|| rules.default_profession());
        let allowed = rules.professions.get(profession).and_then(|p| p.conditions.as_deref());
        for triggers in rules.dispatch.iter().skip(1) {
            self.terms.clear();
            let text = &self.reader.text;
            let terms = &mut self.terms;
            set_off(
                text,
                rules,
                allowed,
                triggers,
                |pattern, span| {
                    if let Owner::List(classes, _) = &pattern.owner {
                        terms.extend(classes.iter().map(|class| Hit { start: span.from, len: span.to - span.from, class: *class }));
                    }
                },
                |_| true,
            );
            if !self.terms.is_empty() {
                self.reader.text.add_hits(&self.terms);
            }
        }
        let text = &self.reader.text;
        let hits = &mut self.hits;
        hits.clear();
        let on = &self.on;
        if let Some(triggers) = rules.dispatch.first() {
            let whose = |owner: &Owner| match owner {
                Owner::Rule(rule) => Some((*rule, RuleHit::PHRASE)),
                Owner::Evidence(rule, piece) => Some((*rule, *piece)),
                _ => None,
            };
            set_off(
                text,
                rules,
                allowed,
                triggers,
                |pattern, span| hits.extend(whose(&pattern.owner).map(|(rule, piece)| RuleHit { rule, piece, span })),
                |owner| whose(owner).is_some_and(|(rule, _)| on[rule as usize]),
            );
        }
        if hits.is_empty() {
            return Vec::new();
        }
        let mut conditions = Conditions::new(Matcher::new(text, rules, allowed), context, profession);
        let mut findings = Vec::new();
        for hit in hits.iter().filter(|h| h.piece == RuleHit::PHRASE) {
            if conditions.allow(hit.rule as usize, &hit.span) {
                let (start, end) = text.to_utf16(hit.span.mark_from as usize, hit.span.mark_to as usize);
                findings.push(Finding { rule: hit.rule as usize, pieces: vec![Piece { start, end, name: None }] });
            }
        }
        evidence::add_up(hits, &mut conditions, text, rules, &mut findings);
        findings
    }
}

/// Tries every pattern of `triggers` whose anchor occurs, and calls `found` with each match.
fn set_off(
    text: &Text,
    rules: &RuleSet,
    allowed: Option<&[ClassId]>,
    triggers: &Dispatch,
    mut found: impl FnMut(&PatternProgram, Span),
    wanted: impl Fn(&Owner) -> bool,
) {
    let mut matcher = Matcher::new(text, rules, allowed);
    for (s, sentence) in text.sentences.iter().enumerate() {
        matcher.enter(s);
        let marks = &text.marks[s];
        for at in sentence.first as usize..sentence.end as usize {
            let token = &text.tokens[at];
            let mut try_all = |entries: &[(Needs, u32)]| {
                for (needs, p) in entries {
                    if marks.may_hold(*needs) {
                        let pattern = &rules.patterns[*p as usize];
                        if wanted(&pattern.owner)
                            && let Some(span) = matcher.run(pattern, at)
                        {
                            found(pattern, span);
                        }
                    }
                }
            };
            try_all(triggers.of_word(token.word));
            if token.base != token.word {
                try_all(triggers.of_word(token.base));
            }
            for hit in text.hits_from(at) {
                try_all(triggers.of_class(hit.class));
            }
        }
    }
}
