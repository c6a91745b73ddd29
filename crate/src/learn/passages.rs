//! Labelled posts as examples to learn from.

use crate::check::Known;
use crate::check::signs::{signs_around, signs_of, stem_of};
use crate::check::weigh::passages;
use crate::check::{Kind, PostContext};
use crate::rules::{RuleSet, SignKey};
use crate::text::{Reader, Text};
use std::collections::HashMap;

/// A post that people have judged.
#[derive(Clone, Debug)]
pub struct LabelledPost {
    /// The post.
    pub text: String,
    /// What kind of text it is.
    pub kind: Kind,
    /// A picture is attached.
    pub image: bool,
    /// Pack and risky phrase.
    pub risky: Vec<(usize, String)>,
    /// The packs that the judgement speaks of, as bits: a rule's example speaks of its own pack only.
    pub speaks_to: u8,
}

/// The names of signs, numbered in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    by_key: HashMap<SignKey, u32>,
    /// The name of each (`my {patient_word}`).
    pub names: Vec<String>,
    /// In how many posts each was met.
    pub posts: Vec<u32>,
    last_post: Vec<usize>,
}

impl Signs {
    fn number(&mut self, key: SignKey, post: usize, name: impl FnOnce() -> String) -> u32 {
        let n = *self.by_key.entry(key).or_insert_with(|| {
            self.names.push(name());
            self.posts.push(0);
            self.last_post.push(usize::MAX);
            self.names.len() as u32 - 1
        });
        if self.last_post[n as usize] != post {
            self.last_post[n as usize] = post;
            self.posts[n as usize] += 1;
        }
        n
    }
}

/// One example.
#[derive(Debug)]
pub struct Passage {
    /// The post's number.
    pub post: usize,
    /// Its signs, in ascending order, each once.
    pub signs: Vec<u32>,
    /// The packs whose labelled span lies in it, as bits.
    pub risky: u8,
    /// See [`LabelledPost::speaks_to`].
    pub speaks_to: u8,
    /// Nothing in its post is risky.
    pub harmless_post: bool,
}

/// All examples.
#[derive(Debug, Default)]
pub struct Passages {
    /// Passage by passage, post by post.
    pub all: Vec<Passage>,
    /// Every post as if it were one passage.
    pub whole: Vec<Passage>,
    /// The signs that they have.
    pub signs: Signs,
}

impl Passages {
    /// Reads posts. `rules` must have weights for lists to be seen: see [`crate::rules::Weights::of_all_lists`].
    pub fn read(posts: &[LabelledPost], rules: &RuleSet) -> Passages {
        let mut reader = Reader::default();
        let mut known = Known::default();
        let mut passages = Passages::default();
        let lists: HashMap<SignKey, &str> = rules.list_names.iter().filter_map(|(n, c)| Some((rules.weights.of_list(*c)?.0, n.as_str()))).collect();
        for (number, post) in posts.iter().enumerate() {
            reader.read(&post.text, &rules.lexicon);
            let sentences = 0..reader.text.sentences.len();
            crate::check::find_terms(&mut reader, rules, &mut known, None, sentences, &mut Vec::new());
            passages.add(post, number, &reader.text, rules, &lists);
        }
        passages
    }

    fn add(&mut self, post: &LabelledPost, number: usize, text: &Text, rules: &RuleSet, lists: &HashMap<SignKey, &str>) {
        let context = PostContext { kind: post.kind, image: post.image, profession: None };
        let mut words: HashMap<SignKey, String> = HashMap::new();
        for t in &text.tokens {
            let name = text.sign_name(t, &rules.lexicon);
            if let Some(stem) = stem_of(text, rules, t) {
                words.insert(stem, format!("{}~", String::from_utf8_lossy(crate::text::stem(name.as_bytes()))));
            }
            words.insert(t.sign, name);
        }
        let name = |part: SignKey| lists.get(&part).map_or_else(|| words.get(&part).cloned().unwrap_or_default(), |l| format!("{{{l}}}"));
        let spans: Vec<(usize, u32, u32)> = post
            .risky
            .iter()
            .flat_map(|(pack, span)| {
                post.text.match_indices(span.as_str()).map(|(at, _)| (*pack, utf16(&post.text[..at]), utf16(&post.text[..at + span.len()])))
            })
            .collect();
        let first = self.all.len();
        for (from, to) in passages(text) {
            let (start, _) = text.to_utf16(text.sentences[from].first as usize, text.sentences[from].end as usize);
            let (_, end) = text.to_utf16(text.sentences[to - 1].first as usize, text.sentences[to - 1].end as usize);
            let risky = spans.iter().filter(|(_, a, b)| *a < end && start < *b).fold(0u8, |bits, (pack, ..)| bits | 1 << pack);
            let mut signs = Vec::new();
            for s in from..to {
                signs_of(text, rules, s, |sign| {
                    signs.push(self.signs.number(sign.key(), number, || match sign.next {
                        None => name(sign.part),
                        Some(next) => format!("{} {}", name(sign.part), name(next)),
                    }));
                });
            }
            for (key, sign) in signs_around(text, &context, from, to) {
                signs.push(self.signs.number(key, number, || sign.to_owned()));
            }
            signs.sort_unstable();
            signs.dedup();
            self.all.push(Passage { post: number, signs, risky, speaks_to: post.speaks_to, harmless_post: post.risky.is_empty() });
        }
        let mut signs: Vec<u32> = self.all[first..].iter().flat_map(|passage| &passage.signs).copied().collect();
        signs.sort_unstable();
        signs.dedup();
        let risky = post.risky.iter().fold(0u8, |bits, (pack, _)| bits | 1 << pack);
        self.whole.push(Passage { post: number, signs, risky, speaks_to: post.speaks_to, harmless_post: post.risky.is_empty() });
    }

    /// The same passages with these signs only.
    pub(crate) fn only(&self, kept: &[bool]) -> Passages {
        let only = |p: &Passage| Passage { signs: p.signs.iter().copied().filter(|s| kept[*s as usize]).collect(), ..*p };
        let [all, whole] = [&self.all, &self.whole].map(|some| some.iter().map(only).collect());
        Passages { all, whole, signs: self.signs.clone() }
    }

    /// Leaves out signs that fewer than `least` posts have.
    pub fn keep_common(&mut self, least: u32) {
        for passage in self.all.iter_mut().chain(&mut self.whole) {
            passage.signs.retain(|s| self.signs.posts[*s as usize] >= least);
        }
    }
}

fn utf16(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}
