//! A post in, findings out.
//!
//! One pass: the post is read into words ([`crate::text`]); each word sets off the few patterns whose anchor it is; what matches is
//! weighed against the rule's conditions and exceptions. Nothing is read or written but the arguments, and the same post gives
//! the same findings whatever was checked before. What is as it was in the post before is not worked out again: a keystroke costs the
//! sentence that it changes, see [`memory`] and [`crate::text`].
//!
//! The large steps are kept out of each other (`inline(never)`): V8 gives up on optimising a function of more than 60 KB of bytecode,
//! and the JavaScript translation is then ten times slower.

mod conditions;
mod evidence;
mod finding;
mod heavy;
mod known;
mod matcher;
mod memory;
mod own;
pub mod signs;
mod view;
pub mod weigh;

pub use finding::{Finding, Kind, Piece, Pieces, PostContext, RuleRef};
pub use matcher::Span;
pub use view::RuleView;

use crate::rules::{ClassId, Dispatch, Entry, Example, Owner, Rule, RuleSet, Support};
use crate::text::{Hit, Reader, Text};
use conditions::Conditions;
pub(crate) use known::Known;
use known::{SetOff, rounds_of_terms};
use matcher::Matcher;
use std::ops::Range;
use std::sync::Arc;

/// Checks posts by one set of rules; keeps its buffers from post to post.
#[derive(Debug)]
pub struct Checker {
    rules: Arc<RuleSet>,
    /// For each rule, whether it speaks.
    on: Vec<bool>,
    /// For each rule, whether its patterns are tried: also if it is off, as long as another of its pack is on. What it finds is known to
    /// be no matter for the user, and no passage is warned about for it.
    tried: Vec<bool>,
    reader: Reader,
    terms: Vec<Hit>,
    scales: weigh::Scales,
    memory: memory::Memory,
    known: Known,
    set_off: SetOff,
    own: own::Own,
}

/// A pattern that matched.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct RuleHit {
    pub(crate) rule: u32,
    /// The piece of evidence, or [`RuleHit::PHRASE`].
    pub(crate) piece: u8,
    pub(crate) span: Span,
    /// Whether its rule's conditions hold, those apart that look over the whole post; none if nobody has asked yet.
    pub(crate) allowed: Option<bool>,
}

impl RuleHit {
    pub(crate) const PHRASE: u8 = u8::MAX;
}

impl Checker {
    /// A checker with every rule on.
    pub fn new(rules: Arc<RuleSet>) -> Checker {
        let on = vec![true; rules.rules.len()];
        Checker {
            rules,
            tried: on.clone(),
            on,
            reader: Reader::default(),
            terms: Vec::new(),
            scales: weigh::Scales::default(),
            memory: memory::Memory::default(),
            known: Known::default(),
            set_off: SetOff::default(),
            own: own::Own::default(),
        }
    }

    /// Turns rules on or off: `on` is asked with each rule's id.
    pub fn choose_rules(&mut self, on: impl Fn(&str) -> bool) {
        for (rule, flag) in self.rules.rules.iter().zip(&mut self.on) {
            *flag = on(&rule.id);
        }
        let mut packs_on = vec![false; self.rules.packs.len()];
        for (rule, on) in self.rules.rules.iter().zip(&self.on) {
            packs_on[rule.pack as usize] |= on;
        }
        for (rule, tried) in self.rules.rules.iter().zip(&mut self.tried) {
            *tried = packs_on[rule.pack as usize];
        }
        self.memory.forget_hits();
        for (number, flag) in self.own.on.iter_mut().enumerate() {
            *flag = self.own.pack.as_ref().is_some_and(|p| on(&p.rules[number].id));
        }
    }

    /// Checks the next post as if it were the first. The findings are the same, whatever is remembered; the time is not.
    pub fn forget(&mut self) {
        self.reader.forget();
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
        self.add_own(context, &mut findings);
        finding::settle(&mut findings, &self.rules);
        findings
    }

    /// True if an example of a rule is found, or left alone, as it should be. The rule that weighs passages, and the themes, speak where
    /// no other rule of their pack does: there, the other one may have found the example. What one of them leaves alone, all do.
    pub fn holds(&mut self, example: &Example) -> bool {
        let rules = self.rules.clone();
        let rule = &rules.rules[example.rule];
        let kind = Kind::from_name(&example.kind).unwrap_or_default();
        let context = PostContext { kind, image: example.image, profession: rules.profession(&example.profession) };
        let taken_together = |rule: &Rule| rule.weighs.is_some() || rule.is_theme();
        let counts = |f: &Finding| {
            let Some(number) = f.rule.built_in() else { return false };
            let is_of_pack = taken_together(rule) && rules.rules[number].pack == rule.pack;
            number == example.rule || (is_of_pack && (example.flag || taken_together(&rules.rules[number])))
        };
        self.check_all(&example.text, &context).iter().any(counts) == example.flag
    }

