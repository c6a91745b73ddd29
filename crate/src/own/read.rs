//! From the entries of a file to rules: every field is looked at, and every mistake is told.

use super::programs::Phrase;
use super::toml::{self, Entry, Item, Mistake, Table, Text, Value};
use super::{LARGEST, MUST_CARRY, OWN, OwnPack, OwnRule, Problem, Programs, Purpose};
use crate::check::{Checker, Kind, PostContext, RuleRef};
use crate::rules::{Pattern, RuleSet, Severity, Source, place_in};
use std::collections::HashSet;
use std::sync::Arc;

/// The fields of a pack, then those of a rule.
const PACK_FIELDS: &[&str] = &["title", "about", "always-fine", "must-carry", "must-carry-message"];
const RULE_FIELDS: &[&str] = &["id", "title", "severity", "match", "unless", "unless-near", "kinds", "why", "instead", "link", "flag", "pass"];
/// Fields that only built-in packs have.
const BUILT_IN_FIELDS: &[&str] =
    &["pack", "unless-post", "with-near", "with-post", "image", "professions", "threshold", "window", "weighs", "certain", "evidence", "sources"];
/// The most problems of a file that are told.
const MOST_PROBLEMS: usize = 100;

/// A post that a rule must find, or leave alone.
struct Example {
    file: usize,
    rule: usize,
    flag: bool,
    text: String,
    kind: Kind,
    image: bool,
    at: usize,
}

struct Work<'t> {
    rules: &'t RuleSet,
    pack: OwnPack,
    ids: HashSet<String>,
    phrases: Vec<Phrase>,
    /// For each phrase, its file.
    files: Vec<usize>,
    examples: Vec<Example>,
    /// The file that is being read, and what is wrong in it.
    file: usize,
    mistakes: Vec<Vec<Mistake>>,
}

/// See [`OwnPack::parse_all`].
pub(super) fn read(texts: &[&str], rules: &Arc<RuleSet>) -> (OwnPack, Vec<Vec<Problem>>) {
    let mut work = Work {
        rules,
        pack: OwnPack::default(),
        ids: HashSet::new(),
        phrases: Vec::new(),
        files: Vec::new(),
        examples: Vec::new(),
        file: 0,
        mistakes: vec![Vec::new(); texts.len()],
    };
    for (file, text) in texts.iter().enumerate() {
        work.file = file;
        work.read_file(text);
    }
    let Work { mut pack, phrases, files, examples, mut mistakes, .. } = work;
    if pack.title.is_empty() {
        "Own rules".clone_into(&mut pack.title);
    }
    pack.fine.finish();
    let (programs, wrong) = Programs::compile(&phrases, rules);
    for (phrase, why) in wrong {
        mistakes[files[phrase]].push((phrases[phrase].at, why));
    }
    pack.programs = programs;
    // A statement that cannot be found would be missing from every post.
    let sought = |rule: usize| pack.programs.all.iter().any(|p| p.purpose == Purpose::Statement(rule as u32));
    let lost: Vec<usize> = (0..pack.rules.len()).filter(|r| pack.rules[*r].statement && !sought(*r)).collect();
    for rule in lost {
        pack.rules[rule].statement = false;
    }
    for (number, program) in pack.programs.all.iter().enumerate() {
        if let Purpose::Excuse(rule) = program.purpose {
            pack.rules[rule as usize].unless_near.push(number as u32);
        }
    }
    let pack = try_examples(pack, &examples, rules, &mut mistakes);
    let problems = texts.iter().zip(mistakes).map(|(text, mistakes)| problems(text, mistakes)).collect();
    (pack, problems)
}

/// Mistakes in the order of the text.
fn problems(text: &str, mut mistakes: Vec<Mistake>) -> Vec<Problem> {
    mistakes.sort_by_key(|(at, _)| *at);
    let more = mistakes.len() > MOST_PROBLEMS;
    mistakes.truncate(MOST_PROBLEMS);
    let told = mistakes.into_iter().map(|(at, what)| {
        let (line, column) = place_in(text, at);
        Problem { line, column, what }
    });
    let mut problems: Vec<Problem> = told.collect();
    if let (true, Some(last)) = (more, problems.last_mut()) {
        last.what.push_str("; there are more problems after this one");
    }
    problems
}

