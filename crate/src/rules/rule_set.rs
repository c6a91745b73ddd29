//! What the engine runs: packs, rules, exceptions, sources and professions, with their patterns compiled.

use crate::rules::dispatch::{Dispatch, Entry, Group};
use crate::rules::{Anchor, ClassId, Company, Lexicon, Owner, ProfessionSet, Programs, Severity, Themes, Weights, WordId};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// A group of rules on one caution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// `advertising`.
    pub id: String,
    /// For people.
    pub title: String,
    /// One sentence.
    pub about: String,
}

/// A standard that rules cite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// `cap-12.6`.
    pub id: String,
    /// Who publishes it.
    pub body: String,
    /// Which clause.
    pub clause: String,
    /// What it is about, in our words.
    pub title: String,
    /// Where to read it.
    pub link: String,
    /// The day it was last read at its source (`2026-11-25`), or `unverified`.
    pub checked: String,
}

/// A profession, its regulator, and what it may advertise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profession {
    /// `osteopath`.
    pub id: String,
    /// For people.
    pub title: String,
    /// Its regulator's short name.
    pub regulator: String,
    /// For each pack, the sources of this regulator.
    pub sources: Vec<(String, Vec<u32>)>,
    /// The lists of conditions that it may advertise; `None` where there is no list.
    pub conditions: Option<Vec<ClassId>>,
    /// Qualifications of those, in words.
    pub notes: Vec<String>,
    /// True for the profession that is assumed.
    pub default: bool,
}

/// Where an exception has to stand, seen from the phrase.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Earlier in the same clause.
    Before,
    /// In the same clause.
    Clause,
    /// In the same sentence.
    Sentence,
    /// In the sentence, the one before or the one after.
    Near,
    /// Anywhere.
    Post,
}

/// How much of a post evidence is added up over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Window {
    /// One sentence.
    Sentence,
    /// A sentence, the one before and the one after.
    #[default]
    Near,
    /// The whole post.
    Post,
}

/// How an exception is recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExceptionKind {
    /// The sentence is a question.
    Question,
    /// The phrase is inside quotation marks.
    Quoted,
    /// One of these patterns, in this scope.
    Patterns(Scope, Vec<u32>),
}

/// A named exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// `negated`.
    pub id: String,
    /// One sentence.
    pub about: String,
    /// How it is recognised.
    pub kind: ExceptionKind,
}

impl Exception {
    /// True if it is looked for in the whole post.
    pub(crate) fn looks_over_post(&self) -> bool {
        matches!(self.kind, ExceptionKind::Patterns(Scope::Post, _))
    }
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// `age`, for people.
    pub name: String,
    /// What it adds to the sum (less than 0 speaks against).
    pub weight: i8,
    /// Without it the sum does not count.
    pub required: bool,
    /// Counted, not underlined.
    pub quiet: bool,
}

/// A way of saying something risky.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// `advertising/cure`.
    pub id: String,
    /// The pack, by its place in the list.
    pub pack: u16,
    /// For people.
    pub title: String,
    /// How much it matters.
    pub severity: Severity,
    /// Exceptions, by their place in the list.
    pub unless: Vec<u16>,
    /// Patterns that excuse in the same sentence.
    pub unless_near: Vec<u32>,
    /// Patterns that excuse anywhere in the post.
    pub unless_post: Vec<u32>,
    /// One of these must be near.
    pub with_near: Vec<u32>,
    /// One of these must be in the post.
    pub with_post: Vec<u32>,
    /// Kinds of post, as bits of [`crate::check::Kind`]; 0 for all.
    pub kinds: u8,
    /// Only if a picture is attached (or not).
    pub image: Option<bool>,
    /// Only for these professions.
    pub professions: ProfessionSet,
    /// Pieces of evidence; empty for a rule that matches phrases.
    pub evidence: Vec<Evidence>,
    /// What the weights must reach.
    pub threshold: i8,
    /// What they are added up over.
    pub window: Window,
    /// What a passage must weigh in this rule's pack; none for a rule that matches phrases or adds up evidence.
    pub weighs: Option<i16>,
    /// The rules of its pack that it is like, by their place in the list: a passage that weighs enough for the pack, and is about what
    /// these find, is this rule's. Empty for a rule that is no theme.
    pub like: Vec<u16>,
    /// The form alone is proof (a number with a check digit): the words around it are not asked.
    pub certain: bool,
    /// What is added to the weight of the passage around a finding of this rule; the finding stands if the sum is not below 0.
    /// Learnt from how often the rule was right in posts that it was not written from.
    pub reliance: i8,
    /// Why it is risky.
    pub why: String,
    /// Wording instead.
    pub instead: Vec<String>,
    /// Sources, by their place in the list.
    pub sources: Vec<u16>,
    /// Examples that it finds, for the explanation.
    pub examples: Vec<String>,
}

