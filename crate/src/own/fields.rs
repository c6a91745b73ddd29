//! The fields of a table, one by one: what is of another kind than it should be is told.
//!
//! None of this runs while somebody types. `inline(never)` keeps it small in what the browser downloads.

use super::toml::{Entry, Item, Mistake, Table, Text, Value};
use crate::check::Kind;

/// Fields that only built-in packs have.
const BUILT_IN: &[&str] = &[
    "pack",
    "unless-post",
    "with-near",
    "with-post",
    "image",
    "professions",
    "threshold",
    "window",
    "weighs",
    "like",
    "certain",
    "evidence",
    "sources",
];
/// So many mistakes are kept: more than anybody reads.
const MOST: usize = 500;

/// What is wrong in a file.
#[derive(Debug, Default)]
pub(super) struct Mistakes(pub(super) Vec<Mistake>);

/// A post that a rule must find, or leave alone.
pub(super) struct Example {
    pub(super) flag: bool,
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) image: bool,
    pub(super) at: usize,
}

impl Mistakes {
    #[inline(never)]
    pub(super) fn add(&mut self, at: usize, what: String) {
        if self.0.len() < MOST {
            self.0.push((at, what));
        }
    }

    #[inline(never)]
    pub(super) fn say(&mut self, at: usize, what: &str) {
        self.add(at, what.to_owned());
    }

    /// `before` + `name` + `after`.
    #[inline(never)]
    pub(super) fn name(&mut self, at: usize, before: &str, name: &str, after: &str) {
        self.add(at, [before, name, after].concat());
    }

    /// Tells the fields of a table that are not known: they may be misspelt, or stand in the wrong place.
    #[inline(never)]
    pub(super) fn unknown(&mut self, table: &Table, here: &[&str], elsewhere: &[&str], place: &str) {
        for entry in &table.entries {
            let name = entry.name.as_str();
            if here.contains(&name) {
                continue;
            }
            let near = here.iter().find(|known| alike(known.as_bytes(), name.as_bytes()));
            if elsewhere.contains(&name) {
                self.name(entry.at, "'", name, place);
            } else if BUILT_IN.contains(&name) {
                self.name(entry.at, "'", name, "' is not known here: only the packs of Think Twice itself have it");
            } else if let Some(near) = near {
                self.name(entry.at, &["'", name, "' is not known; did you mean '"].concat(), near, "'?");
            } else {
                self.name(entry.at, &["'", name, "' is not known; there are "].concat(), &here.join(", "), "");
            }
        }
    }

    /// The text of a field, without spaces at its ends, and where it stands; empty if it is not there.
    #[inline(never)]
    pub(super) fn text(&mut self, table: &mut Table, name: &str) -> (usize, String) {
        match take(table, name) {
            None => (table.at, String::new()),
            Some(Item { at, value: Value::Text(text) }) => (at, text.text.trim().to_owned()),
            Some(Item { at, .. }) => {
                self.name(at, "this is one text: write ", name, " = \"…\"");
                (at, String::new())
            }
        }
    }

    /// The texts of a field, which may be a list or one alone.
    #[inline(never)]
    pub(super) fn texts(&mut self, table: &mut Table, name: &str) -> Vec<(usize, Text)> {
        let mut texts = Vec::new();
        for item in items(table, name) {
            match item.value {
                Value::Text(text) if text.text.trim().is_empty() => self.say(item.at, "this text is empty"),
                Value::Text(text) => texts.push((item.at, text)),
                _ => self.name(item.at, "this is a list of texts: write ", name, " = [\"…\", \"…\"]"),
            }
        }
        texts
    }

    /// A kind of post, by its name.
    #[inline(never)]
    pub(super) fn kind(&mut self, at: usize, name: &str) -> Option<Kind> {
        let kind = Kind::from_name(name);
        if kind.is_none() {
            self.name(at, "'", name, "' is no kind of post: write post, comment, reply or message");
        }
        kind
    }

    /// The examples of a field.
    #[inline(never)]
    pub(super) fn examples(&mut self, table: &mut Table, name: &str, examples: &mut Vec<Example>) {
        for item in items(table, name) {
            let mut example = Example { flag: name == "flag", text: String::new(), kind: Kind::Post, image: false, at: item.at };
            match item.value {
                Value::Text(text) => example.text = text.text,
                Value::Table(fields) => self.example(fields, &mut example),
                _ => {}
            }
            if example.text.is_empty() {
                self.say(item.at, "an example is a text: \"…\", or { text = \"…\", kind = \"reply\" }");
            } else {
                examples.push(example);
            }
        }
    }

    fn example(&mut self, fields: Vec<Entry>, example: &mut Example) {
        for f in fields {
            match (f.name.as_str(), f.item.value) {
                ("text", Value::Text(text)) => example.text = text.text,
                ("kind", Value::Text(text)) => example.kind = self.kind(f.item.at, &text.text).unwrap_or_default(),
                ("image", Value::Truth(image)) => example.image = image,
                _ => self.say(f.at, "an example has text = \"…\", kind = \"…\" and image = true or false"),
            }
        }
    }
}

#[inline(never)]
fn take(table: &mut Table, name: &str) -> Option<Item> {
    let place = table.entries.iter().position(|e| e.name == name)?;
    Some(table.entries.remove(place).item)
}

#[inline(never)]
fn items(table: &mut Table, name: &str) -> Vec<Item> {
    match take(table, name) {
        None => Vec::new(),
        Some(Item { value: Value::List(items), .. }) => items,
        Some(item) => vec![item],
    }
}

/// True if one letter was left out, added or changed, or two were swapped.
fn alike(known: &[u8], written: &[u8]) -> bool {
    match (known, written) {
        ([a, p @ ..], [b, q @ ..]) if a == b => alike(p, q),
        ([a, p @ ..], [b, q @ ..]) => p == q || p == written || known == q || (p.first() == Some(b) && q.first() == Some(a) && p[1..] == q[1..]),
        (rest, []) | ([], rest) => rest.len() <= 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_names_are_alike() {
        for written in ["titel", "tile", "titlee", "title", "tittle", "xitle"] {
            assert!(alike(b"title", written.as_bytes()), "{written}");
        }
        for written in ["why", "t", "titlest", ""] {
            assert!(!alike(b"title", written.as_bytes()), "{written}");
        }
    }
}
