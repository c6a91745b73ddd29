//! Any bytes as a practice's own pack. What stands behind a NUL is a post, which is checked by it.

#![no_main]

use std::sync::Arc;
use thinktwice::check::PostContext;
use thinktwice::own::OwnPack;
use thinktwice_fuzz::{check_alike, text_of};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = text_of(bytes);
    let (source, post) = text.split_once('\0').unwrap_or((&text, &text));
    let (pack, problems) = OwnPack::parse(source);
    let lines: Vec<&str> = source.split('\n').collect();
    for problem in &problems {
        let line = lines.get(problem.line - 1).unwrap_or_else(|| panic!("no such line: {problem}"));
        assert!((1..=line.chars().count() + 1).contains(&problem.column), "no such column: {problem}");
        assert!(!problem.what.is_empty());
    }
    for rule in &pack.rules {
        assert!(rule.id.starts_with("own/"), "{}", rule.id);
    }
    let again = OwnPack::parse(source);
    assert_eq!(again.1, problems, "other problems the second time");
    check_alike(post, &PostContext::default(), Some(&Arc::new(pack)));
});
