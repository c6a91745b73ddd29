//! From the entries of a file to rules: every field is looked at, and every mistake is told.

use super::fields::{Example, Mistakes};
use super::programs::Phrase;
use super::toml::{self, Table, Text};
use super::words::Words;
use super::{LARGEST, MUST_CARRY, OWN, OwnPack, OwnRule, Problem, Programs, Purpose};
use crate::check::{Checker, Kind, PostContext, RuleRef};
use crate::rules::{Pattern, RuleSet, Severity, Source, place_in};
use std::sync::Arc;

/// The fields of a pack, and those of a rule.
const PACK_FIELDS: &[&str] = &["title", "about", "always-fine", "must-carry", "must-carry-message"];
const RULE_FIELDS: &[&str] = &["id", "title", "severity", "match", "unless", "unless-near", "kinds", "why", "instead", "link", "flag", "pass"];
/// The most phrases of a pack.
const MOST_PHRASES: usize = 5_000;
/// The most problems of a file that are told.
const MOST_PROBLEMS: usize = 100;
/// What a pack without a title is called.
const NO_TITLE: &str = "Own rules";

struct Work<'r> {
    rules: &'r RuleSet,
    pack: OwnPack,
    ids: Words,
    /// Phrases, each with its file.
    phrases: Vec<Phrase>,
    files: Vec<usize>,
    /// Examples, each with its file and rule.
    examples: Vec<(usize, usize, Example)>,
    /// The file that is being read, and what is wrong in it.
    file: usize,
    mistakes: Mistakes,
}

/// See [`OwnPack::parse_all`].
pub(super) fn read(texts: &[&str], rules: &Arc<RuleSet>) -> (OwnPack, Vec<Vec<Problem>>) {
    let mut work = Work {
        rules,
        pack: OwnPack::default(),
        ids: Words::default(),
        phrases: Vec::new(),
        files: Vec::new(),
        examples: Vec::new(),
        file: 0,
        mistakes: Mistakes::default(),
    };
    let mut mistakes = Vec::new();
    for (file, text) in texts.iter().enumerate() {
        work.file = file;
        work.read_file(text);
        mistakes.push(std::mem::take(&mut work.mistakes));
    }
    let Work { mut pack, phrases, files, examples, .. } = work;
    if pack.title.is_empty() {
        NO_TITLE.clone_into(&mut pack.title);
    }
    let (programs, wrong) = Programs::compile(&phrases, rules);
    for (phrase, why) in wrong {
        mistakes[files[phrase]].add(phrases[phrase].at, why);
    }
    pack.programs = programs;
    link(&mut pack);
    let pack = try_examples(pack, &examples, rules, &mut mistakes);
    let problems = texts.iter().zip(mistakes).map(|(text, mistakes)| problems(text, mistakes.0)).collect();
    (pack, problems)
}

/// Tells rules which programs are theirs.
fn link(pack: &mut OwnPack) {
    let mut stated = vec![false; pack.rules.len()];
    for (number, program) in pack.programs.all.iter().enumerate() {
        match program.purpose {
            Purpose::Excuse(rule) => pack.rules[rule as usize].unless_near.push(number as u32),
            Purpose::Statement(rule) => stated[rule as usize] = true,
            Purpose::Match(_) => {}
        }
    }
    // A statement that cannot be looked for would be missing from every post.
    for (rule, stated) in pack.rules.iter_mut().zip(stated) {
        rule.statement &= stated;
    }
}

/// Mistakes as they are told, in the order of the text.
fn problems(text: &str, mut mistakes: Vec<(usize, String)>) -> Vec<Problem> {
    // Few, and nearly in order.
    for i in 1..mistakes.len() {
        let mut k = i;
        while k > 0 && mistakes[k - 1].0 > mistakes[k].0 {
            mistakes.swap(k - 1, k);
            k -= 1;
        }
    }
    let more = mistakes.len() > MOST_PROBLEMS;
    mistakes.truncate(MOST_PROBLEMS);
    let mut problems = Vec::new();
    for (at, what) in mistakes {
        let (line, column) = place_in(text, at);
        problems.push(Problem { line, column, what });
    }
    if let (true, Some(last)) = (more, problems.last_mut()) {
        last.what.push_str("; there are more problems after this one");
    }
    problems
}