    /// Checks a post and gives every finding of the built-in rules, also those that a graver one of the same pack covers.
    pub fn check_all(&mut self, post: &str, context: &PostContext) -> Vec<Finding> {
        let mut fine = Vec::new();
        let found = self.find(post, context, false, &mut fine).into_iter().map(|(f, _)| f);
        let (mut findings, mut off): (Vec<Finding>, Vec<Finding>) = found.partition(|f| f.rule.built_in().is_none_or(|rule| self.on[rule]));
        off.append(&mut fine);
        let rules = &*self.rules;
        let profession = context.profession.unwrap_or_else(|| rules.default_profession());
        let suits = |rule: usize| self.on[rule] && rules.rules[rule].suits(context, profession);
        self.scales.weigh(&self.reader.text, rules, context, suits, &off, &mut findings);
        self.own.drop_fine(&self.reader.text, &mut findings);
        findings
    }

    /// What the heaviest passage of the post that was checked last weighs, pack by pack.
    pub fn heaviest(&self) -> weigh::Sums {
        self.scales.heaviest()
    }

    /// The findings of patterns and of evidence, each with its support: what the words around it weigh and how far its rule is relied
    /// on. Those below 0 are not warned about.
    pub fn weigh_findings(&mut self, post: &str, context: &PostContext) -> Vec<(Finding, i32)> {
        self.find(post, context, true, &mut Vec::new())
    }

    /// Findings with their support; unless `all` are wanted, those whose support is below 0 are left out, and patterns that could only
    /// give such are not tried. What lies in a phrase that is always fine is added to `fine`.
    #[inline(never)]
    fn find(&mut self, post: &str, context: &PostContext, all: bool, fine: &mut Vec<Finding>) -> Vec<(Finding, i32)> {
        let rules = &*self.rules;
        let profession = context.profession.unwrap_or_else(|| rules.default_profession());
        let allowed = rules.professions.get(profession).and_then(|p| p.conditions.as_deref());
        if self.memory.profession() != Some(profession) {
            self.reader.forget();
        }
        let kept = self.reader.reread(post, &rules.lexicon);
        let sentences = self.reader.text.sentences.len();
        find_terms(&mut self.reader, rules, &mut self.known, allowed, kept.changed(sentences), &mut self.terms);
        let text = &self.reader.text;
        if let Some(dispatch) = rules.dispatch.first() {
            self.set_off.meet_words(text.words_in(kept.changed(sentences)), dispatch, rules);
            self.set_off.meet_hits(text.hits_in(kept.changed(sentences)), dispatch, rules);
        }
        self.memory.renew(PostContext { profession: Some(profession), ..*context }, kept, sentences);
        self.own.read(text, kept);
        self.scales.load(text, rules, &self.known, context, kept);
        let support = self.scales.support();
        let supported = |rule: &Rule, sums: &weigh::Sums| {
            if rule.reliance == Rule::FULL_RELIANCE { i32::MAX } else { sums[rule.pack as usize].saturating_add(i32::from(rule.reliance)) }
        };
        let mut anywhere = weigh::Sums::default().map(|_| i32::MIN);
        for sums in support {
            for (most, sum) in anywhere.iter_mut().zip(sums) {
                *most = (*most).max(*sum);
            }
        }
        let is_tried = &self.tried;
        let mut matcher = Matcher::new(text, rules, allowed);
        if let Some(dispatch) = rules.dispatch.first() {
            for ((s, support), tried) in support.iter().enumerate().zip(&mut self.memory.tried) {
                // Evidence is added up over sentences: one that has support may need a piece from one that has none.
                let enough = if all { Support::FULL } else { Support::new(support, &anywhere) };
                let wanted = |owner: &Owner| matches!(owner, Owner::Rule(rule) | Owner::Evidence(rule, _) if is_tried[*rule as usize]);
                tried.with(enough, dispatch, text.sentences[s].first, |enough, hits| {
                    matcher.enter(s);
                    set_off_in(&mut matcher, &self.set_off, enough, wanted, |pattern, span| {
                        let (rule, piece) = match rules.patterns.owner(pattern) {
                            Owner::Rule(rule) => (*rule, RuleHit::PHRASE),
                            Owner::Evidence(rule, piece) => (*rule, *piece),
                            _ => return,
                        };
                        hits.push(RuleHit { rule, piece, span, allowed: None });
                    });
                });
            }
        }
        let is_fine = |span: &Span| self.own.is_fine(span);
        let mut conditions = Conditions::new(matcher, context, profession, &mut self.memory.answers);
        let mut findings = Vec::new();
        for ((sentence, support), tried) in text.sentences.iter().zip(support).zip(&mut self.memory.tried) {
            for known in &mut tried.phrases {
                let rule = known.rule as usize;
                let sum = supported(&rules.rules[rule], support);
                let hit = known.after(sentence.first);
                if (all || sum >= 0) && conditions.judge(known, &hit.span) {
                    let (start, end) = text.to_utf16(hit.span.mark_from as usize, hit.span.mark_to as usize);
                    let finding = Finding::of(rule, rules, [Piece { start, end, name: None }].into());
                    if is_fine(&hit.span) {
                        fine.push(finding);
                    } else {
                        findings.push((finding, sum));
                    }
                }
            }
        }
        let mut of_evidence = Vec::new();
        evidence::add_up(&mut self.memory.tried, is_fine, &mut conditions, text, rules, &mut of_evidence);
        findings.extend(of_evidence.into_iter().filter_map(|f| {
            let rule = &rules.rules[f.rule.built_in()?];
            let sum = f.pieces.iter().map(|p| supported(rule, &support[text.sentence_at(p.start)])).max()?;
            (all || sum >= 0).then_some((f, sum))
        }));
        findings
    }
}

