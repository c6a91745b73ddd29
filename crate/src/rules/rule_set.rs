//! What the engine runs: packs, rules, exceptions, sources and professions, with their patterns compiled.

use crate::rules::{Anchor, ClassId, Lexicon, Needs, Owner, PatternProgram, ProfessionSet, Severity, Weights};
use serde::{Deserialize, Serialize};

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

/// Which patterns are tried where a word, or a term of a list, occurs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Triggers {
    /// By word.
    pub by_word: Vec<Vec<u32>>,
    /// By list.
    pub by_class: Vec<Vec<u32>>,
}

impl Triggers {
    fn new(words: usize, lists: usize) -> Triggers {
        Triggers { by_word: vec![Vec::new(); words + 1], by_class: vec![Vec::new(); lists] }
    }

    fn add(&mut self, anchor: Anchor, pattern: u32) {
        let list = match anchor {
            Anchor::Word(w) => self.by_word.get_mut(w.0 as usize),
            Anchor::Class(c) => self.by_class.get_mut(c.0 as usize),
        };
        if let Some(list) = list {
            list.push(pattern);
        }
    }
}

/// [`Triggers`] laid out for speed: what a word sets off, by itself and by its lists, lies in one run.
#[derive(Clone, Debug, Default)]
pub struct Dispatch {
    word_start: Vec<u32>,
    word_entries: Vec<(Needs, u32)>,
    class_start: Vec<u32>,
    class_entries: Vec<(Needs, u32)>,
}

impl Dispatch {
    fn new(triggers: &Triggers, lexicon: &Lexicon, patterns: &[PatternProgram]) -> Dispatch {
        let entry = |p: &u32| (patterns[*p as usize].needs, *p);
        let mut d = Dispatch { word_start: vec![0], class_start: vec![0], ..Dispatch::default() };
        for (i, own) in triggers.by_word.iter().enumerate() {
            d.word_entries.extend(own.iter().map(entry));
            for class in lexicon.classes(crate::rules::WordId(i as u32)) {
                d.word_entries.extend(triggers.by_class[class.0 as usize].iter().map(entry));
            }
            d.word_start.push(d.word_entries.len() as u32);
        }
        for own in &triggers.by_class {
            d.class_entries.extend(own.iter().map(entry));
            d.class_start.push(d.class_entries.len() as u32);
        }
        d
    }

    /// What a word sets off: patterns by number, with what each needs.
    pub fn of_word(&self, word: crate::rules::WordId) -> &[(Needs, u32)] {
        let i = word.0 as usize;
        &self.word_entries[self.word_start[i] as usize..self.word_start[i + 1] as usize]
    }

    /// What a term of a list sets off.
    pub fn of_class(&self, class: ClassId) -> &[(Needs, u32)] {
        let i = class.0 as usize;
        &self.class_entries[self.class_start[i] as usize..self.class_start[i + 1] as usize]
    }
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
    pub weights: Weights,
    /// Compiled patterns.
    #[serde(skip)]
    pub patterns: Vec<PatternProgram>,
    /// What sets patterns off: at 0 those of rules, then those of each round of terms. Worked out when the rules are loaded.
    #[serde(skip)]
    pub triggers: Vec<Triggers>,
    /// The same, laid out for speed when the rules are loaded.
    #[serde(skip)]
    pub dispatch: Vec<Dispatch>,
    /// What sets off the patterns of exceptions and conditions, which are asked for only where something was found.
    #[serde(skip)]
    pub on_demand: Dispatch,
    /// For each pattern, the question that it helps to answer; see [`RuleSet::question`].
    #[serde(skip)]
    pub questions: Vec<Question>,
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

impl Rule {
    /// Reliance that needs no support by the words around.
    pub const FULL_RELIANCE: i8 = i8::MAX;
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

    /// Works out which patterns are tried where.
    pub fn find_triggers(&mut self) {
        let round = |owner: &Owner| match owner {
            Owner::List(_, round) => Some(*round as usize),
            Owner::OnDemand => None,
            _ => Some(0),
        };
        let rounds = self.patterns.iter().filter_map(|p| round(&p.owner)).max().unwrap_or(0);
        self.triggers = vec![Triggers::new(self.lexicon.len(), self.list_count()); rounds + 1];
        for (i, pattern) in self.patterns.iter().enumerate() {
            if let Some(round) = round(&pattern.owner) {
                self.triggers[round].add(pattern.anchor, i as u32);
            }
        }
    }

    /// Works out what is not stored. Call after loading.
    pub fn finish(&mut self) {
        if self.triggers.is_empty() {
            self.find_triggers();
        }
        self.lexicon.finish();
        self.weights.finish(&self.lexicon);
        for pattern in &mut self.patterns {
            pattern.sign(self.all_conditions);
        }
        let mut needed = vec![false; 4096];
        for bit in self.patterns.iter().flat_map(|p| p.needs.bits()) {
            needed[bit as usize] = true;
        }
        self.lexicon.keep_marks(&needed);
        let mut on_demand = Triggers::new(self.lexicon.len(), self.list_count());
        for (i, pattern) in self.patterns.iter().enumerate().filter(|(_, p)| p.owner == Owner::OnDemand) {
            on_demand.add(pattern.anchor, i as u32);
        }
        self.questions = vec![Question::default(); self.patterns.len()];
        let mut ask = |patterns: &[u32], question| {
            for p in patterns {
                self.questions[*p as usize] = question;
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
        self.on_demand = Dispatch::new(&on_demand, &self.lexicon, &self.patterns);
        self.dispatch = self.triggers.iter().map(|t| Dispatch::new(t, &self.lexicon, &self.patterns)).collect();
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

    /// Sets how far rules are relied on, by their ids; a rule that is not named is relied on fully.
    pub fn rely(&mut self, reliance: &[(String, i8)]) {
        for rule in &mut self.rules {
            let learnt = reliance.iter().find(|(id, _)| *id == rule.id && !rule.certain);
            rule.reliance = learnt.map_or(Rule::FULL_RELIANCE, |(_, r)| *r);
        }
    }

    /// Forgets what was learnt, and makes a sign of every list that has a name: the start of learning anew.
    pub fn weigh_all_lists(&mut self) {
        self.weights = Weights::of_all_lists(&self.list_names);
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
        let mut words: Vec<&str> = Vec::new();
        for triggers in &self.triggers {
            for (i, list) in triggers.by_word.iter().enumerate() {
                if !list.is_empty() {
                    words.push(self.lexicon.word(crate::rules::WordId(i as u32)));
                }
            }
            for (class, word, _) in self.lexicon.terms() {
                if triggers.by_class.get(class.0 as usize).is_some_and(|t| !t.is_empty()) {
                    words.push(self.lexicon.word(word));
                }
            }
        }
        words.sort_unstable();
        words.dedup();
        words
    }
}
