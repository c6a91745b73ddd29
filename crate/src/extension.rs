//! What the extension's own pages (popup, options, explanation) and the tests ask of the engine in the browser.

use crate::check::{Checker, Kind, PostContext, RuleRef};
use crate::own::{OWN, OwnPack};
use js_sys::{Array, Uint32Array};
use serde::Serialize;
use std::cell::RefCell;
use std::sync::Arc;
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
    with_checker(|checker| {
        let rule = checker.find_rule(rule)?;
        Some(to_js(&explanation(checker, rule, profession)))
    })
    .unwrap_or(JsValue::NULL)
}

fn explanation<'a>(checker: &'a Checker, rule: RuleRef, profession: &str) -> Explanation<'a> {
    let r = checker.view(rule);
    Explanation {
        id: r.id,
        title: r.title,
        severity: r.severity.name(),
        pack: r.pack,
        pack_title: r.pack_title,
        why: r.why,
        instead: r.instead,
        examples: r.examples,
        sources: checker
            .sources(rule, checker.rules().profession(profession))
            .into_iter()
            .map(|s| SourceView { body: &s.body, clause: &s.clause, title: &s.title, link: &s.link, checked: &s.checked })
            .collect(),
    }
}

/// Checks a post outside of a page: `[rules, numbers]`, the ids of the rules that found something, and for each phrase four numbers: the
/// place of its rule among these, its severity (0 for low), and where it begins and ends in UTF-16 code units.
/// `extension/pages/findings.js` makes objects of them; made here, they would take longer than the check.
#[wasm_bindgen]
pub fn check(text: &str, kind: &str, image: bool, profession: &str) -> Array {
    with_checker(|checker| {
        let profession = checker.rules().profession(profession);
        let findings = checker.check(text, &PostContext { kind: Kind::from_name(kind).unwrap_or_default(), image, profession });
        let mut rules: Vec<RuleRef> = findings.iter().map(|f| f.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        let mut numbers = Vec::new();
        for f in &findings {
            let rule = rules.partition_point(|rule| *rule < f.rule) as u32;
            numbers.extend(f.pieces.iter().flat_map(|piece| [rule, f.severity as u32, piece.start, piece.end]));
        }
        let ids: Array = rules.iter().map(|rule| JsValue::from_str(checker.view(*rule).id)).collect();
        Array::of2(&ids, &Uint32Array::from(numbers.as_slice()))
    })
}

/// The checker of what is asked outside of a page.
fn with_checker<T>(ask: impl FnOnce(&mut Checker) -> T) -> T {
    thread_local!(static CHECKER: RefCell<Checker> = RefCell::new(Checker::new(crate::built_in())));
    CHECKER.with(|c| ask(&mut c.borrow_mut()))
}

/// A practice's own pack and what is wrong in it.
#[derive(Serialize)]
struct OwnPackView<'a> {
    id: &'static str,
    title: &'a str,
    about: &'a str,
    rules: Vec<RuleLine<'a>>,
    problems: Vec<ProblemView<'a>>,
}

#[derive(Serialize)]
struct ProblemView<'a> {
    line: usize,
    column: usize,
    what: &'a str,
}

/// Reads a practice's own pack, without keeping it: `{id, title, about, rules: [{id, title, severity}], problems: [{line, column, what}]}`.
#[wasm_bindgen(js_name = checkPack)]
pub fn check_pack(text: &str) -> JsValue {
    let (pack, problems) = OwnPack::parse(text);
    to_js(&OwnPackView {
        id: OWN,
        title: &pack.title,
        about: &pack.about,
        rules: pack.rules.iter().map(|r| RuleLine { id: &r.id, title: &r.title, severity: r.severity.name() }).collect(),
        problems: problems.iter().map(|p| ProblemView { line: p.line, column: p.column, what: &p.what }).collect(),
    })
}

/// Keeps a practice's own pack for [`check`] and [`explain`], and for the layer that asks for it; an empty text lets it go.
#[wasm_bindgen(js_name = holdPack)]
pub fn hold_pack(text: &str) {
    let pack = held_pack(text);
    with_checker(|checker| checker.set_own_pack(pack));
}

/// A pack, compiled once for the same text.
pub(crate) fn held_pack(text: &str) -> Option<Arc<OwnPack>> {
    thread_local!(static HELD: RefCell<Option<(String, Arc<OwnPack>)>> = const { RefCell::new(None) });
    if text.trim().is_empty() {
        HELD.with(RefCell::take);
        return None;
    }
    HELD.with(|held| {
        let mut held = held.borrow_mut();
        if held.as_ref().is_none_or(|(known, _)| known != text) {
            *held = Some((text.to_owned(), Arc::new(OwnPack::parse(text).0)));
        }
        held.as_ref().map(|(_, pack)| pack.clone())
    })
}
