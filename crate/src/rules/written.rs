//! What a person writes in the rule files: the shape of each TOML table. What becomes of it is in `source_files`.

use crate::rules::{Scope, Severity, Window};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PacksToml {
    pub(super) pack: Vec<PackToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackToml {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) about: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourcesToml {
    pub(super) source: Vec<SourceToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceToml {
    pub(super) id: Spanned<String>,
    pub(super) body: String,
    #[serde(default)]
    pub(super) clause: String,
    pub(super) title: String,
    pub(super) link: Spanned<String>,
    pub(super) checked: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfessionsToml {
    pub(super) profession: Vec<ProfessionToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfessionToml {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) regulator: String,
    #[serde(default)]
    #[allow(dead_code, reason = "read by people; the engine does not need it")]
    pub(super) register: String,
    pub(super) sources: BTreeMap<String, Vec<Spanned<String>>>,
    pub(super) conditions: Spanned<Conditions>,
    #[serde(default)]
    pub(super) qualifications: Vec<String>,
    #[serde(default)]
    pub(super) default: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Conditions {
    Any(String),
    Listed(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExceptionsToml {
    pub(super) exception: Vec<ExceptionToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExceptionToml {
    pub(super) id: Spanned<String>,
    pub(super) about: String,
    pub(super) scope: Scope,
    #[serde(rename = "match")]
    pub(super) patterns: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
pub(super) struct ConditionToml {
    #[allow(dead_code, reason = "read by people; the engine does not need it")]
    pub(super) name: String,
    pub(super) terms: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesToml {
    pub(super) pack: Spanned<String>,
    #[serde(default)]
    pub(super) rule: Vec<RuleToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleToml {
    pub(super) id: Spanned<String>,
    pub(super) title: String,
    pub(super) severity: Severity,
    #[serde(rename = "match", default)]
    pub(super) patterns: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) unless: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) unless_near: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) unless_post: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) with_near: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) with_post: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) kinds: Vec<Spanned<String>>,
    pub(super) image: Option<bool>,
    #[serde(default)]
    pub(super) professions: Vec<Spanned<String>>,
    pub(super) threshold: Option<i8>,
    #[serde(default)]
    pub(super) window: Window,
    pub(super) weighs: Option<i16>,
    #[serde(default)]
    pub(super) like: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) certain: bool,
    #[serde(default)]
    pub(super) evidence: Vec<EvidenceToml>,
    #[serde(default)]
    pub(super) why: String,
    #[serde(default)]
    pub(super) instead: Vec<String>,
    #[serde(default)]
    pub(super) sources: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) flag: Vec<Spanned<ExampleToml>>,
    #[serde(default)]
    pub(super) pass: Vec<Spanned<ExampleToml>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EvidenceToml {
    pub(super) name: String,
    #[serde(default = "one")]
    pub(super) weight: i8,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) quiet: bool,
    #[serde(rename = "match")]
    pub(super) patterns: Vec<Spanned<String>>,
}

pub(super) fn one() -> i8 {
    1
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum ExampleToml {
    Text(String),
    Table {
        text: String,
        #[serde(default)]
        kind: String,
        #[serde(default)]
        image: bool,
        #[serde(default)]
        profession: String,
    },
}

impl ExampleToml {
    pub(super) fn text(&self) -> &str {
        match self {
            ExampleToml::Text(text) | ExampleToml::Table { text, .. } => text,
        }
    }
}
