//! What is always fine: the practice's own telephone number, postcode, name, hashtag.

use crate::text::{Text, fold_str};
use std::ops::Range;

/// Phrases that built-in rules do not speak about. They are compared by letters and digits alone, word by word, so that
/// `01234 567890` is also `(01234) 567-890` and `+44 1234 567890`, and `The Old Mill` is also `#TheOldMill`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fine {
    /// Letters and digits of each phrase, in order, each once.
    phrases: Vec<Vec<u8>>,
    /// Which pairs of first letters surely begin no phrase: a bit for the hash of each pair that does.
    begins: [u64; 8],
}

/// The most phrases that are always fine, a few more for numbers.
const MOST: usize = 2_000;

impl Fine {
    /// Adds a phrase.
    ///
    /// # Errors
    /// Where it has neither letters nor digits, or there are too many.
    pub(super) fn add(&mut self, phrase: &str) -> Result<(), &'static str> {
        let key = squeezed(fold_str(phrase).to_ascii_lowercase().as_bytes());
        if key.is_empty() {
            return Err("this has neither letters nor digits");
        }
        if self.phrases.len() > MOST {
            return Err("a pack can have 2,000 phrases that are always fine; leave out this one and those after it");
        }
        // A British number is also written with its country's code, and then with or without the first 0.
        if key.len() >= 10 && key[0] == b'0' && key[1] != b'0' && key.iter().all(u8::is_ascii_digit) {
            self.put([b"44", &key[1..]].concat());
            self.put([b"44", key.as_slice()].concat());
        }
        self.put(key);
        Ok(())
    }

    #[inline(never)]
    fn put(&mut self, key: Vec<u8>) {
        match key.get(1) {
            Some(second) => {
                let bit = pair(key[0], *second);
                self.begins[bit >> 6] |= 1 << (bit & 63);
            }
            // A phrase of one letter may begin with any pair.
            None => self.begins = [u64::MAX; 8],
        }
        let place = self.phrases.partition_point(|p| *p < key);
        if self.phrases.get(place) != Some(&key) {
            self.phrases.insert(place, key);
        }
    }

    /// True if nothing was added.
    pub(crate) fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// Where phrases stand in a post, in words, in the order of the text.
    pub(crate) fn places(&self, text: &Text) -> Vec<Range<u32>> {
        let mut places = Vec::new();
        let mut key = Vec::new();
        for from in 0..text.tokens.len() {
            if !self.may_begin(text, from) {
                continue;
            }
            key.clear();
            let mut among = &self.phrases[..];
            for (at, token) in text.tokens.iter().enumerate().skip(from) {
                key.extend(squeezed(text.lower(token).as_bytes()));
                let start = among.partition_point(|p| p.as_slice() < key.as_slice());
                let end = start + among[start..].partition_point(|p| p.starts_with(&key));
                among = &among[start..end];
                match among.first() {
                    None => break,
                    Some(first) if *first == key && !key.is_empty() => places.push(from as u32..at as u32 + 1),
                    Some(_) => {}
                }
            }
        }
        places
    }

    fn may_begin(&self, text: &Text, from: usize) -> bool {
        let letters = |i: usize| text.tokens.get(i).into_iter().flat_map(|t| text.lower(t).bytes()).filter(|b| counts(*b));
        let mut first = letters(from).chain(letters(from + 1));
        match (first.next(), first.next()) {
            (Some(a), Some(b)) => {
                let bit = pair(a, b);
                self.begins[bit >> 6] >> (bit & 63) & 1 == 1
            }
            (a, _) => a.is_some(),
        }
    }
}

fn pair(a: u8, b: u8) -> usize {
    (usize::from(a) * 31 + usize::from(b) * 7) & 511
}

fn counts(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80
}

fn squeezed(lower: &[u8]) -> Vec<u8> {
    lower.iter().copied().filter(|b| counts(*b)).collect()
}
