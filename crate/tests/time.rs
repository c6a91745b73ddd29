//! Twice the text takes about twice the time, whatever the text. The rest of what holds for any post is in `properties.rs`.

mod hostile;

use std::time::{Duration, Instant};
use thinktwice::check::{Checker, PostContext};
use thinktwice::own::OwnPack;

/// A check that took longer than its length asks for would take four times as long, one in proportion twice as long.
const MOST: u32 = 3;
/// What a machine that does something else may add.
const NOISE: Duration = Duration::from_millis(2);

/// Tries until both lengths were seen undisturbed, or for long enough to say that they never are.
fn assert_in_proportion(name: &str, mut check: impl FnMut(usize) -> Duration) {
    let (mut short, mut long) = (Duration::MAX, Duration::MAX);
    for _ in 0..60 {
        short = short.min(check(50_000));
        long = long.min(check(100_000));
        if long <= short * MOST + NOISE {
            return;
        }
    }
    panic!("{name}: 50,000 characters in {short:?}, 100,000 in {long:?}");
}

fn assert_all_in_proportion(checker: &mut Checker) {
    let rules = checker.rules().clone();
    for (name, text) in hostile::posts(&rules, 100_000) {
        let half = text.char_indices().nth(50_000).map_or(text.len(), |(at, _)| at);
        assert_in_proportion(&name, |characters| {
            let text = if characters == 50_000 { &text[..half] } else { &text };
            // What is remembered of a post costs nothing.
            checker.forget();
            let start = Instant::now();
            checker.check(text, &PostContext::default());
            start.elapsed()
        });
    }
}

#[test]
fn time_grows_in_proportion() {
    assert_all_in_proportion(&mut Checker::new(thinktwice::built_in()));
}

#[test]
fn time_grows_in_proportion_with_a_pack_of_ones_own() {
    let source = "always-fine = [\"cure\", \"07700 900123\"]\nmust-carry = \"views are my own\"\n[[rule]]\nid = \"a\"\n\
        match = [\"(cure | no | mrs | a) ...5 {condition}\", \"* * * cure ...20 {name} ...20 asthma\", \"...20 (we | can) ... \"]\n\
        unless = [\"negated\", \"quoted\"]\nunless-near = [\"(treat | patient~) ...20 (teacher | {name})\"]";
    let mut checker = Checker::new(thinktwice::built_in());
    checker.set_own_pack(Some(OwnPack::parse(source).0.into()));
    assert_all_in_proportion(&mut checker);
}

/// Much more than is ever read of a box.
#[test]
fn a_megabyte_is_checked() {
    let rules = thinktwice::built_in();
    let mut checker = Checker::new(rules.clone());
    for (name, text) in hostile::posts(&rules, 1_000_000) {
        checker.forget();
        let start = Instant::now();
        checker.check(&text, &PostContext::default());
        assert!(start.elapsed() < Duration::from_secs(20), "{name}: {:?}", start.elapsed());
    }
}
