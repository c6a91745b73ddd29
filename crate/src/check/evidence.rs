//! Risk that is in no single phrase, but in the sum of what a post tells.

use crate::check::conditions::Conditions;
use crate::check::memory::Tried;
use crate::check::{Finding, Piece, Pieces, RuleHit, Span};
use crate::rules::{Rule, RuleSet, Runs, Window};
use crate::text::Text;

/// Adds up the evidence in the sentences of a post, apart from what is always fine, and appends the findings.
pub(super) fn add_up(
    sentences: &mut [Tried],
    is_fine: impl Fn(&Span) -> bool,
    conditions: &mut Conditions,
    text: &Text,
    rules: &RuleSet,
    findings: &mut Vec<Finding>,
) {
    // Weights alone tell that most rules cannot be reached, before anything else is asked. What speaks against a rule silences it wherever
    // in the post it stands, unless all that speaks for it is more.
    let mut seen = vec![0u64; rules.rules.len()];
    for (rule, pieces) in sentences.iter().flat_map(|tried| &tried.told) {
        seen[*rule as usize] |= pieces;
    }
    let reached: Vec<bool> = rules.rules.iter().zip(&seen).map(|(rule, seen)| *seen != 0 && reaches(rule, *seen) && conditions.suits(rule)).collect();
    let mut told: Vec<(u32, Told)> = Vec::new();
    for (sentence, tried) in sentences.iter().enumerate() {
        let wanted = tried.told.iter().filter(|(rule, _)| reached[*rule as usize]);
        told.extend(wanted.map(|(rule, pieces)| (*rule, Told { sentence, pieces: *pieces })));
    }
    if told.is_empty() {
        return;
    }
    let told = Runs::gather(rules.rules.len(), &told);
    let mut sound: Vec<RuleHit> = Vec::new();
    for number in (0..rules.rules.len()).filter(|number| reached[*number]) {
        let rule = &rules.rules[number];
        let required = rule.evidence.iter().any(|e| e.required);
        sound.clear();
        for s in within_reach(rule, told.of(number as u32)) {
            let first = text.sentences[s].first;
            let pieces = &mut sentences[s].pieces;
            let from = pieces.partition_point(|h| (h.rule as usize) < number);
            for known in pieces[from..].iter_mut().take_while(|h| h.rule as usize == number) {
                let e = &rule.evidence[known.piece as usize];
                let hit = known.after(first);
                if !is_fine(&hit.span) && (e.weight < 0 || (required && !e.required) || conditions.judge(known, &hit.span)) {
                    sound.push(hit);
                }
            }
        }
        sound.sort_unstable_by_key(|h| (h.span.from, h.piece, h.span.to, h.span.mark_from, h.span.mark_to));
        windows(rule, &sound, text, |window| {
            let Some(counted) = weigh(rule, window) else { return };
            let mut shown = Pieces::new();
            for hit in window {
                let e = &rule.evidence[hit.piece as usize];
                if e.quiet || e.weight <= 0 || counted & (1 << hit.piece) == 0 {
                    continue;
                }
                let (start, end) = text.to_utf16(hit.span.mark_from as usize, hit.span.mark_to as usize);
                // Those that are shown are in order and apart.
                let place = shown.partition_point(|p| p.start < start);
                if shown[..place].last().is_none_or(|p| p.end <= start) && shown.get(place).is_none_or(|p| end <= p.start) {
                    shown.insert(place, Piece { start, end, name: Some(e.name.clone()) });
                }
            }
            if !shown.is_empty() {
                findings.push(Finding::of(number, rules, shown));
            }
        });
    }
}

/// The pieces of a rule's evidence, as bits, that a sentence has.
#[derive(Clone, Copy, Default)]
struct Told {
    sentence: usize,
    pieces: u64,
}

/// The sentences whose evidence may matter: those of every window that would reach the threshold if nothing in it spoke against it.
fn within_reach(rule: &Rule, told: &[Told]) -> impl Iterator<Item = usize> {
    let required = rule.evidence.iter().enumerate().filter(|(_, e)| e.required).fold(0u64, |bits, (i, _)| bits | 1 << i);
    let reaches_at_best = move |window: &[Told]| {
        let seen = window.iter().fold(0, |all, told| all | told.pieces);
        seen & required == required && {
            let weights = places(seen).map(|i| i32::from(rule.evidence[i].weight));
            weights.filter(|weight| *weight > 0).sum::<i32>() >= i32::from(rule.threshold)
        }
    };
    let length = match rule.window {
        Window::Sentence => 1,
        Window::Near => NEAR,
        Window::Post => usize::MAX,
    };
    // One past the last sentence of the windows found so far.
    let mut end = 0;
    told.iter().enumerate().filter_map(move |(i, first)| {
        let window_end = first.sentence.saturating_add(length);
        if end < window_end {
            let in_window = told[i..].iter().take_while(|t| t.sentence < window_end).count();
            if reaches_at_best(&told[i..i + in_window]) {
                end = window_end;
            }
        }
        (first.sentence < end).then_some(first.sentence)
    })
}

/// The places of the bits that are set.
fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (place < 64).then_some(place as usize)
    })
}

/// How many sentences are near each other.
const NEAR: usize = 3;

/// The pieces that count, as bits, if they reach the threshold and all that are required are among them.
fn weigh(rule: &Rule, hits: &[RuleHit]) -> Option<u64> {
    let seen = hits.iter().fold(0u64, |seen, h| seen | 1 << h.piece);
    reaches(rule, seen).then_some(seen)
}

/// True if the pieces in `seen` reach the threshold and all that are required are among them.
fn reaches(rule: &Rule, seen: u64) -> bool {
    let mut sum = 0i32;
    for (i, e) in rule.evidence.iter().enumerate() {
        if seen >> i & 1 == 1 {
            sum += i32::from(e.weight);
        } else if e.required {
            return false;
        }
    }
    sum >= i32::from(rule.threshold)
}

/// Calls `judge` with the hits of each window, windows that overlap a judged one left out.
fn windows(rule: &Rule, hits: &[RuleHit], text: &Text, mut judge: impl FnMut(&[RuleHit])) {
    let sentence = |h: &RuleHit| text.tokens[h.span.from as usize].sentence;
    match rule.window {
        Window::Post => judge(hits),
        Window::Sentence => hits.chunk_by(|a, b| sentence(a) == sentence(b)).for_each(judge),
        Window::Near => {
            // Three sentences from each one that has evidence; a window that reached the threshold ends the search there.
            let mut at = 0;
            while at < hits.len() {
                let first = sentence(&hits[at]);
                let end = at + hits[at..].iter().take_while(|h| sentence(h) < first + NEAR as u32).count();
                if weigh(rule, &hits[at..end]).is_some() {
                    judge(&hits[at..end]);
                    at = end;
                } else {
                    at += hits[at..].iter().take_while(|h| sentence(h) == first).count();
                }
            }
        }
    }
}
