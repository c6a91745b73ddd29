//! People type on phones: what is misspelt as people do it is read as what is meant.

use thinktwice::check::{Checker, PostContext};

/// What is found: rules, and the text that is underlined.
fn found(checker: &mut Checker, post: &str) -> Vec<(String, String)> {
    let units: Vec<u16> = post.encode_utf16().collect();
    let findings = checker.check(post, &PostContext::default());
    let phrase = |f: &thinktwice::check::Finding| String::from_utf16_lossy(&units[f.start() as usize..f.end() as usize]);
    findings.iter().map(|f| (checker.view(f.rule).id.to_string(), phrase(f))).collect()
}

#[test]
fn what_is_misspelt_is_found_as_what_is_meant() {
    let mut checker = Checker::new(thinktwice::built_in());
    for (wrong, right) in [
        ("We garantee you will be pain free", "We guarantee you will be pain free"),
        ("We can cure athsma in three sessions", "We can cure asthma in three sessions"),
        ("I can cure your migranes for good", "I can cure your migraines for good"),
        ("Results guarenteed or your money back! #guarenteed", "Results guaranteed or your money back! #guaranteed"),
    ] {
        let (as_written, as_meant) = (found(&mut checker, wrong), found(&mut checker, right));
        assert!(!as_meant.is_empty(), "{right}");
        let rules = |found: &[(String, String)]| found.iter().map(|(rule, _)| rule.clone()).collect::<Vec<_>>();
        assert_eq!(rules(&as_written), rules(&as_meant), "{wrong}");
        assert!(as_written.iter().all(|(_, phrase)| wrong.contains(phrase.as_str())), "{as_written:?}");
    }
}
