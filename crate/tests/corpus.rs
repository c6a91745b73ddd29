//! The score on the labelled posts, which may only rise. `THINKTWICE_RECORD=1` writes down a new one.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use thinktwice::check::{Checker, Kind, PostContext};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus")
}

/// Found and all findings of one manner of saying, and posts warned about by label.
#[derive(Default)]
struct Score {
    plain: (u32, u32),
    oblique: (u32, u32),
    risky_warned: u32,
    ok_warned: u32,
}

fn utf16(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

fn score(path: &Path, checker: &mut Checker) -> Score {
    let mut score = Score::default();
    for line in std::fs::read_to_string(path).expect("the posts can be read").lines().filter(|l| !l.trim().is_empty()) {
        let post: Value = serde_json::from_str(line).expect("a post is a JSON object");
        let text = post["text"].as_str().unwrap_or("");
        let kind = Kind::from_name(post["kind"].as_str().unwrap_or("post")).unwrap_or_default();
        let findings = checker.check(text, &PostContext { kind, ..PostContext::default() });
        if !findings.is_empty() {
            if post["label"] == "ok" { score.ok_warned += 1 } else { score.risky_warned += 1 }
        }
        for gold in post["findings"].as_array().into_iter().flatten() {
            let span = gold["span"].as_str().unwrap_or("");
            let found = text.match_indices(span).any(|(at, _)| {
                let (start, end) = (utf16(&text[..at]), utf16(&text[..at]) + utf16(span));
                findings.iter().any(|f| gold["category"] == *checker.view(f.rule).pack && f.pieces.iter().any(|p| p.start < end && start < p.end))
            });
            let of = if gold["how"] == "oblique" { &mut score.oblique } else { &mut score.plain };
            of.0 += u32::from(found);
            of.1 += 1;
        }
    }
    score
}

#[test]
fn the_score_does_not_fall() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder()).expect("the posts are there").flatten().map(|e| e.path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "jsonl"));
    files.sort();
    let mut checker = Checker::new(thinktwice::built_in());
    let mut now = serde_json::Map::new();
    for file in &files {
        let s = score(file, &mut checker);
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        now.insert(name, json!({"plain": s.plain.0, "plain_of": s.plain.1, "oblique": s.oblique.0, "oblique_of": s.oblique.1, "risky_warned": s.risky_warned, "ok_warned": s.ok_warned}));
    }
    let record = folder().join("score.json");
    if std::env::var_os("THINKTWICE_RECORD").is_some() {
        std::fs::write(&record, serde_json::to_string_pretty(&now).expect("a score is JSON") + "\n").expect("the record can be written");
    }
    let before: Value = serde_json::from_str(&std::fs::read_to_string(&record).expect("there is a recorded score")).expect("it is JSON");
    assert_eq!(before.as_object().map(serde_json::Map::len), Some(now.len()), "the record has the same files");
    for (name, s) in &now {
        for key in ["plain", "oblique", "risky_warned"] {
            assert!(s[key].as_u64() >= before[name][key].as_u64(), "{name}: {key} fell from {} to {}", before[name][key], s[key]);
        }
        assert!(
            s["ok_warned"].as_u64() <= before[name]["ok_warned"].as_u64(),
            "{name}: warnings on harmless posts rose from {} to {}",
            before[name]["ok_warned"],
            s["ok_warned"]
        );
    }
}