/// Tries the examples that rules come with.
fn try_examples(pack: OwnPack, examples: &[(usize, usize, Example)], rules: &Arc<RuleSet>, mistakes: &mut [Mistakes]) -> OwnPack {
    if examples.is_empty() {
        return pack;
    }
    let pack = Arc::new(pack);
    let mut checker = Checker::new(rules.clone());
    checker.choose_rules(|_| false);
    checker.set_own_pack(Some(pack.clone()));
    for (file, rule, e) in examples {
        let context = PostContext { kind: e.kind, image: e.image, profession: None };
        let found = checker.check(&e.text, &context).iter().any(|f| f.rule == RuleRef::Own(*rule));
        if found != e.flag {
            let what = if e.flag { "' does not find this" } else { "' finds this, which it should leave alone" };
            mistakes[*file].name(e.at, "the rule '", &pack.rules[*rule].id, what);
        }
    }
    drop(checker);
    Arc::unwrap_or_clone(pack)
}

impl Work<'_> {
    fn read_file(&mut self, text: &str) {
        if text.len() > LARGEST {
            self.mistakes.say(0, "this file has more than 1 MB: is it the right one?");
            return;
        }
        let (tables, mistakes) = toml::read(text);
        if tables.iter().all(|t| t.entries.is_empty()) {
            let blank = mistakes.is_empty();
            let (pack, nothing) =
                ("this is no pack: it has no entry of the form name = \"…\"", "this pack is empty: write a [[rule]], or what is always-fine");
            self.mistakes.say(0, if blank { nothing } else { pack });
            return;
        }
        self.mistakes.0 = mistakes;
        let mut title = String::new();
        for mut table in tables {
            match table.name.as_str() {
                "" => title = self.pack_fields(&mut table),
                "rule" => self.rule(&mut table, &title),
                name => self.mistakes.name(table.at, "there is no [[", name, "]] in a pack; write [[rule]]"),
            }
        }
    }

    /// The fields before the first rule; gives the title.
    fn pack_fields(&mut self, table: &mut Table) -> String {
        self.mistakes.unknown(table, PACK_FIELDS, RULE_FIELDS, "' belongs under a [[rule]]");
        let (_, title) = self.mistakes.text(table, "title");
        if self.pack.title.is_empty() {
            self.pack.title.clone_from(&title);
        }
        let (_, about) = self.mistakes.text(table, "about");
        if self.pack.about.is_empty() {
            self.pack.about = about;
        }
        for (at, text) in self.mistakes.texts(table, "always-fine") {
            if let Err(why) = self.pack.fine.add(&text.text) {
                self.mistakes.say(at, why);
            }
        }
        let statements = self.mistakes.texts(table, "must-carry");
        let (_, message) = self.mistakes.text(table, "must-carry-message");
        if !statements.is_empty() {
            self.statement(statements, message);
        }
        title
    }

    fn statement(&mut self, statements: Vec<(usize, Text)>, message: String) {
        let number = self.pack.rules.len() as u32;
        let plain = |t: &str| !t.bytes().any(|b| b"[](){}|~*!<>^$\"".contains(&b)) && !t.contains("...");
        let mut instead = Vec::new();
        for (at, text) in statements {
            if instead.len() < 2 && plain(&text.text) {
                instead.push(text.text.trim().to_owned());
            }
            self.phrase(at, &text, Purpose::Statement(number));
        }
        let mut id = MUST_CARRY.to_owned();
        while self.ids.find(id.as_bytes()) != 0 {
            id.push_str("-too");
        }
        self.ids.add(&id);
        let why = if message.is_empty() { "Every post of the practice carries this statement.".to_owned() } else { message };
        self.pack.rules.push(OwnRule {
            id,
            title: "A statement is missing that posts must carry".to_owned(),
            severity: Severity::Low,
            why,
            instead,
            kinds: Kind::Post.bit(),
            statement: true,
            ..OwnRule::default()
        });
    }

    fn rule(&mut self, table: &mut Table, pack_title: &str) {
        self.mistakes.unknown(table, RULE_FIELDS, PACK_FIELDS, "' belongs at the top of the file, before the first [[rule]]");
        let Some(id) = self.id(table) else { return };
        let number = self.pack.rules.len();
        let before = self.phrases.len();
        for (at, text) in self.mistakes.texts(table, "match") {
            self.phrase(at, &text, Purpose::Match(number as u32));
        }
        if self.phrases.len() == before {
            self.mistakes.name(table.at, "the rule '", &id, "' has no phrase to look for: write match = [\"…\"]");
            return;
        }
        for (at, text) in self.mistakes.texts(table, "unless-near") {
            self.phrase(at, &text, Purpose::Excuse(number as u32));
        }
        let mut rule = OwnRule { severity: self.severity(table), ..OwnRule::default() };
        rule.title = self.mistakes.text(table, "title").1;
        if rule.title.is_empty() {
            self.mistakes.name(table.at, "the rule '", &id, "' has no title: write title = \"…\", in a few words");
            rule.title.clone_from(&id);
        }
        rule.why = self.mistakes.text(table, "why").1;
        if rule.why.is_empty() {
            self.mistakes.name(table.at, "the rule '", &id, "' does not say why: write why = \"…\", in a sentence or two");
        }
        for (_, text) in self.mistakes.texts(table, "instead") {
            rule.instead.push(text.text);
        }
        for (at, text) in self.mistakes.texts(table, "unless") {
            self.exception(at, &text.text, &mut rule.unless);
        }
        for (at, text) in self.mistakes.texts(table, "kinds") {
            rule.kinds |= self.mistakes.kind(at, &text.text).map_or(0, Kind::bit);
        }
        let mut examples = Vec::new();
        self.mistakes.examples(table, "flag", &mut examples);
        self.mistakes.examples(table, "pass", &mut examples);
        for e in examples {
            if e.flag && rule.examples.len() < 3 {
                rule.examples.push(e.text.clone());
            }
            self.examples.push((self.file, number, e));
        }
        let (at, link) = self.mistakes.text(table, "link");
        if link.starts_with("https://") && !link.contains(' ') {
            let body = if pack_title.is_empty() { NO_TITLE } else { pack_title };
            let (body, title) = (body.to_owned(), rule.title.clone());
            rule.source = Some(Source { id: id.clone(), body, clause: String::new(), title, link, checked: String::new() });
        } else if !link.is_empty() {
            self.mistakes.say(at, "a link begins with https:// and has no spaces");
        }
        rule.id = id;
        self.pack.rules.push(rule);
    }

    fn severity(&mut self, table: &mut Table) -> Severity {
        let (at, name) = self.mistakes.text(table, "severity");
        for severity in [Severity::High, Severity::Medium, Severity::Low] {
            if name == severity.name() {
                return severity;
            }
        }
        if !name.is_empty() {
            self.mistakes.say(at, "the severity is \"high\", \"medium\" or \"low\"");
        }
        Severity::Medium
    }

    fn exception(&mut self, at: usize, name: &str, unless: &mut Vec<u16>) {
        let all = &self.rules.exceptions;
        if let Some(place) = all.iter().position(|e| e.id == name) {
            unless.push(place as u16);
            return;
        }
        let mut known = String::new();
        for e in all {
            known.push_str(if known.is_empty() { "; there are " } else { ", " });
            known.push_str(&e.id);
        }
        self.mistakes.name(at, "there is no exception '", name, &["'", known.as_str()].concat());
    }

    /// The whole id of a rule, if it can have it.
    fn id(&mut self, table: &mut Table) -> Option<String> {
        let (at, id) = self.mistakes.text(table, "id");
        let is_word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if id.len() > 60 || !id.split('-').all(is_word) {
            self.mistakes.say(at, "this rule has no id: write id = \"…\", in small letters, digits and hyphens, at most 60 of them");
            return None;
        }
        let whole = [OWN, "/", &id].concat();
        if whole == MUST_CARRY || self.ids.find(whole.as_bytes()) != 0 {
            self.mistakes.name(at, "there is a rule '", &id, "' already; give this one another id");
            return None;
        }
        self.ids.add(&whole);
        Some(whole)
    }

    #[inline(never)]
    fn phrase(&mut self, at: usize, text: &Text, purpose: Purpose) {
        match Pattern::parse(&text.text) {
            Ok(_) if self.phrases.len() >= MOST_PHRASES => {
                self.mistakes.say(at, "a pack can have 5,000 phrases; leave out this one and those after it");
            }
            Ok(pattern) => {
                self.phrases.push(Phrase { purpose, pattern, at });
                self.files.push(self.file);
            }
            Err((inside, why)) => self.mistakes.add(text.body + inside.start, why),
        }
    }
}
