//! Folding: the same letters for everybody, and the way back to where they stood.
//!
//! People paste curly quotes, write "ＣＵＲＥ" in full-width or 𝐛𝐨𝐥𝐝 letters, put a zero-width joiner inside a word, or mean `о`
//! (Cyrillic) when they type `o`. Rules should not have to know. Folding maps all of these to plain ASCII and keeps case
//! (names need it); emoji and other scripts stay as they are.

/// Text after folding, with the UTF-16 offset that every folded byte came from.
#[derive(Default, Debug, Clone)]
pub struct Folded {
    /// The folded text, case kept.
    pub cased: String,
    /// The folded text in lower case; byte for byte as long as `cased`.
    pub lower: Vec<u8>,
    /// Where it came from, in the order of the text.
    stretches: Vec<Stretch>,
    /// Length of the original in UTF-16 code units.
    len_utf16: u32,
}

/// Folded bytes that came from one place.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    /// First folded byte.
    from: u32,
    /// First UTF-16 code unit of the original.
    origin: u32,
    /// How many UTF-16 code units the one character has that all of these bytes came from; 0 for plain letters, a unit each.
    units: u32,
}

impl Folded {
    /// The range of UTF-16 code units that the folded bytes `start..end` came from. Always on characters of the original.
    pub fn to_utf16(&self, start: usize, end: usize) -> (u32, u32) {
        if start >= end || end > self.lower.len() {
            let at = if start < self.lower.len() { self.origin(start).0 } else { self.len_utf16 };
            return (at, at);
        }
        (self.origin(start).0, self.origin(end - 1).1)
    }

    /// The UTF-16 code units of the character that a folded byte came from: its first, and one past its last.
    fn origin(&self, byte: usize) -> (u32, u32) {
        let byte = byte as u32;
        let Some(stretch) = self.stretches[..self.stretches.partition_point(|s| s.from <= byte)].last() else { return (0, 0) };
        match stretch.units {
            0 => (stretch.origin + byte - stretch.from, stretch.origin + byte - stretch.from + 1),
            units => (stretch.origin, stretch.origin + units),
        }
    }

    /// Length of the original text in UTF-16 code units.
    pub fn len_utf16(&self) -> u32 {
        self.len_utf16
    }

    fn clear(&mut self) {
        self.cased.clear();
        self.lower.clear();
        self.stretches.clear();
        self.len_utf16 = 0;
    }

    /// Folds `text` into this value, using its buffers again.
    pub fn refill(&mut self, text: &str) {
        self.clear();
        self.cased.reserve(text.len());
        let mut at = 0u32;
        let mut i = 0;
        while i < text.len() {
            let from = self.cased.len() as u32;
            // Runs of plain ASCII are copied whole: most of most posts.
            let run = plain_run(&text.as_bytes()[i..]);
            if run > 0 {
                self.cased.push_str(&text[i..i + run]);
                self.stretches.push(Stretch { from, origin: at, units: 0 });
                at += run as u32;
                i += run;
                continue;
            }
            let Some(c) = text[i..].chars().next() else { break };
            let units = c.len_utf16() as u32;
            fold_char(c, &mut self.cased);
            if self.cased.len() as u32 > from {
                self.stretches.push(Stretch { from, origin: at, units });
            }
            at += units;
            i += c.len_utf8();
        }
        self.len_utf16 = at;
        self.lower.extend_from_slice(self.cased.as_bytes());
        self.lower.make_ascii_lowercase();
    }
}

/// Folds a post.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded::default();
    folded.refill(text);
    folded
}

/// The folded text alone, case kept: for pattern words and vocabulary, which are compared with posts.
pub fn fold_str(text: &str) -> String {
    fold(text).cased
}

/// How many bytes there are up to the first that is not plain. They are looked at in blocks, each without a way out of it, so that the
/// compiler takes many at once.
fn plain_run(bytes: &[u8]) -> usize {
    const BLOCK: usize = 32;
    let blocks = bytes.as_chunks::<BLOCK>().0.iter();
    let run = BLOCK * blocks.take_while(|block| block.iter().fold(true, |all, b| all & plain(*b))).count();
    run + bytes[run..].iter().take_while(|b| plain(**b)).count()
}

fn plain(b: u8) -> bool {
    (0x20..0x7f).contains(&b) && b != b'`' || b == b'\n'
}

