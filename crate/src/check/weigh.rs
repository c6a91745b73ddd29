//! Risk that shows in the choice of words of a whole passage: what its words, pairs of words and lists say is
//! learnt, and a passage (two sentences that follow each other) that reaches a rule's threshold is a finding.
//!
//! Two classifiers over signs that are there or not read each passage, and what they say is taken half and half: a linear one, whose
//! weights add up ([`crate::rules::Weights`]), and one that knows what signs say in each other's company ([`crate::rules::Company`]).

use crate::check::known::Known;
use crate::check::signs::{QUESTION, kind_sign, lists_at, pairs_at, signs_of_post, stem_of};
use crate::check::{Kind, PostContext};
use crate::rules::{ANY_PACK, AT_REST, MOST_PACKS, RuleSet, SignKey, Units};
use crate::text::{Kept, Text};
use std::ops::Range;

/// What a passage would weigh more if it were of the kind that weighs most. Claims are rarer in replies than in posts, so a reply
/// weighs less; but where a pattern has found one, its kind is no excuse.
fn kindest(rules: &RuleSet, kind: Kind) -> Sums {
    let weights = |kind: Kind| {
        let sums = rules.weights.of_sign(SignKey::of_part(kind_sign(kind).as_bytes())).map(i32::from);
        sums.map(|sum| sum + sums[ANY_PACK] * i32::from(TENTHS_OF_MEAN + TENTHS_OF_WHOLE) / 10)
    };
    let own = weights(kind);
    let mut more = Sums::default();
    for other in Kind::ALL {
        for ((more, other), own) in more.iter_mut().zip(weights(other)).zip(own) {
            // Half, as all weights count; the kind has no company.
            *more = (*more).max((other - own) / 2);
        }
    }
    more
}

/// The passages of a post: every two sentences that follow each other, or the one that there is.
pub fn passages(text: &Text) -> impl Iterator<Item = (usize, usize)> {
    let n = text.sentences.len();
    (0..n).filter(move |s| *s == 0 || s + 1 < n).map(move |s| (s, (s + 2).min(n)))
}

/// What a passage weighs in each pack.
pub type Sums = [i32; MOST_PACKS];

/// Some sentences of a post, and what they weigh.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passage {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) sums: Sums,
}

/// What some signs come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    /// Their weights, added up.
    sums: Sums,
    /// How far they push the units together.
    pub(super) units: Units,
}

impl Default for Load {
    fn default() -> Load {
        Load { sums: Sums::default(), units: AT_REST }
    }
}

impl Load {
    /// Of the signs of these names.
    fn of<'a>(names: impl IntoIterator<Item = &'a str>, rules: &RuleSet) -> Load {
        let mut load = Load::default();
        for name in names {
            rules.weights.find(SignKey::of_part(name.as_bytes())).into_iter().for_each(|place| load.count(place, rules));
        }
        load
    }

    /// Adds the sign at a place among the weights.
    #[inline]
    fn count(&mut self, place: usize, rules: &RuleSet) {
        add(&mut self.sums, &rules.weights.of(place).map(i32::from));
        if let Some(pushes) = rules.company.pushes(place) {
            for (unit, push) in self.units.iter_mut().zip(pushes) {
                *unit += push;
            }
        }
    }

    fn add(&mut self, more: &Load) {
        add(&mut self.sums, &more.sums);
        add(&mut self.units, &more.units);
    }

    fn subtract(&mut self, less: &Load) {
        subtract(&mut self.sums, &less.sums);
        subtract(&mut self.units, &less.units);
    }

    /// What they weigh: what their weights say, and what they say in each other's company, half and half.
    fn weighs(&self, rules: &RuleSet) -> Sums {
        let mut sums = rules.company.says(&self.units);
        for (sum, own) in sums.iter_mut().zip(self.sums) {
            *sum = i32::midpoint(*sum, own);
        }
        sums
    }
}

/// What a sentence comes to by itself: each of its signs counts once.
#[derive(Clone, Copy, Debug, Default)]
struct Weighed {
    load: Load,
    /// The part of it that the sentence before has as well, which counts once where both are one passage.
    shared: Load,
    question: bool,
    /// What it weighs, as if it were the post.
    alone: Sums,
    /// What the passage that begins with it weighs, before the rest of the post is asked.
    passage: Sums,
}

