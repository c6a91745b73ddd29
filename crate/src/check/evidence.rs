//! Risk that is in no single phrase, but in the sum of what a post tells.

use crate::check::conditions::Conditions;
use crate::check::{Finding, Piece, RuleHit};
use crate::rules::{Rule, RuleSet, Window};
use crate::text::Text;

/// Adds up the evidence among `hits` and appends the findings.
pub(crate) fn add_up(hits: &[RuleHit], conditions: &mut Conditions, text: &Text, rules: &RuleSet, findings: &mut Vec<Finding>) {
    // Weights alone tell that most rules cannot be reached, before anything else is asked.
    let mut seen = vec![0u64; rules.rules.len()];
    for hit in hits.iter().filter(|h| h.piece != RuleHit::PHRASE) {
        seen[hit.rule as usize] |= 1 << hit.piece;
    }
    let reached: Vec<bool> = rules.rules.iter().zip(&seen).map(|(rule, seen)| *seen != 0 && reaches(rule, *seen)).collect();
    let mut pieces: Vec<&RuleHit> = hits.iter().filter(|h| h.piece != RuleHit::PHRASE && reached[h.rule as usize]).collect();
    pieces.sort_unstable_by_key(|h| (h.rule, h.span.from, h.piece, h.span.to, h.span.mark_from, h.span.mark_to));
    for group in pieces.chunk_by(|a, b| a.rule == b.rule) {
        let rule = &rules.rules[group[0].rule as usize];
        if !conditions.suits(rule) {
            continue;
        }
        let required = rule.evidence.iter().any(|e| e.required);
        let sound: Vec<&RuleHit> = group
            .iter()
            .copied()
            .filter(|h| {
                let e = &rule.evidence[h.piece as usize];
                e.weight < 0 || (required && !e.required) || conditions.allow(h.rule as usize, &h.span)
            })
            .collect();
        windows(rule, &sound, text, |window| {
            let Some(counted) = weigh(rule, window.iter().copied()) else { return };
            let mut shown: Vec<Piece> = Vec::new();
            for hit in window {
                let e = &rule.evidence[hit.piece as usize];
                if e.quiet || e.weight <= 0 || counted & (1 << hit.piece) == 0 {
                    continue;
                }
                let (start, end) = text.to_utf16(hit.span.mark_from as usize, hit.span.mark_to as usize);
                if !shown.iter().any(|p| p.start < end && start < p.end) {
                    shown.push(Piece { start, end, name: Some(e.name.clone()) });
                }
            }
            if !shown.is_empty() {
                shown.sort_by_key(|p| (p.start, p.end));
                findings.push(Finding::of(group[0].rule as usize, rules, shown));
            }
        });
    }
}

/// The pieces that count, as bits, if they reach the threshold and all that are required are among them.
fn weigh<'h>(rule: &Rule, hits: impl Iterator<Item = &'h RuleHit>) -> Option<u64> {
    let seen = hits.fold(0u64, |seen, h| seen | 1 << h.piece);
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
fn windows<'h>(rule: &Rule, hits: &[&'h RuleHit], text: &Text, mut judge: impl FnMut(&[&'h RuleHit])) {
    let sentence = |h: &RuleHit| text.tokens[h.span.from as usize].sentence;
    match rule.window {
        Window::Post => judge(hits),
        Window::Sentence => hits.chunk_by(|a, b| sentence(a) == sentence(b)).for_each(judge),
        Window::Near => {
            // Three sentences from each one that has evidence; a window that reached the threshold ends the search there.
            let mut at = 0;
            while at < hits.len() {
                let first = sentence(hits[at]);
                let end = at + hits[at..].iter().take_while(|h| sentence(h) <= first + 2).count();
                if weigh(rule, hits[at..end].iter().copied()).is_some() {
                    judge(&hits[at..end]);
                    at = end;
                } else {
                    at += hits[at..].iter().take_while(|h| sentence(h) == first).count();
                }
            }
        }
    }
}
