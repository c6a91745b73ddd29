//! Eight times the text takes about eight times as long, whatever the text. The rest of what holds for any post is in `properties.rs`.

mod hostile;

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;
use thinktwice::check::{Checker, PostContext};
use thinktwice::own::OwnPack;

/// As much as is read of a box at once, and eight times as much: what is hardly to be seen in the one is plain in the other.
const SHORT: usize = 100_000;
const LONG: usize = 800_000;
/// A check in proportion takes eight times as long, a little more where the longer post does not fit into the processor's memory; one
/// that compares everything with everything takes sixty-four times as long.
const MOST: u32 = 16;
/// What a machine that does something else may add.
const NOISE: Duration = Duration::from_millis(5);

/// How long this thread has had a processor: what others do meanwhile does not count.
fn spent() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().expect("time only goes on")
}

/// Tries until both lengths were seen undisturbed, or for long enough to say that they never are.
fn assert_in_proportion(name: &str, mut check: impl FnMut(usize) -> Duration) {
    let (mut short, mut long) = (Duration::MAX, Duration::MAX);
    for _ in 0..40 {
        short = short.min(check(SHORT));
        long = long.min(check(LONG));
        if long <= short * MOST + NOISE {
            return;
        }
    }
    panic!("{name}: {SHORT} characters in {short:?}, {LONG} in {long:?}");
}

fn assert_all_in_proportion(checker: &mut Checker) {
    let rules = checker.rules().clone();
    for (name, text) in hostile::posts(&rules, LONG) {
        let part = text.char_indices().nth(SHORT).map_or(text.len(), |(at, _)| at);
        assert_in_proportion(&name, |characters| {
            let text = if characters == SHORT { &text[..part] } else { &text };
            // What is remembered of a post costs nothing.
            checker.forget();
            let start = spent();
            checker.check(text, &PostContext::default());
            spent().saturating_sub(start)
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
        let start = spent();
        checker.check(&text, &PostContext::default());
        let taken = spent().saturating_sub(start);
        assert!(taken < Duration::from_secs(20), "{name}: {taken:?}");
    }
}
