//! What signs say in each other's company.
//!
//! [`Weights`] add up: a sign says the same whatever stands beside it. But "idiot" is one thing beside "patient" and another beside "my
//! dog", and no pair of neighbouring words tells them apart when half a sentence lies between. So every single sign also pushes some
//! *units* up or down, and a unit speaks only if it is pushed up on the whole: a neural network with one hidden layer of [`UNITS`]
//! rectified units. What it says is taken together with what the weights say, half and half. Each of the two errs where the other does
//! not: of what authors wrote that neither was learnt from, both together find one or two more in a hundred, at as many false alarms.
//!
//! It is learnt (`./build.sh learn`) and written down in `company.tsv`. All is in whole numbers, so that it says the same everywhere.

use crate::rules::columns::{Reader, Writer};
use crate::rules::source_files::KINDS;
use crate::rules::{ANY_PACK, MOST_PACKS, SignKey, Trouble, Weights, table};
use std::fmt::Write as _;

/// How many hidden units there are.
pub const UNITS: usize = 64;

/// How far each unit is pushed: up if it is more than 0.
pub(crate) type Units = [i32; UNITS];

/// What no sign pushes.
pub(crate) const AT_REST: Units = [0; UNITS];

/// Pushes are written down as twentieths of what the network reckons with.
pub const PUSH_SCALE: u8 = 20;

/// What units say is in 64ths of hundredths.
const SAYS_BITS: u32 = 6;

/// How many of those one unit says for one push, if the network says a logit of 1 for a whole one.
pub const SAYS_SCALE: f32 = LOGIT * (1u8 << SAYS_BITS) as f32 / PUSH_SCALE as f32;

/// How many hundredths of weight a logit counts for. Found by cross-validation over authors.
pub const LOGIT: f32 = 22.0;

/// No unit is heard further than this, nor says more for a push than [`MOST_SAID`], and all of them together no more than
/// [`MOST_TOGETHER`]: no post that people write comes near, and no sum overflows, whatever stands in `company.tsv`.
const MOST_OF_UNIT: i32 = 1 << 14;

/// The most that a unit can say for a push, in 64ths of hundredths.
pub const MOST_SAID: i16 = 2_000;

/// The most that units say together, in hundredths.
const MOST_TOGETHER: i32 = 10_000;

/// The marks of lines of `company.tsv` that are no signs: what the units say to a pack, and what is said to it without any.
const SAYS: &str = "says ";

/// What single signs say in each other's company. The default says nothing.
#[derive(Clone, Debug, Default)]
pub struct Company {
    /// For each sign that has weights, by its place there, the number of its row, from 1 on; 0 if it keeps out of it.
    numbers: Vec<u16>,
    /// How far a sign pushes each unit.
    rows: Vec<[u8; UNITS]>,
    /// What a unit says to each pack for each push.
    says: Vec<[i16; MOST_PACKS]>,
    /// What is said to each pack when no unit speaks, in hundredths.
    alone: [i16; MOST_PACKS],
}

/// The lines of `company.tsv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyLines {
    /// Signs, each with how far it pushes the units.
    pub rows: Vec<(String, [i8; UNITS])>,
    /// What each unit says to each pack for a push.
    pub says: [[i16; UNITS]; MOST_PACKS],
    /// What is said to each pack when no unit speaks, in hundredths.
    pub alone: [i16; MOST_PACKS],
}

impl CompanyLines {
    /// Of units that say nothing yet.
    pub fn new(rows: Vec<(String, [i8; UNITS])>) -> CompanyLines {
        CompanyLines { rows, says: [[0; UNITS]; MOST_PACKS], alone: [0; MOST_PACKS] }
    }
}

