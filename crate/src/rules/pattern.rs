//! Phrase patterns: `{cures} [{whose}] {condition}`. Parsed here to a small tree, and from that to steps for the matcher.

use crate::rules::{ClassId, WordId, inflections};
use crate::text::pattern_word;
use std::ops::Range;

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// Any one of these words (a word, or its inflections).
    Word(Vec<String>),
    /// A word exactly so written, case and all.
    Exact(String),
    /// A term of a list.
    List(String),
    /// May be there or not.
    Optional(Vec<Element>),
    /// One or the other.
    Either(Vec<Vec<Element>>),
    /// Up to so many words between.
    Gap(u8),
    /// Exactly one word.
    Any,
    /// The next word is not this.
    Not(Box<Element>),
    /// Start of the sentence.
    Start,
    /// End of the sentence.
    End,
    /// The underlined part begins here.
    MarkStart,
    /// The underlined part ends here.
    MarkEnd,
}

/// A parsed pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(pub Vec<Element>);

/// What is wrong in a pattern: the byte range in the pattern, and why.
pub type PatternTrouble = (Range<usize>, String);

/// The longest pattern that is read, in bytes.
const LONGEST: usize = 4000;
/// The longest word, in bytes: with an inflection's ending, its length is packed as one byte.
const LONGEST_WORD: usize = 200;

const TOO_LONG: &str = "no post has a word that is so long";

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Names the place in the pattern and what is wrong there.
    pub fn parse(source: &str) -> Result<Pattern, PatternTrouble> {
        if source.len() > LONGEST {
            return Err((0..0, format!("this pattern has {} bytes; {LONGEST} is the most", source.len())));
        }
        let mut parser = Parser { source, at: 0, depth: 0 };
        let elements = parser.sequence(None)?;
        if elements.is_empty() {
            return Err((0..source.len(), "this pattern is empty".to_owned()));
        }
        Ok(Pattern(elements))
    }
}

#[inline(never)]
fn wrong<T>(from: usize, to: usize, why: &[&str]) -> Result<T, PatternTrouble> {
    Err((from..to, why.concat()))
}

struct Parser<'a> {
    source: &'a str,
    at: usize,
    depth: u8,
}

impl Parser<'_> {
    #[inline(never)]
    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn spaces(&mut self) {
        while let Some(space) = self.peek().filter(|c| c.is_whitespace()) {
            self.at += space.len_utf8();
        }
    }

    #[inline(never)]
    fn sequence(&mut self, close: Option<char>) -> Result<Vec<Element>, PatternTrouble> {
        self.depth += 1;
        if self.depth > 8 {
            return wrong(self.at, self.at, &["brackets are nested more than eight deep"]);
        }
        let mut elements = Vec::new();
        loop {
            self.spaces();
            match self.peek() {
                None => {
                    if let Some(c) = close {
                        return wrong(self.at, self.at, &["'", c.encode_utf8(&mut [0; 4]), "' is missing"]);
                    }
                    break;
                }
                Some(c) if Some(c) == close => break,
                Some('|') if close == Some(')') => break,
                Some(c @ (')' | ']' | '|' | '}')) => return wrong(self.at, self.at + 1, &["'", c.encode_utf8(&mut [0; 4]), "' has no beginning"]),
                Some(_) => self.element(&mut elements)?,
            }
        }
        self.depth -= 1;
        Ok(elements)
    }

    fn element(&mut self, out: &mut Vec<Element>) -> Result<(), PatternTrouble> {
        let from = self.at;
        match self.peek() {
            Some('[') => {
                self.at += 1;
                let mut branches = vec![self.sequence_in_square()?];
                while self.peek() == Some('|') {
                    self.at += 1;
                    branches.push(self.sequence_in_square()?);
                }
                self.at += 1;
                out.push(Element::Optional(if branches.len() == 1 { branches.remove(0) } else { vec![Element::Either(branches)] }));
            }
            Some('(') => {
                self.at += 1;
                let mut branches = vec![self.sequence(Some(')'))?];
                while self.peek() == Some('|') {
                    self.at += 1;
                    branches.push(self.sequence(Some(')'))?);
                }
                self.at += 1;
                if branches.iter().any(Vec::is_empty) {
                    return wrong(from, self.at, &["one of the choices is empty; write [ … ] for what may be left out"]);
                }
                out.push(Element::Either(branches));
            }
            Some('{') => {
                let Some(len) = self.source[from..].find('}') else {
                    return wrong(from, from + 1, &["'}' is missing"]);
                };
                let name = self.source[from + 1..from + len].trim();
                if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')) {
                    return wrong(from, from + len + 1, &["'", name, "' is not the name of a list"]);
                }
                self.at = from + len + 1;
                out.push(Element::List(name.to_owned()));
            }
            Some('"') => {
                let Some(len) = self.source[from + 1..].find('"') else {
                    return wrong(from, from + 1, &["the closing quotation mark is missing"]);
                };
                let body = &self.source[from + 1..from + 1 + len];
                self.at = from + len + 2;
                if body.split([' ', '-', '/']).any(|w| w.len() > LONGEST_WORD) {
                    return wrong(from, self.at, &[TOO_LONG]);
                }
                out.extend(body.split([' ', '-', '/']).filter(|w| !w.is_empty()).map(|w| Element::Exact(w.to_owned())));
            }
            Some('!') => {
                self.at += 1;
                let mut inner = Vec::new();
                if self.peek().is_none_or(char::is_whitespace) {
                    return wrong(from, self.at, &["'!' needs a word or a {list} right after it"]);
                }
                self.element(&mut inner)?;
                if inner.len() != 1 || !matches!(inner[0], Element::Word(_) | Element::List(_) | Element::Either(_)) {
                    return wrong(from, self.at, &["'!' takes one word, one {list}, or one choice of those"]);
                }
                out.push(Element::Not(Box::new(inner.remove(0))));
            }
            Some('^') => self.one(out, Element::Start),
            Some('$') => self.one(out, Element::End),
            Some('<') => self.one(out, Element::MarkStart),
            Some('>') => self.one(out, Element::MarkEnd),
            Some('*') => self.one(out, Element::Any),
            Some('.') if self.source[from..].starts_with("...") => {
                self.at += 3;
                let digits: String = self.source[self.at..].chars().take_while(char::is_ascii_digit).collect();
                self.at += digits.len();
                let n = if digits.is_empty() { 4 } else { digits.parse::<u8>().unwrap_or(99) };
                if n > 20 {
                    return wrong(from, self.at, &["a gap has at most 20 words"]);
                }
                out.push(Element::Gap(n));
            }
            Some(_) => self.word(out)?,
            None => {}
        }
        Ok(())
    }

    #[inline(never)]
    fn sequence_in_square(&mut self) -> Result<Vec<Element>, PatternTrouble> {
        // Inside [ ], '|' separates as in ( ).
        self.depth += 1;
        let mut elements = Vec::new();
        loop {
            self.spaces();
            match self.peek() {
                None => return wrong(self.at, self.at, &["']' is missing"]),
                Some(']' | '|') => break,
                Some(c @ (')' | '}')) => return wrong(self.at, self.at + 1, &["'", c.encode_utf8(&mut [0; 4]), "' has no beginning"]),
                Some(_) => self.element(&mut elements)?,
            }
        }
        self.depth -= 1;
        if elements.is_empty() {
            return wrong(self.at, self.at, &["these brackets are empty"]);
        }
        Ok(elements)
    }

    fn one(&mut self, out: &mut Vec<Element>, element: Element) {
        self.at += 1;
        out.push(element);
    }

    #[inline(never)]
    fn word(&mut self, out: &mut Vec<Element>) -> Result<(), PatternTrouble> {
        let from = self.at;
        let len = self.source[from..]
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '|' | '"' | '<' | '>' | '^' | '$'))
            .unwrap_or(self.source.len() - from);
        let raw = &self.source[from..from + len];
        self.at = from + len;
        let (raw, inflect) = raw.strip_suffix('~').map_or((raw, false), |w| (w, true));
        let trimmed = raw.trim_end_matches([',', '.', '!', '?', ';', ':']);
        if trimmed.len() != raw.len() && !trimmed.is_empty() {
            return wrong(from, self.at, &["'", raw, "' ends with a mark; patterns have words only, marks in posts are skipped"]);
        }
        let keys = pattern_word(raw);
        if keys.is_empty() {
            return wrong(from, self.at, &["'", raw, "' is not a word"]);
        }
        if keys.iter().any(|key| key.len() > LONGEST_WORD) {
            return wrong(from, self.at, &[TOO_LONG]);
        }
        let last = keys.len() - 1;
        for (i, key) in keys.into_iter().enumerate() {
            out.push(Element::Word(if inflect && i == last { inflections(&key) } else { vec![key] }));
        }
        Ok(())
    }
}

