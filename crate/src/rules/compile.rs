//! From patterns and lists to what the matcher runs.
//!
//! Every pattern gets an *anchor*: the required part that is rarest in everyday English. Only where the anchor occurs is the
//! pattern tried, forwards from there and backwards from there; the rest of the post costs it nothing.

use crate::rules::pattern::PatternTrouble;
use crate::rules::{ClassId, Element, Op, Pattern, WordBook, WordId};
use crate::text::Shape;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Where a pattern is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Anchor {
    /// At this word.
    Word(WordId),
    /// At any term of this list.
    Class(ClassId),
}

/// Whose pattern it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Owner {
    /// A term of these lists, looked for in this round (from 1).
    List(Vec<ClassId>, u8),
    /// A phrase of this rule.
    Rule(u32),
    /// A piece of evidence of this rule.
    Evidence(u32, u8),
    /// Asked for only when a finding needs it (exceptions, conditions).
    OnDemand,
}

impl Owner {
    /// The round of terms in which the pattern is looked for, 0 for what rules look for; nothing for what is asked for on demand.
    pub(crate) fn round(&self) -> Option<u8> {
        match self {
            Owner::List(_, round) => Some(*round),
            Owner::Rule(_) | Owner::Evidence(..) => Some(0),
            Owner::OnDemand => None,
        }
    }
}

impl Anchor {
    /// The anchor of a program that begins with this step. `conditions` is the list of all conditions.
    pub(crate) fn of(first: Op, conditions: ClassId) -> Anchor {
        match first {
            Op::Word(w) | Op::Exact(w, _) => Anchor::Word(w),
            Op::Class(c) => Anchor::Class(c),
            _ => Anchor::Class(conditions),
        }
    }
}

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternProgram {
    /// Whose it is.
    pub owner: Owner,
    /// From the anchor on, to the right.
    pub forward: Vec<Op>,
    /// From before the anchor, to the left.
    pub backward: Vec<Op>,
}

/// Numbers lists by name.
#[derive(Default, Debug, Clone)]
struct ClassNames {
    by_name: HashMap<String, ClassId>,
    count: u16,
}

/// Turns lists and patterns into programs. Lists come first, then patterns, then [`Compiler::finish`].
#[derive(Default, Debug)]
pub struct Compiler {
    /// The words so far.
    pub words: WordBook,
    /// The programs so far.
    pub programs: Vec<PatternProgram>,
    names: ClassNames,
    anonymous: HashMap<Vec<WordId>, ClassId>,
    cost: HashMap<ClassId, u32>,
    unlisted_anchor: Option<ClassId>,
}

/// Everyday words: the cost of an anchor, roughly their count in ten thousand words of posts.
const EVERYDAY: &[(u32, &str)] = &[
    (400, "the a to and i of in it you for"),
    (150, "is on my that we with have be at your this not was are so if as or but me all"),
    (
        80,
        "they she he her his their its our will can do up out from one about what when who had has been get just now no an by them us im dont there here how more been any like go know see back time day today come new good some want over need think take make people only very really than then too off down after before first last week year years got going said say help work well way even still never always much many every other into through because could would should did does please thanks thank love great",
    ),
    (
        25,
        "patient patients clinic treatment pain care health look find feel ask call book give put keep let tell try use start next open free long little big right best old home man woman child children baby two three few while where why again always around something someone anyone everyone nothing thing things lot bit morning week weeks month months days minutes hour hours tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday team staff gp doctor nurse physio nhs hospital ward appointment page post share message comment link read",
    ),
];

impl Compiler {
    /// A compiler that knows the built-in lists.
    pub fn new() -> Compiler {
        let mut c = Compiler { words: WordBook::new(), ..Compiler::default() };
        for shape in Shape::ALL {
            let class = c.class(shape.name());
            debug_assert_eq!(class, ClassId::of_shape(*shape));
        }
        c
    }

    /// The number of the list of that name, new if there is none.
    pub fn class(&mut self, name: &str) -> ClassId {
        if let Some(class) = self.names.by_name.get(name) {
            return *class;
        }
        let class = self.new_class();
        self.names.by_name.insert(name.to_owned(), class);
        class
    }

    fn new_class(&mut self) -> ClassId {
        let class = ClassId(self.names.count);
        self.names.count = self.names.count.checked_add(1).expect("there are fewer lists than numbers for them");
        class
    }

    /// How many lists there are.
    pub fn class_count(&self) -> usize {
        self.names.count as usize
    }

    /// The number of a list, if it exists.
    pub fn find_class(&self, name: &str) -> Option<ClassId> {
        self.names.by_name.get(name).copied()
    }

