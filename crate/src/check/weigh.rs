//! Risk that shows in the choice of words of a whole passage: every word, pair of words and list adds its learnt weight, and a
//! passage (two sentences that follow each other) that reaches a rule's threshold is a finding.
//!
//! This is a linear classifier over signs that are there or not, one for each pack; see [`crate::rules::Weights`].

use crate::check::{Finding, Kind, Piece, PostContext};
use crate::rules::{MOST_PACKS, RuleSet, SignKey};
use crate::text::{Shape, Text};

/// A sign where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// A word or a list.
    pub part: SignKey,
    /// The word or list that follows it, for a sign of two parts.
    pub next: Option<SignKey>,
    /// Its first word.
    pub from: u32,
    /// One past its last word.
    pub to: u32,
}

impl Sign {
    /// What it is.
    pub fn key(&self) -> SignKey {
        self.next.map_or(self.part, |next| self.part.then(next))
    }
}

/// Calls `found` with every sign of sentence `s`, in the order of the text.
pub fn signs_of(text: &Text, rules: &RuleSet, s: usize, mut found: impl FnMut(Sign)) {
    let sentence = text.sentences[s];
    let (first, end) = (sentence.first as usize, sentence.end as usize);
    for i in first..end {
        let token = &text.tokens[i];
        let here = |part, len: usize| Sign { part, next: None, from: i as u32, to: (i + len) as u32 };
        found(here(token.sign, 1));
        if let Some(stem) = token.stem {
            found(here(stem, 1));
        }
        if i > first {
            found(Sign { part: text.tokens[i - 1].sign, next: Some(token.sign), from: i as u32 - 1, to: i as u32 + 1 });
        }
        let mut list = |part: SignKey, len: usize| {
            found(here(part, len));
            if i > first {
                found(Sign { part: text.tokens[i - 1].sign, next: Some(part), from: i as u32 - 1, to: (i + len) as u32 });
            }
            if i + len < end {
                found(Sign { part, next: Some(text.tokens[i + len].sign), from: i as u32, to: (i + len) as u32 + 1 });
            }
        };
        for part in rules.weights.lists_of(token.word) {
            list(*part, 1);
        }
        if token.base != token.word {
            for part in rules.weights.lists_of(token.base) {
                list(*part, 1);
            }
        }
        for hit in text.hits_from(i) {
            if let Some(part) = rules.weights.of_list(hit.class) {
                list(part, hit.len as usize);
            }
        }
        for shape in [Shape::Emoji, Shape::Mention, Shape::Link, Shape::Email, Shape::AllCaps] {
            if shape.flags().is_some_and(|f| token.flags.any(f))
                && let Some(part) = rules.weights.of_list(crate::rules::ClassId::of_shape(shape))
            {
                list(part, 1);
            }
        }
    }
}

/// The signs that a passage has as a whole: of its sentences `from..to`, and of the post.
pub fn signs_around(text: &Text, context: &PostContext, from: usize, to: usize) -> impl Iterator<Item = (SignKey, &'static str)> {
    let kind = kind_sign(context.kind);
    let question = text.sentences[from..to].iter().any(|s| s.question);
    [Some("{always}"), Some(kind), question.then_some("{question}"), context.image.then_some("{picture}")]
        .into_iter()
        .flatten()
        .map(|name| (SignKey::of_part(name.as_bytes()), name))
}

