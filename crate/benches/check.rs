//! What a check costs: by length, quiet and dense, of a post seen for the first time and of one that is being typed; the start of the
//! engine; growth with the number of rules; and the floor, one pass of aho-corasick with the same triggers over the same folded text.
//! Every bench checks its answer before it is timed.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

use aho_corasick::AhoCorasick;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;
use thinktwice::check::{Checker, PostContext};
use thinktwice::rules::{Owner, RuleSet};
use thinktwice::text::fold;

/// A harmless post, the ordinary talk of a clinic.
const QUIET: &str = "The kettle is on and the new waiting room is finished at last, thanks to everyone who put up with the dust. We are open on Saturday \
    from nine until one, with tea and a raffle for the lifeboat. Parking behind the library is free until noon. If you are new to running, \
    start with ten minutes, walk when you need to, and wear shoes that you like. Our next talk is about sleep and how to keep a diary of it. \
    Bring a friend and a question, nobody will be put on the spot. ";

/// A post in which nearly every sentence is risky.
const DENSE: &str = "We can cure your asthma for good in three sessions, guaranteed. Had Mrs Jones from Church Road in this morning, a 34-year-old teacher \
    with a slipped disc. No side effects, 100% safe, better than surgery. Stop taking your statins and bin the inhaler. Some patients are so stupid. \
    Add me on Facebook and DM me your symptoms any time. Use my code BACK15 for the pillow, I earn commission. I have added all my patients to the \
    newsletter. On behalf of all osteopaths I can say the GPs are idiots. ";

fn post(part: &str, characters: usize) -> String {
    part.chars().filter(|c| *c != '\n').cycle().take(characters).collect()
}

/// The states of a post while a word is typed into the middle of it, and deleted again.
fn typed(text: &str) -> Vec<String> {
    let middle = text[..text.len() / 2].rfind(". ").map_or(0, |at| at + 2);
    let word = "Tuesdays ";
    let with = |letters: usize| [&text[..middle], &word[..letters], &text[middle..]].concat();
    (0..word.len()).map(with).chain((1..=word.len()).rev().map(with)).collect()
}

fn check(c: &mut Criterion) {
    let rules = thinktwice::built_in();
    let words = rules.trigger_words();
    let floor = AhoCorasick::new(&words).expect("triggers are plain words");
    let mut group = c.benchmark_group("check");
    for (name, part, risky) in [("quiet", QUIET, false), ("dense", DENSE, true)] {
        for length in [280, 3_000, 100_000] {
            let text = post(part, length);
            let mut checker = Checker::new(rules.clone());
            let found = checker.check(&text, &PostContext::default()).len();
            assert_eq!(found > 0, risky, "{name} {length}: {found} findings");
            group.throughput(Throughput::Bytes(length as u64));
            group.bench_function(BenchmarkId::new(name, length), |b| {
                b.iter(|| {
                    checker.forget();
                    checker.check(black_box(&text), &PostContext::default())
                });
            });
            let states = typed(&text);
            for state in &states {
                let anew = Checker::new(rules.clone()).check(state, &PostContext::default());
                assert_eq!(checker.check(state, &PostContext::default()), anew, "what is kept is what would be found anew");
            }
            let mut state = states.iter().cycle();
            group.bench_function(BenchmarkId::new(format!("{name}-typed"), length), |b| {
                b.iter(|| checker.check(black_box(state.next().expect("it never ends")), &PostContext::default()));
            });
            let folded = fold(&text).lower;
            assert!(floor.find_overlapping_iter_count(&folded) > 0);
            group.bench_function(BenchmarkId::new(format!("{name}-floor"), length), |b| {
                b.iter(|| floor.find_overlapping_iter_count(black_box(&folded)));
            });
        }
    }
    group.finish();
}

/// Counts every occurrence of every trigger: the least that a search for these triggers must do.
trait Count {
    fn find_overlapping_iter_count(&self, text: &[u8]) -> usize;
}

impl Count for AhoCorasick {
    fn find_overlapping_iter_count(&self, text: &[u8]) -> usize {
        self.find_overlapping_iter(text).count()
    }
}

fn start(c: &mut Criterion) {
    let bytes = thinktwice::packed_rules();
    assert!(thinktwice::unpack(bytes).is_ok_and(|r| !r.rules.is_empty()));
    c.bench_function("start/unpack", |b| b.iter(|| thinktwice::unpack(black_box(bytes))));
}

/// A rule set with so many rules that speak, or with every pattern of a rule so many times more.
fn with(rules: &RuleSet, count: usize) -> RuleSet {
    let (all, mut set) = (rules.rules.len(), rules.clone());
    set.lay_out(|owner| match owner {
        Owner::Rule(rule) | Owner::Evidence(rule, _) if count <= all => usize::from((*rule as usize) < count),
        Owner::Rule(_) | Owner::Evidence(..) => count / all,
        _ => 1,
    });
    set
}

fn growth(c: &mut Criterion) {
    let rules = thinktwice::built_in();
    let all = rules.rules.len();
    let text = post(QUIET, 3_000);
    let mut group = c.benchmark_group("growth");
    for count in [all / 4, all / 2, all, all * 2, all * 4] {
        let mut checker = Checker::new(Arc::new(with(&rules, count)));
        assert!(checker.check(&text, &PostContext::default()).is_empty());
        group.bench_function(BenchmarkId::new("quiet-3000", format!("{count} rules")), |b| {
            b.iter(|| {
                checker.forget();
                checker.check(black_box(&text), &PostContext::default())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, check, start, growth);
criterion_main!(benches);
