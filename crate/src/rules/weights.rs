//! What each word, pair of words and list adds to the weight of a passage, pack by pack.
//!
//! The weights are learnt from the labelled posts (`./build.sh learn`) and written down in `weights.tsv`, one sign a line, where a
//! person can read and change them. A *sign* is a word (`scrubs`), a stem (`cur~`), a list (`{relative}`), or two words or lists
//! next to each other (`my {patient_word}`).

use crate::rules::columns::{BitReader, BitWriter, Reader, Writer};
use crate::rules::lexicon::hash;
use crate::rules::{ClassId, Lexicon, Trouble, WordId, table};
use crate::text::stem;
use std::collections::HashMap;
use std::fmt::Write as _;

/// How many packs a sign can speak to.
pub const MOST_PACKS: usize = 8;

/// The place of the weights that count for every pack: how much a sign says that a post is risky in some way. In `weights.tsv` it is
/// the column `any`.
pub const ANY_PACK: usize = MOST_PACKS - 1;

/// Weights are hundredths of what separates a risky passage from a harmless one.
pub const WEIGHT_SCALE: u8 = 100;

/// One weight for each pack.
pub type PackWeights = [i8; MOST_PACKS];

/// The same as the bytes that stand in the file, which are taken as they are.
type PackBytes = [u8; MOST_PACKS];

/// Signs in braces that are no lists: what kind of passage it is.
pub const BUILT_IN_SIGNS: &[&str] = &["{always}", "{question}", "{post}", "{comment}", "{reply}", "{message}", "{picture}"];

/// A sign as a number: the hash of its name, or of the names of its two parts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SignKey(pub u32);

impl SignKey {
    /// The sign of one word (folded, lower case, digits as `0`) or list (`{name}`).
    pub fn of_part(name: &[u8]) -> SignKey {
        SignKey(hash(name))
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

    /// The sign of a word as it is written in the lexicon (see [`SignKey::of_digits`] for words with digits).
    pub(crate) fn of_word(word: &[u8]) -> SignKey {
        if word.iter().any(u8::is_ascii_digit) { SignKey::of_digits(word) } else { SignKey::of_part(word) }
    }

    /// The sign of a word's stem; words with digits have none.
    pub(crate) fn stem_of(word: &[u8]) -> Option<SignKey> {
        (!word.iter().any(u8::is_ascii_digit)).then(|| SignKey::of_stem(stem(word)))
    }

    /// The sign of two parts next to each other.
    #[must_use]
    pub fn then(self, next: SignKey) -> SignKey {
        let h = (self.0.wrapping_mul(0xCC9E_2D51).rotate_left(15) ^ next.0).wrapping_mul(0x85EB_CA6B);
        SignKey(h ^ h >> 15)
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

/// A list that occurs in signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct WeighedList {
    list: ClassId,
    sign: u32,
    /// It occurs in signs of two parts.
    paired: bool,
}

/// The weights of every sign that has any.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// In ascending order.
    keys: Vec<u32>,
    /// The weights of each sign, in the order of the keys.
    by_sign: Vec<PackBytes>,
    lists: Vec<WeighedList>,
    /// Where the keys with the same highest bits begin, by these, and one more at the end. Keys are hashes: about one begins alike.
    begin: Vec<u16>,
    /// Which keys surely have no weights: a bit for the low bits of each that has. It stays in the fastest cache.
    sieve: Vec<u32>,
    /// The sign of each list, by its number, and whether it occurs in signs of two parts.
    by_list: Vec<Option<(SignKey, bool)>>,
}

/// As many signs as there are numbers for.
const MOST_SIGNS: usize = u16::MAX as usize;

/// The highest bits of a key, by which it is looked up.
const BEGIN_BITS: u32 = 15;

/// Bits of a key that the sieve looks at.
const SIEVE_BITS: u32 = 17;

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
        let mut used: Vec<WeighedList> = Vec::new();
        for (number, range, line) in table::lines(text) {
            let mut trouble = |reason: String| troubles.push(Trouble::at(file, text, &range, reason));
            let mut cells = line.split('\t');
            let name = cells.next().unwrap_or("");
            if number == 0 {
                for cell in cells {
                    match if cell == "any" { Some(ANY_PACK) } else { packs.iter().position(|p| p == cell) } {
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
                match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')).and_then(|list| lists.get(list)) {
                    Some(class) => used.push(WeighedList { list: *class, sign: SignKey::of_part(part.as_bytes()).0, paired: name.contains(' ') }),
                    None => trouble(format!("there is no list {part} in the vocabulary")),
                }
            }
            if found.len() == MOST_SIGNS {
                trouble(format!("there are more than {MOST_SIGNS} signs: leave out those that weigh least"));
                break;
            }
            let key = SignKey::of_name(name);
            match seen.insert(key, name) {
                Some(other) => trouble(format!("'{name}' has the same number as '{other}': leave one out")),
                None => found.push((key.0, own)),
            }
        }
        // Of two of one list, the one in a pair says more.
        used.sort_unstable_by_key(|l| (l.list, !l.paired));
        used.dedup_by_key(|l| l.list);
        found.sort_unstable();
        let (keys, by_sign) = found.into_iter().map(|(key, weights)| (key, weights.map(i8::cast_unsigned))).unzip();
        (Weights { keys, by_sign, lists: used, ..Weights::default() }, reliance, troubles)
    }

