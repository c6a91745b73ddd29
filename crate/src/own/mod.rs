//! The practice's own pack: a small TOML file with rules of its own, written by people who know the practice and no programming.
//!
//! ```toml
//! title = "Old Mill Clinic"
//! about = "What we agreed on at the team meeting in May."
//! always-fine = ["01234 567890", "AB1 2CD"]
//! must-carry = ["views are my own", "views my own"]
//! must-carry-message = "Posts by staff say that they speak for themselves."
//!
//! [[rule]]
//! id = "staff"
//! title = "A colleague's name"
//! severity = "medium"
//! match = ["\"Rose\"", "Sam Okafor"]
//! unless = ["quoted"]
//! why = "We name nobody of the team without asking."
//! instead = ["a colleague"]
//! link = "https://oldmill.example/social-media"
//! flag = ["Rose is off sick today"]
//! pass = ["A rose for every patient"]
//! ```
//!
//! | field | what it is |
//! |---|---|
//! | `title`, `about` | of the pack, for people |
//! | `always-fine` | phrases that the built-in rules do not speak about: a finding that lies within one of them is left out. Compared by letters and digits alone |
//! | `must-carry` | phrases of which a post (not a comment, reply or message) must have one; else its last word is marked, as `own/must-carry` |
//! | `must-carry-message` | why, as the card says it |
//! | `id` | small letters, digits and hyphens; the rule is `own/<id>` |
//! | `severity` | `high`, `medium` (if it is left out) or `low` |
//! | `match` | phrases: one or several, as in the built-in packs |
//! | `unless` | names of the engine's exceptions: `negated`, `question`, `quoted`, … |
//! | `unless-near` | phrases that excuse when they stand in the same sentence |
//! | `kinds` | `post`, `comment`, `reply`, `message`; all if it is left out |
//! | `why`, `instead`, `link` | what the card says: why, wording to copy (one or several), where to read more (`https://…`) |
//! | `flag`, `pass` | posts that the rule must find, and must leave alone; tried when the pack is read |
//!
//! Phrases are those of the built-in packs (`packs/README.md`): words, `word~` with its inflections, `[optional]`, `(one | other)`,
//! `...` a few words between, `*` any one word, `!word` not this one, `^` and `$` the ends of the sentence, `"exact"` capitals and
//! all, `<only this underlined>`, and `{list}` for the lists that the engine knows by form (`{phone}`, `{name}`, `{money}`, …),
//! `{condition}` and `{negation}`. They are matched as those are, on folded text, within a sentence.
//!
//! A mistake never costs more than the entry that it is in: it is told with line, column and what to do about it, and the rest works.

mod fields;
mod fine;
mod programs;
mod quoted;
mod read;
#[cfg(test)]
mod tests;
mod toml;
mod words;

pub(crate) use fine::Fine;
pub(crate) use programs::{Programs, Purpose, Step};

use crate::rules::{RuleSet, Severity, Source};
use std::fmt;
use std::sync::Arc;

/// The id of the pack that a practice writes itself.
pub const OWN: &str = "own";
/// The id of the rule that asks for the statement which every post must carry.
pub const MUST_CARRY: &str = "own/must-carry";
/// The largest file that is read as a pack, in bytes.
pub const LARGEST: usize = 1 << 20;

/// A mistake in a pack, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong and what to do, in one sentence.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.what)
    }
}

/// A rule of the practice's own.
#[derive(Clone, Debug, Default)]
pub struct OwnRule {
    /// `own/staff`.
    pub id: String,
    /// For people.
    pub title: String,
    /// How much it matters.
    pub severity: Severity,
    /// Why.
    pub why: String,
    /// Wording instead.
    pub instead: Vec<String>,
    /// Where to read more: the pack, as the standard that the rule comes from.
    pub source: Option<Source>,
    /// Posts that it finds, for the explanation.
    pub examples: Vec<String>,
    /// Exceptions, by their place in the engine's list.
    pub(crate) unless: Vec<u16>,
    /// Programs that excuse in the same sentence.
    pub(crate) unless_near: Vec<u32>,
    /// Kinds of post, as bits of [`crate::check::Kind`]; 0 for all.
    pub(crate) kinds: u8,
    /// It speaks where its phrases are missing, not where they are.
    pub(crate) statement: bool,
}

/// A practice's own pack, compiled. Works with the rules that it was read for.
#[derive(Clone, Debug, Default)]
pub struct OwnPack {
    /// For people; `Own rules` if the file has none.
    pub title: String,
    /// One sentence; may be empty.
    pub about: String,
    /// The rules that work.
    pub rules: Vec<OwnRule>,
    pub(crate) fine: Fine,
    pub(crate) programs: Programs,
}

impl OwnPack {
    /// Reads a pack for the built-in rules. What is wrong in it is in the second part; whatever is right works all the same.
    pub fn parse(text: &str) -> (OwnPack, Vec<Problem>) {
        let (pack, mut problems) = OwnPack::parse_all(&[text], &crate::built_in());
        (pack, problems.pop().unwrap_or_default())
    }

    /// Reads several files as one pack, for these rules. The problems are file by file.
    pub fn parse_all(texts: &[&str], rules: &Arc<RuleSet>) -> (OwnPack, Vec<Vec<Problem>>) {
        read::read(texts, rules)
    }

    /// The place of the rule of that id (`own/staff`).
    pub fn find(&self, id: &str) -> Option<usize> {
        self.rules.iter().position(|r| r.id == id)
    }
}
