//! A post while it is written: whatever is changed, what is found is what would be found in a post seen for the first time.

use proptest::prelude::*;
use serde::Deserialize;
use std::sync::{Arc, LazyLock};
use thinktwice::check::{Checker, Kind, PostContext};
use thinktwice::own::OwnPack;

#[derive(Deserialize)]
struct Labelled {
    text: String,
}

/// Posts that people write, several in one.
static POSTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/corpus/held-back.jsonl");
    let lines = std::fs::read_to_string(file).expect("the corpus is there");
    let posts: Vec<String> = lines.lines().map(|line| serde_json::from_str::<Labelled>(line).expect("a post a line").text).collect();
    assert!(posts.len() > 300);
    posts.chunks(4).enumerate().map(|(i, some)| some.join([" ", "\n", "\n\n", ". "][i % 4])).collect()
});

/// What may be typed or pasted: what ends, joins or turns sentences above all.
const PIECES: &[&str] = &[
    "a",
    " ",
    "\n",
    ".",
    "?",
    "!",
    ",",
    "...",
    "\"",
    "'",
    "“",
    "’s",
    "#",
    "#BackPain",
    "We garantee",
    "athsma's",
    "#migranes",
    "@",
    "@sam",
    "👍",
    "e\u{301}",
    "\u{200b}",
    "é",
    "0",
    "1",
    "- ",
    "/",
    ":",
    "(",
    "+44 ",
    "07700 900",
    "401 023 2137",
    "12.3.",
    "st",
    "Dr. ",
    "no ",
    "we can't promise",
    " We can cure your asthma for good.",
    "Some patients are so stupid. ",
    "Mrs Jones, 34, from Church Road",
    "https://a.example/b",
    ".com",
    "•",
    "I ",
];

/// One thing that is done to a post.
#[derive(Clone, Debug)]
enum Deed {
    /// So many per mille into the post, so many characters are replaced with a piece.
    Replace(usize, usize, &'static str),
    /// The post is another one.
    Paste(usize),
    /// The same is checked again.
    Again,
    Undo,
    Context(PostContext),
    /// Rules whose number in alphabet order leaves this remainder are turned off.
    Off(usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let context = (0..4usize, any::<bool>(), prop_oneof![Just(None), (0..9usize).prop_map(Some)])
        .prop_map(|(kind, image, profession)| Deed::Context(PostContext { kind: Kind::ALL[kind], image, profession }));
    let replace = |most: usize| (0..=1_000usize, 0..most, prop::sample::select(PIECES)).prop_map(|(at, len, with)| Deed::Replace(at, len, with));
    let deed = prop_oneof![
        30 => replace(1),
        20 => replace(4),
        6 => replace(200),
        2 => any::<usize>().prop_map(Deed::Paste),
        2 => Just(Deed::Again),
        3 => Just(Deed::Undo),
        2 => context,
        1 => (0..5usize).prop_map(Deed::Off),
    ];
    prop::collection::vec(deed, 1..40)
}

fn replace(post: &str, at: usize, len: usize, with: &str) -> String {
    let characters: Vec<char> = post.chars().collect();
    let from = characters.len() * at / 1_000;
    let to = (from + len).min(characters.len());
    characters[..from].iter().copied().chain(with.chars()).chain(characters[to..].iter().copied()).collect()
}

const OWN: &str = r#"
always-fine = ["07700 900"]
must-carry = ["(views | posts) are my own", "I "]
[[rule]]
id = "cure"
title = "T"
why = "W"
match = ["cure ... asthma", "stupid"]
unless = ["negated", "question", "teaching", "consented"]
unless-near = ["no side effects", "patients are"]
"#;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_kept_is_what_would_be_found_anew(first in any::<usize>(), deeds in deeds(), own in any::<bool>()) {
        let rules = thinktwice::built_in();
        let pack = own.then(|| Arc::new(OwnPack::parse(OWN).0));
        let mut typing = Checker::new(rules.clone());
        typing.set_own_pack(pack.clone());
        let mut post = POSTS[first % POSTS.len()].clone();
        let mut before = post.clone();
        let (mut context, mut off) = (PostContext::default(), usize::MAX);
        for deed in deeds {
            let next = match &deed {
                Deed::Replace(at, len, with) => replace(&post, *at, *len, with),
                Deed::Paste(other) => POSTS[other % POSTS.len()].clone(),
                Deed::Undo => before.clone(),
                Deed::Again | Deed::Context(_) | Deed::Off(_) => post.clone(),
            };
            if let Deed::Context(other) = deed {
                context = other;
            }
            let ids: Vec<&str> = rules.rules.iter().map(|r| r.id.as_str()).collect();
            let on = |off: usize| { let ids = ids.clone(); move |id: &str| ids.iter().position(|i| *i == id).is_none_or(|n| n % 5 != off) };
            if let Deed::Off(some) = deed {
                off = some;
                typing.choose_rules(on(off));
            }
            before = std::mem::replace(&mut post, next);
            let mut anew = Checker::new(rules.clone());
            anew.set_own_pack(pack.clone());
            anew.choose_rules(on(off));
            prop_assert_eq!(typing.check(&post, &context), anew.check(&post, &context), "{:?}", post);
            prop_assert_eq!(format!("{:?}", typing.text()), format!("{:?}", anew.text()), "{:?}", post);
            prop_assert_eq!(typing.heaviest(), anew.heaviest());
        }
    }
}

#[test]
fn the_pieces_make_findings() {
    let mut checker = Checker::new(thinktwice::built_in());
    checker.set_own_pack(Some(Arc::new(OwnPack::parse(OWN).0)));
    let found = |checker: &mut Checker, text: &str| checker.check(text, &PostContext::default()).len();
    let cure = PIECES.iter().find(|p| p.contains("cure")).expect("it is there");
    assert!(found(&mut checker, cure) > 1, "a built-in rule, and the one of the pack");
    assert!(POSTS.iter().filter(|p| found(&mut checker, p) > 0).count() > 30);
}
