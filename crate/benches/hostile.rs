//! What a check costs of posts that were made to make it slow: 100,000 characters, as many as are read of a box, and a million.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;
use thinktwice::check::{Checker, PostContext};

#[path = "../tests/hostile/mod.rs"]
mod hostile;

fn hostile_posts(c: &mut Criterion) {
    let rules = thinktwice::built_in();
    let mut checker = Checker::new(rules.clone());
    assert!(!checker.check(hostile::DENSE, &PostContext::default()).is_empty());
    let mut group = c.benchmark_group("hostile");
    group.sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(800));
    for characters in [100_000, 1_000_000] {
        for (name, text) in hostile::posts(&rules, characters) {
            group.throughput(Throughput::Elements(characters as u64));
            group.bench_function(BenchmarkId::new(name, characters), |b| {
                b.iter(|| {
                    checker.forget();
                    checker.check(black_box(&text), &PostContext::default())
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, hostile_posts);
criterion_main!(benches);
