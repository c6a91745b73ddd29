//! The engine as a program, timed as the other tools are in `tests/bench/side-by-side`:
//!
//! `side_by_side start LENGTH ROUND | steady | find  TEXTS.json` prints what it measured as one JSON object; times are in milliseconds.

use aho_corasick::AhoCorasick;
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::Instant;
use thinktwice::check::{Checker, Finding, PostContext};
use thinktwice::text::fold;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let answer = match arguments[..] {
        ["start", length, round, file] => start(&read(file), length, round.parse().expect("a round is a number")),
        ["steady", file] => steady(&read(file)),
        ["find", file] => find(&read(file)),
        _ => panic!("usage: side_by_side start LENGTH ROUND | steady | find  TEXTS.json"),
    };
    println!("{answer}");
}

fn read(file: &str) -> Value {
    let text = std::fs::read_to_string(file).expect("there is a file of texts");
    serde_json::from_str(&text).expect("the texts are JSON")
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list of texts").iter().map(|t| t.as_str().expect("a text")).collect()
}

fn milliseconds(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}

/// Set-up and first check in this process, which has done nothing yet, and what memory it has taken since, after the posts.
fn start(texts: &Value, length: &str, round: usize) -> Value {
    let first = strings(&texts["first"][length])[round];
    let posts = strings(&texts["unseen"]["280"]);
    let empty = resident();
    let begun = Instant::now();
    let mut checker = Checker::new(thinktwice::built_in());
    let set_up = milliseconds(begun);
    let begun = Instant::now();
    black_box(checker.check(black_box(first), &PostContext::default()));
    let first_check = milliseconds(begun);
    for post in posts {
        black_box(checker.check(post, &PostContext::default()));
    }
    json!({"setUp": set_up, "first": first_check, "memory": resident().saturating_sub(empty)})
}

/// Each unseen text once; then one text again and again; and the floor: one pass over the same texts.
fn steady(texts: &Value) -> Value {
    let rules = thinktwice::built_in();
    let floor = AhoCorasick::new(rules.trigger_words()).expect("triggers are plain words");
    let mut checker = Checker::new(rules);
    let mut answer = json!({"unseen": {}, "repeated": {}, "floor": {}});
    for length in ["280", "3000"] {
        let warm = strings(&texts["warm"][length]);
        for text in &warm {
            black_box(checker.check(black_box(text), &PostContext::default()));
        }
        let mut timed = |text: &str| {
            let begun = Instant::now();
            black_box(checker.check(black_box(text), &PostContext::default()));
            milliseconds(begun)
        };
        let unseen = strings(&texts["unseen"][length]);
        answer["unseen"][length] = unseen.iter().map(|t| timed(t)).collect();
        answer["repeated"][length] = unseen.iter().take(5).flat_map(|t| [*t; 20]).map(timed).collect();
        let pass = |text: &&str| {
            let folded = fold(text).lower;
            let begun = Instant::now();
            black_box(floor.find_overlapping_iter(black_box(&folded)).count());
            milliseconds(begun)
        };
        warm.iter().map(pass).for_each(drop);
        answer["floor"][length] = unseen.iter().map(pass).collect();
    }
    answer
}

/// What is found in each text, as the browser's `check` tells it.
fn find(texts: &Value) -> Value {
    let mut checker = Checker::new(thinktwice::built_in());
    let all: Vec<&str> = strings(&texts["find"]);
    all.into_iter()
        .map(|text| {
            let findings = checker.check(text, &PostContext::default());
            findings.iter().flat_map(|f| pieces(f, &checker)).collect::<Value>()
        })
        .collect()
}

fn pieces(finding: &Finding, checker: &Checker) -> Vec<Value> {
    let rule = checker.view(finding.rule);
    let piece = |start: u32, end: u32| json!({"pack": rule.pack, "rule": rule.id, "severity": finding.severity.name(), "start": start, "end": end});
    finding.pieces.iter().map(|p| piece(p.start, p.end)).collect()
}

/// Memory of this process that is in the machine's, in bytes; 0 where the system does not tell.
fn resident() -> u64 {
    const PAGE: u64 = 4096;
    let pages = std::fs::read_to_string("/proc/self/statm").ok().and_then(|s| s.split(' ').nth(1).and_then(|n| n.parse::<u64>().ok()));
    pages.unwrap_or(0) * PAGE
}