impl Company {
    /// Reads `company.tsv`: a line of column names; a line for each sign, with its pushes; and `says` lines, one a pack, with what each
    /// unit says to it and, last, what is said without any. Signs must have weights.
    pub fn parse(file: &str, text: &str, weights: &Weights, packs: &[String]) -> (Company, Vec<Trouble>) {
        let mut company = Company::default();
        let mut troubles = Vec::new();
        for (number, range, line) in table::lines(text) {
            if number == 0 && !line.starts_with("sign") {
                troubles.push(Trouble::at(file, text, &range, "the first line names the columns, 'sign' and then units"));
            }
            if number == 0 || line.is_empty() {
                continue;
            }
            match company.read_line(line, weights, packs) {
                Ok(()) => {}
                // So it is once `weights.tsv` has been learnt anew, and before this file has.
                Err(Wrong::NoSign(reason)) => troubles.push(Trouble { incomplete: true, ..Trouble::at(file, text, &range, reason) }),
                Err(Wrong::Line(reason)) => troubles.push(Trouble::at(file, text, &range, reason)),
            }
        }
        (company, troubles)
    }

    fn read_line(&mut self, line: &str, weights: &Weights, packs: &[String]) -> Result<(), Wrong> {
        let mut cells = line.split('\t');
        let name = cells.next().unwrap_or("");
        if let Some(id) = name.strip_prefix(SAYS) {
            let pack = if id == "any" { Some(ANY_PACK) } else { packs.iter().position(|p| p == id) };
            let pack = pack.filter(|p| *p < MOST_PACKS).ok_or_else(|| Wrong::Line(format!("there is no pack '{id}'")))?;
            let said = numbers::<i16, { UNITS + 1 }>(cells)?;
            if said.iter().any(|n| n.unsigned_abs() > MOST_SAID.unsigned_abs()) {
                return Err(Wrong::Line(format!("no unit can say more than {MOST_SAID} for a push")));
            }
            let [says @ .., alone] = said;
            self.says.resize(UNITS, [0; MOST_PACKS]);
            for (unit, says) in self.says.iter_mut().zip(says) {
                unit[pack] = says;
            }
            self.alone[pack] = alone;
            return Ok(());
        }
        // It is asked what a post would weigh if it were of another kind: its kind only adds up.
        let is_kind = KINDS.iter().any(|kind| name.strip_prefix('{').and_then(|n| n.strip_suffix('}')) == Some(kind));
        if name.contains(' ') || is_kind {
            return Err(Wrong::Line(format!("'{name}' is no single word, stem or list: only these have company")));
        }
        let row = numbers::<i8, UNITS>(cells)?;
        let place = weights.find(SignKey::of_name(name)).ok_or_else(|| Wrong::NoSign(format!("'{name}' has no weights: learn anew")))?;
        self.numbers.resize(weights.len(), 0);
        if self.numbers[place] != 0 {
            return Err(Wrong::Line(format!("'{name}' is here already: leave one line out")));
        }
        self.rows.push(row.map(i8::cast_unsigned));
        self.numbers[place] = self.rows.len() as u16;
        Ok(())
    }

    /// Writes it down, sign by sign in the order of the weights.
    pub(crate) fn pack(&self, out: &mut Writer) {
        let (mut steps, mut rows) = (Writer::default(), Vec::new());
        let mut last = 0;
        for (place, number) in self.numbers.iter().enumerate().filter(|(_, number)| **number != 0) {
            steps.number((place - std::mem::replace(&mut last, place)) as u32);
            rows.push(self.rows[*number as usize - 1]);
        }
        out.column(&steps);
        out.bytes(rows.as_flattened());
        let says = self.says.as_flattened().iter().chain(&self.alone);
        out.bytes(&says.flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>());
    }

