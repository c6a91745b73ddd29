//! The data files that rules are written in, and how they become a [`RuleSet`].

use crate::rules::compile::Owner;
use crate::rules::misspellings::{Misspellings, add_misspellings};
use crate::rules::pattern::PatternTrouble;
use crate::rules::vocabulary::{TermKind, Vocabulary};
use crate::rules::written::{ConditionToml, Conditions, ExampleToml, ExceptionsToml, PacksToml, ProfessionsToml, RuleToml, RulesToml, SourcesToml};
use crate::rules::{
    ClassId, Company, Compiler, Evidence, Exception, ExceptionKind, Lexicon, Pack, Profession, ProfessionSet, Programs, Rule, RuleSet, Source,
    Themes, Trouble, Weights,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;

/// The text of every rule file, by its name (`packs/advertising.toml`).
#[derive(Debug, Default, Clone)]
pub struct SourceFiles {
    files: BTreeMap<String, String>,
}

/// A post that a rule must find, or must leave alone.
#[derive(Clone, Debug)]
pub struct Example {
    /// The rule, by its place in the rule set.
    pub rule: usize,
    /// True if the rule must find it.
    pub flag: bool,
    /// The post.
    pub text: String,
    /// Kind of post, by name; empty for a post.
    pub kind: String,
    /// A picture is attached.
    pub image: bool,
    /// The writer's profession; empty for the default.
    pub profession: String,
    /// Where it is written.
    pub place: Trouble,
}

const PACKS: &str = "packs.toml";
const SOURCES: &str = "sources.toml";
const PROFESSIONS: &str = "professions.toml";
const EXCEPTIONS: &str = "exceptions.toml";
const MISSPELLINGS: &str = "misspellings.toml";
const WEIGHTS: &str = "weights.tsv";
const COMPANY: &str = "company.tsv";
const THEMES: &str = "themes.tsv";
const CONDITIONS: &str = "vocabulary/conditions.toml";
pub(super) const KINDS: [&str; 4] = ["post", "comment", "reply", "message"];
const ENGINE_EXCEPTIONS: [(&str, &str); 2] = [("question", "The sentence is a question."), ("quoted", "The phrase is inside quotation marks.")];

impl SourceFiles {
    /// The rule files under `folder` (the crate's own folder, or a copy of it).
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn read(folder: &std::path::Path) -> std::io::Result<SourceFiles> {
        let mut files = BTreeMap::new();
        for name in [PACKS, SOURCES, PROFESSIONS, EXCEPTIONS, MISSPELLINGS, WEIGHTS, COMPANY, THEMES] {
            files.insert(name.to_owned(), std::fs::read_to_string(folder.join(name)).map_err(|e| with_path(&e, &folder.join(name)))?);
        }
        for part in ["packs", "vocabulary"] {
            let mut paths: Vec<_> =
                std::fs::read_dir(folder.join(part)).map_err(|e| with_path(&e, &folder.join(part)))?.flatten().map(|e| e.path()).collect();
            paths.sort();
            for path in paths {
                if path.extension().is_some_and(|e| e == "toml") {
                    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    files.insert(format!("{part}/{name}"), std::fs::read_to_string(&path).map_err(|e| with_path(&e, &path))?);
                }
            }
        }
        Ok(SourceFiles { files })
    }

    /// Files that are in memory, each with its name. Of two with one name, the later holds.
    pub fn of(files: impl IntoIterator<Item = (String, String)>) -> SourceFiles {
        SourceFiles { files: files.into_iter().collect() }
    }

    /// Names of the files.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Compiles the files. What is wrong in them is in the third part; whatever is right works all the same.
    pub fn compile(&self) -> (RuleSet, Vec<Example>, Vec<Trouble>) {
        let mut work =
            Work { files: self, compiler: Compiler::new(), set: RuleSet::default(), examples: Vec::new(), troubles: Vec::new(), likes: Vec::new() };
        work.packs();
        work.sources();
        work.vocabulary();
        work.professions();
        work.exceptions();
        work.rules();
        work.themes();
        work.weights();
        work.misspellings();
        let Work { mut compiler, mut set, examples, troubles, .. } = work;
        set.list_names = compiler.class_names();
        compiler.sort_words();
        set.lists = compiler.class_count() as u16;
        set.patterns = Programs::of(&compiler.programs);
        set.lexicon = Lexicon::of(&compiler.words);
        set.finish();
        (set, examples, troubles)
    }
}

fn with_path(e: &std::io::Error, path: &std::path::Path) -> std::io::Error {
    std::io::Error::new(e.kind(), format!("{}: {e}", path.display()))
}

struct Work<'a> {
    files: &'a SourceFiles,
    compiler: Compiler,
    set: RuleSet,
    examples: Vec<Example>,
    troubles: Vec<Trouble>,
    /// Which rules the themes are like: the theme, its file, the other rule.
    likes: Vec<(usize, String, Spanned<String>)>,
}

