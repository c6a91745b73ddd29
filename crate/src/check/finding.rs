//! What is said about a post: where, and by which rule.

use crate::rules::{Rule, RuleSet, Severity};
use smallvec::SmallVec;

/// What kind of text is being written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Kind {
    /// A new post.
    #[default]
    Post,
    /// A comment under a post.
    Comment,
    /// A reply to a review or comment.
    Reply,
    /// A message to one person or a group.
    Message,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 4] = [Kind::Post, Kind::Comment, Kind::Reply, Kind::Message];

    /// Its name in packs and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Post => "post",
            Kind::Comment => "comment",
            Kind::Reply => "reply",
            Kind::Message => "message",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.name() == name)
    }

    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What is known about a post besides its text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PostContext {
    /// What kind of text it is.
    pub kind: Kind,
    /// A picture is attached.
    pub image: bool,
    /// The writer's profession by its place in the list; `None` for the default.
    pub profession: Option<usize>,
}

impl Rule {
    /// The conditions that do not depend on the place in the post.
    pub(crate) fn suits(&self, context: &PostContext, profession: usize) -> bool {
        (self.kinds == 0 || self.kinds & context.kind.bit() != 0)
            && self.image.is_none_or(|wanted| wanted == context.image)
            && self.professions.allows(profession)
    }
}

/// One underlined part of a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// First UTF-16 code unit.
    pub start: u32,
    /// One past the last UTF-16 code unit.
    pub end: u32,
    /// What this piece of evidence is, for rules that add up.
    pub name: Option<String>,
}

/// The pieces of a finding: nearly all have one, which is kept in place.
pub type Pieces = SmallVec<[Piece; 1]>;

/// A rule, wherever it comes from. What is said about it: [`crate::check::Checker::view`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RuleRef {
    /// A built-in rule, by its place in the rule set.
    BuiltIn(usize),
    /// A rule of the practice's own pack, by its place there.
    Own(usize),
}

impl RuleRef {
    /// The place in the rule set, for a built-in rule.
    pub const fn built_in(self) -> Option<usize> {
        match self {
            RuleRef::BuiltIn(number) => Some(number),
            RuleRef::Own(_) => None,
        }
    }
}

/// A risky phrase, or the pieces that are risky together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: RuleRef,
    /// How much it matters: as the rule says, or as the user has chosen.
    pub severity: Severity,
    /// Where: one piece for a phrase, several for evidence. In the order of the text.
    pub pieces: Pieces,
}

impl Finding {
    /// What a built-in rule finds.
    pub(crate) fn of(number: usize, rules: &RuleSet, pieces: Pieces) -> Finding {
        Finding { rule: RuleRef::BuiltIn(number), severity: rules.rules[number].severity, pieces }
    }

    /// The pack of the rule, by its place in the list; the practice's own comes after the built-in ones.
    pub(crate) fn pack(&self, rules: &RuleSet) -> usize {
        self.rule.built_in().map_or(rules.packs.len(), |number| rules.rules[number].pack as usize)
    }

    /// What the pieces of evidence are, each said once, in the order of the text.
    pub fn evidence(&self) -> Vec<&str> {
        let mut said = Vec::new();
        for name in self.pieces.iter().filter_map(|p| p.name.as_deref()) {
            if !said.contains(&name) {
                said.push(name);
            }
        }
        said
    }

    /// First UTF-16 code unit of the first piece.
    pub fn start(&self) -> u32 {
        self.pieces.first().map_or(0, |p| p.start)
    }

    /// One past the last UTF-16 code unit of the last piece.
    pub fn end(&self) -> u32 {
        self.pieces.iter().map(|p| p.end).max().unwrap_or(0)
    }
}