    /// Reads what [`Company::pack`] wrote, for so many signs.
    #[inline(never)]
    pub(crate) fn unpack(from: &mut Reader, signs: usize) -> Option<Company> {
        let steps = from.numbers()?;
        let (rows, rest) = from.bytes()?.as_chunks();
        if rows.len() != steps.len() || rows.len() >= usize::from(u16::MAX) || !rest.is_empty() {
            return None;
        }
        let mut numbers = vec![0; signs];
        let mut place = 0;
        for (number, step) in (1..).zip(&steps) {
            place = usize::checked_add(place, *step as usize)?;
            *numbers.get_mut(place)? = number;
        }
        let (says, []) = from.bytes()?.as_chunks() else { return None };
        let says: Vec<i16> = says.iter().map(|n| i16::from_le_bytes(*n).clamp(-MOST_SAID, MOST_SAID)).collect();
        let (says, alone) = says.split_at_checked(says.len().checked_sub(MOST_PACKS)?)?;
        let (says, []) = says.as_chunks() else { return None };
        (says.is_empty() || says.len() == UNITS)
            .then(|| Some(Company { numbers, rows: rows.to_vec(), says: says.to_vec(), alone: alone.try_into().ok()? }))?
    }

    /// How far the sign at a place among the weights pushes each unit; none if it keeps out of it.
    pub(crate) fn pushes(&self, place: usize) -> Option<impl Iterator<Item = i32>> {
        let row = self.rows.get(usize::from(*self.numbers.get(place)?).checked_sub(1)?)?;
        Some(row.iter().map(|push| i32::from(push.cast_signed())))
    }

    /// What units say to each pack, in hundredths.
    pub(crate) fn says(&self, units: &Units) -> [i32; MOST_PACKS] {
        let mut sums = [0; MOST_PACKS];
        for (unit, says) in units.iter().zip(&self.says) {
            if *unit > 0 {
                let unit = (*unit).min(MOST_OF_UNIT);
                for (sum, says) in sums.iter_mut().zip(says) {
                    *sum += unit * i32::from(*says);
                }
            }
        }
        for (sum, alone) in sums.iter_mut().zip(self.alone) {
            *sum = (in_hundredths(*sum) + i32::from(alone)).clamp(-MOST_TOGETHER, MOST_TOGETHER);
        }
        sums
    }

    /// What the sign at a place says in hundredths, where a push more of each unit would say so much.
    pub(crate) fn share(&self, place: usize, next_push: &Units) -> i32 {
        let says = self.pushes(place).map(|pushes| pushes.zip(next_push).map(|(push, says)| push * says).sum());
        in_hundredths(says.unwrap_or(0)).clamp(-MOST_TOGETHER, MOST_TOGETHER)
    }

    /// What one push more of each unit would say to a pack and to all, in 64ths of hundredths: nothing for those that do not speak.
    pub(crate) fn next_push(&self, units: &Units, pack: usize) -> Units {
        let mut more = AT_REST;
        for ((more, unit), says) in more.iter_mut().zip(units).zip(&self.says) {
            if *unit > 0 {
                *more = i32::from(says[pack]) + i32::from(says[ANY_PACK]);
            }
        }
        more
    }
}

/// What 64ths of hundredths are in whole ones.
fn in_hundredths(says: i32) -> i32 {
    says >> SAYS_BITS
}

enum Wrong {
    Line(String),
    /// A sign without weights, which no passage is told to have.
    NoSign(String),
}

/// So many numbers, no more and no less.
fn numbers<'a, T: std::str::FromStr + Default + Copy, const N: usize>(cells: impl Iterator<Item = &'a str>) -> Result<[T; N], Wrong> {
    let read: Vec<T> = cells
        .map(|cell| if cell.is_empty() { Ok(T::default()) } else { cell.parse() })
        .collect::<Result<_, _>>()
        .map_err(|_| Wrong::Line("something here is no whole number, or too large".to_owned()))?;
    let count = read.len();
    read.try_into().map_err(|_| Wrong::Line(format!("a line has a name and {N} numbers with tabs between, not {count}")))
}

