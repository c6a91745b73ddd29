//! What is found in a page of posts, risky and harmless ones: a change of rules or weights shows here what it changes for a reader.

use thinktwice::check::{Checker, PostContext};

#[test]
fn a_page_of_posts() {
    let mut checker = Checker::new(thinktwice::built_in());
    let mut lines = Vec::new();
    for post in include_str!("page/posts.txt").lines() {
        lines.push(post.to_owned());
        let units: Vec<u16> = post.encode_utf16().collect();
        for finding in checker.check(post, &PostContext::default()) {
            let phrases: Vec<String> = finding.pieces.iter().map(|p| String::from_utf16_lossy(&units[p.start as usize..p.end as usize])).collect();
            lines.push(format!("  {} ({}): {}", checker.view(finding.rule).id, finding.severity.name(), phrases.join(" + ")));
        }
    }
    insta::assert_snapshot!("page", lines.join("\n"));
}
