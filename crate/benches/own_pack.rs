//! What a practice's own pack costs: reading one of 2,000 phrases, and checking a post of 3,000 characters with it.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

use criterion::{Criterion, criterion_group, criterion_main};
use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use thinktwice::check::{Checker, PostContext};
use thinktwice::own::OwnPack;

const POST: &str = "The kettle is on and the new waiting room is finished at last, thanks to everyone who put up with the dust. We are open on Saturday \
    from nine until one, with tea and a raffle for the lifeboat. Sam Okafor will tell you how to order the Zenback pillow. If you are new to running, \
    start with ten minutes, walk when you need to, and wear shoes that you like. Our next talk is about sleep and how to keep a diary of it. ";

/// Names, products, sayings with gaps and choices, and exact words: 500 of each.
fn pack() -> String {
    let syllables = ["ba", "ko", "li", "mer", "nu", "ran", "sto", "vel", "win", "zo"];
    let made_up = |n: usize| [n % 10, n / 10 % 10, n / 100 % 10, (n * 7 + 3) % 10].map(|i| syllables[i]).concat();
    let mut text = "title = \"Bench\"\nalways-fine = [\"01234 567890\", \"AB1 2CD\"]\nmust-carry = [\"views are my own\"]\n".to_owned();
    for n in 0..500 {
        let word = made_up(n);
        let phrases = [
            format!("'Sam {word}'"),
            format!("'(buy | order~ | try~) ... {word} [pillow | cushion]'"),
            format!("'we [always | never] {word}~ the (back | neck | {word} joint)'"),
            format!("'\"{}\" clinic'", word.to_uppercase()),
        ];
        let _ = write!(
            text,
            "[[rule]]\nid = \"r{n}\"\ntitle = \"Rule {n}\"\nwhy = \"Because.\"\nunless = \"negated\"\nmatch = [{}]\n",
            phrases.join(", ")
        );
    }
    text + "[[rule]]\nid = \"found\"\ntitle = \"Found\"\nwhy = \"Because.\"\nmatch = [\"Sam Okafor\", \"order ... Zenback\"]\n"
}

fn own_pack(c: &mut Criterion) {
    let text = pack();
    let (pack, problems) = OwnPack::parse(&text);
    assert_eq!((problems.len(), pack.rules.len()), (0, 502));
    c.bench_function("own-pack/read-2000", |b| b.iter(|| OwnPack::parse(black_box(&text))));
    let post: String = POST.chars().cycle().take(3_000).collect();
    let mut without = Checker::new(thinktwice::built_in());
    let mut with = Checker::new(thinktwice::built_in());
    with.set_own_pack(Some(Arc::new(pack)));
    let context = PostContext::default();
    assert!(with.check(&post, &context).len() > without.check(&post, &context).len() + 10);
    c.bench_function("own-pack/check-3000-without", |b| b.iter(|| without.check(black_box(&post), &context)));
    c.bench_function("own-pack/check-3000", |b| b.iter(|| with.check(black_box(&post), &context)));
}

criterion_group!(benches, own_pack);
criterion_main!(benches);