/// Writes `company.tsv`, signs in alphabetical order.
pub fn write_company(packs: &[&str], lines: &CompanyLines) -> String {
    let mut out = "sign".to_owned();
    let numbers = |out: &mut String, numbers: &mut dyn Iterator<Item = i16>| {
        for n in numbers {
            out.push('\t');
            if n != 0 {
                let _ = write!(out, "{n}");
            }
        }
        out.push('\n');
    };
    numbers(&mut out, &mut (1..).take(UNITS));
    let places = (0..packs.len().min(ANY_PACK)).chain([ANY_PACK]);
    for (place, pack) in places.zip(packs.iter().take(ANY_PACK).chain(&["any"])) {
        out += SAYS;
        out += pack;
        numbers(&mut out, &mut lines.says[place].iter().chain([&lines.alone[place]]).copied());
    }
    let mut rows: Vec<_> = lines.rows.iter().collect();
    rows.sort();
    for (name, row) in rows {
        out += name;
        numbers(&mut out, &mut row.iter().map(|n| i16::from(*n)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights() -> Weights {
        let (mut weights, ..) = Weights::parse("", "sign\tconduct\nidiot\t1\ndog\t1\nmy dog\t1\n", &["conduct".to_owned()], &[]);
        weights.finish();
        weights
    }

    fn lines() -> CompanyLines {
        let mut lines = CompanyLines::new(vec![("dog".to_owned(), [0; UNITS]), ("idiot".to_owned(), [0; UNITS])]);
        (lines.rows[0].1[3], lines.rows[1].1[3]) = (-90, 50);
        lines.says[0][3] = 640;
        lines.alone[0] = -7;
        lines
    }

    #[test]
    fn a_unit_speaks_if_it_is_pushed_up_on_the_whole() {
        let weights = weights();
        let (company, troubles) = Company::parse("company.tsv", &write_company(&["conduct"], &lines()), &weights, &["conduct".to_owned()]);
        assert!(troubles.is_empty(), "{troubles:?}");
        let mut out = Writer::default();
        company.pack(&mut out);
        let bytes = out.into_bytes();
        let company = Company::unpack(&mut Reader::new(&bytes), weights.len()).expect("it is what was packed");
        assert!(Company::unpack(&mut Reader::new(&bytes[..bytes.len() - 1]), weights.len()).is_none());

        let place = |name: &str| weights.find(SignKey::of_name(name)).expect("it has weights");
        let together = |names: &[&str]| {
            let mut units = AT_REST;
            for name in names {
                for (unit, push) in units.iter_mut().zip(company.pushes(place(name)).into_iter().flatten()) {
                    *unit += push;
                }
            }
            company.says(&units)[0]
        };
        assert_eq!([together(&[]), together(&["idiot"]), together(&["dog"]), together(&["idiot", "dog"])], [-7, 493, -7, -7]);
        assert!(company.pushes(place("my dog")).is_none());
        assert_eq!(Company::default().says(&[9; UNITS]), [0; MOST_PACKS]);
    }

    #[test]
    fn what_is_wrong_is_said_where_it_stands() {
        let row = |name: &str, cells: usize, cell: &str| format!("{name}{}\n", format!("\t{cell}").repeat(cells));
        let text = ["sign\n".to_owned(), row("dog", UNITS - 1, "1"), row("idiot", UNITS, "200"), row("cat", UNITS, "1"), row("dog", UNITS, "1")]
            .into_iter()
            .chain([
                row("dog", UNITS, "1"),
                row("my dog", UNITS, "1"),
                row("{reply}", UNITS, "1"),
                row("says manners", UNITS + 1, "1"),
                row("says conduct", UNITS + 1, "2001"),
            ])
            .collect::<String>();
        let (_, troubles) = Company::parse("company.tsv", &text, &weights(), &["conduct".to_owned()]);
        let told: Vec<(usize, bool)> = troubles.iter().map(|t| (t.line, t.incomplete)).collect();
        assert_eq!(told, [(2, false), (3, false), (4, true), (6, false), (7, false), (8, false), (9, false), (10, false)], "{troubles:?}");
    }
}
