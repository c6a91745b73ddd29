//! The words of a pack, as numbers.

/// All words of a pack, found by their letters. The number 0 is no word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    letters: String,
    /// Where each word ends in `letters`.
    ends: Vec<u32>,
    /// Open addressing: numbers of words, 0 for an empty place. Its length is a power of two.
    table: Vec<u32>,
}

impl Words {
    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The letters of a word.
    pub(crate) fn word(&self, number: u32) -> &str {
        let i = number as usize;
        let start = if i < 2 { 0 } else { self.ends[i - 2] as usize };
        i.checked_sub(1).map_or("", |i| &self.letters[start..self.ends[i] as usize])
    }

    /// The number of a folded, lower-case word; 0 if the pack does not have it.
    pub(crate) fn find(&self, lower: &[u8]) -> u32 {
        if self.table.is_empty() {
            return 0;
        }
        let mask = self.table.len() - 1;
        let mut at = hash(lower) as usize & mask;
        loop {
            let number = self.table[at];
            if number == 0 || self.word(number).as_bytes() == lower {
                return number;
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of a word, new if the pack did not have it.
    pub(super) fn add(&mut self, word: &str) -> u32 {
        let known = self.find(word.as_bytes());
        if known != 0 {
            return known;
        }
        self.letters.push_str(word);
        self.ends.push(self.letters.len() as u32);
        if self.len() * 2 > self.table.len() {
            self.table = vec![0; (self.len() * 4).next_power_of_two().max(64)];
            for number in 1..=self.len() as u32 {
                self.place(number);
            }
        } else {
            self.place(self.len() as u32);
        }
        self.len() as u32
    }

    fn place(&mut self, number: u32) {
        let mask = self.table.len() - 1;
        let mut at = hash(self.word(number).as_bytes()) as usize & mask;
        while self.table[at] != 0 {
            at = (at + 1) & mask;
        }
        self.table[at] = number;
    }
}

/// FNV-1a: short, and words are short.
fn hash(bytes: &[u8]) -> u32 {
    let h = bytes.iter().fold(0x811C_9DC5u32, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193));
    h ^ h >> 15
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_letters() {
        let mut words = Words::default();
        assert_eq!(words.find(b"anne"), 0);
        let all: Vec<String> = (0..500).map(|i| format!("word{i}")).collect();
        let numbers: Vec<u32> = all.iter().map(|w| words.add(w)).collect();
        for (word, number) in all.iter().zip(numbers) {
            assert_eq!((words.find(word.as_bytes()), words.word(number)), (number, word.as_str()));
            assert_eq!(words.add(word), number);
        }
        assert_eq!(words.find(b"word500"), 0);
        assert_eq!(words.word(0), "");
    }
}
