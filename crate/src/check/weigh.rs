//! Risk that shows in the choice of words of a whole passage: every word, pair of words and list adds its learnt weight, and a
//! passage (two sentences that follow each other) that reaches a rule's threshold is a finding.
//!
//! This is a linear classifier over signs that are there or not, one for each pack; see [`crate::rules::Weights`].

use crate::check::finding::Covered;
use crate::check::known::Known;
use crate::check::signs::{QUESTION, kind_sign, lists_at, pairs_at, signs_of, signs_of_post, stem_of};
use crate::check::{Finding, Kind, Piece, PostContext};
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
struct Passage {
    from: usize,
    to: usize,
    sums: Sums,
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

    /// The run of words in the sentences `from..to` that weighs most in a pack: its first word and one past its last.
    fn heart(&mut self, text: &Text, rules: &RuleSet, pack: usize, from: usize, to: usize) -> (u32, u32) {
        let start = text.sentences[from].first;
        let end = text.sentences[to - 1].end;
        let mut by_word = vec![0i32; (end - start) as usize];
        self.new_number();
        self.number += 1;
        for s in from..to {
            signs_of(text, rules, s, |sign| {
                let Some(place) = rules.weights.find(sign.key()) else { return };
                if std::mem::replace(&mut self.counted[place], self.number) != self.number {
                    // Sixteenths, so that the share of each word of a sign is not rounded away.
                    let weights = rules.weights.of(place);
                    let share = 16 * (i32::from(weights[pack]) + i32::from(weights[ANY_PACK])) / (sign.to - sign.from).cast_signed();
                    for w in sign.from..sign.to {
                        by_word[(w - start) as usize] += share;
                    }
                }
            });
        }
        let (mut best, mut best_sum) = ((0, by_word.len()), i32::MIN);
        let (mut run, mut sum) = (0, 0);
        for (i, w) in by_word.iter().enumerate() {
            if sum <= 0 {
                (run, sum) = (i, 0);
            }
            sum += w;
            if sum > best_sum {
                (best, best_sum) = ((run, i + 1), sum);
            }
        }
        (start + best.0 as u32, start + best.1 as u32)
    }

    /// Appends the findings of the rules that weigh passages: for each passage the one whose threshold is passed by most. Where
    /// another rule of its pack speaks already, that knows better why.
    #[inline(never)]
    pub(crate) fn weigh(&mut self, text: &Text, rules: &RuleSet, suits: impl Fn(usize) -> bool, findings: &mut Vec<Finding>) {
        let weighing: Vec<usize> = rules.weighing().filter(|rule| suits(*rule)).collect();
        let mut heavy: Vec<(i32, usize, usize, usize)> = Vec::new();
        for p in &self.passages {
            let over = |rule: usize| p.sums[rules.rules[rule].pack as usize] - i32::from(rules.rules[rule].weighs.unwrap_or(i16::MAX));
            let best = weighing.iter().copied().filter(|rule| over(*rule) >= 0).max_by_key(|rule| over(*rule));
            heavy.extend(best.map(|rule| (-over(rule), p.from, p.to, rule)));
        }
        if heavy.is_empty() {
            return;
        }
        let spoken = Covered::by_pack(findings, rules);
        // The heaviest passage first; one that shares a sentence with a heavier one says nothing new.
        heavy.sort_unstable();
        let mut taken = vec![false; text.sentences.len()];
        for (_, from, to, rule) in heavy {
            if taken[from..to].contains(&true) {
                continue;
            }
            taken[from..to].fill(true);
            let pack = rules.rules[rule].pack as usize;
            let passage = text.to_utf16(text.sentences[from].first as usize, text.sentences[to - 1].end as usize);
            let known = spoken[pack].any(passage.0, passage.1);
            if !known {
                let (a, b) = self.heart(text, rules, pack, from, to);
                let (start, end) = text.to_utf16(a as usize, b as usize);
                findings.push(Finding::of(rule, rules, [Piece { start, end, name: None }].into()));
            }
        }
    }
}
