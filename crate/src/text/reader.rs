//! Reading a post into words, sentences, clauses and hits.

use crate::rules::{ClassId, Lexicon, SignKey, WordId};
use crate::text::ends::{address_end, number_end, word_end};
use crate::text::kept::{Kept, Shared};
use crate::text::post::Quoting;
use crate::text::words::{is_emoji, word_key};
use crate::text::{Flags, Hit, Sentence, Shape, Text, Token, hashtag, shape};

/// Turns posts into [`Text`]; keeps its buffers from post to post.
#[derive(Default, Debug)]
pub struct Reader {
    /// The last post read.
    pub text: Text,
    /// The one before it.
    old: Text,
    key: Vec<u8>,
    pieces: Vec<(usize, usize)>,
}

/// Words that are addresses: which one does not matter.
pub(crate) const ADDRESS: Flags = Flags::LINK.with(Flags::EMAIL).with(Flags::MENTION);

/// What stands between two words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    None,
    Clause,
    Sentence,
}

const ABBREVIATIONS: &[&str] = &["dr", "mr", "mrs", "ms", "st", "prof", "no", "vs", "eg", "ie", "approx", "incl", "tel", "rd", "e", "g", "i"];

impl Reader {
    /// Reads `post`: after this, `self.text` is that post.
    pub fn read(&mut self, post: &str, lexicon: &Lexicon) {
        self.forget();
        self.reread(post, lexicon);
    }

    /// Takes nothing over from the post read last.
    pub(crate) fn forget(&mut self) {
        self.text.clear();
    }

    /// Reads `post` as [`Reader::read`] does, but takes over what is as it was in the post read last; the hits of sentences that are
    /// kept include those that were added to it.
    pub(crate) fn reread(&mut self, post: &str, lexicon: &Lexicon) -> Kept {
        std::mem::swap(&mut self.text, &mut self.old);
        self.text.folded.refill(post);
        let shared = Shared::of(self.old.folded.cased.as_bytes(), self.text.folded.cased.as_bytes());
        let kept = self.split_words(lexicon, shared);
        self.find_hits(lexicon, kept);
        kept
    }

