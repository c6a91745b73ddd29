//! Every rule finds its `flag` examples and leaves its `pass` examples alone.

use std::path::Path;
use std::sync::Arc;
use thinktwice::check::{Checker, Kind, PostContext};
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
        let context = PostContext { kind: Kind::from_name(&e.kind).unwrap_or_default(), image: e.image, profession: rules.profession(&e.profession) };
        let found = checker.check_all(&e.text, &context).iter().any(|f| f.rule == e.rule);
        if found != e.flag {
            wrong.push(format!("crate/{}:{}: {} (flag: {}): {}", e.place.file, e.place.line, rules.rules[e.rule].id, e.flag, e.text));
        }
    }
    assert!(examples.len() >= rules.rules.len() * 10, "{} examples for {} rules", examples.len(), rules.rules.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
