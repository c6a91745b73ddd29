//! The rules that the program is built with.

use crate::rules::RuleSet;
use std::sync::{Arc, OnceLock};

static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));

/// The built-in rules. They are unpacked at the first call, in a few milliseconds, and shared after that.
///
/// # Panics
/// Never: the bytes were written by the same build.
pub fn built_in() -> Arc<RuleSet> {
    static RULES: OnceLock<Arc<RuleSet>> = OnceLock::new();
    RULES.get_or_init(|| Arc::new(unpack(COMPILED).expect("the rules were packed by the same build"))).clone()
}

fn unpack(bytes: &[u8]) -> Result<RuleSet, postcard::Error> {
    let mut rules: RuleSet = postcard::from_bytes(bytes)?;
    rules.lexicon.finish();
    Ok(rules)
}