    #[inline(never)]
    fn split_words(&mut self, lexicon: &Lexicon, shared: Shared) -> Kept {
        let Reader { text, old, key, pieces } = self;
        text.tokens.clear();
        text.sentences.clear();
        let mut kept = Kept { front: shared.sentences_kept(old), back: 0 };
        text.take_front(old, kept.front);
        let Text { folded, tokens, sentences, .. } = text;
        let lower = &folded.lower[..];
        let cased = &folded.cased;
        let n = lower.len();
        let mut sentence = 0;
        let mut clause = tokens.last().map_or(0, |t: &Token| t.clause);
        let mut pending = Break::Sentence;
        let mut question = sentences.last().is_some_and(|s| s.question);
        let (mut i, mut quoting) = if kept.front == 0 {
            (0, Quoting::default())
        } else {
            old.sentences.get(kept.front).map_or((n, Quoting::default()), |s| (s.opens as usize, s.quoting))
        };
        let mut after_hashtag = false;

        // Closes the open sentence at word `end`.
        let close = |sentences: &mut Vec<Sentence>, end: usize, question: bool| {
            if let Some(s) = sentences.last_mut() {
                s.end = end as u32;
                s.question = question;
            }
        };

        while i < n {
            let b = lower[i];
            if b == b' ' {
                i += 1;
                continue;
            }
            let start = i;
            let mut flags = Flags::default();
            let mut hashtag = false;
            match b {
                b'\n' => {
                    pending = Break::Sentence;
                    quoting = Quoting::default();
                    i += 1;
                    continue;
                }
                b'.' | b'!' | b'?' => {
                    let run = lower[i..].iter().take_while(|c| matches!(c, b'.' | b'!' | b'?')).count();
                    let ends = lower.get(i + run).is_none_or(|c| !c.is_ascii_alphanumeric());
                    let dots = lower[i..i + run].iter().all(|c| *c == b'.');
                    let mut level = Break::None;
                    if dots && run >= 2 {
                        level = Break::Clause;
                    } else if !dots {
                        level = Break::Sentence;
                    } else if ends {
                        let abbreviated = tokens.last().is_some_and(|t: &Token| {
                            t.end as usize == i && {
                                let w = std::str::from_utf8(&lower[t.start as usize..t.end as usize]).unwrap_or("");
                                ABBREVIATIONS.contains(&w) && lower.get(i + run).is_some_and(|c| *c == b' ')
                                    || (w.len() == 1 && t.flags.any(Flags::CAPITAL) && w != "i" && w != "x")
                            }
                        });
                        level = if abbreviated { Break::None } else { Break::Sentence };
                    } else if lower[i + run].is_ascii_alphabetic()
                        && cased.as_bytes()[i + run].is_ascii_uppercase()
                        && tokens.last().is_some_and(|t: &Token| t.end - t.start > 1)
                    {
                        // "Ring us.We open at 9"
                        level = Break::Sentence;
                    }
                    if level == Break::Sentence && lower[i..i + run].contains(&b'?') {
                        question = true;
                    }
                    pending = pending.max(level);
                    i += run;
                    continue;
                }
                b'"' => {
                    quoting.double = !quoting.double;
                    i += 1;
                    continue;
                }
                b'\'' => {
                    let before = i == 0 || !lower[i - 1].is_ascii_alphanumeric();
                    let after = lower.get(i + 1).is_some_and(u8::is_ascii_alphanumeric);
                    quoting.single = after && (before || quoting.single);
                    i += 1;
                    continue;
                }
                b',' | b';' | b':' | b'(' | b')' | b'[' | b']' => {
                    pending = pending.max(Break::Clause);
                    i += 1;
                    continue;
                }
                b'-' => {
                    let run = lower[i..].iter().take_while(|c| **c == b'-').count();
                    let joins = run == 1 && i > 0 && lower[i - 1].is_ascii_alphanumeric() && lower.get(i + 1).is_some_and(u8::is_ascii_alphanumeric);
                    if !joins {
                        pending = pending.max(Break::Clause);
                    }
                    i += run;
                    continue;
                }
                b'&' => i += 1,
                b'@' if lower.get(i + 1).is_some_and(u8::is_ascii_alphanumeric) => {
                    i += 1 + lower[i + 1..].iter().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'.')).count();
                    while lower[i - 1] == b'.' {
                        i -= 1;
                    }
                    flags = Flags::MENTION;
                }
                b'#' if lower.get(i + 1).is_some_and(u8::is_ascii_alphanumeric) => {
                    i += 1 + lower[i + 1..].iter().take_while(|c| c.is_ascii_alphanumeric() || **c == b'_').count();
                    hashtag = true;
                }
                b'$' if lower.get(i + 1).is_some_and(u8::is_ascii_digit) => {
                    i += 1;
                    i = number_end(lower, i);
                    flags = Flags::MONEY.with(Flags::DIGIT);
                }
                b'0'..=b'9' => {
                    let end = number_end(lower, i);
                    let word_end = word_end(cased, lower, end);
                    if word_end > end {
                        i = word_end;
                        flags = Flags::DIGIT;
                    } else {
                        i = end;
                        flags = Flags::DIGIT.with(Flags::NUMBER);
                        if lower.get(i) == Some(&b'%') {
                            i += 1;
                            flags = Flags::DIGIT.with(Flags::PERCENT);
                        }
                    }
                }
                b'a'..=b'z' => {
                    if let Some(end) = address_end(lower, i, &mut flags) {
                        i = end;
                    } else {
                        i = word_end(cased, lower, i);
                        let raw = &cased.as_bytes()[start..i];
                        if raw[0].is_ascii_uppercase() {
                            flags = flags.with(Flags::CAPITAL);
                            if raw.len() > 1 && !raw.iter().any(u8::is_ascii_lowercase) {
                                flags = flags.with(Flags::ALL_CAPS);
                            }
                        }
                        if raw.iter().any(u8::is_ascii_digit) {
                            flags = flags.with(Flags::DIGIT);
                        }
                    }
                }
                0x80.. => {
                    let Some(c) = cased[i..].chars().next() else { break };
                    if c == '£' || c == '€' {
                        i += c.len_utf8();
                        if lower.get(i).is_some_and(u8::is_ascii_digit) {
                            i = number_end(lower, i);
                            i += usize::from(matches!(lower.get(i), Some(b'k' | b'm')) && !lower.get(i + 1).is_some_and(u8::is_ascii_alphanumeric));
                            flags = Flags::MONEY.with(Flags::DIGIT);
                        }
                    } else if matches!(c, '•' | '·' | '●' | '▪' | '◦' | '➡' | '✔' | '✅' | '✓' | '☑') {
                        i += c.len_utf8();
                        pending = Break::Sentence;
                        continue;
                    } else if is_emoji(c) {
                        i += c.len_utf8();
                        flags = Flags::EMOJI;
                        pending = pending.max(Break::Clause);
                    } else if c.is_alphabetic() {
                        i = word_end(cased, lower, i);
                    } else {
                        i += c.len_utf8();
                        continue;
                    }
                }
                _ => {
                    i += 1;
                    continue;
                }
            }
            if hashtag && after_hashtag {
                pending = Break::Sentence;
            } else if hashtag {
                pending = pending.max(Break::Clause);
            }
            after_hashtag = hashtag;
            if quoting != Quoting::default() {
                flags = flags.with(Flags::QUOTED);
            }
            let first_index = tokens.len();
            if pending == Break::Sentence || sentences.is_empty() {
                close(sentences, tokens.len(), question);
                question = false;
                sentence = sentences.len() as u32;
                clause += 1;
                let opening = Sentence { first: tokens.len() as u32, opens: start as u32, quoting, ..Sentence::default() };
                if let Some(same) = shared.same_sentence(old, lower, opening) {
                    kept.back = old.sentences.len() - same;
                    text.take_back(old, same, clause);
                    return kept;
                }
                sentences.push(opening);
                flags = flags.with(Flags::FIRST);
            } else if pending == Break::Clause {
                clause += 1;
            }
            pending = Break::None;
            if hashtag {
                hashtag::split(&cased[start + 1..i], lexicon, pieces);
            } else {
                pieces.clear();
                pieces.push((0, i - start));
            }
            for (k, (from, to)) in pieces.iter().enumerate() {
                let offset = start + usize::from(hashtag);
                let (from, to) = (offset + from, offset + to);
                let raw = &lower[from..to];
                let mut f = flags;
                let (word, base, sign) = if flags.any(ADDRESS) {
                    (WordId::UNKNOWN, WordId::UNKNOWN, SignKey::of_address())
                } else if raw == b"&" {
                    let and = lexicon.find(b"and");
                    (and, and, SignKey::of_part(b"and"))
                } else {
                    let mut letters = raw;
                    let mut base_len = raw.len();
                    if raw.contains(&b'\'') {
                        base_len = word_key(raw, key);
                        letters = key;
                    }
                    let mut sign = SignKey::of_part(letters);
                    let written = lexicon.find_written(letters, sign.0);
                    let word = lexicon.meant(written);
                    if word != written {
                        sign = SignKey::of_word(lexicon.word(word).as_bytes());
                        f = f.with(Flags::MISSPELT);
                    }
                    let base = if base_len < letters.len() { lexicon.find(&raw[..base_len]) } else { word };
                    let digits = flags.any(Flags::DIGIT) || hashtag && letters.iter().any(u8::is_ascii_digit);
                    (word, base, if digits { SignKey::of_digits(letters) } else { sign })
                };
                if hashtag {
                    f = f.with(Flags::HASHTAG);
                    if cased.as_bytes()[from].is_ascii_uppercase() {
                        f = f.with(Flags::CAPITAL);
                    }
                    if raw.iter().all(u8::is_ascii_digit) {
                        f = f.with(Flags::DIGIT).with(Flags::NUMBER);
                    }
                    if k > 0 {
                        f = Flags(f.0 & !Flags::FIRST.0);
                    }
                }
                if lexicon.starts_clause(word) && tokens.len() > first_index.min(sentences.last().map_or(0, |s| s.first as usize)) {
                    clause += 1;
                }
                let glue = match tokens.last() {
                    Some(last) if last.end as usize + 1 == from && from > 0 => match lower[from - 1] {
                        c @ (b'-' | b'/' | b'.' | b':') => c,
                        _ => 0,
                    },
                    _ => 0,
                };
                let sieve = lexicon.sieve(word).with(lexicon.sieve(base));
                tokens.push(Token { start: from as u32, end: to as u32, word, base, sieve, sign, flags: f, glue, sentence, clause });
            }
            if flags.any(Flags::EMOJI) {
                pending = Break::Clause;
            }
        }
        close(sentences, tokens.len(), question);
        kept
    }

    #[inline(never)]
    fn find_hits(&mut self, lexicon: &Lexicon, kept: Kept) {
        let Reader { text, old, .. } = self;
        let mut hits = std::mem::take(&mut text.hits);
        hits.clear();
        let changed = kept.changed(text.sentences.len());
        let word = |text: &Text, s: usize| text.sentences.get(s).map_or(text.tokens.len(), |s| s.first as usize);
        let words = word(text, changed.start)..word(text, changed.end);
        hits.extend_from_slice(&old.hits[..old.hits.partition_point(|h| (h.start as usize) < words.start)]);
        for i in words.clone() {
            let of_earlier = hits.len();
            let t = text.tokens[i];
            let end = text.sentences[t.sentence as usize].end as usize;
            let words = [t.word, t.base];
            for word in &words[..if t.base == t.word { 1 } else { 2 }] {
                if !lexicon.begins_phrase(*word) || i + 1 >= end {
                    continue;
                }
                let next = text.tokens[i + 1];
                let seconds = [next.word, next.base];
                for second in &seconds[..if next.base == next.word { 1 } else { 2 }] {
                    for term in lexicon.terms_of(*word, *second) {
                        let rest = lexicon.rest_of(*term);
                        let len = rest.len() + 2;
                        if i + len <= end && rest.iter().zip(&text.tokens[i + 2..i + len]).all(|(want, t)| t.word == *want || t.base == *want) {
                            hits.push(Hit { start: i as u32, len: len as u32, class: term.class });
                        }
                    }
                }
            }
            if needs_shape(&t, lexicon) {
                shape::shapes_at(text, lexicon, i, &|t| lexicon.is_first_name(t.word) || lexicon.is_first_name(t.base), &mut |shape: Shape, len| {
                    if i + len <= end {
                        hits.push(Hit { start: i as u32, len: len as u32, class: ClassId::of_shape(shape) });
                    }
                });
            }
            if hits.len() > of_earlier + 1 {
                hits[of_earlier..].sort_unstable();
            }
        }
        let first_kept = old.tokens.len() - (text.tokens.len() - words.end);
        let on = (words.end as u32).wrapping_sub(first_kept as u32);
        let after = &old.hits[old.hits.partition_point(|h| (h.start as usize) < first_kept)..];
        hits.extend(after.iter().map(|h| Hit { start: h.start.wrapping_add(on), ..*h }));
        hits.dedup();
        text.hits = hits;
        text.index_hits();
    }
}

/// Only capitals, digits, marks and a few words can begin a shape: all other words are spared the look.
fn needs_shape(t: &Token, lexicon: &Lexicon) -> bool {
    const MARKED: Flags = Flags::CAPITAL.with(Flags::DIGIT).with(Flags::EMOJI).with(Flags::LINK).with(Flags::MENTION).with(Flags::EMAIL);
    t.flags.any(MARKED) || lexicon.begins_shape(t.word)
}
