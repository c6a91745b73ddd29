//! What a passage that weighs enough is about: how much each sign speaks for the one theme of its pack and against the others.
//!
//! A *theme* is a rule that is `like` some others of its pack. It says the same as the pack's rule that `weighs`, but more to the point:
//! not "this reads as a claim" but "this talks people out of seeing a doctor". The weights are learnt (`./build.sh learn`) and written
//! down in `themes.tsv`, one sign and theme a line.

use crate::rules::columns::{Reader, Writer};
use crate::rules::{Rule, SignKey, Trouble, Weights, table};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::sync::OnceLock;

/// How much more at least, in hundredths, a passage must speak for its theme than for any other of the pack, so that it is named. Of
/// passages by authors who were not learnt from, three in four pass this, and one in eight of those is about something else.
pub const THEME_MARGIN: i32 = 30;

/// What signs weigh for themes. Few posts ask, so it is read when the first does.
#[derive(Clone, Debug, Default)]
pub struct Themes {
    packed: Vec<u8>,
    read: OnceLock<Option<Weighed>>,
}

/// One weight: how much a sign speaks for a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// The sign, by its place among the [`Weights`].
    sign: u16,
    /// The rule, by its place in the rule set.
    theme: u16,
    weight: i8,
}

/// All weights, sign by sign.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Weighed(Vec<Entry>);

impl Themes {
    /// Reads `themes.tsv`: a line of column names, then a sign, a rule and a whole number a line. Signs must have weights.
    pub fn parse(file: &str, text: &str, weights: &Weights, rules: &[Rule]) -> (Themes, Vec<Trouble>) {
        let (mut entries, mut troubles): (Vec<Entry>, Vec<Trouble>) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        for (number, range, line) in table::lines(text) {
            if number == 0 || line.is_empty() {
                continue;
            }
            match read_line(line, weights, rules) {
                Ok(Line::Weight(Entry { sign, theme, .. })) if !seen.insert((sign, theme)) => {
                    troubles.push(Trouble::at(file, text, &range, "this sign and rule are here already: leave one line out"));
                }
                Ok(Line::Weight(entry)) => entries.push(entry),
                // So it is once `weights.tsv` has been learnt anew, and before this file has.
                Ok(Line::NoSign(reason)) => troubles.push(Trouble { incomplete: true, ..Trouble::at(file, text, &range, reason) }),
                Err(reason) => troubles.push(Trouble::at(file, text, &range, reason)),
            }
        }
        entries.sort_unstable();
        let mut out = Writer::default();
        Weighed(entries).pack(&mut out);
        (Themes { packed: out.into_bytes(), read: OnceLock::new() }, troubles)
    }

    /// Writes them down for [`Themes::unpack`].
    pub(crate) fn pack(&self, out: &mut Writer) {
        out.bytes(&self.packed);
    }

    /// Takes what [`Themes::pack`] wrote.
    pub(crate) fn unpack(from: &mut Reader) -> Option<Themes> {
        Some(Themes { packed: from.bytes()?.to_vec(), read: OnceLock::new() })
    }

    /// Adds what a sign speaks for each theme: `sums` has a number for each rule of the rule set.
    pub(crate) fn add(&self, sign: usize, sums: &mut [i32]) {
        let Some(Weighed(all)) = self.read.get_or_init(|| Weighed::unpack(&mut Reader::new(&self.packed))) else { return };
        let first = all.partition_point(|entry| usize::from(entry.sign) < sign);
        for entry in all[first..].iter().take_while(|entry| usize::from(entry.sign) == sign) {
            if let Some(sum) = sums.get_mut(usize::from(entry.theme)) {
                *sum += i32::from(entry.weight);
            }
        }
    }
}

enum Line {
    Weight(Entry),
    /// A sign without weights, which no passage is told to have.
    NoSign(String),
}

fn read_line(line: &str, weights: &Weights, rules: &[Rule]) -> Result<Line, String> {
    let cells: Vec<&str> = line.split('\t').collect();
    let &[sign, rule, weight] = &cells[..] else { return Err("a line has a sign, a rule and a number, with tabs between".to_owned()) };
    let theme = rules.iter().position(|r| r.id == rule && r.is_theme()).ok_or_else(|| format!("there is no rule '{rule}' that is 'like' others"))?;
    let weight = weight.parse().map_err(|_| format!("'{weight}' is no whole number from -128 to 127"))?;
    let entry = |place| Line::Weight(Entry { sign: place as u16, theme: theme as u16, weight });
    Ok(weights.find(SignKey::of_name(sign)).map_or_else(|| Line::NoSign(format!("'{sign}' has no weights: learn the themes anew")), entry))
}

impl Weighed {
    /// Distances of signs, then themes, then weights.
    fn pack(&self, out: &mut Writer) {
        let (mut steps, mut themes) = (Writer::default(), Writer::default());
        let mut last = 0;
        for entry in &self.0 {
            steps.number(u32::from(entry.sign - std::mem::replace(&mut last, entry.sign)));
            themes.number(u32::from(entry.theme));
        }
        out.column(&steps);
        out.column(&themes);
        out.bytes(&self.0.iter().map(|entry| entry.weight.cast_unsigned()).collect::<Vec<u8>>());
    }

    fn unpack(from: &mut Reader) -> Option<Weighed> {
        let (steps, themes, weights) = (from.numbers()?, from.numbers()?, from.bytes()?);
        if steps.len() != themes.len() || steps.len() != weights.len() {
            return None;
        }
        let mut sign = 0u16;
        let entry = |((step, theme), weight): ((&u32, &u32), &u8)| {
            sign = sign.checked_add(u16::try_from(*step).ok()?)?;
            Some(Entry { sign, theme: u16::try_from(*theme).ok()?, weight: weight.cast_signed() })
        };
        steps.iter().zip(&themes).zip(weights).map(entry).collect::<Option<Vec<Entry>>>().map(Weighed)
    }
}

/// Writes `themes.tsv`: sign, rule and weight, rule by rule, signs in alphabetical order.
pub fn write_themes(mut lines: Vec<(String, String, i8)>) -> String {
    lines.sort_by(|(sign_a, rule_a, _), (sign_b, rule_b, _)| (rule_a, sign_a).cmp(&(rule_b, sign_b)));
    let mut out = "sign\trule\tweight\n".to_owned();
    for (sign, rule, weight) in &lines {
        let _ = writeln!(out, "{sign}\t{rule}\t{weight}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_read_and_added() {
        let entry = |sign, theme, weight| Entry { sign, theme, weight };
        let all = Weighed(vec![entry(3, 1, 40), entry(3, 2, -7), entry(700, 2, 127), entry(60_000, 1, -128)]);
        let mut out = Writer::default();
        all.pack(&mut out);
        let packed = out.into_bytes();
        assert_eq!(Weighed::unpack(&mut Reader::new(&packed)), Some(all));
        assert_eq!(Weighed::unpack(&mut Reader::new(&packed[..packed.len() - 1])), None);

        let themes = Themes { packed, read: OnceLock::new() };
        let mut sums = [0; 3];
        for sign in [3, 4, 700, 3] {
            themes.add(sign, &mut sums);
        }
        assert_eq!(sums, [0, 80, 113]);
    }
}
