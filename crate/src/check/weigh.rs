//! Risk that shows in the choice of words of a whole passage: every word, pair of words and list adds its learnt weight, and a
//! passage (two sentences that follow each other) that reaches a rule's threshold is a finding.
//!
//! This is a linear classifier over signs that are there or not, one for each pack; see [`crate::rules::Weights`].

use crate::check::known::Known;
use crate::check::signs::{QUESTION, kind_sign, lists_at, pairs_at, signs_of_post, stem_of};
use crate::check::{Kind, PostContext};
use crate::rules::{ANY_PACK, MOST_PACKS, RuleSet, SignKey};
use crate::text::{Kept, Text};

fn weights_of(rules: &RuleSet, name: &str) -> Sums {
    rules.weights.of_sign(SignKey::of_part(name.as_bytes())).map(i32::from)
}

/// What a passage would weigh more if it were of the kind that weighs most. Claims are rarer in replies than in posts, so a reply
/// weighs less; but where a pattern has found one, its kind is no excuse.
fn kindest(rules: &RuleSet, kind: Kind) -> Sums {
    let weights = |kind: Kind| {
        let sums = weights_of(rules, kind_sign(kind));
        sums.map(|sum| sum + sums[ANY_PACK] * i32::from(TENTHS_OF_MEAN + TENTHS_OF_WHOLE) / 10)
    };
    let own = weights(kind);
    let mut more = Sums::default();
    for other in Kind::ALL {
        for ((more, other), own) in more.iter_mut().zip(weights(other)).zip(own) {
            *more = (*more).max(other - own);
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

/// What a sentence weighs by itself: each of its signs counts once.
#[derive(Clone, Copy, Debug, Default)]
struct Weighed {
    sums: Sums,
    /// The part of it that the sentence before has as well, which counts once where both are one passage.
    shared: Sums,
    question: bool,
}

fn add(sums: &mut Sums, more: &Sums) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

fn subtract(sums: &mut Sums, less: &Sums) {
    for (sum, less) in sums.iter_mut().zip(less) {
        *sum -= less;
    }
}

/// What a passage tells each pack, in hundredths: its own weights, and what the whole post says to every pack alike.
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
        let mut around = Sums::default();
        for name in signs_of_post(context) {
            add(&mut around, &weights_of(rules, name));
        }
        let question = weights_of(rules, QUESTION);
        self.passages.clear();
        for (from, to) in passages(text) {
            let mut sums = around;
            for (i, sentence) in self.sentences[from..to].iter().enumerate() {
                add(&mut sums, &sentence.sums);
                if i > 0 {
                    subtract(&mut sums, &sentence.shared);
                }
            }
            if self.sentences[from..to].iter().any(|s| s.question) {
                add(&mut sums, &question);
            }
            self.passages.push(Passage { from, to, sums });
        }
        let of_post = self.weigh_post(&around, &question);
        for p in &mut self.passages {
            p.sums = told(&p.sums, of_post);
        }
        let kinder = kindest(rules, context.kind);
        self.support.clear();
        for sentence in &self.sentences {
            let mut alone = around;
            add(&mut alone, &sentence.sums);
            if sentence.question {
                add(&mut alone, &question);
            }
            // As if it were the post: nothing written around it can excuse it.
            self.support.push(told(&alone, self::of_post(alone[ANY_PACK], alone[ANY_PACK])));
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
            let weights = rules.weights.of(place).map(i32::from);
            add(&mut weighed.sums, &weights);
            if last + 1 == number {
                add(&mut weighed.shared, &weights);
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

    /// What the whole post says, whose passages are not told yet; `around` is what every passage weighs, `question` what one more does.
    fn weigh_post(&self, around: &Sums, question: &Sums) -> i32 {
        let passages: i32 = self.passages.iter().map(|p| p.sums[ANY_PACK]).sum();
        let mut whole = around[ANY_PACK];
        for (i, sentence) in self.sentences.iter().enumerate() {
            whole += sentence.sums[ANY_PACK] - if i > 0 { sentence.shared[ANY_PACK] } else { 0 };
        }
        if self.sentences.iter().any(|s| s.question) {
            whole += question[ANY_PACK];
        }
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
