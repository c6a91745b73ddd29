//! Whether a match counts: the rule's own conditions, and the exceptions that make a phrase harmless.

use crate::check::known::SetOff;
use crate::check::matcher::Matcher;
use crate::check::{PostContext, RuleHit, Span, set_off_in};
use crate::rules::{ExceptionKind, OnDemand, Question, Rule, Scope, Support};

/// What the patterns of conditions say.
#[derive(Debug, Default)]
pub(super) struct Answers {
    set_off: SetOff,
    /// For each sentence that was asked about, the answers of all patterns, in their order.
    pub(super) by_sentence: Vec<Option<Vec<Answer>>>,
}

/// Judges matches in one post; remembers what it found out, since many matches ask the same.
pub(crate) struct Conditions<'a> {
    matcher: Matcher<'a>,
    context: PostContext,
    profession: usize,
    seen: &'a mut Answers,
    /// The questions that some sentence of the post answers, as bits; worked out when one is asked.
    in_post: Option<Vec<u64>>,
}

/// A pattern of a condition that matched: its first word, and one past its last, counted from the first of the sentence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Answer {
    question: Question,
    from: u32,
    to: u32,
    /// The furthest end of the answers to this question up to this one.
    reach: u32,
}

impl<'a> Conditions<'a> {
    /// `seen` has room for each sentence, and what is known about it already.
    pub(super) fn new(matcher: Matcher<'a>, context: &PostContext, profession: usize, seen: &'a mut Answers) -> Conditions<'a> {
        debug_assert_eq!(seen.by_sentence.len(), matcher.text.sentences.len());
        Conditions { matcher, context: *context, profession, seen, in_post: None }
    }

    /// True if the rule speaks of a match, which is at `span` of the post. What the sentence and those beside it say is kept in `hit`.
    pub(crate) fn judge(&mut self, hit: &mut RuleHit, span: &Span) -> bool {
        let rule = hit.rule as usize;
        *hit.allowed.get_or_insert_with(|| self.allows_near(rule, span)) && self.allows_in_post(rule)
    }

    fn allows_near(&mut self, number: usize, span: &Span) -> bool {
        let rules = self.matcher.rules;
        let rule = &rules.rules[number];
        let sentence = self.matcher.text.tokens[span.from as usize].sentence as usize;
        let is_near = |e: &&u16| !rules.exceptions[**e as usize].looks_over_post();
        self.suits(rule)
            && !rule.unless.iter().filter(is_near).any(|e| self.excepted(*e as usize, span, sentence))
            && (rule.unless_near.is_empty() || !self.any_in(Question::unless_near(number), sentence))
            && (rule.with_near.is_empty() || self.any_near(Question::with_near(number), sentence))
    }

    fn allows_in_post(&mut self, number: usize) -> bool {
        let rules = self.matcher.rules;
        let rule = &rules.rules[number];
        let is_anywhere = |e: &&u16| rules.exceptions[**e as usize].looks_over_post();
        !rule.unless.iter().filter(is_anywhere).any(|e| self.any_in_post(Question::exception(*e as usize)))
            && (rule.unless_post.is_empty() || !self.any_in_post(Question::unless_post(number)))
            && (rule.with_post.is_empty() || self.any_in_post(Question::with_post(number)))
    }

    /// The conditions that do not depend on the place.
    pub(crate) fn suits(&self, rule: &Rule) -> bool {
        rule.suits(&self.context, self.profession)
    }

    pub(crate) fn excepted(&mut self, exception: usize, span: &Span, sentence: usize) -> bool {
        let text = self.matcher.text;
        let question = Question::exception(exception);
        let clause = |at: u32| text.tokens[at as usize].clause;
        let first = text.sentences[sentence].first;
        match &self.matcher.rules.exceptions[exception].kind {
            ExceptionKind::Question => text.sentences[sentence].question,
            ExceptionKind::Quoted => self.matcher.quoted(span.from as usize) && self.matcher.quoted(span.to as usize - 1),
            ExceptionKind::Patterns(Scope::Before, _) => {
                let answers = self.answers(question, sentence);
                // From the first in the clause on: all but the last few end before the phrase, so that few are looked at.
                let begin = answers.partition_point(|a| clause(first + a.from) < clause(span.from));
                answers[begin..].iter().take_while(|a| first + a.from < span.from).any(|a| first + a.to <= span.from)
            }
            ExceptionKind::Patterns(Scope::Clause, _) => {
                let (from, to) = (clause(span.from), clause(span.to - 1));
                let answers = self.answers(question, sentence);
                let begun = &answers[..answers.partition_point(|a| clause(first + a.from) <= to)];
                begun.last().is_some_and(|a| clause(first + a.reach - 1) >= from)
            }
            ExceptionKind::Patterns(Scope::Sentence, _) => self.any_in(question, sentence),
            ExceptionKind::Patterns(Scope::Near, _) => self.any_near(question, sentence),
            ExceptionKind::Patterns(Scope::Post, _) => self.any_in_post(question),
        }
    }

    fn any_in(&mut self, question: Question, sentence: usize) -> bool {
        !self.answers(question, sentence).is_empty()
    }

    fn any_near(&mut self, question: Question, sentence: usize) -> bool {
        (sentence.saturating_sub(1)..(sentence + 2).min(self.seen.by_sentence.len())).any(|s| self.any_in(question, s))
    }

    fn any_in_post(&mut self, question: Question) -> bool {
        if self.in_post.is_none() {
            let mut bits: Vec<u64> = Vec::new();
            for s in 0..self.seen.by_sentence.len() {
                for answer in self.all_answers(s) {
                    let (word, bit) = answer.question.bit();
                    if word >= bits.len() {
                        bits.resize(word + 1, 0);
                    }
                    bits[word] |= bit;
                }
            }
            self.in_post = Some(bits);
        }
        let (word, bit) = question.bit();
        self.in_post.as_ref().and_then(|bits| bits.get(word)).is_some_and(|bits| bits & bit != 0)
    }

    /// The answers to a question in a sentence.
    fn answers(&mut self, question: Question, sentence: usize) -> &[Answer] {
        let all = self.all_answers(sentence);
        let from = all.partition_point(|a| a.question < question);
        let count = all[from..].partition_point(|a| a.question == question);
        &all[from..from + count]
    }

    /// The first question about a sentence runs all patterns that its words set off, since the next will be about others of them.
    #[inline(never)]
    fn all_answers(&mut self, sentence: usize) -> &[Answer] {
        if self.seen.by_sentence[sentence].is_none() {
            let mut all = Vec::new();
            let OnDemand { dispatch, questions } = self.matcher.rules.on_demand();
            let text = self.matcher.text;
            let first = text.sentences[sentence].first;
            self.seen.set_off.meet_words(text.words_in(sentence..sentence + 1), dispatch, self.matcher.rules);
            self.seen.set_off.meet_hits(text.hits_in(sentence..sentence + 1), dispatch, self.matcher.rules);
            self.matcher.enter(sentence);
            set_off_in(
                &mut self.matcher,
                &self.seen.set_off,
                &Support::FULL,
                |_| true,
                |pattern, span| {
                    let (from, to) = (span.from - first, span.to - first);
                    all.push(Answer { question: questions[pattern as usize], from, to, reach: to });
                },
            );
            all.sort_unstable();
            for of_question in all.chunk_by_mut(|a, b| a.question == b.question) {
                let mut reach = 0;
                for answer in of_question {
                    reach = reach.max(answer.to);
                    answer.reach = reach;
                }
            }
            self.seen.by_sentence[sentence] = Some(all);
        }
        self.seen.by_sentence[sentence].as_deref().unwrap_or(&[])
    }
}
