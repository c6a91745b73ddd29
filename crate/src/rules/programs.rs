//! Compiled patterns as the matcher runs them: all steps in one array, those that are alike once.

use crate::rules::compile::PatternProgram;
use crate::rules::lexicon::{class_mark, word_mark};
use crate::rules::{Anchor, ClassId, Needs, Op, Owner};
use crate::text::Shape;
use std::collections::HashMap;

/// A pattern: whose it is, and where its steps are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Program {
    /// Place among [`Programs::owners`].
    pub(crate) owner: u32,
    /// First step from the anchor on, to the right.
    pub(crate) forward: u32,
    /// First step from before the anchor, to the left.
    pub(crate) backward: u32,
}

/// All patterns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Programs {
    pub(crate) owners: Vec<Owner>,
    /// The steps of all bodies; each body ends with [`Op::Match`].
    pub(crate) ops: Vec<Op>,
    pub(crate) all: Vec<Program>,
}

impl Programs {
    /// Lays out compiled patterns; their numbers stay.
    pub(crate) fn of(compiled: &[PatternProgram]) -> Programs {
        let mut programs = Programs::default();
        let mut owners: HashMap<&Owner, u32> = HashMap::new();
        let mut bodies: HashMap<&[Op], u32> = HashMap::new();
        for p in compiled {
            let owner = *owners.entry(&p.owner).or_insert_with(|| {
                programs.owners.push(p.owner.clone());
                programs.owners.len() as u32 - 1
            });
            let forward = *bodies.entry(&p.forward).or_insert_with(|| programs.ops.len() as u32);
            if forward as usize == programs.ops.len() {
                programs.ops.extend_from_slice(&p.forward);
            }
            let backward = *bodies.entry(&p.backward).or_insert_with(|| programs.ops.len() as u32);
            if backward as usize == programs.ops.len() {
                programs.ops.extend_from_slice(&p.backward);
            }
            programs.all.push(Program { owner, forward, backward });
        }
        programs
    }

    /// How many patterns there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// True without patterns.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whose a pattern is.
    pub fn owner(&self, pattern: u32) -> &Owner {
        &self.owners[self.all[pattern as usize].owner as usize]
    }

    /// The steps of a pattern from its anchor on, to the right (and those of other patterns after its [`Op::Match`]).
    pub(crate) fn forward(&self, pattern: u32) -> &[Op] {
        &self.ops[self.all[pattern as usize].forward as usize..]
    }

    /// The steps of a pattern from before its anchor, to the left.
    pub(crate) fn backward(&self, pattern: u32) -> &[Op] {
        &self.ops[self.all[pattern as usize].backward as usize..]
    }

    /// Where a pattern is tried.
    pub(crate) fn anchor(&self, pattern: u32, conditions: ClassId) -> Anchor {
        Anchor::of(self.forward(pattern), conditions)
    }

    /// What a sentence must have for a pattern to match; `conditions` is the list of all conditions.
    pub(crate) fn needs(&self, pattern: u32, conditions: ClassId) -> Needs {
        let mut needs = Needs::default();
        add_required(self.backward(pattern), 0, conditions, &mut needs);
        add_required(self.forward(pattern), 1, conditions, &mut needs);
        needs
    }
}

/// The marks of what the steps cannot do without: the words and lists outside of optional parts and choices.
#[inline(never)]
fn add_required(ops: &[Op], mut pc: usize, conditions: ClassId, needs: &mut Needs) {
    loop {
        match &ops[pc] {
            Op::Match => return,
            Op::Split(to) => {
                // An optional part ends where the split goes; choices end where the jumps go.
                let to = *to as usize;
                pc = match ops[to - 1] {
                    Op::Jump(end) => end as usize,
                    _ => to,
                };
                continue;
            }
            Op::Word(w) | Op::Exact(w, _) => needs.add(word_mark(*w)),
            Op::Class(c)
                // Forms that single words carry as marks are not in signatures.
                if Shape::ALL.get(c.0 as usize).is_none_or(|s| s.flags().is_none()) => {
                    needs.add(class_mark(*c));
                }
            Op::Condition(_) => needs.add(class_mark(conditions)),
            _ => {}
        }
        pc += 1;
    }
}
