//! A long text in parts, which are checked one after the other, so that none of them keeps anybody waiting.
//!
//! A part ends with a line where it can: no phrase goes on from one line to the next. What is added up over several sentences is added
//! up within a part.

use crate::text::alike::alike_at_ends;
use std::ops::Range;

/// The longest text that is checked at once, in UTF-16 code units: longer than most posts may be.
pub const MOST_AT_ONCE: usize = 10_000;
/// How long the parts of a longer one are.
pub const MOST_IN_PART: usize = 4_000;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it is, in bytes.
    pub bytes: Range<usize>,
    /// Where it is, in UTF-16 code units.
    pub units: Range<u32>,
}

/// A part of a text, and which part of the text before it was the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The part.
    pub part: Part,
    /// Its place among the parts before.
    pub before: Option<usize>,
}

/// The parts of a text; none is empty, but that of an empty text.
pub fn cut(text: &str) -> Vec<Part> {
    if fits_at_once(text) {
        return vec![part_at(0, 0, text)];
    }
    let mut parts = Vec::new();
    cut_into(text, &mut parts, 0, 0);
    parts
}

/// The parts of a text that came from another one by some change: what stands before the change and after it is parted as it was.
pub fn follow(parts: &[Part], before: &str, text: &str) -> Vec<Followed> {
    let fresh = |part: Part| Followed { part, before: None };
    if before == text && !parts.is_empty() {
        return parts.iter().cloned().enumerate().map(|(place, part)| Followed { part, before: Some(place) }).collect();
    }
    if parts.len() <= 1 || fits_at_once(text) {
        return cut(text).into_iter().map(fresh).collect();
    }
    let (first, last) = alike_at_ends(before.as_bytes(), text.as_bytes());
    // A part that ends where the change begins may have been cut there for its length.
    let head = parts.iter().take_while(|p| p.bytes.end < first || (p.bytes.end == first && before[..first].ends_with('\n'))).count();
    let tail = parts.iter().rev().take_while(|p| p.bytes.start >= before.len() - last).count().min(parts.len() - head);
    let mut followed: Vec<Followed> = parts[..head].iter().cloned().zip(0..).map(|(part, place)| Followed { part, before: Some(place) }).collect();
    let kept = &parts[parts.len() - tail..];
    let from = followed.last().map_or(0, |f| f.part.bytes.end);
    let to = kept.first().map_or(text.len(), |p| p.bytes.start + text.len() - before.len());
    let mut middle = Vec::new();
    cut_into(&text[from..to], &mut middle, from, followed.last().map_or(0, |f| f.part.units.end));
    followed.extend(middle.into_iter().map(fresh));
    let mut unit = followed.last().map_or(0, |f| f.part.units.end);
    for (place, part) in kept.iter().enumerate() {
        let start = part.bytes.start + text.len() - before.len();
        let units = unit..unit + (part.units.end - part.units.start);
        unit = units.end;
        followed.push(Followed { part: Part { bytes: start..start + part.bytes.len(), units }, before: Some(parts.len() - tail + place) });
    }
    followed
}

/// A character of three bytes is one unit: what is much longer than that need not be counted.
fn fits_at_once(text: &str) -> bool {
    text.len() <= 3 * MOST_AT_ONCE && text.encode_utf16().count() <= MOST_AT_ONCE
}

fn part_at(byte: usize, unit: u32, text: &str) -> Part {
    Part { bytes: byte..byte + text.len(), units: unit..unit + text.encode_utf16().count() as u32 }
}

/// Cuts `text`, which begins at this byte and unit of the whole.
fn cut_into(text: &str, parts: &mut Vec<Part>, mut byte: usize, mut unit: u32) {
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after) = rest.split_at(end_of_part(rest));
        let part = part_at(byte, unit, part);
        (byte, unit) = (part.bytes.end, part.units.end);
        parts.push(part);
        rest = after;
    }
}