    /// Names and numbers of the lists, sorted by name.
    pub fn class_names(&self) -> Vec<(String, ClassId)> {
        let mut names: Vec<_> = self.names.by_name.iter().map(|(n, c)| (n.clone(), *c)).collect();
        names.sort();
        names
    }

    /// Adds a term, written as a pattern of words and choices, to the lists.
    ///
    /// # Errors
    /// Where the term is no plain run of words.
    pub fn add_term(&mut self, source: &str, classes: &[ClassId]) -> Result<(), PatternTrouble> {
        let pattern = Pattern::parse(source)?;
        let mut runs: Vec<Vec<WordId>> = vec![Vec::new()];
        self.spell_out(&pattern.0, &mut runs, source)?;
        for run in runs {
            for class in classes {
                self.words.add_term(&run, *class);
            }
        }
        Ok(())
    }

    fn spell_out(&mut self, elements: &[Element], runs: &mut Vec<Vec<WordId>>, source: &str) -> Result<(), PatternTrouble> {
        for element in elements {
            let mut next = Vec::new();
            match element {
                Element::Word(forms) => {
                    for form in forms {
                        let id = self.words.intern(form);
                        next.extend(runs.iter().map(|r| [r.as_slice(), &[id]].concat()));
                    }
                }
                Element::Either(branches) => {
                    for branch in branches {
                        let mut longer = runs.clone();
                        self.spell_out(branch, &mut longer, source)?;
                        next.append(&mut longer);
                    }
                }
                Element::Optional(inner) => {
                    next.clone_from(runs);
                    let mut longer = runs.clone();
                    self.spell_out(inner, &mut longer, source)?;
                    next.append(&mut longer);
                }
                _ => return Err((0..source.len(), "a term of a list has words, choices and [optional words] only".to_owned())),
            }
            if next.len() > 2000 {
                return Err((0..source.len(), "this term stands for more than 2,000 phrases; split it".to_owned()));
            }
            *runs = next;
        }
        Ok(())
    }

    /// Prices every list by how often its terms occur in everyday English. Call when all lists are filled.
    pub fn price_lists(&mut self) {
        self.cost.clear();
        for shape in Shape::ALL {
            let cost = match shape {
                Shape::Capitalised | Shape::AllCaps | Shape::Emoji => 200,
                Shape::Number => 120,
                Shape::Name | Shape::Money | Shape::Clock | Shape::Mention => 30,
                _ => 8,
            };
            self.cost.insert(ClassId::of_shape(*shape), cost);
        }
        for (class, first, words) in self.words.terms() {
            *self.cost.entry(class).or_default() += if words == 1 { word_cost(self.words.word(first)) } else { 1 };
        }
        for program in &self.programs {
            if let Owner::List(classes, _) = &program.owner {
                for class in classes {
                    *self.cost.entry(*class).or_default() += 3;
                }
            }
        }
        self.unlisted_anchor = self.find_class("condition");
    }

    /// Compiles a pattern; it may become several programs.
    ///
    /// # Errors
    /// Names the place in the pattern and what is wrong there.
    pub fn add_pattern(&mut self, source: &str, owner: &Owner) -> Result<Vec<u32>, PatternTrouble> {
        let pattern = Pattern::parse(source)?;
        let mut added = Vec::new();
        self.add_elements(&pattern.0, owner, source, &mut added, 0)?;
        Ok(added)
    }

    fn add_elements(&mut self, elements: &[Element], owner: &Owner, source: &str, added: &mut Vec<u32>, depth: u8) -> Result<(), PatternTrouble> {
        let mut best: Option<(u32, usize)> = None;
        for (i, element) in elements.iter().enumerate() {
            if let Some(cost) = self.cost_of(element, source)?
                && best.is_none_or(|(least, _)| cost < least)
            {
                best = Some((cost, i));
            }
        }
        let Some((_, at)) = best else {
            return Err((0..source.len(), "this pattern has nothing that must be there: add a word or a {list} outside of [ ]".to_owned()));
        };
        if let Element::Either(branches) = &elements[at]
            && self.single_words(branches).is_none()
        {
            if depth > 3 {
                return Err((0..source.len(), "choices are nested too deep around the words that matter".to_owned()));
            }
            for branch in words_as_one(branches) {
                let one: Vec<Element> = elements[..at].iter().chain(&branch).chain(&elements[at + 1..]).cloned().collect();
                self.add_elements(&one, owner, source, added, depth + 1)?;
            }
            return Ok(());
        }
        let mut forward = Vec::new();
        for element in &elements[at..] {
            self.emit(element, false, &mut forward, source)?;
        }
        forward.push(Op::Match);
        let mut backward = Vec::new();
        for element in elements[..at].iter().rev() {
            self.emit(element, true, &mut backward, source)?;
        }
        backward.push(Op::Match);
        if !matches!(forward[0], Op::Word(_) | Op::Exact(..) | Op::Class(_) | Op::Condition(_)) {
            return Err((0..source.len(), "this pattern has nothing to hold on to".to_owned()));
        }
        added.push(self.programs.len() as u32);
        self.programs.push(PatternProgram { owner: owner.clone(), forward, backward });
        Ok(())
    }