    /// No weights, but a sign for each of these lists.
    pub fn of_all_lists(classes: &[(String, ClassId)]) -> Weights {
        let sign = |name: &String| SignKey::of_part(format!("{{{name}}}").as_bytes()).0;
        let lists = classes.iter().map(|(name, class)| WeighedList { list: *class, sign: sign(name), paired: true }).collect();
        Weights { lists, ..Weights::default() }
    }

    /// Writes the weights down: distances of keys, and the weights as they are.
    pub(crate) fn pack(&self, out: &mut Writer) {
        out.number(self.keys.len() as u32);
        // Keys are spread evenly, so that their distances have as many bits as fit.
        let low = (u32::MAX / (self.keys.len() as u32 + 1)).max(1).ilog2();
        let mut steps = BitWriter::default();
        let mut last = 0;
        for key in &self.keys {
            steps.rice(key - std::mem::replace(&mut last, *key), low);
        }
        out.number(low);
        out.bytes(&steps.into_bytes());
        out.bytes(self.by_sign.as_flattened());
        out.number(self.lists.len() as u32);
        for l in &self.lists {
            out.number(u32::from(l.list.0) << 1 | u32::from(l.paired));
            out.number(l.sign);
        }
    }

    /// Reads what [`Weights::pack`] wrote. [`Weights::finish`] is still to come.
    #[inline(never)]
    pub(crate) fn unpack(from: &mut Reader) -> Option<Weights> {
        let count = from.number()? as usize;
        if count > MOST_SIGNS {
            return None;
        }
        let low = from.number()?;
        let mut steps = BitReader::new(from.bytes()?);
        let mut keys = Vec::with_capacity(count);
        let mut key = 0u32;
        for _ in 0..count {
            key = key.checked_add(steps.rice(low)?)?;
            keys.push(key);
        }
        let (by_sign, rest) = from.bytes()?.as_chunks();
        if by_sign.len() != count || !rest.is_empty() {
            return None;
        }
        let by_sign = by_sign.to_vec();
        let mut lists = Vec::new();
        for _ in 0..from.number()? {
            let list = from.number()?;
            lists.push(WeighedList { list: ClassId((list >> 1) as u16), sign: from.number()?, paired: list & 1 == 1 });
        }
        Some(Weights { keys, by_sign, lists, ..Weights::default() })
    }

