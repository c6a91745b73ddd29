//! What holds for any post whatever.

use proptest::prelude::*;
use std::sync::Arc;
use thinktwice::check::{Checker, PostContext, RuleRef};
use thinktwice::own::OwnPack;
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

/// Text that looks like a pack, and any character at all.
fn pack() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "[[rule]]\n",
        "id = \"x\"\n",
        "id = \"y\"\n",
        "title = \"T\"\n",
        "why = 'W'\n",
        "match = [\"cure [your | my] (asthma | back)\",\n",
        "match = \"...20 {name} ... \\\"NHS\\\" !no *\"\n",
        "match = [\"< asthma\", \"patient >\", \"^ $ cure\", \"> Jones <\"]\n",
        "\"(a | [b] | {phone}) ...\"",
        "unless = [\"negated\", \"quoted\"]\n",
        "always-fine = [\"401 023 2137\"]\n",
        "must-carry = [\"views\"]\n",
        "flag = [\"cure\"]\n",
        "pass = { text = \"cure\" }\n",
        "\"\"\"",
        "\\u12",
        "\\",
        "]",
        "[",
        "{",
        "}",
        "\"",
        "'",
        "#",
        "=",
        ",",
        "\n",
        "\u{feff}",
        "“",
    ]);
    prop::collection::vec(prop_oneof![6 => parts.prop_map(str::to_owned), 1 => any::<String>()], 0..40).prop_map(|p| p.concat())
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
    fn any_text_is_read_as_a_pack_and_works(source in pack(), text in post()) {
        let (own, problems) = OwnPack::parse(&source);
        let lines = source.matches('\n').count() + 1;
        for problem in &problems {
            prop_assert!((1..=lines).contains(&problem.line) && problem.column >= 1 && !problem.what.is_empty());
        }
        let allowed = boundaries(&text);
        let mut checker = Checker::new(rules());
        checker.set_own_pack(Some(Arc::new(own)));
        let findings = checker.check(&text, &PostContext::default());
        prop_assert!(findings.windows(2).all(|f| f[0].start() <= f[1].start()));
        for piece in findings.iter().flat_map(|f| &f.pieces) {
            prop_assert!(piece.start < piece.end);
            prop_assert!(allowed.binary_search(&piece.start).is_ok() && allowed.binary_search(&piece.end).is_ok());
        }
    }

    /// A pack says nothing about the built-in rules but what is always fine.
    #[test]
    fn an_own_pack_leaves_the_built_in_rules_alone(source in pack(), text in post()) {
        let mut checker = Checker::new(rules());
        let alone = checker.check(&text, &PostContext::default());
        checker.set_own_pack(Some(Arc::new(OwnPack::parse(&source.replace("always-fine", "about")).0)));
        let mut both = checker.check(&text, &PostContext::default());
        both.retain(|f| matches!(f.rule, RuleRef::BuiltIn(_)));
        prop_assert_eq!(both, alone);
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
