//! From the phrases of a pack to what is run over posts.
//!
//! Every phrase is tried only where its *anchor* occurs: of the words that must be there, the one that is rarest in the pack and in
//! everyday talk. What comes after the anchor is matched forwards, what comes before it backwards.

use super::words::Words;
use crate::rules::{ClassId, Element, Pattern, RuleSet, capitals};
use crate::text::{Shape, fold_str, pattern_word};

/// A step of a phrase, read in either direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// This word.
    Word(u32),
    /// One of the words of this set.
    AnyOf(u32),
    /// This word, with capitals at just these letters.
    Exact(u32, u16),
    /// A term of a list of the engine.
    List(ClassId),
    /// Any one word.
    Any,
    /// Up to so many words, none a negation.
    Gap(u8),
    /// The next word is not this one.
    NotWord(u32),
    /// The next word is not in this set.
    NotAnyOf(u32),
    /// No term of this list comes next.
    NotList(ClassId),
    /// Start of the sentence.
    Start,
    /// End of the sentence.
    End,
    /// Try the next step; else go to this one.
    Split(u16),
    /// Go to this step.
    Jump(u16),
    /// The underline begins (0) or ends (1) here.
    Save(u8),
    /// Done.
    Done,
}

/// What a phrase is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A rule looks for it.
    Match(u32),
    /// It excuses what the rule finds in the same sentence.
    Excuse(u32),
    /// It is what the statement of this rule may be.
    Statement(u32),
}

/// A phrase, ready to run.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) purpose: Purpose,
    /// From the anchor on.
    pub(crate) forward: Box<[Step]>,
    /// From before the anchor, backwards.
    pub(crate) backward: Box<[Step]>,
}

/// All phrases of a pack.
#[derive(Clone, Debug, Default)]
pub(crate) struct Programs {
    pub(crate) words: Words,
    pub(crate) all: Vec<Program>,
    /// For each word, the programs whose anchor it is.
    pub(crate) by_word: Vec<Vec<u32>>,
    /// For each list that is an anchor, its programs.
    pub(crate) by_list: Vec<(ClassId, Vec<u32>)>,
    sets: Vec<Box<[u32]>>,
}

/// Where a phrase is tried.
enum Anchor {
    Words(Vec<u32>),
    List(ClassId),
}

/// A phrase that was read, and where its first letter stands in the file.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) purpose: Purpose,
    pub(super) pattern: Pattern,
    pub(super) at: usize,
}

/// The most programs that one phrase may become.
const MOST_OF_ONE: usize = 60;
/// The most programs and steps of a pack.
const MOST_PROGRAMS: usize = 20_000;
const MOST_STEPS: usize = 600_000;

impl Programs {
    /// True if the set has the word.
    pub(crate) fn in_set(&self, set: u32, word: u32) -> bool {
        self.sets[set as usize].binary_search(&word).is_ok()
    }

    /// Compiles phrases. What is wrong with them is told with the number of the phrase.
    pub(super) fn compile(phrases: &[Phrase], rules: &RuleSet) -> (Programs, Vec<(usize, String)>) {
        let mut work = Compiling { rules, programs: Programs::default(), count: Vec::new(), steps: 0 };
        for phrase in phrases {
            work.count_words(&phrase.pattern.0);
        }
        work.programs.by_word = vec![Vec::new(); work.programs.words.len() + 1];
        let mut mistakes = Vec::new();
        for (i, phrase) in phrases.iter().enumerate() {
            let known = work.programs.all.len();
            if let Err(why) = work.add(&phrase.pattern.0, phrase.purpose, known, 0) {
                mistakes.push((i, why));
                if work.full() {
                    break;
                }
            }
        }
        (work.programs, mistakes)
    }
}

struct Compiling<'r> {
    rules: &'r RuleSet,
    programs: Programs,
    /// How often each word stands in the phrases.
    count: Vec<u32>,
    steps: usize,
}

