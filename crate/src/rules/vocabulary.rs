//! Vocabulary lists: which terms are plain words, which are patterns, and which lists take in which.
//!
//! A plain term (`frozen shoulder`) is known as soon as a post is read into words. A term that is a pattern (`{number} sessions`) is
//! looked for after that, in rounds: first those that need plain lists only, then those that need these, and so on.

use crate::rules::pattern::PatternTrouble;
use crate::rules::{Element, Pattern};
use std::collections::{BTreeMap, HashMap, HashSet};
use toml::Spanned;

/// The lists of all files: name, then file and terms.
pub(crate) type Lists = BTreeMap<String, (String, Vec<Spanned<String>>)>;

/// Plain terms that stand for more phrases than this are looked for as patterns.
const MOST_PHRASES: usize = 60;
/// Rounds of patterns among terms.
pub(crate) const MOST_ROUNDS: u8 = 6;

/// How a term is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TermKind {
    /// As words.
    Plain,
    /// As a pattern, in this round (from 1).
    Pattern(u8),
}

#[derive(Default)]
pub(crate) struct Vocabulary {
    /// Terms that are patterns: the lists that each needs.
    needs: HashMap<(String, String), Vec<String>>,
    plain: HashSet<(String, String)>,
    /// For each list, the lists that take it in whole.
    taken_by: HashMap<String, Vec<String>>,
    levels: std::cell::OnceCell<HashMap<String, u8>>,
}

impl Vocabulary {
    /// Adds a term of list `name`.
    pub(crate) fn add(&mut self, name: &str, term: &str, lists: &Lists) -> Result<(), PatternTrouble> {
        let pattern = Pattern::parse(term)?;
        if let [Element::List(inner)] = pattern.0.as_slice()
            && lists.contains_key(inner)
        {
            self.taken_by.entry(inner.clone()).or_default().push(name.to_owned());
            return Ok(());
        }
        let key = (name.to_owned(), term.to_owned());
        if phrases(&pattern.0).is_some_and(|n| n <= MOST_PHRASES) {
            self.plain.insert(key);
        } else {
            let mut needs = Vec::new();
            named(&pattern.0, &mut needs);
            self.needs.insert(key, needs);
        }
        Ok(())
    }

    /// The list itself and all that take it in.
    pub(crate) fn takers<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        let mut all = vec![name];
        let mut at = 0;
        while at < all.len() {
            for taker in self.taken_by.get(all[at]).into_iter().flatten() {
                if !all.contains(&taker.as_str()) {
                    all.push(taker);
                }
            }
            at += 1;
        }
        all
    }

    /// How a term is looked for; nothing for a term that names a list or is wrong.
    pub(crate) fn kind(&self, name: &str, term: &str) -> Option<TermKind> {
        let key = (name.to_owned(), term.to_owned());
        if self.plain.contains(&key) {
            return Some(TermKind::Plain);
        }
        let needs = self.needs.get(&key)?;
        let levels = self.levels.get_or_init(|| self.levels());
        let round = needs.iter().filter_map(|n| levels.get(n)).max().copied().unwrap_or(0) + 1;
        Some(TermKind::Pattern(round.min(MOST_ROUNDS)))
    }

    /// For each list with patterns among its terms, the round after which it is complete.
    fn levels(&self) -> HashMap<String, u8> {
        let mut levels: HashMap<String, u8> = HashMap::new();
        for _ in 0..MOST_ROUNDS {
            let before = levels.clone();
            for ((name, _), needs) in &self.needs {
                let round = (needs.iter().filter_map(|n| before.get(n)).max().copied().unwrap_or(0) + 1).min(MOST_ROUNDS);
                for taker in self.takers(name) {
                    let level = levels.entry(taker.to_owned()).or_default();
                    *level = round.max(*level);
                }
            }
            if before == levels {
                break;
            }
        }
        levels
    }
}

/// How many phrases a term of plain words stands for; nothing if it has other parts.
fn phrases(elements: &[Element]) -> Option<usize> {
    let mut product = 1usize;
    for element in elements {
        product = product.saturating_mul(match element {
            Element::Word(forms) => forms.len(),
            Element::Optional(inner) => 1 + phrases(inner)?,
            Element::Either(branches) => branches.iter().map(|b| phrases(b)).sum::<Option<usize>>()?,
            _ => return None,
        });
    }
    Some(product)
}

fn named(elements: &[Element], out: &mut Vec<String>) {
    for element in elements {
        match element {
            Element::List(name) => out.push(name.clone()),
            Element::Optional(inner) => named(inner, out),
            Element::Either(branches) => branches.iter().for_each(|b| named(b, out)),
            Element::Not(inner) => named(std::slice::from_ref(inner), out),
            _ => {}
        }
    }
}