/// Puts findings in order and leaves one where several of the same pack overlap: the graver, then the earlier, then the longer.
pub(crate) fn settle(findings: &mut Vec<Finding>, rules: &RuleSet) {
    let mut order: Vec<(u128, u32)> = findings.iter().enumerate().map(|(i, f)| (f.precedence(), i as u32)).collect();
    order.sort_unstable();
    let mut covered = Covered::nothing(findings, rules);
    let mut kept = vec![false; findings.len()];
    for (_, i) in order {
        let finding = &findings[i as usize];
        let own = &mut covered[finding.pack(rules)];
        kept[i as usize] = !finding.pieces.iter().all(|p| own.any(p.start, p.end));
        if kept[i as usize] {
            finding.pieces.iter().for_each(|p| own.cover(p));
        }
    }
    let mut kept = kept.into_iter();
    findings.retain(|_| kept.next() == Some(true));
    findings.sort_by_key(|f| (f.start(), f.end(), f.rule));
}

impl Finding {
    /// The less, the sooner it is kept: by severity, start, end and rule.
    fn precedence(&self) -> u128 {
        let rule = match self.rule {
            RuleRef::BuiltIn(number) => number as u128,
            RuleRef::Own(number) => 1 << 29 | number as u128,
        };
        let less_grave = (Severity::High as u128) - (self.severity as u128);
        less_grave << 94 | u128::from(self.start()) << 62 | u128::from(!self.end()) << 30 | rule
    }
}

/// Which code units of a post are covered, as bits: one look for 64 of them, however many findings there are.
#[derive(Clone)]
pub(super) struct Covered(Vec<u64>);

impl Covered {
    /// For each pack, room for what its findings may cover; the practice's own comes after the built-in ones.
    fn nothing(findings: &[Finding], rules: &RuleSet) -> Vec<Covered> {
        let end = findings.iter().map(Finding::end).max().unwrap_or(0);
        vec![Covered(vec![0; (end as usize).div_ceil(64)]); rules.packs.len() + 1]
    }

    /// What the findings of each pack cover.
    pub(super) fn by_pack(findings: &[Finding], rules: &RuleSet) -> Vec<Covered> {
        let mut all = Covered::nothing(findings, rules);
        for f in findings {
            f.pieces.iter().for_each(|p| all[f.pack(rules)].cover(p));
        }
        all
    }

    /// The words that some units lie in, each with the bits that they have there.
    fn words(start: u32, end: u32) -> impl Iterator<Item = (usize, u64)> {
        let (start, end) = (start as usize, end as usize);
        (start / 64..end.div_ceil(64)).map(move |word| {
            let from = start.saturating_sub(word * 64).min(63);
            let past = 64 - (end - word * 64).min(64);
            (word, (u64::MAX << from) & (u64::MAX >> past))
        })
    }

    /// True if any of these units is covered.
    pub(super) fn any(&self, start: u32, end: u32) -> bool {
        Covered::words(start, end).any(|(word, bits)| self.0.get(word).is_some_and(|own| own & bits != 0))
    }

    fn cover(&mut self, piece: &Piece) {
        for (word, bits) in Covered::words(piece.start, piece.end) {
            self.0[word] |= bits;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_evidence_is_said_once() {
        let piece = |name: &str| Piece { start: 0, end: 1, name: Some(name.to_owned()) };
        let pieces = ["a person", "age", "a person"].map(piece).into_iter().collect();
        let finding = Finding { rule: RuleRef::BuiltIn(0), severity: Severity::High, pieces };
        assert_eq!(finding.evidence(), ["a person", "age"]);
    }

    #[test]
    fn what_is_covered_is_what_the_pieces_share() {
        let piece = |start, end| Piece { start, end, name: None };
        let mut covered = Covered(vec![0; 7]);
        for (start, end) in [(3, 5), (60, 70), (128, 192), (200, 400)] {
            covered.cover(&piece(start, end));
        }
        let is = |at: u32| matches!(at, 3..5 | 60..70 | 128..192 | 200..400);
        for start in 0..420 {
            for end in start + 1..420 {
                assert_eq!(covered.any(start, end), (start..end).any(is), "{start}..{end}");
            }
        }
    }
}