    /// What an element costs as an anchor; nothing if it need not be there.
    fn cost_of(&mut self, element: &Element, source: &str) -> Result<Option<u32>, PatternTrouble> {
        Ok(match element {
            Element::Word(forms) => Some(forms.iter().map(|f| word_cost(f)).sum::<u32>().min(10_000)),
            Element::Exact(word) => Some(word_cost(&word.to_lowercase())),
            Element::List(name) => {
                let class = self.list(name, source)?;
                Some(self.cost.get(&class).copied().unwrap_or(1))
            }
            Element::Either(branches) => {
                let mut sum = 0;
                for branch in branches {
                    let mut least = None;
                    for e in branch {
                        if let Some(cost) = self.cost_of(e, source)? {
                            least = Some(least.map_or(cost, |l: u32| l.min(cost)));
                        }
                    }
                    match least {
                        Some(cost) => sum += cost,
                        None => return Ok(None),
                    }
                }
                Some(sum)
            }
            _ => None,
        })
    }

    fn list(&mut self, name: &str, source: &str) -> Result<ClassId, PatternTrouble> {
        match name {
            "unlisted_condition" | "listed_condition" => Ok(self.unlisted_anchor.unwrap_or_default()),
            _ => self.find_class(name).ok_or_else(|| {
                let at = source.find(&format!("{{{name}}}")).unwrap_or(0);
                (at..at + name.len() + 2, format!("there is no list '{name}' in the vocabulary"))
            }),
        }
    }

    /// The words of choices that are one word each.
    fn single_words(&mut self, branches: &[Vec<Element>]) -> Option<Vec<WordId>> {
        let mut words = Vec::new();
        for branch in branches {
            match branch.as_slice() {
                [Element::Word(forms)] => words.extend(forms.iter().map(|f| self.words.intern(f))),
                _ => return None,
            }
        }
        words.sort_unstable();
        words.dedup();
        Some(words)
    }

    fn class_of_words(&mut self, words: Vec<WordId>) -> ClassId {
        if let Some(class) = self.anonymous.get(&words) {
            return *class;
        }
        let class = self.new_class();
        for word in &words {
            self.words.add_term(&[*word], class);
        }
        let cost = words.iter().map(|w| word_cost(self.words.word(*w))).sum();
        self.cost.insert(class, cost);
        self.anonymous.insert(words, class);
        class
    }

    fn word_op(&mut self, forms: &[String]) -> Op {
        if let [one] = forms {
            return Op::Word(self.words.intern(one));
        }
        let mut words: Vec<WordId> = forms.iter().map(|f| self.words.intern(f)).collect();
        words.sort_unstable();
        words.dedup();
        Op::Class(self.class_of_words(words))
    }