fn fold_char(c: char, out: &mut String) {
    match c {
        // Seen by nobody: zero-width, bidi controls, variation selectors, soft hyphen, combining accents, skin tones, gender signs.
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{AD}'
        | '\u{300}'..='\u{36F}'
        | '\u{1F3FB}'..='\u{1F3FF}'
        | '\u{2640}'
        | '\u{2642}'
        | '\u{20E3}' => {}
        '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{B}' | '\u{C}' => out.push('\n'),
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '`' | '\u{B4}' | '\u{2BC}' => out.push('\''),
        '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{AB}' | '\u{BB}' => out.push('"'),
        '\u{2010}' | '\u{2011}' => out.push('-'),
        '\u{2012}'..='\u{2015}' | '\u{2212}' => out.push_str("--"),
        '\u{2026}' => out.push_str("..."),
        '\u{BD}' => out.push_str("1/2"),
        '\u{BC}' => out.push_str("1/4"),
        '\u{BE}' => out.push_str("3/4"),
        '\u{DF}' => out.push_str("ss"),
        '\u{C6}' => out.push_str("AE"),
        '\u{E6}' => out.push_str("ae"),
        '\u{152}' => out.push_str("OE"),
        '\u{153}' => out.push_str("oe"),
        '\u{FB01}' => out.push_str("fi"),
        '\u{FB02}' => out.push_str("fl"),
        '\u{FF01}'..='\u{FF5E}' => push_code(c as u32 - 0xFF01 + 0x21, out),
        '\u{1D400}'..='\u{1D6A3}' => {
            let k = (c as u32 - 0x1D400) % 52;
            push_code(if k < 26 { 0x41 + k } else { 0x61 + k - 26 }, out);
        }
        '\u{1D7CE}'..='\u{1D7FF}' => push_code(0x30 + (c as u32 - 0x1D7CE) % 10, out),
        '\u{24B6}'..='\u{24CF}' => push_code(0x41 + c as u32 - 0x24B6, out),
        '\u{24D0}'..='\u{24E9}' => push_code(0x61 + c as u32 - 0x24D0, out),
        '\u{1F170}'..='\u{1F189}' => push_code(0x41 + c as u32 - 0x1F170, out),
        _ if (c as u32) < 0x20 || c == '\u{7F}' => out.push(' '),
        _ if c.is_whitespace() => out.push(' '),
        _ => match look_alike(c) {
            Some(plain) => out.push(plain),
            None => out.push(c),
        },
    }
}

fn push_code(code: u32, out: &mut String) {
    if let Some(c) = char::from_u32(code) {
        // A full-width grave accent folds twice, so that folding stays idempotent.
        if c == '`' { out.push('\'') } else { out.push(c) }
    }
}

/// The ASCII letter that an accented Latin, Greek or Cyrillic letter is read as.
fn look_alike(c: char) -> Option<char> {
    const PAIRS: &[(&str, char)] = &[
        ("ÀÁÂÃÄÅĀĂĄΑА", 'A'),
        ("àáâãäåāăąαа", 'a'),
        ("ÇĆĈĊČС", 'C'),
        ("çćĉċčс", 'c'),
        ("ĎĐÐ", 'D'),
        ("ďđð", 'd'),
        ("ÈÉÊËĒĔĖĘĚΕЕЁ", 'E'),
        ("èéêëēĕėęěеё", 'e'),
        ("ĜĞĠĢ", 'G'),
        ("ĝğġģ", 'g'),
        ("ĤĦΗН", 'H'),
        ("ĥħ", 'h'),
        ("ÌÍÎÏĨĪĬĮİΙІ", 'I'),
        ("ìíîïĩīĭįıіι", 'i'),
        ("ĴЈ", 'J'),
        ("ĵј", 'j'),
        ("ĶΚК", 'K'),
        ("ķ", 'k'),
        ("ĹĻĽĿŁ", 'L'),
        ("ĺļľŀł", 'l'),
        ("ΜМ", 'M'),
        ("ÑŃŅŇΝ", 'N'),
        ("ñńņňŉ", 'n'),
        ("ÒÓÔÕÖØŌŎŐΟО", 'O'),
        ("òóôõöøōŏőοо", 'o'),
        ("ΡР", 'P'),
        ("р", 'p'),
        ("ŔŖŘ", 'R'),
        ("ŕŗř", 'r'),
        ("ŚŜŞŠЅȘ", 'S'),
        ("śŝşšѕș", 's'),
        ("ŢŤŦΤТȚ", 'T'),
        ("ţťŧț", 't'),
        ("ÙÚÛÜŨŪŬŮŰŲ", 'U'),
        ("ùúûüũūŭůűų", 'u'),
        ("ŴẀẂẄ", 'W'),
        ("ŵẁẃẅ", 'w'),
        ("ΧХ", 'X'),
        ("х", 'x'),
        ("ÝŶŸΥ", 'Y'),
        ("ýÿŷу", 'y'),
        ("ŹŻŽΖ", 'Z'),
        ("źżž", 'z'),
        ("ΒВ", 'B'),
    ];
    if !matches!(c as u32, 0xC0..=0x24F | 0x370..=0x45F | 0x1E80..=0x1E85) {
        return None;
    }
    PAIRS.iter().find(|(from, _)| from.contains(c)).map(|(_, to)| *to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_people_paste() {
        assert_eq!(fold_str("Don’t “cure” – it’s ＣＵＲＥ 𝐜𝐮𝐫𝐞 сurе café…"), "Don't \"cure\" -- it's CURE cure cure cafe...");
        assert_eq!(fold_str("cu\u{200B}re 👍🏽"), "cure 👍");
    }

    #[test]
    fn offsets_count_utf16_units() {
        let text = "👍 cure";
        let f = fold(text);
        let at = f.cased.find("cure").unwrap();
        assert_eq!(f.to_utf16(at, at + 4), (3, 7));
        assert_eq!(f.len_utf16(), 7);
    }
}