/// Where the first part of `text` ends: with the last line that fits, else with the last word, else with the last character.
fn end_of_part(text: &str) -> usize {
    let (mut units, mut line, mut word) = (0, 0, 0);
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > MOST_IN_PART {
            return [line, word, at].into_iter().find(|end| *end > 0).unwrap_or(text.len());
        }
        let end = at + c.len_utf8();
        if c == '\n' {
            line = end;
        } else if c.is_whitespace() {
            word = end;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(parts: &[Part], text: &str) -> Vec<String> {
        parts.iter().map(|p| text[p.bytes.clone()].to_owned()).collect()
    }

    fn assert_whole(parts: &[Part], text: &str) {
        assert_eq!(texts(parts, text).concat(), text);
        let units = |t: &str| t.encode_utf16().count() as u32;
        let mut at = 0;
        for part in parts {
            assert_eq!(part.units, at..at + units(&text[part.bytes.clone()]));
            at = part.units.end;
        }
        assert!(parts.len() == 1 || parts.iter().all(|p| !p.bytes.is_empty() && p.units.len() <= MOST_IN_PART));
    }

    #[test]
    fn a_post_is_one_part() {
        assert_eq!(cut(""), [Part { bytes: 0..0, units: 0..0 }]);
        assert_eq!(cut(&"👍".repeat(MOST_AT_ONCE / 2)).len(), 1);
        assert!(cut(&"👍".repeat(MOST_AT_ONCE / 2 + 1)).len() > 1);
    }

    #[test]
    fn a_part_ends_with_a_line_or_a_word() {
        let line = format!("{}\n", "tea ".repeat(200));
        let text = line.repeat(20);
        assert!(texts(&cut(&text), &text).iter().all(|part| part.ends_with('\n')));
        let text = "one line of tea ".repeat(1_000);
        assert!(texts(&cut(&text), &text).iter().all(|part| part.ends_with(' ')));
    }

    #[test]
    fn a_change_concerns_its_own_part_alone() {
        let line = format!("{}\n", "tea ".repeat(200));
        let before = line.repeat(50);
        let parts = cut(&before);
        for at in [0, 1, before.len() / 3, before.len() / 2, before.len()] {
            let text = format!("{}é👍{}", &before[..at], &before[at..]);
            let followed = follow(&parts, &before, &text);
            let fresh = followed.iter().filter(|f| f.before.is_none()).count();
            assert!((1..=2).contains(&fresh), "{fresh} parts are new for a change at {at}");
        }
        assert!(follow(&parts, &before, &before).iter().all(|f| f.before.is_some()));
    }

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![Just("\n"), Just("tea "), Just("👍"), Just("é"), Just("a-word-that-is-long")];
        prop::collection::vec((piece, 1..900usize), 0..40).prop_map(|all| all.into_iter().map(|(piece, times)| piece.repeat(times)).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn parts_are_the_text_whatever_it_came_from(before in text(), after in text(), share in 0..=100usize) {
            let parts = cut(&before);
            assert_whole(&parts, &before);
            // Another text, or the same one with some of the other in it.
            let mut at = before.len() * share / 100;
            while !before.is_char_boundary(at) {
                at -= 1;
            }
            for text in [after.clone(), format!("{}{after}{}", &before[..at], &before[at..]), before[at..].to_owned(), before[..at].to_owned()] {
                let followed = follow(&parts, &before, &text);
                for f in &followed {
                    if let Some(place) = f.before {
                        prop_assert_eq!(&text[f.part.bytes.clone()], &before[parts[place].bytes.clone()]);
                    }
                }
                let places: Vec<_> = followed.iter().filter_map(|f| f.before).collect();
                prop_assert!(places.is_sorted_by(|a, b| a < b));
                assert_whole(&followed.into_iter().map(|f| f.part).collect::<Vec<_>>(), &text);
            }
        }
    }
}