/// Tries the examples that rules come with.
fn try_examples(pack: OwnPack, examples: &[Example], rules: &Arc<RuleSet>, mistakes: &mut [Vec<Mistake>]) -> OwnPack {
    if examples.is_empty() {
        return pack;
    }
    let pack = Arc::new(pack);
    let mut checker = Checker::new(rules.clone());
    checker.set_own_pack(Some(pack.clone()));
    for e in examples {
        let context = PostContext { kind: e.kind, image: e.image, profession: None };
        let found = checker.check_own(&e.text, &context).iter().any(|f| f.rule == RuleRef::Own(e.rule));
        if found != e.flag {
            let what = if e.flag { "does not find this" } else { "finds this, which it should leave alone" };
            mistakes[e.file].push((e.at, format!("the rule '{}' {what}", pack.rules[e.rule].id)));
        }
    }
    drop(checker);
    Arc::unwrap_or_clone(pack)
}

impl Work<'_> {
    fn wrong(&mut self, at: usize, why: impl Into<String>) {
        self.mistakes[self.file].push((at, why.into()));
    }

    fn read_file(&mut self, text: &str) {
        if text.len() > LARGEST {
            self.wrong(0, format!("this file has {} KB, a pack at most {}: is it the right file?", text.len() >> 10, LARGEST >> 10));
            return;
        }
        let (tables, mistakes) = toml::read(text);
        let entries: usize = tables.iter().map(|t| t.entries.len()).sum();
        if entries == 0 {
            let blank = mistakes.is_empty();
            self.wrong(
                0,
                if blank {
                    "there is nothing in this pack: write a [[rule]], or what is always-fine"
                } else {
                    "this is no pack: it has no entry of the form name = \"…\""
                },
            );
            return;
        }
        self.mistakes[self.file].extend(mistakes);
        let mut title = String::new();
        for table in tables {
            match table.name.as_str() {
                "" => title = self.pack_fields(table.entries),
                "rule" => self.rule(table, &title),
                name => self.wrong(table.at, format!("there is no [[{name}]] in a pack; write [[rule]]")),
            }
        }
    }

    /// The fields before the first rule; gives the title.
    fn pack_fields(&mut self, entries: Vec<Entry>) -> String {
        let mut title = String::new();
        let mut statements = Vec::new();
        let mut message = String::new();
        for entry in entries {
            match field(&entry.name).as_str() {
                "title" => title = self.line(entry),
                "about" => {
                    let about = self.line(entry);
                    if self.pack.about.is_empty() {
                        self.pack.about = about;
                    }
                }
                "always-fine" => {
                    for (at, text) in self.texts(entry) {
                        if !self.pack.fine.add(&text.text) {
                            self.wrong(at, "this has neither letters nor digits");
                        }
                    }
                }
                "must-carry" => statements = self.texts(entry),
                "must-carry-message" => message = self.line(entry),
                _ => self.unknown(&entry, PACK_FIELDS, RULE_FIELDS, "it belongs under a [[rule]]"),
            }
        }
        if self.pack.title.is_empty() {
            self.pack.title.clone_from(&title);
        }
        if !statements.is_empty() {
            self.statement(statements, message);
        }
        title
    }

    fn statement(&mut self, statements: Vec<(usize, Text)>, message: String) {
        let number = self.pack.rules.len() as u32;
        let plain = |t: &str| !t.contains(['[', ']', '(', ')', '|', '{', '}', '~', '*', '!', '<', '>', '^', '$', '"']) && !t.contains("...");
        let instead = statements.iter().map(|(_, t)| t.text.trim().to_owned()).filter(|t| plain(t)).take(2).collect();
        let why = if message.is_empty() { "Every post of the practice carries this statement.".to_owned() } else { message };
        let before = self.phrases.len();
        for (at, text) in statements {
            self.phrase(at, &text, Purpose::Statement(number));
        }
        let mut id = MUST_CARRY.to_owned();
        if !self.ids.insert(id.clone()) {
            id = format!("{MUST_CARRY}-{}", self.file + 1);
            self.ids.insert(id.clone());
        }
        // Without a phrase that can be found, every post would be told off.
        if self.phrases.len() > before {
            self.pack.rules.push(OwnRule {
                id,
                title: "A statement is missing that posts must carry".to_owned(),
                severity: Severity::Low,
                why,
                instead,
                source: None,
                examples: Vec::new(),
                unless: Vec::new(),
                unless_near: Vec::new(),
                kinds: Kind::Post.bit(),
                statement: true,
            });
        }
    }

    fn rule(&mut self, table: Table, pack_title: &str) {
        let number = self.pack.rules.len();
        let (mut id, mut title, mut why, mut link) = (None, String::new(), String::new(), None);
        let mut severity = Severity::Medium;
        let (mut matches, mut near, mut unless, mut instead) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut examples = Vec::new();
        let mut kinds = 0;
        for entry in table.entries {
            let at = entry.item.at;
            match field(&entry.name).as_str() {
                "id" => id = Some((at, self.line(entry))),
                "title" => title = self.line(entry),
                "severity" => {
                    let name = self.line(entry);
                    match [Severity::High, Severity::Medium, Severity::Low].into_iter().find(|s| s.name() == name) {
                        Some(s) => severity = s,
                        None => self.wrong(at, "the severity is \"high\", \"medium\" or \"low\""),
                    }
                }
                "match" => matches = self.texts(entry),
                "unless-near" => near = self.texts(entry),
                "unless" => {
                    for (at, text) in self.texts(entry) {
                        if let Some(place) = self.rules.exceptions.iter().position(|e| e.id == text.text) {
                            unless.push(place as u16);
                        } else {
                            let known: Vec<&str> = self.rules.exceptions.iter().map(|e| e.id.as_str()).collect();
                            self.wrong(at, format!("there is no exception '{}'; there are {}", text.text, known.join(", ")));
                        }
                    }
                }
                "kinds" => {
                    for (at, text) in self.texts(entry) {
                        match Kind::from_name(&text.text) {
                            Some(kind) => kinds |= kind.bit(),
                            None => self.wrong(at, format!("'{}' is no kind of post: write post, comment, reply or message", text.text)),
                        }
                    }
                }
                "why" => why = self.line(entry),
                "instead" => instead = self.texts(entry).into_iter().map(|(_, t)| t.text).collect(),
                "link" => {
                    let text = self.line(entry);
                    if text.starts_with("https://") && !text.contains(char::is_whitespace) {
                        link = Some(text);
                    } else {
                        self.wrong(at, "a link begins with https:// and has no spaces");
                    }
                }
                name @ ("flag" | "pass") => {
                    let flag = name == "flag";
                    self.examples(entry, flag, number, &mut examples);
                }
                _ => self.unknown(&entry, RULE_FIELDS, PACK_FIELDS, "it belongs at the top of the file, before the first [[rule]]"),
            }
        }
        let Some(id) = self.id(table.at, id) else { return };
        let before = self.phrases.len();
        for (at, text) in matches {
            self.phrase(at, &text, Purpose::Match(number as u32));
        }
        if self.phrases.len() == before {
            self.wrong(table.at, format!("the rule '{id}' has no phrase to look for: write match = [\"…\"]"));
            return;
        }
        for (at, text) in near {
            self.phrase(at, &text, Purpose::Excuse(number as u32));
        }
        if title.is_empty() {
            self.wrong(table.at, format!("the rule '{id}' has no title: write title = \"…\", in a few words"));
            title.clone_from(&id);
        }
        if why.is_empty() {
            self.wrong(table.at, format!("the rule '{id}' does not say why: write why = \"…\", in a sentence or two"));
        }
        let source = link.map(|link| Source {
            id: id.clone(),
            body: if pack_title.is_empty() { "Own rules".to_owned() } else { pack_title.to_owned() },
            clause: String::new(),
            title: title.clone(),
            link,
            checked: String::new(),
        });
        let shown = examples.iter().filter(|e: &&Example| e.flag).map(|e| e.text.clone()).take(3).collect();
        self.examples.append(&mut examples);
        self.ids.insert(id.clone());
        self.pack.rules.push(OwnRule {
            id,
            title,
            severity,
            why,
            instead,
            source,
            examples: shown,
            unless,
            unless_near: Vec::new(),
            kinds,
            statement: false,
        });
    }

    /// The whole id of a rule, if it can have it.
    fn id(&mut self, table: usize, written: Option<(usize, String)>) -> Option<String> {
        let Some((at, id)) = written else {
            self.wrong(table, "this rule has no id: write id = \"…\", in small letters, digits and hyphens");
            return None;
        };
        if id.is_empty() || id.len() > 60 || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_')) {
            self.wrong(at, "an id has small letters, digits and hyphens, and at most 60 of them");
            return None;
        }
        let whole = format!("{OWN}/{id}");
        if whole == MUST_CARRY || self.ids.contains(&whole) {
            self.wrong(at, format!("there is a rule '{id}' already; give this one another id"));
            return None;
        }
        Some(whole)
    }

    fn phrase(&mut self, at: usize, text: &Text, purpose: Purpose) {
        match Pattern::parse(&text.text) {
            Ok(pattern) => {
                self.phrases.push(Phrase { purpose, pattern, at });
                self.files.push(self.file);
            }
            Err((inside, why)) => self.wrong(text.body + inside.start, why),
        }
    }

    /// A field that is not known: it may be misspelt, or stand in the wrong place.
    fn unknown(&mut self, entry: &Entry, here: &[&str], elsewhere: &[&str], place: &str) {
        let name = field(&entry.name);
        let hint = if elsewhere.contains(&name.as_str()) {
            place.to_owned()
        } else if BUILT_IN_FIELDS.contains(&name.as_str()) {
            "only the packs of Think Twice itself have it".to_owned()
        } else {
            match here.iter().find(|known| alike(known, &name)) {
                Some(known) => format!("did you mean '{known}'?"),
                None => format!("there are {}", here.join(", ")),
            }
        };
        self.wrong(entry.at, format!("'{}' is not known here; {hint}", entry.name));
    }

    /// A text without spaces at its ends.
    fn line(&mut self, entry: Entry) -> String {
        if let Value::Text(text) = entry.item.value {
            return text.text.trim().to_owned();
        }
        self.wrong(entry.item.at, format!("'{0}' is one text: write {0} = \"…\"", entry.name));
        String::new()
    }

    /// Texts and where each stands: a list of them, or one alone.
    fn texts(&mut self, entry: Entry) -> Vec<(usize, Text)> {
        let name = entry.name;
        let items = match entry.item.value {
            Value::List(items) => items,
            value => vec![Item { at: entry.item.at, value }],
        };
        let mut texts = Vec::new();
        for item in items {
            match item.value {
                Value::Text(text) if text.text.trim().is_empty() => self.wrong(item.at, "this text is empty"),
                Value::Text(text) => texts.push((item.at, text)),
                _ => self.wrong(item.at, format!("'{name}' is a list of texts: write {name} = [\"…\", \"…\"]")),
            }
        }
        texts
    }

    fn examples(&mut self, entry: Entry, flag: bool, rule: usize, examples: &mut Vec<Example>) {
        let items = match entry.item.value {
            Value::List(items) => items,
            value => vec![Item { at: entry.item.at, value }],
        };
        for item in items {
            let mut example = Example { file: self.file, rule, flag, text: String::new(), kind: Kind::Post, image: false, at: item.at };
            match item.value {
                Value::Text(text) => example.text = text.text,
                Value::Table(fields) => {
                    for f in fields {
                        match (f.name.as_str(), f.item.value) {
                            ("text", Value::Text(text)) => example.text = text.text,
                            ("kind", Value::Text(text)) => match Kind::from_name(&text.text) {
                                Some(kind) => example.kind = kind,
                                None => self.wrong(f.item.at, format!("'{}' is no kind of post: write post, comment, reply or message", text.text)),
                            },
                            ("image", Value::Truth(image)) => example.image = image,
                            ("profession", Value::Text(_)) => {}
                            _ => self.wrong(f.at, "an example has text = \"…\", kind = \"…\" and image = true or false"),
                        }
                    }
                }
                _ => {
                    self.wrong(item.at, "an example is a text: \"…\"");
                    continue;
                }
            }
            examples.push(example);
        }
    }
}

/// `always_fine` is `always-fine`.
fn field(name: &str) -> String {
    name.replace('_', "-").to_ascii_lowercase()
}

/// True if one letter was left out, added or changed, or two were swapped.
fn alike(known: &str, written: &str) -> bool {
    let (a, b) = (known.as_bytes(), written.as_bytes());
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    let tail = |x: &[u8], y: &[u8]| x == y;
    match (a, b) {
        ([], rest) | (rest, []) => rest.len() <= 1,
        ([x, p @ ..], [y, q @ ..]) => {
            tail(p, q) || tail(p, b) || tail(a, q) || (p.first() == Some(y) && q.first() == Some(x) && tail(&p[1..], &q[1..]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_names_are_alike() {
        for written in ["titel", "tile", "titlee", "title", "tittle", "xitle"] {
            assert!(alike("title", written), "{written}");
        }
        for written in ["why", "t", "titlest", ""] {
            assert!(!alike("title", written), "{written}");
        }
    }
}
