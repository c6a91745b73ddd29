//! The rules that the program is built with.

use crate::rules::{RuleSet, unpack};
use std::sync::{Arc, OnceLock};

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));

/// The built-in rules. They are unpacked at the first call, in a few milliseconds, and shared after that.
///
/// # Panics
/// Never: the bytes were written by the same build.
pub fn built_in() -> Arc<RuleSet> {
    static RULES: OnceLock<Arc<RuleSet>> = OnceLock::new();
    RULES.get_or_init(|| Arc::new(unpack(PACKED).expect("the rules were packed by the same build"))).clone()
}

/// The built-in rules as they are packed into the program.
pub fn packed_rules() -> &'static [u8] {
    PACKED
}