/// Everything that the engine runs on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RuleSet {
    /// Words and lists.
    #[serde(skip)]
    pub lexicon: Lexicon,
    /// Packs.
    pub packs: Vec<Pack>,
    /// Rules, pack by pack.
    pub rules: Vec<Rule>,
    /// Exceptions.
    pub exceptions: Vec<Exception>,
    /// Standards.
    pub sources: Vec<Source>,
    /// Professions.
    pub professions: Vec<Profession>,
    /// What words weigh.
    #[serde(skip)]
    pub weights: Weights,
    /// What signs say in each other's company.
    #[serde(skip)]
    pub company: Company,
    /// What passages that weigh enough are about.
    #[serde(skip)]
    pub themes: Themes,
    /// Compiled patterns.
    #[serde(skip)]
    pub patterns: Programs,
    /// What sets patterns off: at 0 those of rules, then those of each round of terms. Worked out when the rules are loaded.
    #[serde(skip)]
    pub dispatch: Vec<Dispatch>,
    #[serde(skip)]
    pub(super) on_demand: OnceLock<OnDemand>,
    /// The list of negations, over which gaps do not step.
    pub negation: ClassId,
    /// The list of all conditions.
    pub all_conditions: ClassId,
    /// How many lists there are, named or not.
    pub lists: u16,
    /// The names of the lists that have one. Not stored: only those who learn weights ask for them.
    #[serde(skip)]
    pub list_names: Vec<(String, ClassId)>,
    /// The lists of single conditions: `first..end`.
    pub conditions: (u16, u16),
}

/// The patterns of exceptions and conditions, which are asked for only where something was found.
#[derive(Clone, Debug)]
pub(crate) struct OnDemand {
    /// What sets them off.
    pub(crate) dispatch: Dispatch,
    /// For each pattern, the question that it helps to answer.
    pub(crate) questions: Vec<Question>,
}

impl Rule {
    /// Reliance that needs no support by the words around.
    pub const FULL_RELIANCE: i8 = i8::MAX;

    /// True if it says what a passage that weighs enough is about, see [`Rule::like`].
    pub fn is_theme(&self) -> bool {
        !self.like.is_empty()
    }
}

/// What is asked about the words around a phrase: one of the named exceptions, or one of a rule's own conditions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Question(u32);

impl Question {
    /// Is the exception at this place in the list there?
    pub fn exception(place: usize) -> Question {
        Question(place as u32 * 8)
    }

    /// Does something stand near that excuses?
    pub fn unless_near(rule: usize) -> Question {
        Question(rule as u32 * 8 + 1)
    }

    /// Does something stand in the post that excuses?
    pub fn unless_post(rule: usize) -> Question {
        Question(rule as u32 * 8 + 2)
    }

    /// Does something stand near that must?
    pub fn with_near(rule: usize) -> Question {
        Question(rule as u32 * 8 + 3)
    }

    /// Does something stand in the post that must?
    pub fn with_post(rule: usize) -> Question {
        Question(rule as u32 * 8 + 4)
    }

    /// Its place in a set of bits: the word, and the bit in it.
    pub(crate) fn bit(self) -> (usize, u64) {
        (self.0 as usize / 64, 1 << (self.0 % 64))
    }
}

impl Default for ClassId {
    fn default() -> ClassId {
        ClassId(u16::MAX)
    }
}

