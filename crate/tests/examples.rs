//! Every rule finds its `flag` examples and leaves its `pass` examples alone.

use std::path::Path;
use std::sync::Arc;
use thinktwice::check::Checker;
use thinktwice::rules::SourceFiles;

#[test]
fn every_rule_holds_its_examples() {
    let files = SourceFiles::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the rule files are beside the crate");
    let (set, examples, troubles) = files.compile();
    assert!(troubles.is_empty(), "{}", troubles.iter().map(|t| format!("crate/{t}")).collect::<Vec<_>>().join("\n"));
    let rules = Arc::new(set);
    let mut checker = Checker::new(rules.clone());
    let mut wrong = Vec::new();
    for e in &examples {
        if !checker.holds(e) {
            wrong.push(format!("crate/{}:{}: {} (flag: {}): {}", e.place.file, e.place.line, rules.rules[e.rule].id, e.flag, e.text));
        }
    }
    assert!(examples.len() >= rules.rules.len() * 10, "{} examples for {} rules", examples.len(), rules.rules.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