    /// How many signs there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// True without signs.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Builds what is not stored. Call after loading.
    #[inline(never)]
    pub fn finish(&mut self) {
        self.begin.clear();
        self.begin.reserve_exact((1 << BEGIN_BITS) + 1);
        self.sieve = vec![0; 1 << (SIEVE_BITS - 5)];
        for (i, key) in self.keys.iter().enumerate() {
            while self.begin.len() <= (key >> (32 - BEGIN_BITS)) as usize {
                self.begin.push(i as u16);
            }
            let word = (key >> 5) as usize & (self.sieve.len() - 1);
            self.sieve[word] |= 1 << (key & 31);
        }
        self.begin.resize((1 << BEGIN_BITS) + 1, self.keys.len() as u16);
        self.by_list = vec![None; self.lists.iter().map(|l| l.list.0 as usize + 1).max().unwrap_or(0)];
        for l in &self.lists {
            self.by_list[l.list.0 as usize] = Some((SignKey(l.sign), l.paired));
        }
    }

    /// The sign of a list, if it has one, and whether it occurs in signs of two parts.
    pub(crate) fn of_list(&self, list: ClassId) -> Option<(SignKey, bool)> {
        self.by_list.get(list.0 as usize).copied().flatten()
    }

    /// The places of the signs that a known word has by itself: the word, its stem, its lists.
    pub(crate) fn alone(&self, word: WordId, lexicon: &Lexicon) -> impl Iterator<Item = u16> {
        let letters = lexicon.word(word).as_bytes();
        let own = [Some(SignKey::of_word(letters)), SignKey::stem_of(letters)].into_iter().flatten().filter(move |_| word.known());
        let lists = lexicon.classes(word).iter().filter_map(|list| Some(self.of_list(*list)?.0));
        own.chain(lists).filter_map(|sign| Some(self.find(sign)? as u16))
    }

    /// The signs of the lists of a word that occur in signs of two parts.
    pub(crate) fn paired(&self, word: WordId, lexicon: &Lexicon) -> impl Iterator<Item = SignKey> {
        lexicon.classes(word).iter().filter_map(|list| self.of_list(*list)).filter(|(_, paired)| *paired).map(|(sign, _)| sign)
    }

    /// The place of a sign, if it has weights.
    pub fn find(&self, key: SignKey) -> Option<usize> {
        let bit = self.sieve.get((key.0 >> 5) as usize & (self.sieve.len().wrapping_sub(1)))? >> (key.0 & 31) & 1;
        if bit == 0 {
            return None;
        }
        let begin = (key.0 >> (32 - BEGIN_BITS)) as usize;
        let (from, to) = (usize::from(self.begin[begin]), usize::from(self.begin[begin + 1]));
        self.keys[from..to].iter().position(|k| *k == key.0).map(|i| from + i)
    }

    /// The weights of a sign; nothing for one that has none.
    pub fn of_sign(&self, key: SignKey) -> PackWeights {
        self.find(key).map_or_else(PackWeights::default, |place| self.of(place))
    }

    /// The weights of the sign at a place.
    pub fn of(&self, place: usize) -> PackWeights {
        self.by_sign[place].map(u8::cast_signed)
    }
}

/// Writes `weights.tsv`: signs and rules by name, in alphabetical order.
pub fn write_weights(packs: &[&str], mut lines: Vec<(String, PackWeights)>) -> String {
    lines.sort();
    let mut out = std::iter::once("sign").chain(packs.iter().copied()).chain(["any"]).collect::<Vec<_>>().join("\t") + "\n";
    for (name, weights) in &lines {
        out += name;
        for w in weights[..packs.len().min(ANY_PACK)].iter().chain([&weights[ANY_PACK]]) {
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
        weights.finish();
        assert_eq!(reliance, [("conduct/insult".to_owned(), 12)]);
        let place = weights.find(SignKey::of_name("my {relative}")).expect("it is there");
        assert_eq!(weights.of(place)[..2], [3, 0]);
        assert_eq!(weights.find(SignKey::of_name("my relative")), None);

        let bad = "sign\tconduct\tmanners\n{nobody}\t3\nscrubs\tmany\nscrubs\t1\n{relativé\t1\n";
        let (_, _, troubles) = Weights::parse("weights.tsv", bad, &packs, &lists);
        let lines: Vec<usize> = troubles.iter().map(|t| t.line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 5], "{troubles:?}");
    }
}