/// What a passage would weigh more if it were of the kind that weighs most. Claims are rarer in replies than in posts, so a reply
/// weighs less; but where a pattern has found one, its kind is no excuse.
fn kindest(rules: &RuleSet, kind: Kind) -> Sums {
    let weights = |kind: Kind| {
        let place = rules.weights.find(SignKey::of_part(kind_sign(kind).as_bytes()));
        place.map_or(Sums::default(), |p| rules.weights.of(p).map(i32::from))
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

fn kind_sign(kind: Kind) -> &'static str {
    match kind {
        Kind::Post => "{post}",
        Kind::Comment => "{comment}",
        Kind::Reply => "{reply}",
        Kind::Message => "{message}",
    }
}

/// The passages of a post: every two sentences that follow each other, or the one that there is.
pub fn passages(text: &Text) -> impl Iterator<Item = (usize, usize)> {
    let n = text.sentences.len();
    (0..n).filter(move |s| *s == 0 || s + 1 < n).map(move |s| (s, (s + 2).min(n)))
}

/// What a passage weighs in each pack.
pub type Sums = [i32; MOST_PACKS];

/// A sign that has weights: its place among them, and where it stands.
#[derive(Clone, Copy, Debug)]
struct Weighed {
    place: u32,
    from: u32,
    to: u32,
}

/// Some sentences of a post, and what they weigh.
#[derive(Clone, Copy, Debug)]
struct Passage {
    from: usize,
    to: usize,
    sums: Sums,
}

/// Weighs passages; keeps its buffers from post to post.
#[derive(Debug, Default)]
pub(crate) struct Scales {
    signs: Vec<Weighed>,
    /// `first[s]..first[s + 1]` are the signs of sentence `s`.
    first: Vec<u32>,
    /// For each sign, the last passage that it was counted in.
    counted: Vec<u32>,
    round: u32,
    passages: Vec<Passage>,
    /// For each sentence, see [`Scales::support`].
    support: Vec<Sums>,
}

impl Scales {
    /// Finds the signs of a post and weighs its passages.
    pub(crate) fn load(&mut self, text: &Text, rules: &RuleSet, context: &PostContext) {
        self.signs.clear();
        self.first.clear();
        self.first.push(0);
        self.counted.resize(rules.weights.len(), 0);
        for s in 0..text.sentences.len() {
            signs_of(text, rules, s, |sign| {
                if let Some(place) = rules.weights.find(sign.key()) {
                    self.signs.push(Weighed { place: place as u32, from: sign.from, to: sign.to });
                }
            });
            self.first.push(self.signs.len() as u32);
        }
        self.passages.clear();
        for (from, to) in passages(text) {
            let sums = self.sums(text, rules, context, from, to);
            self.passages.push(Passage { from, to, sums });
        }
        self.support.clear();
        for s in 0..text.sentences.len() {
            let alone = if text.sentences.len() == 1 { self.passages[0].sums } else { self.sums(text, rules, context, s, s + 1) };
            self.support.push(alone);
        }
        let kinder = kindest(rules, context.kind);
        for p in &self.passages {
            for support in &mut self.support[p.from..p.to] {
                for (most, sum) in support.iter_mut().zip(p.sums) {
                    *most = sum.max(*most);
                }
            }
        }
        for support in &mut self.support {
            for (sum, more) in support.iter_mut().zip(kinder) {
                *sum += more;
            }
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

    fn new_round(&mut self) {
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.counted.fill(0);
            self.round = 1;
        }
    }

    /// What the sentences `from..to` weigh; each sign counts once.
    fn sums(&mut self, text: &Text, rules: &RuleSet, context: &PostContext, from: usize, to: usize) -> Sums {
        self.new_round();
        let mut sums = Sums::default();
        let mut add = |place: usize| {
            if self.counted[place] != self.round {
                self.counted[place] = self.round;
                for (sum, w) in sums.iter_mut().zip(rules.weights.of(place)) {
                    *sum += i32::from(*w);
                }
            }
        };
        for (key, _) in signs_around(text, context, from, to) {
            if let Some(place) = rules.weights.find(key) {
                add(place);
            }
        }
        for sign in &self.signs[self.first[from] as usize..self.first[to] as usize] {
            add(sign.place as usize);
        }
        sums
    }

    /// The run of words in the sentences `from..to` that weighs most in a pack: its first word and one past its last.
    fn heart(&mut self, text: &Text, rules: &RuleSet, pack: usize, from: usize, to: usize) -> (u32, u32) {
        self.new_round();
        let start = text.sentences[from].first;
        let end = text.sentences[to - 1].end;
        let mut by_word = vec![0i32; (end - start) as usize];
        for sign in &self.signs[self.first[from] as usize..self.first[to] as usize] {
            let place = sign.place as usize;
            if self.counted[place] != self.round {
                self.counted[place] = self.round;
                // Sixteenths, so that the share of each word of a sign is not rounded away.
                let share = 16 * i32::from(rules.weights.of(place)[pack]) / (sign.to - sign.from).cast_signed();
                for w in sign.from..sign.to {
                    by_word[(w - start) as usize] += share;
                }
            }
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

    /// Appends the findings of the rules that weigh passages. Where another rule of the pack speaks already, it knows better why.
    pub(crate) fn weigh(&mut self, text: &Text, rules: &RuleSet, suits: impl Fn(usize) -> bool, findings: &mut Vec<Finding>) {
        let spoken = findings.len();
        for rule in rules.weighing() {
            let pack = rules.rules[rule].pack as usize;
            let least = i32::from(rules.rules[rule].weighs.unwrap_or(i16::MAX));
            if !self.passages.iter().any(|p| p.sums[pack] >= least) || !suits(rule) {
                continue;
            }
            let mut heavy: Vec<(i32, usize, usize)> =
                self.passages.iter().filter(|p| p.sums[pack] >= least).map(|p| (-p.sums[pack], p.from, p.to)).collect();
            // The heaviest passage first; one that shares a sentence with a heavier one says nothing new.
            heavy.sort_unstable();
            let mut taken = vec![false; text.sentences.len()];
            for (_, from, to) in heavy {
                if taken[from..to].contains(&true) {
                    continue;
                }
                taken[from..to].fill(true);
                let passage = text.to_utf16(text.sentences[from].first as usize, text.sentences[to - 1].end as usize);
                let known =
                    findings[..spoken].iter().any(|f| f.pack(rules) == pack && f.pieces.iter().any(|p| p.start < passage.1 && passage.0 < p.end));
                if !known {
                    let (a, b) = self.heart(text, rules, pack, from, to);
                    let (start, end) = text.to_utf16(a as usize, b as usize);
                    findings.push(Finding::of(rule, rules, vec![Piece { start, end, name: None }]));
                }
            }
        }
    }
}