impl Compiling<'_> {
    fn full(&self) -> bool {
        self.programs.all.len() >= MOST_PROGRAMS || self.steps > MOST_STEPS
    }

    #[inline(never)]
    fn count_words(&mut self, elements: &[Element]) {
        for element in elements {
            match element {
                Element::Word(forms) => forms.iter().for_each(|form| self.count_word(form)),
                Element::Exact(word) => self.count_word(&exact_key(word)),
                Element::Optional(inner) => self.count_words(inner),
                Element::Either(branches) => branches.iter().for_each(|b| self.count_words(b)),
                Element::Not(inner) => self.count_words(std::slice::from_ref(inner)),
                _ => {}
            }
        }
    }

    fn count_word(&mut self, word: &str) {
        let number = self.programs.words.add(word) as usize;
        if self.count.len() <= number {
            self.count.resize(number + 1, 0);
        }
        self.count[number] += 1;
    }

    /// What a word costs as an anchor. Words that the engine knows, and short ones, are in many posts; names and products are in few.
    fn cost_of_word(&self, word: &str) -> u32 {
        let number = self.programs.words.find(word.as_bytes()) as usize;
        let everyday = if self.rules.lexicon.find(word.as_bytes()).known() { 20 } else { 0 };
        let short = match word.len() {
            0..=3 => 60,
            4 => 10,
            _ => 0,
        };
        self.count.get(number).copied().unwrap_or(0) + everyday + short
    }

    /// What an element costs as an anchor; nothing if it need not be there.
    #[inline(never)]
    fn cost(&self, element: &Element) -> Option<u32> {
        match element {
            Element::Word(forms) => Some(forms.iter().map(|f| self.cost_of_word(f)).max().unwrap_or(0) + forms.len() as u32),
            Element::Exact(word) => Some(self.cost_of_word(&exact_key(word))),
            Element::List(_) => Some(300),
            Element::Either(branches) => {
                let mut sum = 400;
                for branch in branches {
                    let least = branch.iter().filter_map(|e| self.cost(e)).min()?;
                    sum = least.saturating_add(sum);
                }
                // Choices of one word each are one anchor; others become a program each.
                Some(if single_words(branches).is_some() { sum - 400 } else { sum })
            }
            _ => None,
        }
    }

    #[inline(never)]
    fn add(&mut self, elements: &[Element], purpose: Purpose, first: usize, depth: u8) -> Result<(), String> {
        let best = elements.iter().enumerate().filter_map(|(i, e)| Some((self.cost(e)?, i))).min();
        let Some((_, at)) = best else {
            return Err("this phrase has nothing that must be there: add a word outside of [ ]".to_owned());
        };
        if let Element::Either(branches) = &elements[at]
            && single_words(branches).is_none()
        {
            if depth > 3 || branches.len() > MOST_OF_ONE {
                return Err("there are too many choices in this phrase: write several phrases".to_owned());
            }
            for branch in branches {
                let one: Vec<Element> = elements[..at].iter().chain(branch).chain(&elements[at + 1..]).cloned().collect();
                self.add(&one, purpose, first, depth + 1)?;
            }
            return Ok(());
        }
        let mut forward = Vec::new();
        for element in &elements[at..] {
            self.emit(element, false, &mut forward)?;
        }
        forward.push(Step::Done);
        let mut backward = Vec::new();
        for element in elements[..at].iter().rev() {
            self.emit(element, true, &mut backward)?;
        }
        backward.push(Step::Done);
        let number = self.programs.all.len();
        self.steps += forward.len() + backward.len();
        if number - first >= MOST_OF_ONE {
            return Err("there are too many choices in this phrase: write several phrases".to_owned());
        }
        if self.full() {
            return Err("this pack has more phrases than can be checked while somebody types: leave out this one and those after it".to_owned());
        }
        let anchor = match forward[0] {
            Step::Word(w) | Step::Exact(w, _) => Anchor::Words(vec![w]),
            Step::AnyOf(set) => Anchor::Words(self.programs.sets[set as usize].to_vec()),
            Step::List(list) => Anchor::List(list),
            _ => return Err("this phrase has no word that it can be looked for by".to_owned()),
        };
        if let Purpose::Match(_) | Purpose::Statement(_) = purpose {
            self.anchor(anchor, number as u32);
        }
        self.programs.all.push(Program { purpose, forward: forward.into(), backward: backward.into() });
        Ok(())
    }

    #[inline(never)]
    fn anchor(&mut self, anchor: Anchor, number: u32) {
        match anchor {
            Anchor::Words(words) => {
                for word in words {
                    self.programs.by_word[word as usize].push(number);
                }
            }
            Anchor::List(list) => match self.programs.by_list.iter_mut().find(|(l, _)| *l == list) {
                Some((_, programs)) => programs.push(number),
                None => self.programs.by_list.push((list, vec![number])),
            },
        }
    }

    #[inline(never)]
    fn word(&mut self, forms: &[String]) -> Step {
        let mut numbers: Vec<u32> = Vec::new();
        for form in forms {
            let number = self.programs.words.add(form);
            let place = numbers.partition_point(|n| *n < number);
            if numbers.get(place) != Some(&number) {
                numbers.insert(place, number);
            }
        }
        if let [one] = numbers[..] {
            return Step::Word(one);
        }
        self.programs.sets.push(numbers.into());
        Step::AnyOf(self.programs.sets.len() as u32 - 1)
    }

    fn emit(&mut self, element: &Element, backwards: bool, steps: &mut Vec<Step>) -> Result<(), String> {
        match element {
            Element::Word(forms) => steps.push(self.word(forms)),
            Element::Exact(word) => {
                let key = exact_key(word);
                if key.is_empty() {
                    return Err(format!("'{word}' is not a word"));
                }
                steps.push(Step::Exact(self.programs.words.add(&key), capitals(&fold_str(word))));
            }
            Element::List(name) => steps.push(Step::List(list(name, self.rules)?)),
            Element::Optional(inner) => {
                let split = steps.len();
                steps.push(Step::Split(0));
                self.emit_all(inner, backwards, steps)?;
                steps[split] = Step::Split(steps.len() as u16);
            }
            Element::Either(branches) => {
                if let Some(words) = single_words(branches) {
                    steps.push(self.word(&words));
                    return Ok(());
                }
                let mut jumps = Vec::new();
                for (i, branch) in branches.iter().enumerate() {
                    let last = i + 1 == branches.len();
                    let split = steps.len();
                    if !last {
                        steps.push(Step::Split(0));
                    }
                    self.emit_all(branch, backwards, steps)?;
                    if !last {
                        jumps.push(steps.len());
                        steps.push(Step::Jump(0));
                        steps[split] = Step::Split(steps.len() as u16);
                    }
                }
                for jump in jumps {
                    steps[jump] = Step::Jump(steps.len() as u16);
                }
            }
            Element::Gap(n) => steps.push(Step::Gap(*n)),
            Element::Any => steps.push(Step::Any),
            Element::Not(inner) => self.emit_not(inner, steps)?,
            Element::Start => steps.push(Step::Start),
            Element::End => steps.push(Step::End),
            Element::MarkStart => steps.push(Step::Save(0)),
            Element::MarkEnd => steps.push(Step::Save(1)),
        }
        Ok(())
    }

    #[inline(never)]
    fn emit_not(&mut self, element: &Element, steps: &mut Vec<Step>) -> Result<(), String> {
        match element {
            Element::List(name) => steps.push(Step::NotList(list(name, self.rules)?)),
            Element::Word(forms) => steps.push(match self.word(forms) {
                Step::AnyOf(set) => Step::NotAnyOf(set),
                Step::Word(word) => Step::NotWord(word),
                other => other,
            }),
            Element::Either(branches) => {
                for branch in branches {
                    let [one] = branch.as_slice() else {
                        return Err("'!( … )' takes choices of one word or {list} each".to_owned());
                    };
                    self.emit_not(one, steps)?;
                }
            }
            _ => return Err("'!' takes a word, a {list}, or a choice of those".to_owned()),
        }
        Ok(())
    }

    #[inline(never)]
    fn emit_all(&mut self, elements: &[Element], backwards: bool, steps: &mut Vec<Step>) -> Result<(), String> {
        if backwards {
            elements.iter().rev().try_for_each(|e| self.emit(e, true, steps))
        } else {
            elements.iter().try_for_each(|e| self.emit(e, false, steps))
        }
    }
}

/// The words of choices that are one word each.
fn single_words(branches: &[Vec<Element>]) -> Option<Vec<String>> {
    let mut words = Vec::new();
    for branch in branches {
        match branch.as_slice() {
            [Element::Word(forms)] => words.extend_from_slice(forms),
            _ => return None,
        }
    }
    Some(words)
}

/// How posts spell a word that is asked for exactly.
fn exact_key(word: &str) -> String {
    pattern_word(word).concat()
}

/// A list of the engine, by its name.
fn list(name: &str, rules: &RuleSet) -> Result<ClassId, String> {
    if let Some(shape) = Shape::ALL.iter().find(|s| s.name() == name) {
        return Ok(ClassId::of_shape(*shape));
    }
    match name {
        "condition" => Ok(rules.all_conditions),
        "negation" => Ok(rules.negation),
        _ => {
            let names: Vec<&str> = Shape::ALL.iter().map(|s| s.name()).chain(["condition", "negation"]).collect();
            Err(format!("there is no list '{{{name}}}' for packs of your own; there are {}", names.join(", ")))
        }
    }
}
