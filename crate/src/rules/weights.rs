//! What each word, pair of words and list adds to the weight of a passage, pack by pack.
//!
//! The weights are learnt from the labelled posts (`./build.sh learn`) and written down in `weights.tsv`, one sign a line, where a
//! person can read and change them. A *sign* is a word (`scrubs`), a stem (`cur~`), a list (`{relative}`), or two words or lists
//! next to each other (`my {patient_word}`).

use crate::rules::lexicon::hash;
use crate::rules::{ClassId, Lexicon, Trouble, WordId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt::Write as _;

/// How many packs a sign can speak to.
pub const MOST_PACKS: usize = 8;

/// One weight for each pack.
pub type PackWeights = [i8; MOST_PACKS];

/// Signs in braces that are no lists: what kind of passage it is.
pub const BUILT_IN_SIGNS: &[&str] = &["{always}", "{question}", "{post}", "{comment}", "{reply}", "{message}", "{picture}"];

/// A sign as a number: the hash of its name, or of the names of its two parts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SignKey(pub u32);

impl SignKey {
    /// The sign of one word (folded, lower case, digits as `0`) or list (`{name}`).
    pub fn of_part(name: &[u8]) -> SignKey {
        SignKey::of_hash(hash(name))
    }

    /// The sign of every word with this stem.
    pub fn of_stem(stem: &[u8]) -> SignKey {
        SignKey::of_part(stem).then(SignKey(u32::MAX))
    }

    /// The sign of a link, an e-mail address or an @mention: which one does not matter.
    pub(crate) fn of_address() -> SignKey {
        SignKey::of_part(b"@")
    }

    /// The sign of a word with digits: all digits count as `0`, and the first eight letters are enough.
    pub(crate) fn of_digits(word: &[u8]) -> SignKey {
        let mut shape = [b'0'; 8];
        let n = word.len().min(shape.len());
        for (to, from) in shape.iter_mut().zip(word) {
            if !from.is_ascii_digit() {
                *to = *from;
            }
        }
        SignKey::of_part(&shape[..n])
    }

    /// The hash of a part's name.
    pub(crate) fn hash(name: &[u8]) -> u64 {
        hash(name)
    }

    /// The sign of a part whose hash is known.
    pub(crate) fn of_hash(h: u64) -> SignKey {
        SignKey((h ^ h >> 32) as u32)
    }

    /// The sign of two parts next to each other.
    #[must_use]
    pub fn then(self, next: SignKey) -> SignKey {
        let h = (u64::from(self.0) << 32 | u64::from(next.0)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        SignKey((h >> 31) as u32)
    }

    /// The sign of that name.
    pub fn of_name(name: &str) -> SignKey {
        match (name.split_once(' '), name.strip_suffix('~')) {
            (Some((a, b)), _) => SignKey::of_part(a.as_bytes()).then(SignKey::of_part(b.as_bytes())),
            (None, Some(stem)) => SignKey::of_stem(stem.as_bytes()),
            (None, None) => SignKey::of_part(name.as_bytes()),
        }
    }
}

/// The weights of every sign that has any.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Weights {
    /// Keys in ascending order, each as the distance from the one before.
    steps: Vec<u32>,
    /// The weights of each sign, in the order of the keys.
    by_sign: Vec<PackWeights>,
    /// The lists that occur in signs.
    lists: Vec<(ClassId, u32)>,
    /// Open addressing: key and place, plus one; place 0 is empty. Built when the weights are loaded.
    #[serde(skip)]
    table: Vec<(u32, u32)>,
    /// The signs of each word's lists: `signs[first[w]..first[w + 1]]`.
    #[serde(skip)]
    first: Vec<u32>,
    #[serde(skip)]
    signs: Vec<SignKey>,
    /// The sign of each list, by its number.
    #[serde(skip)]
    by_list: Vec<Option<SignKey>>,
}

impl Weights {
    /// Reads `weights.tsv`: a line of column names (`sign`, then packs), then one sign a line with a whole number a pack (nothing
    /// for 0). Lines with a slash are rules, with how far each is relied on: these come back as the second part.
    pub fn parse(file: &str, text: &str, packs: &[String], classes: &[(String, ClassId)]) -> (Weights, Vec<(String, i8)>, Vec<Trouble>) {
        let mut troubles = Vec::new();
        let mut found: Vec<(u32, PackWeights)> = Vec::new();
        let mut reliance = Vec::new();
        let mut columns: Vec<usize> = Vec::new();
        let mut seen: HashMap<SignKey, &str> = HashMap::new();
        let lists: HashMap<&str, ClassId> = classes.iter().map(|(n, c)| (n.as_str(), *c)).collect();
        let mut used: Vec<(ClassId, u32)> = Vec::new();
        let mut at = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let range = at..at + line.len();
            at = range.end;
            let mut trouble = |reason: String| troubles.push(Trouble::at(file, text, &range, reason));
            let mut cells = line.trim_end_matches(['\n', '\r']).split('\t');
            let name = cells.next().unwrap_or("");
            if number == 0 {
                for cell in cells {
                    match packs.iter().position(|p| p == cell) {
                        Some(i) if i < MOST_PACKS => columns.push(i),
                        _ => trouble(format!("there is no pack '{cell}'")),
                    }
                }
                continue;
            }
            if name.is_empty() {
                continue;
            }
            let mut own = PackWeights::default();
            for (cell, pack) in cells.zip(&columns) {
                match if cell.is_empty() { Ok(0) } else { cell.parse() } {
                    Ok(weight) => own[*pack] = weight,
                    Err(_) => trouble(format!("'{cell}' is no whole number from -128 to 127")),
                }
            }
            if name.contains('/') {
                let pack = packs.iter().position(|p| name.starts_with(p.as_str())).unwrap_or(0);
                reliance.push((name.to_owned(), own[pack]));
                continue;
            }
            for part in name.split(' ').filter(|p| p.len() > 2 && p.starts_with('{') && !BUILT_IN_SIGNS.contains(p)) {
                match lists.get(&part[1..part.len() - 1]) {
                    Some(class) => used.push((*class, SignKey::of_part(part.as_bytes()).0)),
                    None => trouble(format!("there is no list {part} in the vocabulary")),
                }
            }
            let key = SignKey::of_name(name);
            match seen.insert(key, name) {
                Some(other) => trouble(format!("'{name}' has the same number as '{other}': leave one out")),
                None => found.push((key.0, own)),
            }
        }
        used.sort_unstable();
        used.dedup();
        found.sort_unstable();
        let mut last = 0;
        let steps = found.iter().map(|(key, _)| key - std::mem::replace(&mut last, *key)).collect();
        let by_sign = found.into_iter().map(|(_, w)| w).collect();
        (Weights { steps, by_sign, lists: used, ..Weights::default() }, reliance, troubles)
    }

    /// No weights, but a sign for each of these lists.
    pub fn of_all_lists(classes: &[(String, ClassId)]) -> Weights {
        let lists = classes.iter().map(|(name, class)| (*class, SignKey::of_part(format!("{{{name}}}").as_bytes()).0)).collect();
        Weights { lists, ..Weights::default() }
    }

    /// How many signs there are.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// True without signs.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Builds what is not stored. Call after loading.
    pub fn finish(&mut self, lexicon: &Lexicon) {
        let size = ((self.steps.len() + 1) * 2).next_power_of_two();
        self.table = vec![(0, 0); size];
        let mut key = 0u32;
        for (i, step) in self.steps.iter().enumerate() {
            key += step;
            let mut at = key as usize & (size - 1);
            while self.table[at].1 != 0 {
                at = (at + 1) & (size - 1);
            }
            self.table[at] = (key, i as u32 + 1);
        }
        self.by_list = vec![None; self.lists.iter().map(|(c, _)| c.0 as usize + 1).max().unwrap_or(0)];
        for (class, sign) in &self.lists {
            self.by_list[class.0 as usize] = Some(SignKey(*sign));
        }
        self.signs.clear();
        self.first = vec![0];
        for word in 0..=lexicon.len() as u32 {
            for class in lexicon.classes(WordId(word)) {
                let sign = self.of_list(*class);
                self.signs.extend(sign);
            }
            self.first.push(self.signs.len() as u32);
        }
    }

    /// The sign of a list, if it has one.
    pub fn of_list(&self, list: ClassId) -> Option<SignKey> {
        self.by_list.get(list.0 as usize).copied().flatten()
    }

    /// The signs of the lists that a word is in by itself.
    pub fn lists_of(&self, word: WordId) -> &[SignKey] {
        let i = word.0 as usize;
        &self.signs[self.first[i] as usize..self.first[i + 1] as usize]
    }

    /// The place of a sign, if it has weights.
    pub fn find(&self, key: SignKey) -> Option<usize> {
        let mask = self.table.len() - 1;
        let mut at = key.0 as usize & mask;
        loop {
            match self.table[at] {
                (_, 0) => return None,
                (k, place) if k == key.0 => return Some(place as usize - 1),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// The weights of the sign at a place.
    pub fn of(&self, place: usize) -> &PackWeights {
        &self.by_sign[place]
    }
}

/// Writes `weights.tsv`: signs and rules by name, in alphabetical order.
pub fn write_weights(packs: &[&str], mut lines: Vec<(String, PackWeights)>) -> String {
    lines.sort();
    let mut out = std::iter::once("sign").chain(packs.iter().copied()).collect::<Vec<_>>().join("\t") + "\n";
    for (name, weights) in &lines {
        out += name;
        for w in &weights[..packs.len().min(MOST_PACKS)] {
            out.push('\t');
            if *w != 0 {
                let _ = write!(out, "{w}");
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_signs_and_reliance_and_says_what_is_wrong_where() {
        let packs = ["conduct".to_owned(), "endorsement".to_owned()];
        let lists = [("relative".to_owned(), ClassId(30))];
        let good = "sign\tconduct\tendorsement\nmy {relative}\t3\t\nscrubs\t\t-7\nconduct/insult\t12\t\n";
        let (mut weights, reliance, troubles) = Weights::parse("weights.tsv", good, &packs, &lists);
        assert!(troubles.is_empty());
        weights.finish(&Lexicon::new());
        assert_eq!(reliance, [("conduct/insult".to_owned(), 12)]);
        let place = weights.find(SignKey::of_name("my {relative}")).expect("it is there");
        assert_eq!(weights.of(place)[..2], [3, 0]);
        assert_eq!(weights.find(SignKey::of_name("my relative")), None);

        let bad = "sign\tconduct\tmanners\n{nobody}\t3\nscrubs\tmany\nscrubs\t1\n";
        let (_, _, troubles) = Weights::parse("weights.tsv", bad, &packs, &lists);
        let lines: Vec<usize> = troubles.iter().map(|t| t.line).collect();
        assert_eq!(lines, [1, 2, 3, 4], "{troubles:?}");
    }
}