fn add<const N: usize>(sums: &mut [i32; N], more: &[i32; N]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

fn subtract<const N: usize>(sums: &mut [i32; N], less: &[i32; N]) {
    for (sum, less) in sums.iter_mut().zip(less) {
        *sum -= less;
    }
}

/// What a passage tells each pack, in hundredths: what it weighs itself, and what the whole post says to every pack alike.
fn told(sums: &Sums, post: i32) -> Sums {
    sums.map(|sum| sum + post)
}

/// What a whole post says, in hundredths, from what its passages weigh on average and what all of its signs weigh together, both for
/// every pack. How a post is written tells much about what its passages mean, but no post is so harmless that it hides, or so
/// strange that it makes, what is plainly otherwise: it says no more than [`MOST_OF_POST`]. It says so in steps, so that few
/// keystrokes change what is known of all other sentences.
fn of_post(mean: i32, whole: i32) -> i32 {
    let steps = (i32::from(TENTHS_OF_MEAN) * mean + i32::from(TENTHS_OF_WHOLE) * whole).div_euclid(10 * STEP_OF_POST);
    (steps * STEP_OF_POST).clamp(-MOST_OF_POST, MOST_OF_POST)
}

/// How much of what passages weigh on average, and of what the whole post weighs, is told. Found by cross-validation over authors.
pub(crate) const TENTHS_OF_MEAN: i8 = 5;
pub(crate) const TENTHS_OF_WHOLE: i8 = 4;
const MOST_OF_POST: i32 = 90;
const STEP_OF_POST: i32 = 5;

/// Weighs passages; keeps its buffers from post to post.
#[derive(Debug, Default)]
pub(crate) struct Scales {
    sentences: Vec<Weighed>,
    /// What every passage of the post has.
    around: Load,
    /// What a passage with a question has besides.
    question: Load,
    /// The post that was read last was of this kind, and had a picture or none.
    context: Option<(Kind, bool)>,
    /// For each sign, the number of the sentence that it was counted in last; every sentence has a number of its own.
    counted: Vec<u32>,
    number: u32,
    passages: Vec<Passage>,
    /// For each sentence, see [`Scales::support`].
    support: Vec<Sums>,
}

impl Scales {
    /// Finds the signs of the sentences that are not kept, and weighs the post's passages.
    #[inline(never)]
    pub(super) fn load(&mut self, text: &Text, rules: &RuleSet, known: &Known, context: &PostContext, kept: Kept) {
        self.counted.resize(rules.weights.len(), 0);
        kept.renew(&mut self.sentences, text.sentences.len(), &Weighed::default());
        let changed = kept.changed(text.sentences.len());
        self.new_number();
        // What a sentence shares depends on the one before it: that is read again, and so is the one after the last.
        if (1..text.sentences.len()).contains(&changed.start) {
            self.weigh_sentence(text, rules, known, changed.start - 1);
        }
        for s in changed.start..(changed.end + 1).min(text.sentences.len()) {
            self.sentences[s] = self.weigh_sentence(text, rules, known, s);
        }
        let mut affected = changed.start.saturating_sub(1)..(changed.end + 1).min(text.sentences.len());
        if self.context.replace((context.kind, context.image)) != Some((context.kind, context.image)) {
            self.around = Load::of(signs_of_post(context), rules);
            self.question = Load::of([QUESTION], rules);
            affected = 0..text.sentences.len();
        }
        for s in affected {
            self.sentences[s].alone = self.load_of(s..s + 1).weighs(rules);
            self.sentences[s].passage = self.load_of(s..(s + 2).min(text.sentences.len())).weighs(rules);
        }
        self.passages.clear();
        self.passages.extend(passages(text).map(|(from, to)| Passage { from, to, sums: self.sentences[from].passage }));
        let of_post = self.weigh_post(rules);
        for p in &mut self.passages {
            p.sums = told(&p.sums, of_post);
        }
        let kinder = kindest(rules, context.kind);
        self.support.clear();
        for Weighed { alone, .. } in &self.sentences {
            // As if it were the post: nothing written around it can excuse it.
            self.support.push(told(alone, self::of_post(alone[ANY_PACK], alone[ANY_PACK])));
        }
        for p in &self.passages {
            for support in &mut self.support[p.from..p.to] {
                for (most, sum) in support.iter_mut().zip(p.sums) {
                    *most = sum.max(*most);
                }
            }
        }
        for support in &mut self.support {
            add(support, &kinder);
        }
    }

    /// What some sentences that follow each other come to.
    pub(super) fn load_of(&self, sentences: Range<usize>) -> Load {
        let sentences = &self.sentences[sentences];
        let mut load = self.around;
        for (i, sentence) in sentences.iter().enumerate() {
            load.add(&sentence.load);
            if i > 0 {
                load.subtract(&sentence.shared);
            }
        }
        if sentences.iter().any(|s| s.question) {
            load.add(&self.question);
        }
        load
    }

    /// Counts the signs of a sentence. It gives the same as [`signs_of`] would, but looks up only what may have weights.
    #[inline(never)]
    fn weigh_sentence(&mut self, text: &Text, rules: &RuleSet, known: &Known, s: usize) -> Weighed {
        let sentence = text.sentences[s];
        self.number += 1;
        let (number, counted) = (self.number, &mut self.counted);
        let mut weighed = Weighed { question: sentence.question, ..Weighed::default() };
        let mut count = |place: usize| {
            let last = std::mem::replace(&mut counted[place], number);
            if last == number {
                return;
            }
            weighed.load.count(place, rules);
            if last + 1 == number {
                weighed.shared.count(place, rules);
            }
        };
        for i in sentence.first as usize..sentence.end as usize {
            let token = &text.tokens[i];
            if token.word.known() {
                for place in known.alone(token.word) {
                    count(*place as usize);
                }
            } else {
                for sign in [Some(token.sign), stem_of(text, rules, token)].into_iter().flatten() {
                    rules.weights.find(sign).into_iter().for_each(&mut count);
                }
            }
            if token.base != token.word {
                for class in rules.lexicon.classes(token.base) {
                    let place = rules.weights.of_list(*class).and_then(|(sign, _)| rules.weights.find(sign));
                    place.into_iter().for_each(&mut count);
                }
            }
            lists_at(text, rules, i, |part, _, _| rules.weights.find(part).into_iter().for_each(&mut count));
            let paired = token.words().flat_map(|word| known.paired(word)).copied();
            pairs_at(text, rules, sentence, i, paired, |sign| rules.weights.find(sign.key()).into_iter().for_each(&mut count));
        }
        weighed
    }

    /// What the whole post says, whose passages are not told yet.
    fn weigh_post(&self, rules: &RuleSet) -> i32 {
        let passages: i32 = self.passages.iter().map(|p| p.sums[ANY_PACK]).sum();
        let whole = self.load_of(0..self.sentences.len()).weighs(rules)[ANY_PACK];
        of_post(passages / (self.passages.len().max(1) as u32).cast_signed(), whole)
    }

    /// The passages of the post that was read last.
    pub(super) fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// From now on every sign is one that was not counted.
    pub(super) fn count_anew(&mut self) {
        self.new_number();
        self.number += 1;
    }

    /// Counts the sign at a place; false if it is counted already.
    pub(super) fn count(&mut self, place: usize) -> bool {
        std::mem::replace(&mut self.counted[place], self.number) != self.number
    }

    /// A number that no sentence had, and that is not one more than that of one.
    fn new_number(&mut self) {
        self.number += 1;
        if self.number > u32::MAX / 2 {
            self.counted.fill(0);
            self.number = 1;
        }
    }

    /// What the heaviest passage weighs, pack by pack.
    pub(crate) fn heaviest(&self) -> Sums {
        let mut most = [i32::MIN; MOST_PACKS];
        for p in &self.passages {
            for (most, sum) in most.iter_mut().zip(p.sums) {
                *most = sum.max(*most);
            }
        }
        most
    }

    /// What speaks, pack by pack, for a finding in a sentence: the heaviest of the passages with that sentence, and the sentence
    /// alone, so that nothing written around a risky sentence can excuse it.
    pub(crate) fn support(&self) -> &[Sums] {
        &self.support
    }
}

#[cfg(test)]
mod tests {
    use super::Load;
    use crate::rules::{Company, CompanyLines, RuleSet, UNITS, Weights, write_company};

    #[test]
    fn a_passage_weighs_half_of_its_weights_and_half_of_what_its_signs_say_in_company() {
        let packs = ["conduct".to_owned()];
        let (mut weights, ..) = Weights::parse("", "sign\tconduct\nidiot\t40\ndog\t-10\nfool\t30\n", &packs, &[]);
        weights.finish();
        let mut lines = CompanyLines::new(vec![("idiot".to_owned(), [0; UNITS]), ("dog".to_owned(), [0; UNITS])]);
        (lines.rows[0].1[9], lines.rows[1].1[9]) = (64, -80);
        (lines.says[0][9], lines.alone[0]) = (100, -20);
        let company = Company::parse("", &write_company(&["conduct"], &lines), &weights, &packs).0;
        let mut rules = RuleSet::default();
        (rules.weights, rules.company) = (weights, company);
        let together = |names: &[&str]| Load::of(names.iter().copied(), &rules).weighs(&rules)[0];
        assert_eq!([together(&["idiot"]), together(&["dog"]), together(&["fool"])], [60, -15, 5]);
        assert_eq!([together(&["idiot", "dog"]), together(&["idiot", "fool"])], [5, 75]);
        let next_push = rules.company.next_push(&Load::of(["idiot"], &rules).units, 0);
        let place = rules.weights.find(crate::rules::SignKey::of_name("dog")).expect("it has weights");
        assert_eq!(rules.company.share(place, &next_push), -125, "it speaks against the unit that speaks");
    }
}