impl<'a> Work<'a> {
    fn text(&self, file: &str) -> &'a str {
        self.files.files.get(file).map_or("", String::as_str)
    }

    fn trouble(&mut self, file: &str, at: &Range<usize>, reason: impl Into<String>) {
        let trouble = Trouble::at(file, self.text(file), at, reason);
        self.troubles.push(trouble);
    }

    /// Something is missing that the rule works without.
    fn incomplete(&mut self, file: &str, at: &Range<usize>, reason: String) {
        let trouble = Trouble { incomplete: true, ..Trouble::at(file, self.text(file), at, reason) };
        self.troubles.push(trouble);
    }

    /// Trouble inside a pattern that stands at `at` in the file.
    fn pattern_trouble(&mut self, file: &str, at: &Range<usize>, (inside, reason): PatternTrouble) {
        // The string's own quote takes one byte; escapes are rare enough to leave the column a little off.
        let start = (at.start + 1 + inside.start).min(at.end);
        self.trouble(file, &(start..at.end), reason);
    }

    fn parse<T: for<'de> Deserialize<'de>>(&mut self, file: &str) -> Option<T> {
        match toml::from_str(self.text(file)) {
            Ok(value) => Some(value),
            Err(e) => {
                let at = e.span().unwrap_or(0..0);
                self.trouble(file, &at, e.message().to_owned());
                None
            }
        }
    }

    fn packs(&mut self) {
        if let Some(file) = self.parse::<PacksToml>(PACKS) {
            self.set.packs = file.pack.into_iter().map(|p| Pack { id: p.id, title: p.title, about: p.about }).collect();
        }
    }

    fn sources(&mut self) {
        let Some(file) = self.parse::<SourcesToml>(SOURCES) else { return };
        for s in file.source {
            if !s.link.get_ref().starts_with("https://") && !s.link.get_ref().starts_with("http://") {
                self.trouble(SOURCES, &s.link.span(), format!("the link of '{}' is no web address", s.id.get_ref()));
            }
            if self.set.sources.iter().any(|known| known.id == *s.id.get_ref()) {
                self.trouble(SOURCES, &s.id.span(), format!("there are two sources '{}'", s.id.get_ref()));
                continue;
            }
            let source =
                Source { id: s.id.into_inner(), body: s.body, clause: s.clause, title: s.title, link: s.link.into_inner(), checked: s.checked };
            self.set.sources.push(source);
        }
    }

    fn source(&mut self, file: &str, id: &Spanned<String>) -> Option<usize> {
        let found = self.set.sources.iter().position(|s| s.id == *id.get_ref());
        if found.is_none() {
            self.trouble(file, &id.span(), format!("there is no source '{}' in {SOURCES}", id.get_ref()));
        }
        found
    }

    fn vocabulary(&mut self) {
        let names: Vec<String> = self.files.files.keys().filter(|n| n.starts_with("vocabulary/") && *n != CONDITIONS).cloned().collect();
        let mut lists: BTreeMap<String, (String, Vec<Spanned<String>>)> = BTreeMap::new();
        for file in names {
            let Some(table) = self.parse::<BTreeMap<Spanned<String>, Vec<Spanned<String>>>>(&file) else { continue };
            for (name, terms) in table {
                if let Some((other, _)) = lists.get(name.get_ref()) {
                    let reason = format!("the list '{}' is in {other} already", name.get_ref());
                    self.trouble(&file, &name.span(), reason);
                    continue;
                }
                if self.compiler.find_class(name.get_ref()).is_some() {
                    self.trouble(&file, &name.span(), format!("'{}' is the name of a built-in list", name.get_ref()));
                    continue;
                }
                lists.insert(name.into_inner(), (file.clone(), terms));
            }
        }
        for name in lists.keys() {
            self.compiler.class(name);
        }
        self.conditions();
        let mut vocabulary = Vocabulary::default();
        for (name, (file, terms)) in &lists {
            for term in terms {
                if let Err(wrong) = vocabulary.add(name, term.get_ref(), &lists) {
                    self.pattern_trouble(file, &term.span(), wrong);
                }
            }
        }
        // Plain terms first: patterns among the terms of other lists are priced by them.
        for plain in [true, false] {
            for (name, (file, terms)) in &lists {
                let classes: Vec<ClassId> = vocabulary.takers(name).into_iter().map(|n| self.compiler.class(n)).collect();
                for term in terms {
                    let Some(kind) = vocabulary.kind(name, term.get_ref()) else { continue };
                    let added = match kind {
                        TermKind::Plain if plain => self.compiler.add_term(term.get_ref(), &classes),
                        TermKind::Pattern(level) if !plain => {
                            self.compiler.add_pattern(term.get_ref(), &Owner::List(classes.clone(), level)).map(|_| ())
                        }
                        _ => Ok(()),
                    };
                    if let Err(wrong) = added {
                        self.pattern_trouble(file, &term.span(), wrong);
                    }
                }
            }
            self.compiler.price_lists();
        }
        if let Some(names) = self.compiler.find_class("firstname") {
            self.compiler.words.set_first_names(names);
        }
        self.set.negation = self.compiler.class("negation");
    }

    fn conditions(&mut self) {
        let all = self.compiler.class("condition");
        self.set.all_conditions = all;
        let first = self.compiler.class_count() as u16;
        if self.files.files.contains_key(CONDITIONS)
            && let Some(table) = self.parse::<BTreeMap<String, BTreeMap<String, ConditionToml>>>(CONDITIONS)
        {
            for (id, condition) in table.get("condition").into_iter().flatten() {
                let class = self.compiler.class(&format!("condition.{id}"));
                for term in &condition.terms {
                    if let Err(wrong) = self.compiler.add_term(term.get_ref(), &[class, all]) {
                        self.pattern_trouble(CONDITIONS, &term.span(), wrong);
                    }
                }
            }
        }
        self.set.conditions = (first, self.compiler.class_count() as u16);
    }

    fn professions(&mut self) {
        let Some(file) = self.parse::<ProfessionsToml>(PROFESSIONS) else { return };
        for p in file.profession {
            let mut sources = Vec::new();
            for (pack, ids) in &p.sources {
                let places = ids.iter().filter_map(|id| self.source(PROFESSIONS, id)).map(|i| i as u32).collect();
                sources.push((pack.clone(), places));
            }
            let at = p.conditions.span();
            let conditions = match p.conditions.into_inner() {
                Conditions::Any(word) => {
                    if word != "any" {
                        self.trouble(PROFESSIONS, &at, format!("conditions of '{}' must be \"any\" or a list", p.id));
                    }
                    None
                }
                Conditions::Listed(ids) => {
                    let mut classes = Vec::new();
                    for id in ids {
                        match self.compiler.find_class(&format!("condition.{id}")) {
                            Some(class) => classes.push(class),
                            None => self.trouble(PROFESSIONS, &at, format!("there is no condition '{id}' in {CONDITIONS}")),
                        }
                    }
                    Some(classes)
                }
            };
            self.set.professions.push(Profession {
                id: p.id,
                title: p.title,
                regulator: p.regulator,
                sources,
                conditions,
                notes: p.qualifications,
                default: p.default,
            });
        }
    }

    fn exceptions(&mut self) {
        for (id, about) in ENGINE_EXCEPTIONS {
            let kind = if id == "question" { ExceptionKind::Question } else { ExceptionKind::Quoted };
            self.set.exceptions.push(Exception { id: id.to_owned(), about: about.to_owned(), kind });
        }
        let Some(file) = self.parse::<ExceptionsToml>(EXCEPTIONS) else { return };
        for e in file.exception {
            let patterns = self.patterns(EXCEPTIONS, &e.patterns, &Owner::OnDemand);
            if self.set.exceptions.iter().any(|known| known.id == *e.id.get_ref()) {
                self.trouble(EXCEPTIONS, &e.id.span(), format!("there are two exceptions '{}'", e.id.get_ref()));
            }
            self.set.exceptions.push(Exception { id: e.id.into_inner(), about: e.about, kind: ExceptionKind::Patterns(e.scope, patterns) });
        }
    }

    fn patterns(&mut self, file: &str, patterns: &[Spanned<String>], owner: &Owner) -> Vec<u32> {
        let mut added = Vec::new();
        for pattern in patterns {
            match self.compiler.add_pattern(pattern.get_ref(), owner) {
                Ok(mut ids) => added.append(&mut ids),
                Err(wrong) => self.pattern_trouble(file, &pattern.span(), wrong),
            }
        }
        added
    }

    fn weights(&mut self) {
        let packs: Vec<String> = self.set.packs.iter().map(|p| p.id.clone()).collect();
        let (weights, reliance, mut troubles) = Weights::parse(WEIGHTS, self.text(WEIGHTS), &packs, &self.compiler.class_names());
        self.set.weights = weights;
        self.set.rely(&reliance);
        self.troubles.append(&mut troubles);
        self.set.weights.finish();
        let (company, mut troubles) = Company::parse(COMPANY, self.text(COMPANY), &self.set.weights, &packs);
        self.set.company = company;
        self.troubles.append(&mut troubles);
        let (themes, mut troubles) = Themes::parse(THEMES, self.text(THEMES), &self.set.weights, &self.set.rules);
        self.set.themes = themes;
        self.troubles.append(&mut troubles);
    }

    fn misspellings(&mut self) {
        let Some(misspellings) = self.parse::<Misspellings>(MISSPELLINGS) else { return };
        for (at, reason) in add_misspellings(&misspellings, &mut self.compiler.words) {
            self.trouble(MISSPELLINGS, &at, reason);
        }
    }

    fn rules(&mut self) {
        let mut names: Vec<String> = self.files.files.keys().filter(|n| n.starts_with("packs/")).cloned().collect();
        // `conduct.toml` before `conduct-together.toml`.
        names.sort_by(|a, b| a.trim_end_matches(".toml").cmp(b.trim_end_matches(".toml")));
        for file in names {
            let Some(parsed) = self.parse::<RulesToml>(&file) else { continue };
            let Some(pack) = self.set.packs.iter().position(|p| p.id == *parsed.pack.get_ref()) else {
                self.trouble(&file, &parsed.pack.span(), format!("there is no pack '{}' in {PACKS}", parsed.pack.get_ref()));
                continue;
            };
            for rule in parsed.rule {
                self.rule(&file, pack, rule);
            }
        }
    }

    fn rule(&mut self, file: &str, pack: usize, r: RuleToml) {
        let at = r.id.span();
        let id = format!("{}/{}", self.set.packs[pack].id, r.id.get_ref());
        if self.set.rule(&id).is_some() {
            self.trouble(file, &at, format!("there are two rules '{id}'"));
            return;
        }
        let ways = [!r.patterns.is_empty(), !r.evidence.is_empty(), r.weighs.is_some(), !r.like.is_empty()];
        if ways.iter().filter(|has| **has).count() != 1 {
            self.trouble(file, &at, format!("rule '{id}' needs one of 'match', 'evidence', 'weighs' and 'like'"));
        }
        if r.evidence.len() > 60 {
            self.trouble(file, &at, format!("rule '{id}' has more than 60 pieces of evidence"));
            return;
        }
        if !r.evidence.is_empty() && r.threshold.is_none() {
            self.trouble(file, &at, format!("rule '{id}' has evidence, but no 'threshold'"));
        }
        for (what, missing) in [("'why'", r.why.trim().is_empty()), ("'instead'", r.instead.is_empty()), ("'sources'", r.sources.is_empty())] {
            if missing {
                self.incomplete(file, &at, format!("rule '{id}' has no {what}"));
            }
        }
        for (what, count) in [("flag", r.flag.len()), ("pass", r.pass.len())] {
            if count < 5 {
                self.incomplete(file, &at, format!("rule '{id}' has {count} '{what}' examples; five are the least"));
            }
        }
        let index = self.set.rules.len();
        self.patterns(file, &r.patterns, &Owner::Rule(index as u32));
        let mut evidence = Vec::new();
        for (i, e) in r.evidence.iter().enumerate() {
            self.patterns(file, &e.patterns, &Owner::Evidence(index as u32, i as u8));
            evidence.push(Evidence { name: e.name.clone(), weight: e.weight, required: e.required, quiet: e.quiet });
        }
        let mut unless = Vec::new();
        for name in &r.unless {
            match self.set.exceptions.iter().position(|e| e.id == *name.get_ref()) {
                Some(i) => unless.push(i as u16),
                None => self.trouble(file, &name.span(), format!("there is no exception '{}'", name.get_ref())),
            }
        }
        let mut kinds = 0;
        for kind in &r.kinds {
            match KINDS.iter().position(|k| k == kind.get_ref()) {
                Some(i) => kinds |= 1 << i,
                None => self.trouble(file, &kind.span(), format!("'{}' is no kind of post: use post, comment, reply or message", kind.get_ref())),
            }
        }
        let mut professions = 0;
        for p in &r.professions {
            match self.set.profession(p.get_ref()) {
                Some(i) => professions |= 1 << i,
                None => self.trouble(file, &p.span(), format!("there is no profession '{}' in {PROFESSIONS}", p.get_ref())),
            }
        }
        let mut cited = Vec::new();
        for source in &r.sources {
            cited.extend(self.source(file, source).map(|i| i as u16));
        }
        for (flag, examples) in [(true, &r.flag), (false, &r.pass)] {
            for e in examples {
                self.example(file, index, flag, e);
            }
        }
        let shown = r.flag.iter().map(|e| e.get_ref().text().to_owned()).take(3).collect();
        let rule = Rule {
            id,
            pack: pack as u16,
            title: r.title,
            severity: r.severity,
            unless,
            unless_near: self.patterns(file, &r.unless_near, &Owner::OnDemand),
            unless_post: self.patterns(file, &r.unless_post, &Owner::OnDemand),
            with_near: self.patterns(file, &r.with_near, &Owner::OnDemand),
            with_post: self.patterns(file, &r.with_post, &Owner::OnDemand),
            kinds,
            image: r.image,
            professions: ProfessionSet(professions),
            evidence,
            threshold: r.threshold.unwrap_or(1),
            window: r.window,
            weighs: r.weighs,
            like: Vec::new(),
            certain: r.certain,
            reliance: Rule::FULL_RELIANCE,
            why: r.why.trim().to_owned(),
            instead: r.instead,
            sources: cited,
            examples: shown,
        };
        self.set.rules.push(rule);
        self.likes.extend(r.like.into_iter().map(|other| (index, file.to_owned(), other)));
    }

    /// Now that all rules are there: which others each theme is like.
    fn themes(&mut self) {
        let likes = std::mem::take(&mut self.likes);
        let themes: BTreeSet<usize> = likes.iter().map(|(theme, ..)| *theme).collect();
        let mut without_general = BTreeSet::new();
        for (theme, file, other) in likes {
            let pack = self.set.rules[theme].pack;
            let id = format!("{}/{}", self.set.packs[usize::from(pack)].id, other.get_ref());
            let taken = |rule: usize| self.set.rules.iter().any(|r| r.like.contains(&(rule as u16)));
            match self.set.rules.iter().position(|r| r.id == id) {
                Some(rule) if taken(rule) => self.trouble(&file, &other.span(), format!("a theme is like '{}' already", other.get_ref())),
                Some(rule) if self.set.rules[rule].weighs.is_none() && !themes.contains(&rule) => self.set.rules[theme].like.push(rule as u16),
                _ => self.trouble(&file, &other.span(), format!("there is no rule '{id}' with 'match' or 'evidence'")),
            }
            if !self.set.rules.iter().any(|r| r.pack == pack && r.weighs.is_some()) && without_general.insert(theme) {
                self.trouble(&file, &other.span(), "'like' is for packs with a rule that 'weighs'");
            }
        }
    }

    fn example(&mut self, file: &str, rule: usize, flag: bool, e: &Spanned<ExampleToml>) {
        let place = Trouble::at(file, self.text(file), &e.span(), String::new());
        let (kind, image, profession) = match e.get_ref() {
            ExampleToml::Text(_) => (String::new(), false, String::new()),
            ExampleToml::Table { kind, image, profession, .. } => (kind.clone(), *image, profession.clone()),
        };
        if !kind.is_empty() && !KINDS.contains(&kind.as_str()) {
            self.trouble(file, &e.span(), format!("'{kind}' is no kind of post"));
        }
        self.examples.push(Example { rule, flag, text: e.get_ref().text().to_owned(), kind, image, profession, place });
    }
}
