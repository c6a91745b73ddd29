//! What passages are weighed by: the words, stems and lists in them, and those of these that stand next to each other.

use crate::check::{Kind, PostContext};
use crate::rules::{ClassId, RuleSet, SignKey};
use crate::text::{ADDRESS, Flags, Sentence, Shape, Text, Token};

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
    for i in sentence.first as usize..sentence.end as usize {
        let token = &text.tokens[i];
        let here = |part, len: usize| Sign { part, next: None, from: i as u32, to: (i + len) as u32 };
        found(here(token.sign, 1));
        if let Some(stem) = stem_of(text, rules, token) {
            found(here(stem, 1));
        }
        for word in token.words() {
            for class in rules.lexicon.classes(word) {
                if let Some((part, _)) = rules.weights.of_list(*class) {
                    found(here(part, 1));
                }
            }
        }
        lists_at(text, rules, i, |part, len, _| found(here(part, len)));
        let paired = token.words().flat_map(|word| rules.weights.paired(word, &rules.lexicon));
        pairs_at(text, rules, sentence, i, paired, &mut found);
    }
}

/// Calls `found` with the signs of two parts whose second word, or whose list, is at word `i`.
/// `paired` are the signs of the lists of the word alone that occur in signs of two parts.
pub(super) fn pairs_at(
    text: &Text,
    rules: &RuleSet,
    sentence: Sentence,
    i: usize,
    paired: impl Iterator<Item = SignKey>,
    mut found: impl FnMut(Sign),
) {
    let token = &text.tokens[i];
    let before = (i > sentence.first as usize).then(|| text.tokens[i - 1].sign);
    if let Some(part) = before {
        found(Sign { part, next: Some(token.sign), from: i as u32 - 1, to: i as u32 + 1 });
    }
    let mut list = |list: SignKey, len: usize| {
        if let Some(part) = before {
            found(Sign { part, next: Some(list), from: i as u32 - 1, to: (i + len) as u32 });
        }
        if i + len < sentence.end as usize {
            found(Sign { part: list, next: Some(text.tokens[i + len].sign), from: i as u32, to: (i + len) as u32 + 1 });
        }
    };
    for part in paired {
        list(part, 1);
    }
    lists_at(text, rules, i, |part, len, paired| {
        if paired {
            list(part, len);
        }
    });
}

/// Calls `found` with the lists whose terms of several words, or forms, are at word `i`: the list's sign, how many words it covers,
/// and whether it occurs in signs of two parts.
pub(super) fn lists_at(text: &Text, rules: &RuleSet, i: usize, mut found: impl FnMut(SignKey, usize, bool)) {
    for hit in text.hits_from(i) {
        if let Some((part, paired)) = rules.weights.of_list(hit.class) {
            found(part, hit.len as usize, paired);
        }
    }
    let flags = text.tokens[i].flags;
    if !flags.any(FORMS) {
        return;
    }
    for shape in [Shape::Emoji, Shape::Mention, Shape::Link, Shape::Email, Shape::AllCaps] {
        if shape.flags().is_some_and(|f| flags.any(f))
            && let Some((part, paired)) = rules.weights.of_list(ClassId::of_shape(shape))
        {
            found(part, 1, paired);
        }
    }
}

/// Forms that single words carry as marks.
const FORMS: Flags = Flags::EMOJI.with(Flags::MENTION).with(Flags::LINK).with(Flags::EMAIL).with(Flags::ALL_CAPS);

/// The sign of a word's stem.
pub(crate) fn stem_of(text: &Text, rules: &RuleSet, token: &Token) -> Option<SignKey> {
    let lower = text.meant(token, &rules.lexicon);
    if token.flags.any(ADDRESS) {
        None
    } else if lower == "&" || lower.contains('\'') {
        SignKey::stem_of(text.sign_name(token, &rules.lexicon).as_bytes())
    } else {
        // Its name is the word itself, but for digits, and words with digits have no stem.
        SignKey::stem_of(lower.as_bytes())
    }
}

/// The signs that a passage has as a whole: of its sentences `from..to`, and of the post.
pub fn signs_around(text: &Text, context: &PostContext, from: usize, to: usize) -> impl Iterator<Item = (SignKey, &'static str)> {
    let question = text.sentences[from..to].iter().any(|s| s.question);
    signs_of_post(context).chain(question.then_some(QUESTION)).map(|name| (SignKey::of_part(name.as_bytes()), name))
}

pub(super) const QUESTION: &str = "{question}";

/// The signs that every passage of a post has.
pub(super) fn signs_of_post(context: &PostContext) -> impl Iterator<Item = &'static str> {
    [Some("{always}"), Some(kind_sign(context.kind)), context.image.then_some("{picture}")].into_iter().flatten()
}

/// The sign of a kind of post.
pub(super) fn kind_sign(kind: Kind) -> &'static str {
    match kind {
        Kind::Post => "{post}",
        Kind::Comment => "{comment}",
        Kind::Reply => "{reply}",
        Kind::Message => "{message}",
    }
}
