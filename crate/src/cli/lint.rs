//! `thinktwice lint`: every rule's own examples.

use super::{Compiled, Failure};
use clap::Args;
use std::process::ExitCode;
use std::sync::Arc;
use thinktwice::check::Checker;

/// Arguments of `lint`.
#[derive(Args)]
pub struct LintArguments {
    /// Only this pack
    #[arg(long, value_name = "NAME")]
    pack: Option<String>,
}

/// Checks the examples of the rules in `files`. Exit status 1 when one fails or a file has trouble.
pub fn run(a: &LintArguments, files: Option<Compiled>) -> Result<ExitCode, Failure> {
    let Some((set, examples, troubles)) = files else {
        return Err(Failure("lint needs --rules FOLDER: the examples are in the files, not in the program".to_owned()));
    };
    let rules = Arc::new(set);
    if let Some(pack) = &a.pack
        && !rules.packs.iter().any(|p| p.id == *pack)
    {
        return Err(Failure(format!("there is no pack '{pack}'")));
    }
    let mut checker = Checker::new(rules.clone());
    let mut tried = 0;
    let mut failed = 0;
    for e in &examples {
        let rule = &rules.rules[e.rule];
        if a.pack.as_ref().is_some_and(|p| rules.packs[rule.pack as usize].id != *p) {
            continue;
        }
        tried += 1;
        if !checker.holds(e) {
            failed += 1;
            let what = if e.flag { "does not find" } else { "wrongly finds" };
            anstream::println!("{}:{}: {} {what}: {}", e.place.file, e.place.line, rule.id, e.text);
        }
    }
    for trouble in troubles.iter().filter(|t| t.incomplete && a.pack.as_ref().is_none_or(|p| t.reason.contains(&format!("'{p}/")))) {
        anstream::println!("{trouble}");
    }
    anstream::println!("{tried} examples, {failed} failed; {} troubles in the files", troubles.len());
    Ok(ExitCode::from(u8::from(failed > 0 || !troubles.is_empty())))
}