impl RuleSet {
    /// The rule of that id (`advertising/cure`).
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|r| r.id == id)
    }

    /// How many lists there are.
    pub(crate) fn list_count(&self) -> usize {
        self.lists as usize
    }

    /// Works out what is not stored. Call after loading.
    pub fn finish(&mut self) {
        self.weights.finish();
        self.on_demand = OnceLock::new();
        self.lay_out(|_| 1);
    }

    /// Lays out what sets patterns off, each pattern as often as `times` says of its owner: more than once, or not at all, to see how
    /// the cost grows with the number of rules.
    #[inline(never)]
    pub fn lay_out(&mut self, times: impl Fn(&Owner) -> usize) {
        let rounds = self.patterns.owners.iter().filter_map(Owner::round).max().unwrap_or(0);
        let mut patterns = vec![Vec::new(); usize::from(rounds) + 1];
        for p in 0..self.patterns.len() as u32 {
            let owner = self.patterns.owner(p);
            if let Some(round) = owner.round() {
                patterns[usize::from(round)].extend(std::iter::repeat_n(p, times(owner)));
            }
        }
        self.dispatch = patterns.iter().map(|patterns| Dispatch::new(patterns, self)).collect();
    }

    /// What sets a pattern off, with what it takes to be tried.
    pub(crate) fn entry(&self, pattern: u32) -> Entry {
        let (group, reliance) = self.group(self.patterns.owner(pattern));
        Entry::new(pattern, self.patterns.needs(pattern, self.all_conditions), group, reliance)
    }

    /// The patterns of exceptions and conditions: few posts need them, and they are laid out for the first that does.
    pub(crate) fn on_demand(&self) -> &OnDemand {
        self.on_demand.get_or_init(|| {
            let patterns: Vec<u32> = (0..self.patterns.len() as u32).filter(|p| *self.patterns.owner(*p) == Owner::OnDemand).collect();
            OnDemand { dispatch: Dispatch::new(&patterns, self), questions: self.questions() }
        })
    }

    #[inline(never)]
    fn questions(&self) -> Vec<Question> {
        let mut questions = vec![Question::default(); self.patterns.len()];
        let mut ask = |patterns: &[u32], question| {
            for p in patterns {
                questions[*p as usize] = question;
            }
        };
        for (i, e) in self.exceptions.iter().enumerate() {
            if let ExceptionKind::Patterns(_, patterns) = &e.kind {
                ask(patterns, Question::exception(i));
            }
        }
        for (i, r) in self.rules.iter().enumerate() {
            ask(&r.unless_near, Question::unless_near(i));
            ask(&r.unless_post, Question::unless_post(i));
            ask(&r.with_near, Question::with_near(i));
            ask(&r.with_post, Question::with_post(i));
        }
        questions
    }

    /// On whose support a pattern depends, and how far its rule is relied on.
    pub(super) fn group(&self, owner: &Owner) -> (Group, i8) {
        let of = |rule: u32, group: fn(u8) -> Group| {
            let rule = &self.rules[rule as usize];
            if rule.reliance == Rule::FULL_RELIANCE { (Group::ALWAYS, 0) } else { (group(rule.pack as u8), rule.reliance) }
        };
        match owner {
            Owner::Rule(rule) => of(*rule, Group::phrases_of),
            Owner::Evidence(rule, _) => of(*rule, Group::evidence_of),
            Owner::List(..) | Owner::OnDemand => (Group::ALWAYS, 0),
        }
    }

    /// The sources of a rule: its own, then those of a profession's regulator for its pack, each once.
    pub fn sources_for(&self, rule: &Rule, profession: Option<usize>) -> Vec<&Source> {
        let profession = &self.professions.get(profession.unwrap_or_else(|| self.default_profession()));
        let pack = &self.packs[rule.pack as usize].id;
        let own = rule.sources.iter().map(|s| u32::from(*s));
        let regulator = profession.iter().flat_map(|p| &p.sources).filter(|(p, _)| p == pack).flat_map(|(_, s)| s.iter().copied());
        let mut seen = Vec::new();
        for s in own.chain(regulator) {
            if !seen.contains(&s) {
                seen.push(s);
            }
        }
        seen.into_iter().map(|s| &self.sources[s as usize]).collect()
    }

    /// The rules that weigh passages.
    pub fn weighing(&self) -> impl Iterator<Item = usize> + '_ {
        self.rules.iter().enumerate().filter(|(_, r)| r.weighs.is_some()).map(|(i, _)| i)
    }

    /// The rules that say what the passages are about that weigh enough for a pack.
    pub fn themes_of(&self, pack: u16) -> impl Iterator<Item = usize> + '_ {
        self.rules.iter().enumerate().filter(move |(_, r)| r.pack == pack && r.is_theme()).map(|(i, _)| i)
    }

    /// Sets how far rules are relied on, by their ids; a rule that is not named is relied on fully.
    /// [`RuleSet::finish`] is still to come.
    pub fn rely(&mut self, reliance: &[(String, i8)]) {
        for rule in &mut self.rules {
            let learnt = reliance.iter().find(|(id, _)| *id == rule.id && !rule.certain);
            rule.reliance = learnt.map_or(Rule::FULL_RELIANCE, |(_, r)| *r);
        }
    }

    /// Forgets what was learnt, and makes a sign of every list that has a name: the start of learning anew.
    pub fn weigh_all_lists(&mut self) {
        self.weights = Weights::of_all_lists(&self.list_names);
        self.company = Company::default();
        for rule in &mut self.rules {
            rule.reliance = Rule::FULL_RELIANCE;
        }
        self.finish();
    }

    /// The place of a profession in the list.
    pub fn profession(&self, id: &str) -> Option<usize> {
        self.professions.iter().position(|p| p.id == id)
    }

    /// The profession that is assumed.
    pub fn default_profession(&self) -> usize {
        self.professions.iter().position(|p| p.default).unwrap_or(0)
    }

    /// The words that set patterns off: the literals of the floor in benches.
    pub fn trigger_words(&self) -> Vec<&str> {
        let mut lists = vec![false; self.list_count()];
        let mut words = Vec::new();
        for p in (0..self.patterns.len() as u32).filter(|p| self.patterns.owner(*p).round().is_some()) {
            match self.patterns.anchor(p, self.all_conditions) {
                Anchor::Word(word) => words.push(word),
                Anchor::Class(list) => lists[list.0 as usize] = true,
            }
        }
        words.extend((1..=self.lexicon.len() as u32).map(WordId).filter(|w| self.lexicon.classes(*w).iter().any(|c| lists[c.0 as usize])));
        words.extend(self.lexicon.terms().filter(|(_, _, term)| lists[term.class.0 as usize]).map(|(first, ..)| first));
        words.sort_unstable();
        words.dedup();
        words.into_iter().map(|w| self.lexicon.word(w)).collect()
    }
}
