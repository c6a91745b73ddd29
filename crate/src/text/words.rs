//! Words: what stands between spaces and punctuation, and what a word is written like.

use crate::rules::{Sieve, SignKey, WordId};
use crate::text::fold_str;

/// One word (or emoji, link, @mention, number) of a post.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte in the folded text.
    pub start: u32,
    /// One past the last byte in the folded text.
    pub end: u32,
    /// The word as rules know it; [`WordId::UNKNOWN`] when no rule does.
    pub word: WordId,
    /// The word without `'s`, `'ll`, `'re`, `'ve`, `'d`, `'m`; the same as `word` where there is none.
    pub base: WordId,
    /// Which lists the word alone may be in.
    pub sieve: Sieve,
    /// The word as a sign that weights are learnt for, digits read as `0`.
    pub sign: SignKey,
    /// How it is written.
    pub flags: Flags,
    /// The character that joins it to the word before without a space (`-`, `/`, `.`, `:`), or 0.
    pub glue: u8,
    /// Number of its sentence in the post.
    pub sentence: u32,
    /// Number of its clause in the post.
    pub clause: u32,
}

impl Token {
    /// The word as rules know it, and without its ending if that is another one.
    pub(crate) fn words(&self) -> impl Iterator<Item = WordId> + use<> {
        [Some(self.word), (self.base != self.word).then_some(self.base)].into_iter().flatten()
    }
}

/// How a word is written, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Flags(pub u16);

impl Flags {
    /// Starts with a capital letter.
    pub const CAPITAL: Flags = Flags(1);
    /// Two letters or more, all capitals.
    pub const ALL_CAPS: Flags = Flags(2);
    /// Contains a digit.
    pub const DIGIT: Flags = Flags(4);
    /// Is an emoji.
    pub const EMOJI: Flags = Flags(8);
    /// Is a link.
    pub const LINK: Flags = Flags(16);
    /// Is an @mention.
    pub const MENTION: Flags = Flags(32);
    /// Is an e-mail address.
    pub const EMAIL: Flags = Flags(64);
    /// Part of a hashtag.
    pub const HASHTAG: Flags = Flags(128);
    /// Inside quotation marks.
    pub const QUOTED: Flags = Flags(256);
    /// First word of its sentence.
    pub const FIRST: Flags = Flags(512);
    /// An amount of money.
    pub const MONEY: Flags = Flags(1024);
    /// A percentage.
    pub const PERCENT: Flags = Flags(2048);
    /// Digits only (with their points and commas).
    pub const NUMBER: Flags = Flags(4096);
    /// Misspelt in a way that is known: its number is that of the word that is meant.
    pub const MISSPELT: Flags = Flags(8192);

    /// True if all bits of `other` are set.
    pub const fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// True if any bit of `other` is set.
    pub const fn any(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets of bits.
    #[must_use]
    pub const fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

/// Contractions that would turn into another word without their apostrophe (`we'll` into `well`); they keep it.
const KEEP_APOSTROPHE: &[&[u8]] = &[b"ill", b"well", b"hell", b"shell", b"were", b"wed", b"id", b"shed"];

/// Writes the key under which the lexicon knows a folded, lower-case word: apostrophes dropped, unless that makes another word.
/// Returns how many bytes of `key` are the word without its `'s`, `'ll`, … ending.
pub(crate) fn word_key(lower: &[u8], key: &mut Vec<u8>) -> usize {
    key.clear();
    let Some(at) = lower.iter().position(|b| *b == b'\'') else {
        key.extend_from_slice(lower);
        return key.len();
    };
    key.extend(lower.iter().copied().filter(|b| *b != b'\''));
    let tail = &lower[at + 1..];
    let base = if matches!(tail, b"s" | b"ll" | b"re" | b"ve" | b"d" | b"m") { at } else { key.len() };
    if KEEP_APOSTROPHE.contains(&key.as_slice()) {
        key.clear();
        key.extend_from_slice(lower);
    }
    base
}

/// The keys of a word of a pattern or a vocabulary term: folded as posts are, split at hyphens and slashes.
pub fn pattern_word(word: &str) -> Vec<String> {
    let plain = word.bytes().all(|b| b.is_ascii_graphic() && b != b'`');
    let folded = if plain { word.to_ascii_lowercase() } else { fold_str(word).to_ascii_lowercase() };
    let mut key = Vec::new();
    let mut keys = Vec::new();
    for part in folded.split(['-', '/']) {
        if part == "&" {
            keys.push("and".to_owned());
            continue;
        }
        let part = part.trim_matches('\'');
        if part.is_empty() {
            continue;
        }
        word_key(part.as_bytes(), &mut key);
        keys.push(String::from_utf8_lossy(&key).into_owned());
    }
    keys
}

/// True for characters that are shown as a picture or sign and count as a word of their own.
pub(crate) fn is_emoji(c: char) -> bool {
    matches!(c as u32, 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0x2B00..=0x2BFF | 0x2190..=0x21FF | 0x2300..=0x23FF | 0x203C | 0x2049 | 0x2122)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_drop_apostrophes_unless_that_makes_another_word() {
        assert_eq!(pattern_word("Don’t"), ["dont"]);
        assert_eq!(pattern_word("we'll"), ["we'll"]);
        assert_eq!(pattern_word("follow-up"), ["follow", "up"]);
        assert_eq!(pattern_word("😉"), ["😉"]);
    }
}
