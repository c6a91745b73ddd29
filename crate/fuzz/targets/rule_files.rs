//! Any bytes as the files that the built-in rules are written in. Parts of the input are files by their names, each begun by a line
//! `=== packs/tea.toml`; those that are left out are as in `tests/cli/tea`.

#![no_main]

use std::sync::{Arc, LazyLock};
use thinktwice::check::{Checker, PostContext};
use thinktwice::rules::{SourceFiles, pack, unpack};
use thinktwice_fuzz::{assert_in_order, text_of};

/// A small set of rules about tea.
static TEA: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    [
        ("packs.toml", include_str!("../../tests/cli/tea/packs.toml")),
        ("sources.toml", include_str!("../../tests/cli/tea/sources.toml")),
        ("professions.toml", include_str!("../../tests/cli/tea/professions.toml")),
        ("exceptions.toml", include_str!("../../tests/cli/tea/exceptions.toml")),
        ("misspellings.toml", include_str!("../../tests/cli/tea/misspellings.toml")),
        ("weights.tsv", include_str!("../../tests/cli/tea/weights.tsv")),
        ("company.tsv", include_str!("../../tests/cli/tea/company.tsv")),
        ("themes.tsv", include_str!("../../tests/cli/tea/themes.tsv")),
        ("packs/tea.toml", include_str!("../../tests/cli/tea/packs/tea.toml")),
        ("vocabulary/tea.toml", include_str!("../../tests/cli/tea/vocabulary/tea.toml")),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .to_vec()
});

const MARK: &str = "=== ";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = text_of(bytes);
    let mut files = TEA.clone();
    for part in text.split(MARK).skip(usize::from(text.starts_with(MARK))) {
        let (name, contents) = part.split_once('\n').unwrap_or(("packs/tea.toml", part));
        files.push((name.to_owned(), contents.to_owned()));
    }
    let read = SourceFiles::of(files.iter().cloned());
    let (set, examples, troubles) = read.compile();
    for trouble in &troubles {
        assert!(read.names().any(|name| name == trouble.file), "of no file: {trouble}");
        assert!(trouble.line >= 1 && trouble.column >= 1 && !trouble.reason.is_empty());
    }
    if !troubles.iter().all(|t| t.incomplete) {
        return;
    }
    // What builds is packed and laid out again as it was, and checks posts.
    let packed = pack(&set);
    let again = unpack(&packed).expect("what was packed is unpacked");
    assert_eq!(pack(&again), packed);
    let (set, again) = (Arc::new(set), Arc::new(again));
    let mut checkers = [Checker::new(set), Checker::new(again)];
    for example in &examples {
        let found = checkers.each_mut().map(|checker| checker.check(&example.text, &PostContext::default()));
        assert_in_order(&found[0], &example.text);
        assert_eq!(found[0], found[1], "packed and unpacked, the rules find something else");
    }
});
