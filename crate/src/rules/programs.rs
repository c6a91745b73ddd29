//! Compiled patterns as the matcher runs them: all steps in one array, and longer endings that are alike once.

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
    /// The steps of all bodies; each body ends with [`Op::Match`], or with [`Op::Continue`] where another one goes on alike.
    pub(crate) ops: Vec<Op>,
    pub(crate) all: Vec<Program>,
}

/// The shortest ending that is worth a step to get there.
const SHORTEST_ENDING: usize = 3;

/// Bodies one after the other.
#[derive(Default)]
struct Bodies<'a> {
    ops: Vec<Op>,
    /// Where each ending of those bodies is.
    endings: HashMap<&'a [Op], u32>,
}

impl<'a> Bodies<'a> {
    /// Where a body is; what no body before it has is added.
    fn place(&mut self, body: &'a [Op]) -> u32 {
        if let Some(at) = self.endings.get(body) {
            return *at;
        }
        let start = self.ops.len() as u32;
        let longest = body.len().saturating_sub(SHORTEST_ENDING);
        let known = (1..=longest).filter(|cut| is_passed(body, *cut)).find_map(|cut| Some((cut, *self.endings.get(&body[cut..])?)));
        let own = known.map_or(body.len(), |(cut, _)| cut);
        self.ops.extend_from_slice(&body[..own]);
        self.ops.extend(known.map(|(_, at)| Op::Continue(at)));
        for i in 0..own {
            self.endings.entry(&body[i..]).or_insert(start + i as u32);
        }
        start
    }
}

/// True if no step before `place` leads beyond it: whatever is run comes by there.
fn is_passed(body: &[Op], place: usize) -> bool {
    body[..place].iter().enumerate().all(|(i, op)| match op {
        Op::Split(on) | Op::Jump(on) => i + *on as usize <= place,
        _ => true,
    })
}

impl Programs {
    /// Lays out compiled patterns; their numbers stay.
    pub(crate) fn of(compiled: &[PatternProgram]) -> Programs {
        let mut programs = Programs::default();
        let mut owners: HashMap<&Owner, u32> = HashMap::new();
        let mut bodies = Bodies::default();
        for p in compiled {
            let owner = *owners.entry(&p.owner).or_insert_with(|| {
                programs.owners.push(p.owner.clone());
                programs.owners.len() as u32 - 1
            });
            programs.all.push(Program { owner, forward: bodies.place(&p.forward), backward: bodies.place(&p.backward) });
        }
        programs.ops = bodies.ops;
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
        &self.owners[self.program(pattern).owner as usize]
    }

    /// A pattern, by its number.
    pub(crate) fn program(&self, pattern: u32) -> &Program {
        &self.all[pattern as usize]
    }

    /// Where a pattern is tried.
    pub(crate) fn anchor(&self, pattern: u32, conditions: ClassId) -> Anchor {
        Anchor::of(self.ops[self.program(pattern).forward as usize], conditions)
    }

    /// What a sentence must have for a pattern to match; `conditions` is the list of all conditions.
    pub(crate) fn needs(&self, pattern: u32, conditions: ClassId) -> Needs {
        let mut needs = Needs::default();
        let program = self.program(pattern);
        add_required(&self.ops, program.backward as usize, conditions, &mut needs);
        add_required(&self.ops, program.forward as usize + 1, conditions, &mut needs);
        needs
    }
}

/// The marks of what the steps cannot do without: the words and lists outside of optional parts and choices.
#[inline(never)]
fn add_required(ops: &[Op], mut pc: usize, conditions: ClassId, needs: &mut Needs) {
    loop {
        match &ops[pc] {
            Op::Match => return,
            Op::Split(on) => {
                // An optional part ends where the split goes; choices end where the jumps go.
                pc += *on as usize;
                if let Op::Jump(on) = ops[pc - 1] {
                    pc += on as usize - 1;
                }
                continue;
            }
            Op::Continue(to) => {
                pc = *to as usize;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::WordId;

    /// The steps from a place on, as if nothing were shared.
    fn read(ops: &[Op], mut at: usize) -> Vec<Op> {
        let mut body = Vec::new();
        loop {
            match ops[at] {
                Op::Continue(to) => at = to as usize,
                Op::Match => {
                    body.push(Op::Match);
                    return body;
                }
                op => {
                    body.push(op);
                    at += 1;
                }
            }
        }
    }

    #[test]
    fn endings_are_written_once_and_read_as_they_were() {
        let word = |n| Op::Word(WordId(n));
        let ending = [word(7), word(8), word(9), Op::Match];
        let bodies: Vec<Vec<Op>> = vec![
            [&[word(1)][..], &ending].concat(),
            // The same ending after a choice, all of which passes where it begins.
            [&[Op::Split(3), word(2), Op::Jump(2), word(3)][..], &ending].concat(),
            // An optional part that reaches into the ending: only what comes after it could be shared, and is too short.
            [&[Op::Split(4), word(2)][..], &ending].concat(),
            // An ending by itself, and the ending of an ending.
            ending.to_vec(),
            [&[word(4)][..], &ending[1..]].concat(),
            // Too short to be worth a step.
            [&[word(5)][..], &ending[2..]].concat(),
            vec![Op::Match],
        ];
        let mut all = Bodies::default();
        let places: Vec<u32> = bodies.iter().map(|body| all.place(body)).collect();
        for (body, place) in bodies.iter().zip(&places) {
            assert_eq!(read(&all.ops, *place as usize), *body);
            assert_eq!(all.place(body), *place, "what is there is not written again");
        }
        assert_eq!(places[3], 1, "it begins within the first");
        let shared: Vec<&Op> = all.ops.iter().filter(|op| matches!(op, Op::Continue(_))).collect();
        assert_eq!(shared, [&Op::Continue(1), &Op::Continue(2)]);
    }

    #[test]
    fn needed_is_what_is_neither_optional_nor_chosen_also_in_a_shared_ending() {
        let word = |n| Op::Word(WordId(n));
        let ending = [word(7), word(8), word(9), Op::Match];
        let owner = Owner::Rule(0);
        let program = |forward: Vec<Op>| PatternProgram { owner: owner.clone(), forward, backward: vec![Op::Match] };
        let choice = [word(1), Op::Split(3), word(2), Op::Jump(2), word(3)];
        let programs = Programs::of(&[program([&[word(1)][..], &ending].concat()), program([&choice[..], &ending].concat())]);
        assert!(programs.ops.contains(&Op::Continue(1)));
        let mut needs = Needs::default();
        for needed in [7, 8, 9] {
            needs.add(word_mark(WordId(needed)));
        }
        assert_eq!(programs.needs(1, ClassId::default()), needs);
    }
}
