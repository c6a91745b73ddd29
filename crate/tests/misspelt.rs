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
        let slip = wrong.split([' ', '#']).find(|word| !right.contains(word)).expect("they differ");
        let (as_written, as_meant) = (found(&mut checker, wrong), found(&mut checker, right));
        assert!(!as_meant.is_empty(), "{right}");
        let rules = |found: &[(String, String)]| found.iter().map(|(rule, _)| rule.clone()).collect::<Vec<_>>();
        assert_eq!(rules(&as_written), rules(&as_meant), "{wrong}");
        assert!(as_written.iter().any(|(_, phrase)| phrase.contains(slip)), "{as_written:?}");
    }
}

#[test]
fn dates_and_titles_are_read_when_they_are_misspelt() {
    let mut checker = Checker::new(thinktwice::built_in());
    for (wrong, right) in [
        ("Mrs Jones, born 3 Febuary 1971, came in with her gallstones", "Mrs Jones, born 3 February 1971, came in with her gallstones"),
        ("#definitive opening hours: nine to five", "#definitive opening hours: nine to five"),
    ] {
        let rules = |found: Vec<(String, String)>| found.into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
        let (as_written, as_meant) = (rules(found(&mut checker, wrong)), rules(found(&mut checker, right)));
        assert_eq!(as_written, as_meant, "{wrong}");
    }
}
