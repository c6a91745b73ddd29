//! What is wrong with a rule file, and where.

use std::fmt;
use std::ops::Range;

/// One thing that is wrong in a file of rules, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The file as it was named.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong and what to do, in one sentence.
    pub reason: String,
    /// True where nothing is wrong but something is missing (an explanation, examples): the rule works as it stands.
    pub incomplete: bool,
}

impl Trouble {
    /// Trouble at byte range `at` of `text`.
    pub fn at(file: &str, text: &str, at: &Range<usize>, reason: impl Into<String>) -> Trouble {
        let (line, column) = place_in(text, at.start);
        Trouble { file: file.to_owned(), line, column, reason: reason.into(), incomplete: false }
    }
}

/// Line and column (both from 1, columns in characters) of byte `at` of `text`.
pub fn place_in(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.reason)
    }
}

impl std::error::Error for Trouble {}