/// Finds the terms that are patterns in some sentences, round by round: a round may use what the round before it found.
pub(crate) fn find_terms(
    reader: &mut Reader,
    rules: &RuleSet,
    known: &mut Known,
    allowed: Option<&[ClassId]>,
    sentences: Range<usize>,
    terms: &mut Vec<Hit>,
) {
    known.meet(reader.text.words_in(sentences.clone()), rules);
    for (round, dispatch) in rounds_of_terms(rules).iter().enumerate() {
        terms.clear();
        let mut matcher = Matcher::new(&reader.text, rules, allowed);
        for s in sentences.clone() {
            matcher.enter(s);
            find_terms_in(&mut matcher, (round, dispatch), known, terms);
        }
        if !terms.is_empty() {
            reader.text.add_hits(terms);
        }
    }
}

/// These patterns are few and begin with rare words: each is tried at once.
#[inline(never)]
fn find_terms_in(matcher: &mut Matcher, (round, dispatch): (usize, &Dispatch), known: &Known, terms: &mut Vec<Hit>) {
    let (text, rules) = (matcher.text, matcher.rules);
    for at in matcher.words() {
        let token = &text.tokens[at];
        let mut try_all = |patterns: &[u32]| {
            for pattern in patterns {
                if let Owner::List(classes, _) = rules.patterns.owner(*pattern)
                    && let Some(span) = matcher.run(*pattern, at)
                {
                    terms.extend(classes.iter().map(|class| Hit { start: span.from, len: span.to - span.from, class: *class }));
                }
            }
        };
        for word in token.words() {
            try_all(known.terms(word, round, rules));
        }
        for hit in text.hits_from(at) {
            try_all(dispatch.of_list(hit.class));
        }
    }
}

/// Tries every pattern with support whose anchor occurs in the sentence that `matcher` is in; its words and hits are met already.
#[inline(never)]
fn set_off_in(matcher: &mut Matcher, set_off: &SetOff, support: &Support, wanted: impl Fn(&Owner) -> bool, mut found: impl FnMut(u32, Span)) {
    let (text, rules) = (matcher.text, matcher.rules);
    for at in matcher.words() {
        let token = &text.tokens[at];
        let mut try_all = |entries: &[Entry]| {
            for entry in entries {
                if entry.has(support)
                    && matcher.may_hold(entry.needs())
                    && wanted(rules.patterns.owner(entry.pattern()))
                    && let Some(span) = matcher.run(entry.pattern(), at)
                {
                    found(entry.pattern(), span);
                }
            }
        };
        try_all(set_off.of_word(token.word));
        if token.base != token.word {
            try_all(set_off.of_word(token.base));
        }
        for hit in text.hits_from(at) {
            try_all(set_off.of_list(hit.class));
        }
    }
}
