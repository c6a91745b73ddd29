//! Whether a match counts: the rule's own conditions, and the exceptions that make a phrase harmless.

use crate::check::matcher::Matcher;
use crate::check::{PostContext, Span};
use crate::rules::{ExceptionKind, Rule, Scope};
use std::collections::HashMap;

/// Judges matches in one post; remembers what it found out, since many matches ask the same.
pub(crate) struct Conditions<'a> {
    matcher: Matcher<'a>,
    context: PostContext,
    profession: usize,
    /// For each pattern and sentence, the matches (first word, one past the last).
    seen: HashMap<(u32, u32), Vec<(u32, u32)>>,
    /// For each pattern, whether it is anywhere in the post.
    seen_in_post: HashMap<u32, bool>,
}

impl<'a> Conditions<'a> {
    pub(crate) fn new(matcher: Matcher<'a>, context: &PostContext, profession: usize) -> Conditions<'a> {
        Conditions { matcher, context: *context, profession, seen: HashMap::new(), seen_in_post: HashMap::new() }
    }

    /// True if the rule speaks of this match.
    pub(crate) fn allow(&mut self, rule: usize, span: &Span) -> bool {
        let rules = self.matcher.rules;
        let rule = &rules.rules[rule];
        if !self.suits(rule) {
            return false;
        }
        let from = span.from as usize;
        let sentence = self.matcher.text.tokens[from].sentence as usize;
        if rule.unless.iter().any(|e| self.excepted(*e as usize, span, sentence)) {
            return false;
        }
        if rule.unless_near.iter().any(|p| self.any_in(*p, sentence)) || rule.unless_post.iter().any(|p| self.any_in_post(*p)) {
            return false;
        }
        if !rule.with_near.is_empty() && !rule.with_near.iter().any(|p| self.neighbours(sentence).any(|s| self.any_in(*p, s))) {
            return false;
        }
        rule.with_post.is_empty() || rule.with_post.iter().any(|p| self.any_in_post(*p))
    }

    /// The conditions that do not depend on the place.
    pub(crate) fn suits(&self, rule: &Rule) -> bool {
        (rule.kinds == 0 || rule.kinds & self.context.kind.bit() != 0)
            && rule.image.is_none_or(|wanted| wanted == self.context.image)
            && rule.professions.allows(self.profession)
    }

    fn neighbours(&self, sentence: usize) -> std::ops::Range<usize> {
        sentence.saturating_sub(1)..(sentence + 2).min(self.matcher.text.sentences.len())
    }

    fn excepted(&mut self, exception: usize, span: &Span, sentence: usize) -> bool {
        let rules = self.matcher.rules;
        let text = self.matcher.text;
        match &rules.exceptions[exception].kind {
            ExceptionKind::Question => text.sentences[sentence].question,
            ExceptionKind::Quoted => self.matcher.quoted(span.from as usize) && self.matcher.quoted(span.to as usize - 1),
            ExceptionKind::Patterns(scope, patterns) => {
                let clause = |at: u32| text.tokens[at as usize].clause;
                match scope {
                    Scope::Before => {
                        patterns.iter().any(|p| self.matches_in(*p, sentence).iter().any(|(a, b)| *b <= span.from && clause(*a) == clause(span.from)))
                    }
                    Scope::Clause => patterns.iter().any(|p| {
                        self.matches_in(*p, sentence).iter().any(|(a, b)| clause(*a) <= clause(span.to - 1) && clause(*b - 1) >= clause(span.from))
                    }),
                    Scope::Sentence => patterns.iter().any(|p| self.any_in(*p, sentence)),
                    Scope::Near => patterns.iter().any(|p| self.neighbours(sentence).any(|s| self.any_in(*p, s))),
                    Scope::Post => patterns.iter().any(|p| self.any_in_post(*p)),
                }
            }
        }
    }

    fn any_in_post(&mut self, pattern: u32) -> bool {
        if let Some(known) = self.seen_in_post.get(&pattern) {
            return *known;
        }
        let found = (0..self.matcher.text.sentences.len()).any(|s| self.any_in(pattern, s));
        self.seen_in_post.insert(pattern, found);
        found
    }

    fn any_in(&mut self, pattern: u32, sentence: usize) -> bool {
        !self.matches_in(pattern, sentence).is_empty()
    }

    fn matches_in(&mut self, pattern: u32, sentence: usize) -> &[(u32, u32)] {
        let text = self.matcher.text;
        let program = &self.matcher.rules.patterns[pattern as usize];
        if !text.marks[sentence].may_hold(program.needs) {
            return &[];
        }
        let matcher = &mut self.matcher;
        self.seen.entry((pattern, sentence as u32)).or_insert_with(|| {
            let mut found = Vec::new();
            matcher.enter(sentence);
            matcher.scan(program, &mut |span| {
                found.push((span.from, span.to));
                false
            });
            found
        })
    }
}
