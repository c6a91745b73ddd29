//! Severity, and the small sets that narrow a rule down.

use serde::{Deserialize, Serialize};

/// How much a warning matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Consider.
    Low,
    /// Check.
    #[default]
    Medium,
    /// Stop.
    High,
}

impl Severity {
    /// `high`, `medium` or `low`.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::High => "high",
            Severity::Medium => "medium",
            Severity::Low => "low",
        }
    }
}

/// A set of professions, by their place in the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ProfessionSet(pub u32);

impl ProfessionSet {
    /// True if the set is empty (then every profession is meant) or has the profession.
    pub const fn allows(self, profession: usize) -> bool {
        self.0 == 0 || self.0 >> profession & 1 == 1
    }
}
