//! What holds for any post whatever.

use proptest::prelude::*;
use std::sync::Arc;
use std::time::Instant;
use thinktwice::check::{Checker, PostContext};
use thinktwice::rules::RuleSet;
use thinktwice::text::{fold, fold_str};

fn rules() -> Arc<RuleSet> {
    thinktwice::built_in()
}

/// Text that looks like posts: words that rules know, marks, emoji, and any character at all.
fn post() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "cure",
        "asthma",
        "patient",
        "Mrs",
        "Jones",
        "34-year-old",
        "NHS",
        "401 023 2137",
        "no",
        "can't",
        "we'll",
        "“",
        "”",
        "'",
        "#BackPain",
        "@sam_k",
        "👍🏽",
        "e\u{301}",
        "\u{202e}",
        "\u{200d}",
        "...",
        "?",
        "\n",
        "£55",
        "10am",
        "KATE15",
        "https://a.example/b",
        "guaranteed",
        "idiot",
        "ﬁ",
        "ＣＵＲＥ",
    ]);
    prop::collection::vec(prop_oneof![4 => words.prop_map(str::to_owned), 1 => any::<String>()], 0..60).prop_map(|w| w.join(" "))
}

/// UTF-16 offsets at which a character starts, and the end.
fn boundaries(text: &str) -> Vec<u32> {
    let mut at = 0;
    let mut all = vec![0];
    for c in text.chars() {
        at += c.len_utf16() as u32;
        all.push(at);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn offsets_fall_on_characters(text in post()) {
        let allowed = boundaries(&text);
        let mut checker = Checker::new(rules());
        for finding in checker.check(&text, &PostContext::default()) {
            for piece in &finding.pieces {
                prop_assert!(piece.start < piece.end);
                prop_assert!(allowed.binary_search(&piece.start).is_ok() && allowed.binary_search(&piece.end).is_ok());
            }
        }
    }

    #[test]
    fn folding_is_idempotent(text in post()) {
        let once = fold_str(&text);
        prop_assert_eq!(fold_str(&once), once);
    }

    #[test]
    fn folded_offsets_cover_the_text(text in any::<String>()) {
        let folded = fold(&text);
        let allowed = boundaries(&text);
        for i in 0..folded.lower.len() {
            let (start, end) = folded.to_utf16(i, i + 1);
            prop_assert!(allowed.binary_search(&start).is_ok() && allowed.binary_search(&end).is_ok());
        }
    }

    #[test]
    fn findings_do_not_depend_on_the_posts_before(first in post(), second in post()) {
        let mut fresh = Checker::new(rules());
        let alone = fresh.check(&second, &PostContext::default());
        let mut used = Checker::new(rules());
        used.check(&first, &PostContext::default());
        prop_assert_eq!(used.check(&second, &PostContext::default()), alone);
    }
}

/// Nearly every sentence of it is risky: many findings, each with its conditions and exceptions.
const DENSE: &str = "We can cure your asthma for good, guaranteed. Had Mrs Jones from Church Road in this morning, a 34-year-old teacher with a slipped disc. \
    Stop taking your statins. Some patients are so stupid. Use my code BACK15 for the pillow, I earn commission. ";

/// The time for ten times the text is about ten times the time, whatever the text.
#[test]
fn time_grows_in_proportion() {
    let mut checker = Checker::new(rules());
    for part in ["cure ", "no ", "\"'", "👍", "#cure", "e\u{301}", "we can treat asthma and ", "patient. ", "0", "a", "\u{202e}", "... ", DENSE] {
        let mut time = |characters: usize| {
            let text: String = part.chars().cycle().take(characters).collect();
            (0..3)
                .map(|_| {
                    let start = Instant::now();
                    checker.check(&text, &PostContext::default());
                    start.elapsed()
                })
                .min()
                .unwrap_or_default()
        };
        let (short, long) = (time(10_000), time(100_000));
        assert!(long < short * 40 + std::time::Duration::from_millis(20), "{part:?}: 10,000 in {short:?}, 100,000 in {long:?}");
    }
}