/// A step of a compiled pattern. Read in either direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// This word.
    Word(WordId),
    /// A term of this list.
    Class(ClassId),
    /// A condition that the writer's profession may not advertise (`true`), or may (`false`).
    Condition(bool),
    /// This word, written with capitals at just these letters (bit 0 is the first).
    Exact(WordId, u16),
    /// Any one word.
    Any,
    /// Up to so many words, none a negation.
    Gap(u8),
    /// The next word is not this one, nor in this list.
    NotWord(WordId),
    /// The next word is not in this list.
    NotClass(ClassId),
    /// Start of the sentence.
    Start,
    /// End of the sentence.
    End,
    /// Try the next step; else go on so many steps.
    Split(u16),
    /// Go on so many steps.
    Jump(u16),
    /// Go to this step, by its place among all: what comes next stands there, in another pattern.
    Continue(u32),
    /// Remember the place: 0 where the underline begins, 1 where it ends.
    Save(u8),
    /// Done.
    Match,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_space_stands_between_words() {
        // As word processors write them: one that does not break, and a wide one.
        let words = ["our", "tape", "today"].map(|word| Element::Word(vec![word.to_owned()]));
        assert_eq!(Pattern::parse("our\u{a0}tape \u{2002}today").unwrap().0, words);
    }

    #[test]
    fn reads_the_parts() {
        let p = Pattern::parse("{cures} [my | your] (asthma | \"NHS\") ...6 !not for good").unwrap();
        assert_eq!(p.0.len(), 7);
        assert_eq!(p.0[0], Element::List("cures".into()));
        assert_eq!(p.0[3], Element::Gap(6));
    }

    #[test]
    fn no_word_is_longer_than_can_be_packed() {
        for word in ["a".repeat(256), "ü".repeat(201), format!("\"{}\"", "ü".repeat(128)), format!("{}~", "y".repeat(201))] {
            let source = format!("cure {word}");
            assert_eq!(Pattern::parse(&source).unwrap_err(), (5..source.len(), TOO_LONG.to_owned()));
        }
        assert!(Pattern::parse(&format!("{}~", "y".repeat(200))).is_ok());
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for (source, at) in [("cure (a | b", 11), ("a ] b", 2), ("{no good}", 0), ("cure!", 0), ("", 0)] {
            let (range, why) = Pattern::parse(source).unwrap_err();
            assert_eq!(range.start, at, "{source}: {why}");
        }
    }
}
