//! What a warning says that no pattern gave: its theme, beside the theme that people have named, on posts that nothing is learnt from.

use serde_json::Value;
use std::path::Path;
use thinktwice::check::{Checker, Kind, PostContext};

/// Of the phrases that only weights find, so many in a hundred are explained by a theme at least…
const NAMED: usize = 70;
/// … and of these, so many in a hundred by one that people named.
const RIGHT: usize = 85;

fn utf16(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

#[test]
fn most_warnings_that_add_up_are_explained_by_the_theme_that_people_named() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus");
    let mut checker = Checker::new(thinktwice::built_in());
    let (mut all, mut named, mut wrong) = (0, 0, Vec::new());
    for file in ["held-back.jsonl", "held-back-2.jsonl", "held-back-3.jsonl"] {
        for line in std::fs::read_to_string(folder.join(file)).expect("the posts can be read").lines() {
            let post: Value = serde_json::from_str(line).expect("a post is a JSON object");
            let text = post["text"].as_str().unwrap_or("");
            let kind = Kind::from_name(post["kind"].as_str().unwrap_or("post")).unwrap_or_default();
            let findings = checker.check(text, &PostContext { kind, ..PostContext::default() });
            for gold in post["findings"].as_array().into_iter().flatten() {
                let span = gold["span"].as_str().unwrap_or("");
                let start = utf16(&text[..text.find(span).expect("the phrase is in the post")]);
                let on_it = findings.iter().filter(|f| {
                    f.pieces.iter().any(|p| p.start < start + utf16(span) && start < p.end) && gold["category"] == *checker.view(f.rule).pack
                });
                let ids: Vec<&str> = on_it.map(|f| checker.view(f.rule).id).collect();
                let Some(name) = ids.first().and_then(|id| id.split_once('/')).map(|(_, name)| name).filter(|name| name.starts_with("adds-up"))
                else {
                    continue;
                };
                all += 1;
                if name != "adds-up" {
                    named += 1;
                    // A phrase for which people found no theme has none.
                    let themes: Vec<&Value> = gold["themes"].as_array().into_iter().flatten().collect();
                    if !themes.iter().any(|theme| *theme == name) {
                        wrong.push(format!("{name}, not {themes:?}: {span}"));
                    }
                }
            }
        }
    }
    assert!(all > 100, "{all}");
    println!("{named} of {all} named, {} of them wrong", wrong.len());
    assert!(named * 100 >= all * NAMED, "{named} of {all}");
    assert!((named - wrong.len()) * 100 >= named * RIGHT, "{} of {named} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
