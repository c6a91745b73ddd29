//! Hashtags split into words: `#AsthmaCured`, `#gentle_chiro`, `#slippeddisc`.

use crate::rules::Lexicon;

/// Splits the body of a hashtag (without `#`) into byte ranges of its words, in order.
pub(crate) fn split(cased: &str, lexicon: &Lexicon, out: &mut Vec<(usize, usize)>) {
    out.clear();
    let b = cased.as_bytes();
    let mut start = 0;
    for i in 1..=b.len() {
        let cut = i == b.len() || b[i] == b'_' || b[i - 1] == b'_' || {
            let (p, c) = (b[i - 1], b[i]);
            (p.is_ascii_lowercase() && c.is_ascii_uppercase())
                || (p.is_ascii_digit() != c.is_ascii_digit())
                || (p.is_ascii_uppercase() && c.is_ascii_uppercase() && b.get(i + 1).is_some_and(u8::is_ascii_lowercase))
        };
        if !cut {
            continue;
        }
        if cased[start..i].bytes().any(|c| c != b'_') {
            segment(&cased[start..i], start, lexicon, out);
        }
        start = i;
    }
}

/// Splits a run of letters into words that the lexicon knows, the fewest that cover it; leaves it whole if that can't be done.
fn segment(run: &str, offset: usize, lexicon: &Lexicon, out: &mut Vec<(usize, usize)>) {
    let lower = run.to_ascii_lowercase();
    let n = lower.len();
    let whole = (offset, offset + n);
    if !(6..=40).contains(&n) || !lower.is_ascii() || lexicon.find(lower.as_bytes()).known() {
        out.push(whole);
        return;
    }
    // best[i]: least cost of covering the first i bytes, and where the last word begins.
    let mut best = vec![(u32::MAX, 0usize); n + 1];
    best[0].0 = 0;
    for end in 2..=n {
        for start in end.saturating_sub(18)..end - 1 {
            if best[start].0 == u32::MAX || !lexicon.has(&lower.as_bytes()[start..end]) {
                continue;
            }
            let cost = best[start].0 + if end - start < 3 { 30 } else { 10 };
            if cost < best[end].0 {
                best[end] = (cost, start);
            }
        }
    }
    if best[n].0 == u32::MAX {
        out.push(whole);
        return;
    }
    let from = out.len();
    let mut end = n;
    while end > 0 {
        let start = best[end].1;
        out.push((offset + start, offset + end));
        end = start;
    }
    out[from..].reverse();
}
