//! People type on phones: what is misspelt as people do it is read as what is meant.

use thinktwice::check::{Checker, PostContext};
use thinktwice::rules::ClassId;
use thinktwice::text::Shape;

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

/// How many words each form has that is known by its shape.
fn shapes(checker: &mut Checker, post: &str, shape: Shape) -> Vec<u32> {
    checker.check(post, &PostContext::default());
    checker.text().hits.iter().filter(|hit| hit.class == ClassId::of_shape(shape)).map(|hit| hit.len).collect()
}

#[test]
fn dates_and_titles_are_known_when_they_are_misspelt() {
    let mut checker = Checker::new(thinktwice::built_in());
    assert_eq!(shapes(&mut checker, "She was born on 3 Febuary 1971", Shape::Date), [2]);
    assert_eq!(shapes(&mut checker, "She was born on 3 Febxuary 1971", Shape::Date), [0u32; 0]);
    assert_eq!(shapes(&mut checker, "I saw Docter Smith, or Docotr Smith, today", Shape::TitledName), [2]);
}

#[test]
fn a_hashtag_is_not_split_into_a_slip_and_a_rest() {
    let mut checker = Checker::new(thinktwice::built_in());
    let mut words = |post: &str| {
        checker.check(post, &PostContext::default());
        checker.text().tokens.iter().map(|token| checker.text().lower(token).to_owned()).collect::<Vec<_>>()
    };
    // "definit" is a slip of "definite", and "ive" stands for "I've".
    assert_eq!(words("#definitive"), ["definitive"]);
    assert_eq!(words("#guarenteed"), ["guarenteed"]);
    assert_eq!(words("#backpain"), ["back", "pain"]);
}
