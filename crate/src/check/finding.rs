//! What is said about a post: where, and by which rule.

use crate::rules::{Rule, RuleSet, Severity};

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
    pub pieces: Vec<Piece>,
}

impl Finding {
    /// What a built-in rule finds.
    pub(crate) fn of(number: usize, rules: &RuleSet, pieces: Vec<Piece>) -> Finding {
        Finding { rule: RuleRef::BuiltIn(number), severity: rules.rules[number].severity, pieces }
    }

    /// The pack of the rule, by its place in the list; the practice's own comes after the built-in ones.
    pub(crate) fn pack(&self, rules: &RuleSet) -> usize {
        self.rule.built_in().map_or(rules.packs.len(), |number| rules.rules[number].pack as usize)
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
    findings.sort_by_key(|f| (std::cmp::Reverse(f.severity), f.start(), std::cmp::Reverse(f.end()), f.rule));
    // For each pack, which code units a kept finding covers: one look a unit, however many findings there are.
    let length = findings.iter().map(Finding::end).max().unwrap_or(0) as usize;
    let mut covered: Vec<Vec<bool>> = vec![Vec::new(); rules.packs.len() + 1];
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        let own = &mut covered[finding.pack(rules)];
        own.resize(length, false);
        if finding.pieces.iter().all(|p| own[p.start as usize..p.end as usize].contains(&true)) {
            continue;
        }
        for p in &finding.pieces {
            own[p.start as usize..p.end as usize].fill(true);
        }
        kept.push(finding);
    }
    kept.sort_by_key(|f| (f.start(), f.end(), f.rule));
    *findings = kept;
}
