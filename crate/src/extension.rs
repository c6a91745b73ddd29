//! What the extension's own pages (popup, options, explanation) and the tests ask of the engine in the browser.

use crate::check::{Checker, Kind, PostContext};
use crate::rules::{Rule, RuleSet};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// A pack and its rules, as the pages show them.
#[derive(Serialize)]
struct PackView<'a> {
    id: &'a str,
    title: &'a str,
    about: &'a str,
    rules: Vec<RuleLine<'a>>,
}

#[derive(Serialize)]
struct RuleLine<'a> {
    id: &'a str,
    title: &'a str,
    severity: &'static str,
}

/// A rule with all that is said about it.
#[derive(Serialize)]
struct Explanation<'a> {
    id: &'a str,
    title: &'a str,
    severity: &'static str,
    pack: &'a str,
    #[serde(rename = "packTitle")]
    pack_title: &'a str,
    why: &'a str,
    instead: &'a [String],
    examples: &'a [String],
    sources: Vec<SourceView<'a>>,
}

#[derive(Serialize)]
struct SourceView<'a> {
    body: &'a str,
    clause: &'a str,
    title: &'a str,
    link: &'a str,
    checked: &'a str,
}

#[derive(Serialize)]
struct ProfessionView<'a> {
    id: &'a str,
    title: &'a str,
    regulator: &'a str,
}

#[derive(Serialize)]
struct FindingView<'a> {
    pack: &'a str,
    rule: &'a str,
    severity: &'static str,
    start: u32,
    end: u32,
}

fn to_js(value: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(value).unwrap_or(JsValue::NULL)
}

/// The packs with their rules: `[{id, title, about, rules: [{id, title, severity}]}]`.
#[wasm_bindgen]
pub fn packs() -> JsValue {
    let rules = crate::built_in();
    let of_pack = |i: usize| rules.rules.iter().filter(move |r| r.pack as usize == i);
    let views: Vec<PackView> = rules
        .packs
        .iter()
        .enumerate()
        .map(|(i, p)| PackView {
            id: &p.id,
            title: &p.title,
            about: &p.about,
            rules: of_pack(i).map(|r| RuleLine { id: &r.id, title: &r.title, severity: r.severity.name() }).collect(),
        })
        .collect();
    to_js(&views)
}

/// The professions: `[{id, title, regulator}]`, the one that is assumed first.
#[wasm_bindgen]
pub fn professions() -> JsValue {
    let rules = crate::built_in();
    let mut all: Vec<_> = rules.professions.iter().collect();
    all.sort_by_key(|p| !p.default);
    to_js(&all.iter().map(|p| ProfessionView { id: &p.id, title: &p.title, regulator: &p.regulator }).collect::<Vec<_>>())
}

/// All that is said about a rule, with the standards of a profession's own regulator; `null` for an unknown rule.
#[wasm_bindgen]
pub fn explain(rule: &str, profession: &str) -> JsValue {
    let rules = crate::built_in();
    rules.rule(rule).map_or(JsValue::NULL, |r| to_js(&explanation(&rules, r, profession)))
}

fn explanation<'a>(rules: &'a RuleSet, r: &'a Rule, profession: &str) -> Explanation<'a> {
    let pack = &rules.packs[r.pack as usize];
    Explanation {
        id: &r.id,
        title: &r.title,
        severity: r.severity.name(),
        pack: &pack.id,
        pack_title: &pack.title,
        why: &r.why,
        instead: &r.instead,
        examples: &r.examples,
        sources: rules
            .sources_for(r, rules.profession(profession))
            .into_iter()
            .map(|s| SourceView { body: &s.body, clause: &s.clause, title: &s.title, link: &s.link, checked: &s.checked })
            .collect(),
    }
}

/// Checks a post outside of a page: `[{pack, rule, severity, start, end}]`, offsets in UTF-16 code units.
#[wasm_bindgen]
pub fn check(text: &str, kind: &str, image: bool, profession: &str) -> JsValue {
    let rules = crate::built_in();
    let context = PostContext { kind: Kind::from_name(kind).unwrap_or_default(), image, profession: rules.profession(profession) };
    thread_local!(static CHECKER: std::cell::RefCell<Checker> = std::cell::RefCell::new(Checker::new(crate::built_in())));
    let findings = CHECKER.with(|c| c.borrow_mut().check(text, &context));
    let mut views = Vec::new();
    for f in &findings {
        let r = &rules.rules[f.rule];
        for p in &f.pieces {
            views.push(FindingView { pack: &rules.packs[r.pack as usize].id, rule: &r.id, severity: r.severity.name(), start: p.start, end: p.end });
        }
    }
    to_js(&views)
}