    fn emit(&mut self, element: &Element, backwards: bool, ops: &mut Vec<Op>, source: &str) -> Result<(), PatternTrouble> {
        match element {
            Element::Word(forms) => {
                let op = self.word_op(forms);
                ops.push(op);
            }
            Element::Exact(word) => {
                let id = self.words.intern(&word.to_lowercase());
                ops.push(Op::Exact(id, capitals(word)));
            }
            Element::List(name) => {
                let class = self.list(name, source)?;
                ops.push(match name.as_str() {
                    "unlisted_condition" => Op::Condition(true),
                    "listed_condition" => Op::Condition(false),
                    _ => Op::Class(class),
                });
            }
            Element::Optional(inner) => {
                let split = ops.len();
                ops.push(Op::Split(0));
                self.emit_all(inner, backwards, ops, source)?;
                ops[split] = Op::Split((ops.len() - split) as u16);
            }
            Element::Either(branches) => {
                if let Some(words) = self.single_words(branches) {
                    let class = self.class_of_words(words);
                    ops.push(Op::Class(class));
                } else {
                    let mut jumps = Vec::new();
                    // In their order: the first that goes on to the end holds.
                    let branches = branches.chunk_by(|a, b| is_word(a) && is_word(b)).flat_map(words_as_one).collect::<Vec<_>>();
                    for (i, branch) in branches.iter().enumerate() {
                        if i + 1 == branches.len() {
                            self.emit_all(branch, backwards, ops, source)?;
                        } else {
                            let split = ops.len();
                            ops.push(Op::Split(0));
                            self.emit_all(branch, backwards, ops, source)?;
                            jumps.push(ops.len());
                            ops.push(Op::Jump(0));
                            ops[split] = Op::Split((ops.len() - split) as u16);
                        }
                    }
                    for jump in jumps {
                        ops[jump] = Op::Jump((ops.len() - jump) as u16);
                    }
                }
            }
            Element::Gap(n) => ops.push(Op::Gap(*n)),
            Element::Any => ops.push(Op::Any),
            Element::Not(inner) => match inner.as_ref() {
                Element::List(name) => {
                    let class = self.list(name, source)?;
                    ops.push(Op::NotClass(class));
                }
                Element::Word(forms) => match self.word_op(forms) {
                    Op::Word(w) => ops.push(Op::NotWord(w)),
                    Op::Class(c) => ops.push(Op::NotClass(c)),
                    _ => {}
                },
                Element::Either(branches) => {
                    for branch in branches {
                        let [one] = branch.as_slice() else {
                            return Err((0..source.len(), "'!( … )' takes choices of one word or {list} each".to_owned()));
                        };
                        self.emit(&Element::Not(Box::new(one.clone())), backwards, ops, source)?;
                    }
                }
                _ => {}
            },
            Element::Start => ops.push(Op::Start),
            Element::End => ops.push(Op::End),
            Element::MarkStart => ops.push(Op::Save(0)),
            Element::MarkEnd => ops.push(Op::Save(1)),
        }
        Ok(())
    }

    fn emit_all(&mut self, elements: &[Element], backwards: bool, ops: &mut Vec<Op>, source: &str) -> Result<(), PatternTrouble> {
        if backwards {
            elements.iter().rev().try_for_each(|e| self.emit(e, true, ops, source))
        } else {
            elements.iter().try_for_each(|e| self.emit(e, false, ops, source))
        }
    }

    /// Puts the words in alphabetical order.
    pub fn sort_words(&mut self) {
        let moved = self.words.sort();
        let new = |w: &mut WordId| *w = moved[w.0 as usize];
        for program in &mut self.programs {
            for op in program.forward.iter_mut().chain(&mut program.backward) {
                if let Op::Word(w) | Op::Exact(w, _) | Op::NotWord(w) = op {
                    new(w);
                }
            }
        }
        self.anonymous.clear();
    }
}

fn is_word(branch: &[Element]) -> bool {
    matches!(branch, [Element::Word(_)])
}

/// Choices with those that are one word each as a single one, which becomes a list: looked up once, however many words it has. The words
/// come last: where each choice becomes a program, the order does not matter.
fn words_as_one(branches: &[Vec<Element>]) -> Vec<Vec<Element>> {
    let (words, mut others): (Vec<_>, Vec<_>) = branches.iter().cloned().partition(|branch| is_word(branch));
    others.extend(if words.len() > 1 { vec![vec![Element::Either(words)]] } else { words });
    others
}

fn word_cost(word: &str) -> u32 {
    static COSTS: OnceLock<HashMap<&str, u32>> = OnceLock::new();
    let costs = COSTS.get_or_init(|| EVERYDAY.iter().rev().flat_map(|(cost, words)| words.split(' ').map(|w| (w, *cost))).collect());
    costs.get(word).copied().unwrap_or(1)
}

/// The capitals of the first 16 letters of a word, as bits.
pub(crate) fn capitals(word: &str) -> u16 {
    word.bytes().take(16).enumerate().fold(0, |bits, (i, b)| bits | u16::from(b.is_ascii_uppercase()) << i)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The programs of a pattern, each as its steps from the anchor on.
    fn programs(source: &str) -> Vec<Vec<Op>> {
        let mut compiler = Compiler::new();
        compiler.add_pattern(source, &Owner::Rule(0)).expect("it is right");
        compiler.programs.into_iter().map(|program| program.forward).collect()
    }

    #[test]
    fn choices_of_one_word_at_the_anchor_are_one_program() {
        let all = programs("(frost | thaw | hail storm) at the");
        assert_eq!(all.iter().map(|ops| matches!(ops[0], Op::Class(_))).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn choices_of_one_word_elsewhere_are_one_list_if_they_are_neighbours() {
        let splits = |source| programs(source)[0].iter().filter(|op| matches!(op, Op::Split(_))).count();
        assert_eq!(splits("zebra (frost | hail storm | thaw)"), 2, "three choices, in their order");
        assert_eq!(splits("zebra (frost | thaw | hail storm)"), 1);
        assert_eq!(splits("zebra (hail storm | frost | thaw)"), 1);
    }
}
